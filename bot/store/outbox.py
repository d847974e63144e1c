"""Messages owed: in order within a lane, claimed by one relay at a time; and the ledger of what became of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.cards import from_json, to_json
from bot.delivery import Claimed, Failure, Landed, OutboxLine
from bot.messages import ChatRef, OutFile, Outgoing, Route, UserRef
from bot.store import files
from bot.store import outbox_many as many
from bot.store import outbox_sql as sql
from bot.store.session import Row, Session

NOBODY: Mapping[str, int] = {}


class SqlOutbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, message: Outgoing, now: datetime, by: int | None = None) -> None:
        self.add_all([message], now, NOBODY if by is None else {message.key: by})

    def add_all(self, messages: Sequence[Outgoing], now: datetime, by: Mapping[str, int] = NOBODY) -> None:
        """By lane, so that two who add much do not wait for each other in a ring; copies of one card in a statement."""
        lanes, updated = Counter(one.to.lane for one in messages), {one.to.lane for one in messages if one.replaces}
        ordered = sorted(messages, key=lambda one: one.to.lane)
        new = [one for one in ordered if one.to.lane not in updated]
        copies, others = _sorted_out(new, by)
        for same in copies:
            places = {one.key: one.to.lane for one in same}
            self._session.run(many.ADD_COPIES, lanes=places, **_added(same[0], same[0].key, now, None))
        self._add(others, {}, now, by)
        self._update([one for one in ordered if one.replaces and lanes[one.to.lane] == 1], now, by)
        for one in ordered:
            if one.to.lane in updated and lanes[one.to.lane] > 1:
                self._update([one], now, by) if one.replaces else self._add([one], {}, now, by)

    def _update(self, updates: Sequence[Outgoing], now: datetime, by: Mapping[str, int]) -> None:
        """A new update of a card takes the place of one that nobody has begun to send: only the last matters."""
        if not updates:
            return
        replaced = {one.key: one.replaces or one.key for one in updates}
        found = {str(key): str(root) for key, root in self._session.rows(many.ROOTS, keys=list(replaced.values()))}
        roots = {key: found.get(first, first) for key, first in replaced.items()}
        lanes = [one.to.lane for one in updates]
        passed = self._session.rows(many.SUPERSEDE, roots=list(roots.values()), lanes=lanes, by=list(roots), now=now)
        if passed:
            self._session.run(sql.PASS_TURNS, lanes=sorted({str(row[0]) for row in passed}), now=now)
        self._add(updates, roots, now, by)

    def _add(
        self, messages: Sequence[Outgoing], roots: Mapping[str, str], now: datetime, by: Mapping[str, int]
    ) -> None:
        """`roots`: by key the first message of the chain, where it is not the message itself."""
        rows = [_added(one, roots.get(one.key, one.key), now, by.get(one.key)) for one in messages]
        if len(rows) == 1:
            self._session.run(sql.ADD, **rows[0])
        elif rows:
            self._session.run_many(sql.ADD, rows)
        for one in messages:
            self._keep(one, now)

    def _keep(self, message: Outgoing, now: datetime) -> None:
        if message.file is not None:
            self._session.run(files.KEEP, key=message.key, content=message.file.content, kept_at=now)

    def note_unsent(self, message: Outgoing, reason: str, now: datetime) -> None:
        self._session.run(
            sql.NOTE_UNSENT,
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
            ended_at=now,
        )

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, barred: frozenset[str] = frozenset()
    ) -> list[Claimed]:
        rows = self._session.rows(
            sql.claim_but(barred, is_alone=self._session.is_alone), now=now, lease_until=lease_until, most=limit
        )
        return [self._claimed(row) for row in sorted(rows, key=lambda row: int(row[0]))]

    def mark_sent(self, landed: Sequence[Landed], now: datetime) -> bool:
        """One statement for all, and one for all their lanes that need not wait."""
        sent_ids = {one.row.id: one.sent.message_id for one in landed}
        if not self._session.is_alone:
            self._session.rows(sql.IN_ORDER_OF_LANES, ids=sent_ids)
        self._session.run(sql.MARK_SENT, ids=sent_ids, sent_ids=sent_ids, now=now)
        if routes := {one.row.id: one.sent.route.pack() for one in landed if one.sent.route}:
            self._session.run(sql.NOTE_ROUTES, ids=routes, routes=routes)
        go_on_at = {one.row.message.to.lane: one.go_on_at for one in landed}
        at_once = [lane for lane, at in go_on_at.items() if at <= now]
        followed = self._session.run(sql.PASS_TURNS, lanes=at_once, now=now)
        for lane, at in go_on_at.items():
            if at > now:
                followed += self._session.run(sql.PASS_TURN, in_lane=lane, go_on_at=at)
        return followed > 0

    def retry_at(self, row: Claimed, at: datetime, failure: Failure) -> None:
        self._session.run(sql.RETRY_AT, **_marks(row, failure), at=at)

    def give_up(self, row: Claimed, failure: Failure, now: datetime) -> bool:
        return self._end(sql.GIVE_UP, row, failure, now)

    def leave(self, row: Claimed, failure: Failure, now: datetime) -> bool:
        return self._end(sql.LEAVE, row, failure, now)

    def _end(self, statement: Any, row: Claimed, failure: Failure, now: datetime) -> bool:
        ended = self._session.run(statement, **_marks(row, failure), now=now) > 0
        if ended:
            self._session.run(sql.PASS_TURN, in_lane=row.message.to.lane, go_on_at=now)
        return ended

    def release(self, row: Claimed, at: datetime) -> None:
        self._session.run(sql.RELEASE, row_id=row.id, as_attempt=row.attempts, at=at)

    def find(self, key: str) -> Outgoing | None:
        row = self._session.row(sql.FIND, key=key)
        return None if row is None else _message(row)

    def keys_of(self, shown: Mapping[ChatRef, str]) -> dict[ChatRef, str]:
        lanes = {chat.lane: message_id for chat, message_id in shown.items()}
        rows = self._session.rows(many.KEYS_OF, shown=lanes) if lanes else []
        return {ChatRef.of_lane(lane): str(key) for lane, key in rows}

    def root_of(self, chat: ChatRef, message_id: str) -> str | None:
        row = self._session.row(sql.ROOT_OF, in_lane=chat.lane, shown_as=message_id)
        return None if row is None else str(row[0])

    def withdraw(self, keys: Collection[str], now: datetime) -> frozenset[str]:
        lanes = {str(row[0]) for row in self._session.rows(sql.WITHDRAW, keys=sorted(keys), now=now)}
        self._session.run(sql.PASS_TURNS, lanes=sorted(lanes), now=now)
        return frozenset(str(row[0]) for row in self._session.rows(sql.WENT, keys=sorted(keys)))

    def latest_with_buttons(self, chat: ChatRef, since: datetime) -> Outgoing | None:
        row = self._session.row(sql.LATEST_WITH_BUTTONS, in_lane=chat.lane, since=since)
        return None if row is None else _message(row)

    def next_due(self) -> datetime | None:
        row = self._session.row(sql.NEXT_DUE)
        return None if row is None else row[0]

    def take_over(self, now: datetime) -> int:
        return self._session.run(sql.LEFT_BEHIND, now=now)

    def wait_no_longer_than(self, at: datetime) -> None:
        self._session.run(sql.WAIT_NO_LONGER, at=at)

    def lines(self, states: Collection[str], limit: int) -> list[OutboxLine]:
        asked = frozenset(states)
        by_index = {frozenset({"open"}): sql.OPEN_LINES}  # a few among very many, so the partial indexes must serve
        statement = by_index.get(asked, sql.FAILED_LINES if asked <= {"dead", "unknown"} else sql.LINES)
        return [_line(row) for row in self._session.rows(statement, states=sorted(asked), most=limit)]

    def line(self, row_id: int) -> OutboxLine | None:
        row = self._session.row(sql.LINE_OF, row_id=row_id)
        return None if row is None else _line(row)

    def fates(self, keys: Collection[str]) -> dict[str, OutboxLine]:
        lines = (_line(row) for row in self._session.rows(sql.FATES, keys=sorted(keys)))
        return {line.key: line for line in lines}

    def find_all(self, keys: Collection[str]) -> dict[str, Outgoing]:
        return {row[0]: _message(row) for row in self._session.rows(sql.FIND_ALL, keys=sorted(keys))}

    def chats_of(self, keys: Collection[str]) -> dict[str, ChatRef]:
        return {str(key): ChatRef.of_lane(lane) for key, lane in self._session.rows(many.LANES, keys=sorted(keys))}

    def withdraw_mailing(self, mailing: str, now: datetime) -> None:
        lanes = {str(row[0]) for row in self._session.rows(sql.WITHDRAW_MAILING, mailing=mailing, now=now)}
        self._session.run(sql.PASS_TURNS, lanes=sorted(lanes), now=now)

    def mailed(self, mailing: str) -> Mapping[str, int]:
        return {str(state): int(count) for state, count in self._session.rows(sql.MAILED, mailing=mailing)}

    def mailed_on(self, mailing: str, platforms: frozenset[str]) -> Mapping[tuple[str, bool], int]:
        rows = self._session.rows(sql.mailed_on(platforms), mailing=mailing)
        return {(str(state), bool(is_there)): int(count) for state, is_there, count in rows}

    def tally(self, newest: int) -> Mapping[str, int]:
        return {str(state): int(count) for state, count in self._session.rows(sql.TALLY, most=newest)}

    def untold(self, limit: int) -> list[OutboxLine]:
        return [_line(row) for row in self._session.rows(sql.UNTOLD, most=limit)]

    def told(self, row_ids: Collection[int]) -> None:
        self._session.run(sql.TOLD, ids=row_ids)

    def reopen(self, row_id: int, now: datetime) -> bool:
        return self._session.run(sql.REOPEN, row_id=row_id, now=now) > 0

    def send_elsewhere(self, row_id: int, to: ChatRef, now: datetime) -> bool:
        found = self._session.row(sql.MESSAGE_OF_ROW, row_id=row_id)
        if found is None or not self._session.run(sql.SET_ASIDE, row_id=row_id):
            return False
        by, mailing, *row = found
        self.add(replace(_message(tuple(row)), to=to, mentions=(), mailing=mailing), now, by)
        return True

    def arrived(self, row_id: int, now: datetime) -> bool:
        return self._session.run(sql.ARRIVED, row_id=row_id, now=now) > 0

    def drop(self, row_id: int, now: datetime) -> bool:
        dropped = self._session.run(sql.DROP, row_id=row_id, now=now) > 0
        self._session.run(sql.PASS_TURN_ON, row_id=row_id, go_on_at=now)
        return dropped

    def depth(self, now: datetime) -> tuple[int, float, int]:
        waiting, oldest, dead = self._session.rows(sql.DEPTH)[0]
        return waiting, 0.0 if oldest is None else max((now - oldest).total_seconds(), 0.0), dead

    def unsettled(self) -> int:
        return int(self._session.rows(sql.UNSETTLED)[0][0])

    def purge_files(self, before: datetime) -> int:
        return self._session.run(files.PURGE, before=before)

    def _claimed(self, row: Row) -> Claimed:
        row_id, attempts, queued_at, root, unknown, in_hand, by_person_id, file, *rest = row
        message = _message(tuple(rest))
        if file is not None:
            message = replace(message, file=self._file(message.key, file))
        replaces_id = self._shown_as(root) if message.replaces else None
        return Claimed(row_id, message, attempts, queued_at, replaces_id, unknown, in_hand > 1, by_person_id)

    def _file(self, key: str, name: str) -> OutFile | None:
        kept = self._session.row(files.KEPT, key=key)
        return None if kept is None else OutFile(name, kept[0])

    def _shown_as(self, root: str) -> str | None:
        """The platform's id of the card that the chain shows now: of its last update, or of the first message."""
        row = self._session.row(sql.SHOWN_AFTER_UPDATES, of_root=root)
        row = row or self._session.row(sql.SHOWN_AT_FIRST, of_root=root)
        return None if row is None else row[0]


def _sorted_out(new: Sequence[Outgoing], by: Mapping[str, int]) -> tuple[list[list[Outgoing]], list[Outgoing]]:
    """Messages that share one card, each to another lane, together; and the rest, in order."""
    lanes = Counter(one.to.lane for one in new)
    shared: dict[tuple[object, ...], list[Outgoing]] = defaultdict(list)
    others: list[Outgoing] = []
    for one in new:
        if one.mentions or one.file is not None or lanes[one.to.lane] > 1 or one.key in by or one.thread:
            others.append(one)
        else:
            shared[id(one.card), one.language, one.mailing].append(one)
    alone = [same[0] for same in shared.values() if len(same) == 1]
    return [same for same in shared.values() if len(same) > 1], sorted((*others, *alone), key=lambda one: one.to.lane)


def _marks(row: Claimed, failure: Failure) -> dict[str, Any]:
    return {
        "row_id": row.id,
        "as_attempt": row.attempts,
        "reason": failure.reason,
        "in_words": failure.why,
        "lost": int(failure.unknown),
    }


def _added(message: Outgoing, root: str, now: datetime, by: int | None) -> dict[str, Any]:
    return {
        "key": message.key,
        "root": root,
        "lane": message.to.lane,
        "card": to_json(message.card),
        "buttons": len(message.card.buttons),
        "mentions": [[one.platform, one.id, one.name] for one in message.mentions],
        "replaces": message.replaces,
        "language": message.language,
        "next_at": now,
        "queued_at": now,
        "by_person_id": by,
        "file": None if message.file is None else message.file.name,
        "thread": message.thread,
        "mailing": message.mailing,
    }


def _message(row: Row) -> Outgoing:
    key, lane, card, mentions, replaces, language, thread = row
    named = tuple(UserRef(*one) for one in mentions)
    return Outgoing(key, ChatRef.of_lane(lane), from_json(card), named, replaces, language, thread=thread)


def _line(row: Row) -> OutboxLine:
    row_id, key, lane, card, *rest, route = row
    return OutboxLine(row_id, key, lane, card["title"], *(*rest, Route.unpack(route)))
