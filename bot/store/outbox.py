"""Messages owed: in order within a lane, claimed by one relay at a time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Update, bindparam, case, exists, func, select, update
from sqlalchemy.sql.dml import UpdateBase

from bot.cards import from_json, to_json
from bot.messages import ChatRef, Outgoing, Sent, UserRef
from bot.ports import Claimed, OutboxLine
from bot.store.schema import outbox
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, number, one_of, word

OPEN = outbox.c.state == word("open")
SENT = outbox.c.state == word("sent")
DEAD = outbox.c.state == word("dead")
ROW = outbox.c.id == given("row_id", outbox.c.id)
LANE = outbox.c.lane == given("in_lane", outbox.c.lane)

# A lane's oldest open message has its turn (1), those behind it wait (0): so a long queue in one lane costs the others
# nothing. Two messages that enter an empty lane at once may both have it, therefore a claim still looks for older ones.
TURN = outbox.c.turn == number(1)

_ahead = outbox.alias("ahead")
_has_head = (
    select(_ahead.c.id)
    .where(_ahead.c.lane == given("lane", outbox.c.lane), _ahead.c.state == word("open"), _ahead.c.turn == number(1))
    .with_for_update(read=True)  # or the head might leave unseen, and nobody would pass the turn on to the new message
    .exists()
)
ADDED = (
    "key", "root", "lane", "card", "buttons", "mentions", "replaces", "language", "next_at", "queued_at",
)  # fmt: skip
ADD = insert_into(outbox, *ADDED).values(turn=case((_has_head, number(0)), else_=number(1))).on_conflict_do_nothing()
NOTE_UNSENT = (
    insert_into(outbox, *(name for name in ADDED if name != "replaces"), "fault")
    .values(turn=number(0), state=word("unsent"))
    .on_conflict_do_nothing()
)
ROOT = select(outbox.c.root).where(outbox.c.key == given("key", outbox.c.key))

_same = outbox.alias("same")
SUPERSEDE = (
    update(outbox)
    .where(
        outbox.c.root == given("of_root", outbox.c.root),
        outbox.c.replaces.is_not(None),
        outbox.c.attempts == number(0),
        OPEN,
        LANE,
        ~exists().where(_same.c.key == given("by", outbox.c.key)),
    )
    .values(state=word("superseded"))
)

_next, _left = outbox.alias("following"), outbox.alias("leaving")


def _pass_turn(lane: ColumnElement[str]) -> Update:
    """To the oldest open message of the lane."""
    following = select(_next.c.id).where(_next.c.lane == lane, _next.c.state == word("open"))
    oldest = following.order_by(_next.c.id).limit(number(1)).scalar_subquery()
    return update(outbox).where(outbox.c.id == oldest).values(turn=number(1))


PASS_TURN = _pass_turn(given("in_lane", outbox.c.lane))
PASS_TURN_ON = _pass_turn(select(_left.c.lane).where(_left.c.id == given("row_id", outbox.c.id)).scalar_subquery())

MESSAGE = (
    outbox.c.key, outbox.c.lane, outbox.c.card, outbox.c.mentions, outbox.c.replaces, outbox.c.language,
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

_claimable = select(outbox.c.id).where(OPEN, TURN, outbox.c.next_at <= given("now", outbox.c.next_at), AT_HEAD)


def _claim(these: Select[tuple[int]]) -> UpdateBase:
    ids = these.with_for_update(skip_locked=True, of=outbox).cte("claimable")
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(ids.c.id)))
        .values(attempts=outbox.c.attempts + number(1), next_at=given("lease_until", outbox.c.next_at))
        .returning(outbox.c.id, outbox.c.attempts, outbox.c.queued_at, outbox.c.root, *MESSAGE)
    )


CLAIM = _claim(_claimable.order_by(outbox.c.next_at, outbox.c.id).limit(bindparam("most", type_=BigInteger())))
CLAIM_IN = _claim(_claimable.where(LANE).order_by(outbox.c.id).limit(number(1)))

MARK_SENT = (
    update(outbox)
    .where(ROW, ~SENT)
    .values(
        state=word("sent"),
        message_id=given("sent_id", outbox.c.message_id),
        sent_at=given("now", outbox.c.next_at),
        fault=word(""),
    )
)
RETRY_AT = (
    update(outbox).where(ROW, OPEN).values(next_at=given("at", outbox.c.next_at), fault=given("why", outbox.c.fault))
)
GIVE_UP = update(outbox).where(ROW, OPEN).values(state=word("dead"), fault=given("why", outbox.c.fault))
REOPEN = (
    update(outbox)
    .where(ROW, DEAD)
    .values(state=word("open"), attempts=number(0), turn=number(1), next_at=given("now", outbox.c.next_at))
)
DROP = update(outbox).where(ROW, outbox.c.state.in_([word("open"), word("dead")])).values(state=word("dropped"))

KEY_OF = (
    select(outbox.c.key)
    .where(outbox.c.message_id == given("shown_as", outbox.c.message_id), LANE, SENT)
    .order_by(outbox.c.id.desc())
    .limit(number(1))
)

_newer = outbox.alias("newer")
STANDING = (word("open"), word("sent"))
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

NEXT_DUE = select(outbox.c.next_at).where(OPEN, TURN, AT_HEAD).order_by(outbox.c.next_at, outbox.c.id).limit(number(1))

LINES = (
    select(
        outbox.c.id, outbox.c.key, outbox.c.lane, outbox.c.card, outbox.c.state, outbox.c.attempts,
        outbox.c.queued_at, outbox.c.sent_at, outbox.c.message_id, outbox.c.fault,
    )
    .where(one_of(outbox.c.state, "states"))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most", type_=BigInteger()))
)  # fmt: skip


def _over_open(value: Any) -> Select[Any]:
    return select(value).where(OPEN)


DEPTH = select(
    _over_open(func.count()).select_from(outbox).scalar_subquery(),
    _over_open(func.min(outbox.c.queued_at, type_=outbox.c.queued_at.type)).scalar_subquery(),
    select(func.count()).select_from(outbox).where(DEAD).scalar_subquery(),
)


class SqlOutbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, message: Outgoing, now: datetime) -> None:
        """A new update of a card takes the place of one that nobody has begun to send: only the last matters."""
        root = message.key if message.replaces is None else self._root(message.replaces)
        if message.replaces is not None and self._session.run(
            SUPERSEDE, of_root=root, in_lane=message.to.lane, by=message.key
        ):
            self._session.run(PASS_TURN, in_lane=message.to.lane)
        self._session.run(
            ADD,
            key=message.key,
            root=root,
            lane=message.to.lane,
            card=to_json(message.card),
            buttons=len(message.card.buttons),
            mentions=[[one.platform, one.id, one.name] for one in message.mentions],
            replaces=message.replaces,
            language=message.language,
            next_at=now,
            queued_at=now,
        )

    def note_unsent(self, message: Outgoing, reason: str, now: datetime) -> None:
        self._session.run(
            NOTE_UNSENT,
            key=f"{message.key}:unsent",
            root=message.key,
            lane=message.to.lane,
            card=to_json(message.card),
            buttons=0,
            mentions=[],
            language=message.language,
            next_at=now,
            queued_at=now,
            fault=reason,
        )

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Claimed]:
        rows = self._session.rows(CLAIM, now=now, lease_until=lease_until, most=limit)
        return [self._claimed(row) for row in sorted(rows, key=lambda row: int(row[0]))]

    def claim_in(self, lane: str, now: datetime, lease_until: datetime) -> Claimed | None:
        row = self._session.row(CLAIM_IN, in_lane=lane, now=now, lease_until=lease_until)
        return None if row is None else self._claimed(row)

    def mark_sent(self, row_id: int, sent: Sent, now: datetime) -> bool:
        self._session.run(MARK_SENT, row_id=row_id, sent_id=sent.message_id, now=now)
        return self._session.run(PASS_TURN_ON, row_id=row_id) > 0

    def retry_at(self, row_id: int, at: datetime, fault: str) -> None:
        self._session.run(RETRY_AT, row_id=row_id, at=at, why=fault)

    def give_up(self, row_id: int, fault: str, now: datetime) -> None:
        self._session.run(GIVE_UP, row_id=row_id, why=fault)
        self._session.run(PASS_TURN_ON, row_id=row_id)

    def find(self, key: str) -> Outgoing | None:
        row = self._session.row(FIND, key=key)
        return None if row is None else _message(row)

    def key_of(self, chat: ChatRef, message_id: str) -> str | None:
        row = self._session.row(KEY_OF, in_lane=chat.lane, shown_as=message_id)
        return None if row is None else row[0]

    def latest_with_buttons(self, chat: ChatRef, since: datetime) -> Outgoing | None:
        row = self._session.row(LATEST_WITH_BUTTONS, in_lane=chat.lane, since=since)
        return None if row is None else _message(row)

    def next_due(self) -> datetime | None:
        row = self._session.row(NEXT_DUE)
        return None if row is None else row[0]

    def lines(self, states: Collection[str], limit: int) -> list[OutboxLine]:
        rows = self._session.rows(LINES, states=states, most=limit)
        return [OutboxLine(row_id, key, lane, card["title"], *rest) for row_id, key, lane, card, *rest in rows]

    def reopen(self, row_id: int, now: datetime) -> bool:
        return self._session.run(REOPEN, row_id=row_id, now=now) > 0

    def drop(self, row_id: int, now: datetime) -> bool:
        dropped = self._session.run(DROP, row_id=row_id) > 0
        self._session.run(PASS_TURN_ON, row_id=row_id)
        return dropped

    def depth(self, now: datetime) -> tuple[int, float, int]:
        waiting, oldest, dead = self._session.rows(DEPTH)[0]
        return waiting, 0.0 if oldest is None else max((now - oldest).total_seconds(), 0.0), dead

    def _root(self, replaced: str) -> str:
        """The first message of the chain that the replaced one belongs to."""
        row = self._session.row(ROOT, key=replaced)
        return replaced if row is None else str(row[0])

    def _claimed(self, row: Row) -> Claimed:
        row_id, attempts, queued_at, root, *rest = row
        message = _message(tuple(rest))
        return Claimed(row_id, message, attempts, queued_at, self._shown_as(root) if message.replaces else None)

    def _shown_as(self, root: str) -> str | None:
        """The platform's id of the card that the chain shows now: of its last update, or of the first message."""
        row = self._session.row(SHOWN_AFTER_UPDATES, of_root=root) or self._session.row(SHOWN_AT_FIRST, of_root=root)
        return None if row is None else row[0]


def _message(row: Row) -> Outgoing:
    key, lane, card, mentions, replaces, language = row
    platform, kind, chat_id = lane.split("/", 2)
    named = tuple(UserRef(*one) for one in mentions)
    return Outgoing(key, ChatRef(platform, kind, chat_id), from_json(card), named, replaces, language)
