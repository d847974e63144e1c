"""The outbox's statements for many messages at once: copies of one card, updates of many, keys of those shown."""

from sqlalchemy import and_, case, exists, select, true, update
from sqlalchemy.dialects.sqlite import insert

from bot.store.outbox_sql import OPEN, SENT
from bot.store.schema import outbox
from bot.store.statements import each_item, given, number, one_of, word

_ahead = outbox.alias("ahead")
# One card to many: everything is the same but the key and the lane, and no lane comes twice.
_copy = each_item("lanes").rows()
_alike = ("card", "buttons", "mentions", "language", "next_at", "queued_at", "mailing")
_copy_has_head = (
    select(_ahead.c.id)
    .where(_ahead.c.lane == _copy.c.value, _ahead.c.state == word("open"), _ahead.c.turn > number(0))
    .with_for_update(read=True)
    .exists()
    .correlate(_copy)
)
ADD_COPIES = (
    insert(outbox)
    .from_select(
        ("key", "root", "lane", "turn", *_alike),
        select(
            _copy.c.key,
            _copy.c.key,
            _copy.c.value,
            case((_copy_has_head, number(0)), else_=number(1)),
            *(given(name, outbox.c[name]) for name in _alike),
        ).where(true()),
    )
    .inline()
    .on_conflict_do_nothing()
)
LANES = select(outbox.c.key, outbox.c.lane).where(one_of(outbox.c.key, "keys"))
ROOTS = select(outbox.c.key, outbox.c.root).where(one_of(outbox.c.key, "keys"))

_same = outbox.alias("same")
SUPERSEDE = (
    update(outbox)
    .where(
        one_of(outbox.c.root, "roots"),
        outbox.c.replaces.is_not(None),
        outbox.c.attempts == number(0),
        OPEN,
        one_of(outbox.c.lane, "lanes"),
        ~exists().where(one_of(_same.c.key, "by"), _same.c.root == outbox.c.root).correlate(outbox),
    )
    .values(state=word("superseded"), ended_at=given("now", outbox.c.ended_at))
    .returning(outbox.c.lane)
)

_shown = each_item("shown").rows()
KEYS_OF = (
    select(outbox.c.lane, outbox.c.key)
    .select_from(_shown.join(outbox, and_(outbox.c.message_id == _shown.c.value, outbox.c.lane == _shown.c.key)))
    .where(SENT)
    .order_by(outbox.c.id)
)
