"""Names for several people: those given by hand, and those that a platform keeps."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from bot.messages import PlatformTag
from bot.store.people_tables import platform_tags, tags
from bot.store.schema import accounts, people
from bot.store.session import Session
from bot.store.statements import given, insert_into, one_of

IS_HERE = (people.c.left_at.is_(None), people.c.merged_into.is_(None))
BY_HAND = select(tags.c.tag, tags.c.person_id).join(people, people.c.id == tags.c.person_id).where(*IS_HERE)
BY_PLATFORM = (
    select(platform_tags.c.tag, platform_tags.c.person_id)
    .join(people, people.c.id == platform_tags.c.person_id)
    .where(*IS_HERE)
)
TAG = insert_into(tags, "tag", "person_id").on_conflict_do_nothing()
UNTAG = delete(tags).where(
    tags.c.tag == given("tag", tags.c.tag), tags.c.person_id == given("person_id", tags.c.person_id)
)

OF_PLATFORM = platform_tags.c.platform == given("platform", platform_tags.c.platform)
THIS = OF_PLATFORM & (platform_tags.c.tag_id == given("tag_id", platform_tags.c.tag_id))
MEMBERS = select(platform_tags.c.person_id, platform_tags.c.tag).where(THIS)
IDS = select(platform_tags.c.tag_id).where(OF_PLATFORM).distinct()
ADD = insert_into(platform_tags, "platform", "tag_id", "person_id", "tag")
DROP = delete(platform_tags).where(THIS)
BEHIND = (
    select(accounts.c.person_id)
    .where(accounts.c.platform == given("platform", accounts.c.platform), one_of(accounts.c.user_id, "ids"))
    .distinct()
)


def every_tag(session: Session) -> dict[str, list[int]]:
    rows = {(tag, person_id) for statement in (BY_HAND, BY_PLATFORM) for tag, person_id in session.rows(statement)}
    found: dict[str, list[int]] = {}
    for tag, person_id in sorted(rows):
        found.setdefault(tag, []).append(person_id)
    return found


def tag_people(session: Session, tag: str, person_ids: Sequence[int]) -> int:
    return session.run_many(TAG, [{"tag": tag, "person_id": one} for one in person_ids])


def untag_people(session: Session, tag: str, person_ids: Sequence[int]) -> int:
    return session.run_many(UNTAG, [{"tag": tag, "person_id": one} for one in person_ids])


def keep_platform_tag(session: Session, platform: str, tag: PlatformTag) -> bool:
    """Whoever is under it without an account here, a bot or a guest, is left out."""
    this = {"platform": platform, "tag_id": tag.id}
    wanted = {
        (row[0], tag.name) for row in session.rows(BEHIND, platform=platform, ids=[one.id for one in tag.members])
    }
    if wanted == {tuple(row) for row in session.rows(MEMBERS, **this)}:
        return False
    session.run(DROP, **this)
    session.run_many(ADD, [{**this, "person_id": person_id, "tag": name} for person_id, name in sorted(wanted)])
    return True


def drop_platform_tags(session: Session, platform: str, but: Collection[str]) -> bool:
    gone = {row[0] for row in session.rows(IDS, platform=platform)} - set(but)
    for tag_id in gone:
        session.run(DROP, platform=platform, tag_id=tag_id)
    return bool(gone)
