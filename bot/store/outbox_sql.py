"""The outbox's statements: how a message is queued, claimed, marked, found again, and shown in the ledger."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)  # fmt: skip
from sqlalchemy.sql.dml import UpdateBase

from bot.store.schema import outbox
from bot.store.statements import each_of, given, insert_into, looked_up, number, one_of, word

OPEN = outbox.c.state == word("open")
SENT = outbox.c.state == word("sent")
FAILED = outbox.c.state.in_([word("dead"), word("unknown")])
ROW = outbox.c.id == given("row_id", outbox.c.id)
LANE = outbox.c.lane == given("in_lane", outbox.c.lane)
MOST = bindparam("most", type_=BigInteger())

# A lane's oldest open message has its turn (1), those behind it wait (0): so a long queue in one lane costs the others
# nothing. Two messages that enter an empty lane at once may both have it, therefore a claim still looks for older ones.
TURN = outbox.c.turn == number(1)

_ahead = outbox.alias("ahead")
_has_turn = _ahead.c.turn > number(
    0
)  # not `= 1`: a young PostgreSQL would go through all that is due instead of the lane
_has_head = (
    select(_ahead.c.id)
    .where(_ahead.c.lane == given("lane", outbox.c.lane), _ahead.c.state == word("open"), _has_turn)
    .with_for_update(read=True)  # or the head might leave unseen, and nobody would pass the turn on to the new message
    .exists()
)
ADDED = (
    "key", "root", "lane", "card", "buttons", "mentions", "replaces", "language", "next_at", "queued_at",
    "by_person_id", "file", "thread", "mailing",
)  # fmt: skip
ADD = insert_into(outbox, *ADDED).values(turn=case((_has_head, number(0)), else_=number(1))).on_conflict_do_nothing()

_UNSENT = (name for name in ADDED if name not in {"replaces", "by_person_id", "file", "thread", "mailing"})
NOTE_UNSENT = (
    insert_into(outbox, *_UNSENT, "fault", "ended_at")
    .values(turn=number(0), state=word("unsent"))
    .on_conflict_do_nothing()
)
_next, _left = outbox.alias("following"), outbox.alias("leaving")


def _pass_turn(lane: ColumnElement[str]) -> Update:
    """To the oldest open message of the lane, which goes to the end of the line: so no lane is before the others."""
    following = select(_next.c.id).where(_next.c.lane == lane, _next.c.state == word("open"))
    oldest = following.order_by(_next.c.id).limit(number(1)).scalar_subquery()
    at = given("go_on_at", outbox.c.next_at)
    later = case((outbox.c.next_at < at, at), else_=outbox.c.next_at)
    return update(outbox).where(outbox.c.id == oldest).values(turn=number(1), next_at=later)


PASS_TURN = _pass_turn(given("in_lane", outbox.c.lane))
_lanes = each_of("lanes").rows()
_oldest = select(_next.c.id).where(_next.c.lane == _lanes.c.value, _next.c.state == word("open"))
_heads = select(_oldest.order_by(_next.c.id).limit(number(1)).scalar_subquery()).select_from(_lanes)
_now = given("now", outbox.c.next_at)
PASS_TURNS = (
    update(outbox)
    .where(outbox.c.id.in_(_heads))
    .values(turn=number(1), next_at=case((outbox.c.next_at < _now, _now), else_=outbox.c.next_at))
)
PASS_TURN_ON = _pass_turn(select(_left.c.lane).where(_left.c.id == given("row_id", outbox.c.id)).scalar_subquery())

MESSAGE = (
    outbox.c.key, outbox.c.lane, outbox.c.card, outbox.c.mentions, outbox.c.replaces, outbox.c.language,
    outbox.c.thread,
)  # fmt: skip
FIND = select(*MESSAGE).where(outbox.c.key == given("key", outbox.c.key))

_older = outbox.alias("older")
AT_HEAD = ~exists().where(
    _older.c.lane == outbox.c.lane, _older.c.state == word("open"), _older.c.id < outbox.c.id
).correlate(outbox)


SHOWN_AFTER_UPDATES = (
    select(outbox.c.message_id)
    .where(outbox.c.root == given("of_root", outbox.c.root), outbox.c.replaces.is_not(None), SENT)
    .order_by(outbox.c.id.desc())
    .limit(number(1))
)
SHOWN_AT_FIRST = select(outbox.c.message_id).where(outbox.c.key == given("of_root", outbox.c.root), SENT)


def is_of(platform: str) -> ColumnElement[bool]:
    """Whether a message goes to that platform."""
    lanes = f"{platform}/"
    return func.substr(outbox.c.lane, number(1), number(len(lanes))) == word(lanes)


# On PostgreSQL a transaction may commit a message after one that was queued later and has been begun by then: what was
# begun goes on first, or the other would come between its attempts. SQLite's writer is alone, and never sees this.
_begun = outbox.alias("begun")
BEHIND_NOTHING_BEGUN = and_(
    ~exists()
    .where(
        _older.c.lane == outbox.c.lane,
        _older.c.state == word("open"),
        _older.c.id < outbox.c.id,
        or_(outbox.c.attempts == number(0), _older.c.attempts > number(0)),
    )
    .correlate(outbox),
    or_(
        outbox.c.attempts > number(0),
        ~exists()
        .where(
            _begun.c.lane == outbox.c.lane,
            _begun.c.state == word("open"),
            _begun.c.turn == number(1),
            _begun.c.id > outbox.c.id,
            _begun.c.attempts > number(0),
        )
        .correlate(outbox),
    ),
)

# A lease stands in a column that no index has, so that a claim writes none of them.
_is_free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= given("now", outbox.c.next_at))


@cache
def claim_but(barred: frozenset[str], *, is_alone: bool) -> UpdateBase:
    """One statement for each set of platforms that others send to; `is_alone`: nobody else writes meanwhile.

    A row that was in hand before has lost whoever held it: nobody will ever learn what became of that attempt.
    """
    claimable = (
        select(outbox.c.id)
        .where(OPEN, TURN, outbox.c.next_at <= given("now", outbox.c.next_at), _is_free)
        .where(AT_HEAD if is_alone else BEHIND_NOTHING_BEGUN)
        .where(*(~is_of(platform) for platform in sorted(barred)))
        .order_by(outbox.c.next_at, outbox.c.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=outbox)
        .cte("claimable")
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(claimable.c.id)))
        .values(
            attempts=outbox.c.attempts + number(1),
            leased_until=given("lease_until", outbox.c.next_at),
            claimed_at=given("now", outbox.c.next_at),
            unknown=outbox.c.unknown + case((outbox.c.in_hand > number(0), number(1)), else_=number(0)),
            in_hand=outbox.c.in_hand + number(1),
        )
        .returning(
            outbox.c.id, outbox.c.attempts, outbox.c.queued_at, outbox.c.root, outbox.c.unknown, outbox.c.in_hand,
            outbox.c.by_person_id, outbox.c.file, *MESSAGE,
        )
    )  # fmt: skip


MARK_SENT = (
    update(outbox)
    .where(one_of(outbox.c.id, "ids"), ~SENT)
    .values(
        state=word("sent"),
        message_id=looked_up(outbox.c.id, "sent_ids"),
        sent_at=given("now", outbox.c.next_at),
        fault=word(""),
        why=word(""),
        in_hand=number(0),
        leased_until=null(),
    )
)
NOTE_ROUTES = update(outbox).where(one_of(outbox.c.id, "ids")).values(route=looked_up(outbox.c.id, "routes"))

# Those who add many messages lock the heads of their lanes in this order, too: so nobody waits in a ring.
IN_ORDER_OF_LANES = (
    select(outbox.c.id)
    .where(one_of(outbox.c.id, "ids"))
    .order_by(outbox.c.lane.collate("C"), outbox.c.id)
    .with_for_update()
)

# Whoever lost a row to another relay may still say that it was sent, and nothing else: `attempts` tells whose it is.
# And a mark of which nobody knows whether it was kept may be made again.
HELD = (ROW, OPEN, outbox.c.attempts == given("as_attempt", outbox.c.attempts), outbox.c.in_hand > number(0))
_marked: dict[str, Any] = {
    "fault": given("reason", outbox.c.fault),
    "why": given("in_words", outbox.c.why),
    "unknown": outbox.c.unknown + given("lost", outbox.c.unknown),
    "in_hand": number(0),
    "leased_until": null(),
}
_ended = {"ended_at": given("now", outbox.c.ended_at), "untold": number(1)}
RETRY_AT = update(outbox).where(*HELD).values(next_at=given("at", outbox.c.next_at), **_marked)
GIVE_UP = update(outbox).where(*HELD).values(state=word("dead"), **_marked, **_ended)
LEAVE = update(outbox).where(*HELD).values(state=word("unknown"), **_marked, **_ended)
RELEASE = (
    update(outbox)
    .where(*HELD)
    .values(
        attempts=outbox.c.attempts - number(1),
        next_at=given("at", outbox.c.next_at),
        in_hand=number(0),
        leased_until=null(),
    )
)

REOPEN = (
    update(outbox)
    .where(ROW, FAILED)
    .values(
        state=word("open"),
        attempts=number(0),
        turn=number(1),
        next_at=given("now", outbox.c.next_at),
        leased_until=null(),
        ended_at=null(),
        untold=number(0),
    )
)
_settled = {"ended_at": given("now", outbox.c.ended_at), "untold": number(0)}
ARRIVED = update(outbox).where(ROW, outbox.c.state == word("unknown")).values(state=word("arrived"), **_settled)
DROP = update(outbox).where(ROW, or_(OPEN, FAILED)).values(state=word("dropped"), **_settled)

GONE = ":gone"
_later, _before = outbox.alias("later"), outbox.alias("before")
SET_ASIDE = (
    update(outbox)
    .where(
        ROW,
        outbox.c.state == word("dead"),
        outbox.c.replaces.is_(None),
        outbox.c.file.is_(None),
        ~exists().where(_later.c.root == outbox.c.key, _later.c.replaces.is_not(None)).correlate(outbox),
        ~exists().where(_before.c.key == outbox.c.key + GONE).correlate(outbox),
    )
    .values(key=outbox.c.key + GONE, root=outbox.c.root + GONE, mailing=null())
)
MESSAGE_OF_ROW = select(outbox.c.by_person_id, outbox.c.mailing, *MESSAGE).where(ROW)

ROOT_OF = (
    select(outbox.c.root)
    .where(outbox.c.message_id == given("shown_as", outbox.c.message_id), LANE, SENT)
    .order_by(outbox.c.id.desc())
    .limit(number(1))
)

WITHDRAW = (
    update(outbox)
    .where(one_of(outbox.c.key, "keys"), or_(and_(OPEN, outbox.c.in_hand == number(0)), FAILED))
    .values(state=word("dropped"), **_settled)
    .returning(outbox.c.lane)
)
WENT = select(outbox.c.key).where(
    one_of(outbox.c.key, "keys"), or_(outbox.c.state != word("dropped"), outbox.c.unknown > number(0))
)

_newer = outbox.alias("newer")
STANDING = (word("open"), word("sent"), word("unknown"), word("arrived"))
LATEST_WITH_BUTTONS = (
    select(*MESSAGE)
    .where(
        LANE,
        outbox.c.buttons > number(0),
        outbox.c.state.in_(STANDING),
        outbox.c.queued_at >= given("since", outbox.c.queued_at),
        ~exists()
        .where(
            _newer.c.root == outbox.c.root,
            _newer.c.replaces.is_not(None),
            _newer.c.id > outbox.c.id,
            _newer.c.state.in_(STANDING),
        )
        .correlate(outbox),
    )
    .order_by(outbox.c.id.desc())
    .limit(number(1))
)

_latest = given("at", outbox.c.next_at)
WAIT_NO_LONGER = (
    update(outbox)
    .where(OPEN, TURN, or_(outbox.c.next_at > _latest, outbox.c.leased_until > _latest))
    .values(
        next_at=case((outbox.c.next_at > _latest, _latest), else_=outbox.c.next_at),
        leased_until=case((outbox.c.leased_until > _latest, _latest), else_=outbox.c.leased_until),
    )
)

LEFT_BEHIND = (
    update(outbox).where(OPEN, TURN, outbox.c.leased_until > given("now", outbox.c.next_at)).values(leased_until=null())
)

_free_at = case((outbox.c.leased_until > outbox.c.next_at, outbox.c.leased_until), else_=outbox.c.next_at)
_first = (
    select(_free_at.label("free_at"))
    .where(OPEN, TURN, AT_HEAD)
    .order_by(outbox.c.next_at, outbox.c.id)
    .limit(number(1000))  # more than all relays hold, so what nobody holds is among them
    .subquery("first")
)
NEXT_DUE = select(func.min(_first.c.free_at, type_=outbox.c.next_at.type))

LINE = select(
    outbox.c.id, outbox.c.key, outbox.c.lane, outbox.c.card, outbox.c.state, outbox.c.attempts,
    outbox.c.queued_at, outbox.c.sent_at, outbox.c.message_id, outbox.c.fault,
    outbox.c.claimed_at, outbox.c.ended_at, outbox.c.unknown, outbox.c.why, outbox.c.by_person_id,
    outbox.c.route,
)  # fmt: skip
_newest_first = LINE.where(one_of(outbox.c.state, "states")).order_by(outbox.c.id.desc()).limit(MOST)
LINES = _newest_first
FAILED_LINES = _newest_first.where(FAILED)
OPEN_LINES = _newest_first.where(OPEN)
LINE_OF = LINE.where(ROW)
FATES = LINE.where(one_of(outbox.c.key, "keys"))
FIND_ALL = select(*MESSAGE).where(one_of(outbox.c.key, "keys"))


_of_mailing = (outbox.c.mailing == given("mailing", outbox.c.mailing), outbox.c.mailing.is_not(None))
WITHDRAW_MAILING = (
    update(outbox)
    .where(*_of_mailing, or_(and_(OPEN, outbox.c.in_hand == number(0)), FAILED))
    .values(state=word("dropped"), **_settled)
    .returning(outbox.c.lane)
)
MAILED = select(outbox.c.state, func.count()).where(*_of_mailing).group_by(outbox.c.state)


@cache
def mailed_on(platforms: frozenset[str]) -> Select[Any]:
    """One statement for each set of platforms."""
    there = [(is_of(one), number(1)) for one in sorted(platforms)]
    is_there = (case(*there, else_=number(0)) if there else number(0)).label("is_there")
    return select(outbox.c.state, is_there, func.count()).where(*_of_mailing).group_by(outbox.c.state, "is_there")


UNTOLD = LINE.where(outbox.c.untold == number(1)).order_by(outbox.c.id).limit(MOST)
TOLD = update(outbox).where(one_of(outbox.c.id, "ids")).values(untold=number(0))

_recent = select(outbox.c.state).order_by(outbox.c.id.desc()).limit(MOST).subquery("recent")
TALLY = select(_recent.c.state, func.count()).group_by(_recent.c.state)


def _over_open(value: Any) -> Select[Any]:
    return select(value).where(OPEN)


DEPTH = select(
    _over_open(func.count()).select_from(outbox).scalar_subquery(),
    _over_open(func.min(outbox.c.queued_at, type_=outbox.c.queued_at.type)).scalar_subquery(),
    select(func.count()).select_from(outbox).where(FAILED, outbox.c.state == word("dead")).scalar_subquery(),
)
UNSETTLED = select(func.count()).select_from(outbox).where(FAILED, outbox.c.state == word("unknown"))
