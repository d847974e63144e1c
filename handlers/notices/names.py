"""Who has come back and who has not, by unit and name, a page at a time: for those alone who may know."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.cards import Action, Button, Card
from bot.domain.notice import Notice
from bot.errors import NotAllowed
from bot.messages import Outgoing, Reply
from bot.noticing import Entry
from bot.turn import Turn
from handlers.notices.cards import answer_words, heading
from handlers.notices.desk import router, sender_name
from handlers.notices.facts import sums

PAGE = 40
"""Names on one card."""
ANSWERS_PAGE = 20
MOST_UNITS = 12
ANSWER_SHOWN = 60
NAME_SHOWN = 30
Write = Callable[[Turn], Card]


def to_reader_alone(turn: Turn, write: Write) -> tuple[Outgoing, ...]:
    """Into the actor's own chat with the bot, whatever chat they spoke in; `write` is given the turn as of there."""
    account = turn.account(turn.actor.id)
    if account is None:
        return ()
    chat = account.direct()
    alone = replace(turn, chat=replace(turn.chat, ref=chat))
    return (turn.to(chat, write(alone), "alone"),)


def only_there(turn: Turn, write: Write) -> Reply:
    """Names, with no more than a pointer to them in a group."""
    if turn.is_direct:
        return turn.reply(write(turn))
    told = turn.reply(Card(turn.say("notices.names_alone")))
    return Reply((*told.out, *to_reader_alone(turn, write)))


def must_see(turn: Turn, notice: Notice) -> None:
    if not notice.may_be_seen_by(turn.actor):
        raise NotAllowed("notices.names_not_yours", number=notice.id, name=sender_name(turn.uow, notice))


def with_names(turn: Turn, notice: Notice, card: Card) -> Card:
    """The facts with who is missing, and with who said what where it fits on the card."""
    missing = turn.uow.receipts.page(notice, "missing", PAGE + 1) if _is_out(notice) else []
    lines = _few(turn, missing) if len(missing) <= PAGE else []
    return replace(card, body="\n".join((*_answers(turn, notice), *lines)))


def _is_out(notice: Notice) -> bool:
    return notice.state == "sent"


def _few(turn: Turn, missing: Sequence[Entry]) -> list[str]:
    return [turn.say("notices.missing_head"), *_names(turn, missing)] if missing else []


def _by_unit(turn: Turn, notice: Notice) -> list[str]:
    """More than a card holds: how many of which unit; the names come a page at a time."""
    units = list(turn.uow.receipts.missing_by_unit(notice).items())
    shown = [
        turn.say("notices.sum_line", answer=unit or turn.say("notices.no_unit"), count=count)
        for unit, count in units[:MOST_UNITS]
    ]
    more = [turn.say("notices.more_units", count=len(units) - MOST_UNITS)] if len(units) > MOST_UNITS else []
    return [*shown, *more, turn.say("notices.missing_head")]


def _names(turn: Turn, entries: Sequence[Entry]) -> list[str]:
    units: dict[str, list[str]] = defaultdict(list)
    for one in entries:
        units[one.unit or turn.say("notices.no_unit")].append(_called(one))
    return [turn.say("notices.missing_line", unit=unit, names=turn.say.listed(names)) for unit, names in units.items()]


def _answers(turn: Turn, notice: Notice) -> list[str]:
    """Who said what where they are few, else how many said what."""
    if not notice.wants.is_answer:
        return []
    found = turn.uow.receipts.page(notice, "back", ANSWERS_PAGE + 1)
    if len(found) > ANSWERS_PAGE:
        return sums(turn, notice)
    told: dict[str, list[str]] = defaultdict(list)
    for one in found:
        late = turn.say("notices.late") if one.receipt.is_late(notice) else ""
        told[_shortened(answer_words(notice, one.receipt.answer, turn.say))].append(_called(one) + late)
    total = sums(turn, notice) if notice.wants == "number" else []
    return total + [
        turn.say("notices.answer_line", answer=words, count=len(names), names=turn.say.listed(names))
        for words, names in told.items()
    ]


def _called(one: Entry) -> str:
    """A page of names stays a page, however long somebody's name is."""
    return one.name if len(one.name) <= NAME_SHOWN else one.name[: NAME_SHOWN - 1] + "…"


def _shortened(answer: str) -> str:
    return answer if len(answer) <= ANSWER_SHOWN else answer[: ANSWER_SHOWN - 1] + "…"


def missing_page(turn: Turn, notice: Notice, after: int = 0) -> Reply:
    must_see(turn, notice)
    notice.must_be_out()

    def write(turn: Turn) -> Card:
        found = turn.uow.receipts.page(notice, "missing", PAGE + 1, _place(turn, after))
        title = turn.say("notices.missing_title", number=notice.id, count=turn.uow.notices.tally(notice).missing)
        head = _by_unit(turn, notice) if len(found) > PAGE and not after else []
        body = "\n".join((*head, *_names(turn, found[:PAGE]))) or turn.say("notices.nobody_missing")
        return Card(title, body=body, buttons=_next(turn, notice, "missing", found, PAGE))

    return only_there(turn, write)


def back_page(turn: Turn, notice: Notice, after: int = 0) -> Reply:
    must_see(turn, notice)

    def write(turn: Turn) -> Card:
        found = turn.uow.receipts.page(notice, "back", ANSWERS_PAGE + 1, _place(turn, after))
        lines = [_line(turn, notice, one) for one in found[:ANSWERS_PAGE]]
        head = sums(turn, notice) if not after else []
        body = "\n".join((*head, *lines)) or turn.say("notices.nobody_back")
        title = turn.say("notices.back_title", title=heading(notice, turn.say))
        return Card(title, body=body, buttons=_next(turn, notice, "back", found, ANSWERS_PAGE))

    return only_there(turn, write)


def _place(turn: Turn, after: int) -> tuple[str, int]:
    """Where the page begins; from the start for whoever is nobody, as a forger may write."""
    found = turn.uow.people.named([after]).get(after) if after else None
    return (found.unit, found.id) if found else ("", 0)


def _line(turn: Turn, notice: Notice, one: Entry) -> str:
    """`教务处 李强：3 · 11月24日（周二）10:02（补）`."""
    say, receipt = turn.say, one.receipt
    at = receipt.answered_at if notice.wants.is_answer else receipt.acked_at
    words = answer_words(notice, receipt.answer, say) if notice.wants.is_answer else say("notices.acknowledged_word")
    late = say("notices.late") if receipt.is_late(notice) else ""
    who = f"{one.unit} {_called(one)}".strip()
    return say("notices.back_line", who=who, answer=_shortened(words), at=say.moment(at) if at else "", late=late)


def _next(turn: Turn, notice: Notice, verb: str, found: Sequence[Entry], page: int) -> tuple[Button, ...]:
    if len(found) <= page:
        return ()
    last = str(found[page - 1].receipt.person_id)
    return (Button(turn.say("notices.next_page"), Action(f"notices.{verb}", notice.id, last)),)


router.texts(
    {
        "fact_pending": ("等待发送", "Still to be sent"),
        "fact_unknown": ("不知是否送到", "Sent, arrival unknown"),
        "fact_unreachable": ("没有账号，发不到", "Without an account"),
        "seen_partly": ("{seen}（另 {count} 人的平台无法得知）", "{seen} ({count} more on platforms that do not tell)"),
        "missing_button": ("没回的名单", "Who is missing"),
        "back_button": ("已回的名单", "Who has answered"),
        "sheet_button": ("签收单", "Signing sheet"),
        "sum": ("合计 {total}（{count} 人回复）", "Total {total} ({count} answers)"),
        "sum_line": ("{answer}：{count} 人", "{answer}: {count}"),
        "more_units": ("……还有 {count} 个单位", "… and {count} more units"),
        "names_alone": (
            "名单只给该看的人看，已发到你和小办的单聊。",
            "Names are not for a group: they are in your direct chat.",
        ),
        "names_not_yours": (
            "通知{number}的名单只有{name}和文秘、管理员能看；说「回执 通知{number}」看总数。",
            "Only {name}, secretaries and admins see names; “notice {number} receipts” has the totals.",
        ),
        "missing_title": ("通知{number}：还有 {count} 人没回", "Notice {number}: {count} are missing"),
        "nobody_missing": ("都回了。", "Nobody is missing."),
        "back_title": ("已回的：{title}", "Who has answered: {title}"),
        "nobody_back": ("还没有人回。", "Nobody has answered yet."),
        "back_line": ("{who}：{answer} · {at}{late}", "{who}: {answer} · {at}{late}"),
        "late": ("（补）", " (late)"),
    }
)
