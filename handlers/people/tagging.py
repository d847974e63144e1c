"""Tags 标签: a name for several people, to write to them at once."""

from dataclasses import dataclass

from bot.asking.who import certain_in, meant_by
from bot.cards import Card
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.turn import Answer, Ask, Turn
from handlers.people.desk import router

MOST_NAMES = 40
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Tag:
    tag: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untag:
    tag: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """All of them, or who has one."""

    tag: str = ""


@router.intent("tag", Tag)
def tag(turn: Turn, slots: Tag) -> Answer:
    return _change(turn, slots)


@router.intent("untag", Untag)
def untag(turn: Turn, slots: Untag) -> Answer:
    return _change(turn, slots)


def _change(turn: Turn, slots: Tag | Untag) -> Answer:
    if not turn.actor.is_in_charge:
        raise NotAllowed("people.tag_in_charge")
    certain = certain_in(turn, slots, "names", slots.names)
    if isinstance(certain, Ask):
        return certain
    people = [person for name in certain for person in meant_by(turn, name)]
    ids, wanted = [one.id for one in people], slots.tag.removeprefix("#")
    changed = turn.uow.people.tag(wanted, ids) if isinstance(slots, Tag) else turn.uow.people.untag(wanted, ids)
    what = "tagged" if isinstance(slots, Tag) else "untagged"
    turn.uow.audit.note(turn.actor.id, f"people.{what}", f"tag:{wanted}", turn.now, people=ids)
    words = turn.say(f"people.{what}", tag=wanted, names=_names(turn, people), count=changed)
    return turn.reply(Card(words, body=turn.say("people.tag_use", tag=wanted), tone="done"))


def _names(turn: Turn, people: list[Person]) -> str:
    listed = turn.say.listed(one.name for one in people[:MOST_NAMES])
    return listed if len(people) <= MOST_NAMES else turn.say("people.and_more", names=listed, count=len(people))


@router.intent("tags", Tags)
def tags(turn: Turn, slots: Tags) -> Reply:
    known, wanted = turn.directory.tags, slots.tag.removeprefix("#")
    if not known:
        raise UserError("people.no_tags")
    if not wanted:
        lines = [turn.say("people.tag_line", tag=one, count=len(ids)) for one, ids in known.items()]
        return turn.reply(Card(turn.say("people.tags_title"), body="\n".join(lines)))
    if wanted not in known:
        raise UserError("people.no_such_tag", tag=wanted[:LONGEST], tags=tuple(known))
    people = [one for one in turn.directory.people if one.id in set(known[wanted])]
    return turn.reply(Card(turn.say("people.tag_line", tag=wanted, count=len(people)), body=_names(turn, people)))
