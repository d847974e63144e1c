"""Delivery 投递: the ledger of what was sent, what was not and why, for those who keep the office."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import Action, Button, Card
from bot.delivery import OutboxLine
from bot.domain.people import Role
from bot.errors import NotAllowed, UserError
from bot.ledger import MOST_LINES, reason, recipient, route, tries, ways_out
from bot.messages import Reply
from bot.router import Router
from bot.turn import Turn

router = Router("delivery")

KEEPERS = (Role.SECRETARY, Role.ADMIN)
NAMED = 3
TALLIED = 500
MOST_BUTTONS = 5
MOST_AT_ONCE = 200
FAILED = ("dead", "unknown")
STATES = {
    "": ("open", "sent", "dead", "unknown", "arrived", "dropped"),
    "failed": FAILED,
    "open": ("open",),
    "unknown": ("unknown",),
    "sent": ("sent", "arrived"),
}
OURS = "delivery:"
"""How the keys of the house's own notices about lost messages begin."""


@dataclass(frozen=True, slots=True)
class Log:
    """`only` is one of STATES; `number` one message's."""

    only: str = ""
    number: str = ""
    title: str = ""
    start: date | None = None
    end: date | None = None
    part: str = ""
    people: tuple[str, ...] = ()


@router.intent("list", Log)
def log(turn: Turn, slots: Log) -> Reply:
    _must_keep(turn)
    if not slots.number:
        return turn.reply(_list(turn, slots.only))
    line = turn.uow.outbox.line(int(slots.number))
    if line is None:
        raise UserError("delivery.no_such", number=slots.number)
    return turn.reply(_one(turn, line))


@router.action("failed")
def failed(turn: Turn, _subject: int, _choice: str) -> Reply:
    _must_keep(turn)
    return turn.reply(_list(turn, "failed"))


@router.action("retry")
def retry(turn: Turn, row_id: int, _choice: str) -> Reply:
    """By a keeper, or by the person on whose behalf it was sent."""
    line = _of(turn, row_id)
    if not turn.uow.outbox.reopen(row_id, turn.now):
        raise UserError("delivery.not_lost", title=line.title, state=_state(turn, line))
    _note(turn, "retried", row_id)
    return _settled(turn, Card(turn.say("delivery.again", title=line.title), tone="done"))


@router.action("arrived")
def arrived(turn: Turn, row_id: int, _choice: str) -> Reply:
    line = _of(turn, row_id)
    if not turn.uow.outbox.arrived(row_id, turn.now):
        raise UserError("delivery.not_lost", title=line.title, state=_state(turn, line))
    _note(turn, "settled", row_id)
    return _settled(turn, Card(turn.say("delivery.noted", title=line.title), tone="done"))


@router.action("retry_all")
def retry_all(turn: Turn, _subject: int, _choice: str) -> Reply:
    """Those that were given up; of those that may have arrived each is a decision of its own."""
    _must_keep(turn)
    return _all_again(turn, turn.uow.outbox.lines(("dead",), MOST_AT_ONCE))


@router.action("retry_mine")
def retry_mine(turn: Turn, _subject: int, _choice: str) -> Reply:
    """All that the presser sent in vain."""
    dead = turn.uow.outbox.lines(("dead",), MOST_AT_ONCE)
    return _all_again(turn, [line for line in dead if line.by_person_id == turn.actor.id])


def _all_again(turn: Turn, dead: list[OutboxLine]) -> Reply:
    again = [line.id for line in dead if turn.uow.outbox.reopen(line.id, turn.now)]
    if not again:
        raise UserError("delivery.none_dead")
    turn.uow.audit.note(turn.actor.id, "delivery.retried", "messages", turn.now, ids=again)
    return _settled(turn, Card(turn.say("delivery.all_again", count=len(again)), tone="done"))


def _of(turn: Turn, row_id: int) -> OutboxLine:
    """A message that the actor may decide about."""
    line = turn.uow.outbox.line(row_id)
    if line is None:
        raise UserError("house.card_gone")
    if line.by_person_id != turn.actor.id:
        _must_keep(turn)
    return line


def _must_keep(turn: Turn) -> None:
    if turn.actor.role in KEEPERS:
        return
    names = [person.name for person in turn.directory.people if person.role in KEEPERS][:NAMED]
    raise NotAllowed("delivery.keepers_only", names=turn.say.listed(names)) if names else NotAllowed("delivery.nobody")


def _note(turn: Turn, deed: str, row_id: int) -> None:
    turn.uow.audit.note(turn.actor.id, f"delivery.{deed}", f"message:{row_id}", turn.now)


def _settled(turn: Turn, card: Card) -> Reply:
    """In the place of the notice whose button was pressed; the ledger's own card stays, for its other lines."""
    key = turn.pressed()
    if key is None or not key.startswith(OURS):
        return turn.reply(card)
    return Reply((turn.to(turn.chat.ref, card, "settled", replaces=key),))


def _list(turn: Turn, only: str) -> Card:
    outbox, say = turn.uow.outbox, turn.say
    lines = outbox.lines(STATES.get(only, STATES[""]), MOST_LINES)
    waiting, _, dead = outbox.depth(turn.now)
    tally = outbox.tally(TALLIED)
    facts = (
        (say("delivery.waiting"), str(waiting)),
        (say("delivery.failed"), str(dead)),
        (say("delivery.unsettled"), str(outbox.unsettled())),
        (say("delivery.recent", count=sum(tally.values())), str(tally.get("sent", 0) + tally.get("arrived", 0))),
    )
    body = "\n".join(_line(turn, line) for line in lines) or say("delivery.nothing")
    return Card(say(f"delivery.title_{only or 'all'}"), facts, body, _buttons(turn, lines, dead))


def _buttons(turn: Turn, lines: list[OutboxLine], dead: int) -> tuple[Button, ...]:
    failed = [line for line in lines if line.state in FAILED]
    single = len(failed) == 1
    each = [way for line in failed for way in ways_out(line, turn.say, "" if single else f" #{line.id}")]
    every = Button(turn.say("delivery.retry_all", count=min(dead, MOST_AT_ONCE)), Action("delivery.retry_all", 0))
    return (*each[:MOST_BUTTONS], *((every,) if dead > 1 else ()))


def _line(turn: Turn, line: OutboxLine) -> str:
    parts = (
        f"#{line.id} {_state(turn, line)}",
        turn.say.moment(line.sent_at or line.ended_at or line.queued_at),
        recipient(turn.uow, line.lane, turn.say),
        line.title,
        reason(line, turn.say),
    )
    return " · ".join(part for part in parts if part)


def _one(turn: Turn, line: OutboxLine) -> Card:
    """All that is known of one message."""
    say = turn.say

    def at(moment: datetime | None) -> str:
        return say.moment(moment) if moment else ""

    facts = (
        (say("delivery.state"), _state(turn, line)),
        (say("house.dead_to"), recipient(turn.uow, line.lane, say)),
        (say("delivery.planned"), at(line.queued_at)),
        (say("delivery.claimed"), at(line.claimed_at)),
        (say("delivery.sent"), at(line.sent_at)),
        (say("delivery.ended"), at(line.ended_at)),
        (say("delivery.number"), line.message_id),
        (say("delivery.route"), route(line, say)),
        (say("house.dead_tries"), tries(line, say) if line.attempts else ""),
        (say("delivery.lost"), say("house.tries", count=line.unknown) if line.unknown else ""),
        (say("house.dead_why"), reason(line, say)),
        (say("delivery.fault"), line.fault),
    )
    known = tuple((label, value) for label, value in facts if value)
    return Card(f"#{line.id} {line.title}", known, buttons=ways_out(line, say))


def _state(turn: Turn, line: OutboxLine) -> str:
    return turn.say(f"delivery.state_{line.state}")


router.texts(
    {
        "title_all": ("投递记录", "Delivery log"),
        "title_failed": ("没送达的消息", "Messages that were not delivered"),
        "title_open": ("还没发出的消息", "Messages that wait"),
        "title_unknown": ("不知道送到没有的消息", "Messages of which nobody knows"),
        "title_sent": ("已送达的消息", "Delivered messages"),
        "nothing": ("没有这样的消息。", "There are none."),
        "waiting": ("等待发送", "Waiting"),
        "failed": ("没送达", "Not delivered"),
        "unsettled": ("结果不明", "Unknown"),
        "recent": ("最近 {count} 条中已送达", "Delivered of the last {count}"),
        "retry_all": ("全部重新发送（{count} 条）", "Send all {count} again"),
        "state": ("状态", "State"),
        "state_open": ("等待发送", "waiting"),
        "state_sent": ("已送达", "delivered"),
        "state_dead": ("没送达", "not delivered"),
        "state_unknown": ("结果不明", "unknown"),
        "state_arrived": ("有人确认收到", "arrived, as somebody says"),
        "state_dropped": ("已放弃", "dropped"),
        "state_superseded": ("已被新内容替代", "replaced before it went out"),
        "planned": ("排入", "Queued"),
        "claimed": ("最近一次发送", "Last attempt"),
        "sent": ("送达", "Delivered"),
        "ended": ("结束", "Ended"),
        "number": ("平台编号", "The platform's number"),
        "route": ("途径", "Way"),
        "lost": ("没有回音", "Without an answer"),
        "fault": ("技术原因", "Technical reason"),
        "again": ("正在重新发送：{title}", "On its way again: {title}"),
        "all_again": ("正在重新发送 {count} 条消息。", "{count} messages are on their way again."),
        "noted": ("已记下，对方收到了：{title}", "Noted that it arrived: {title}"),
        "none_dead": (
            "现在没有可重新发送的消息。发「投递记录」看最新情况。",
            "There is nothing to send again. Send “delivery log” for how things stand.",
        ),
        "not_lost": (
            "「{title}」现在的状态是{state}，不用再处理。发「投递记录」看最新情况。",
            "“{title}” is {state} by now; nothing is to be done. Send “delivery log” for how things stand.",
        ),
        "no_such": (
            "投递记录里没有第 {number} 条。发「投递记录」看最近的。",
            "The delivery log has no number {number}. Send “delivery log” for the latest.",
        ),
        "keepers_only": (
            "投递记录由文秘和管理员查看处理，可以找{names}。",
            "The delivery log is for secretaries and administrators; please ask {names}.",
        ),
        "nobody": (
            "投递记录由文秘和管理员查看处理，可是还没有设这样的人：请在设置的 admins 里写上一位。",
            "The delivery log is for secretaries and administrators, and there is none: set admins in the settings.",
        ),
    }
)
