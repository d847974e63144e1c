"""The signing sheet of a notice: who was sent it and what came back, with a place to sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.asking.audience import units_of
from bot.cards import Card
from bot.delivery import OutboxLine
from bot.domain.notice import Notice, Wants
from bot.errors import UserError
from bot.messages import ChatRef, OutFile, Reply
from bot.noticing import Entry
from bot.register.signing import Cell, SigningSheet, signing_page, signing_workbook
from bot.turn import Answer, Turn
from handlers.notices.cards import answer_words, heading
from handlers.notices.desk import Numbered, own_key, router, sender_name, the_notice
from handlers.notices.facts import ARRIVED, as_sent, telling
from handlers.notices.names import must_see

MOST_ROWS = 5000
A_PAGE = 500


@dataclass(frozen=True, slots=True)
class Sheet(Numbered):
    """Of everybody, or of one `unit`."""

    unit: str = ""


@router.intent("sheet", Sheet)
def sheet(turn: Turn, slots: Sheet) -> Answer:
    return _offered(turn, as_sent(the_notice(turn, slots.number)), slots.unit)


@router.action("sheet")
def press_sheet(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return _offered(turn, as_sent(the_notice(turn, notice_id)), "")


def _offered(turn: Turn, notice: Notice, said: str) -> Reply:
    """Two files into the actor's own chat: one for a spreadsheet, one for a printer."""
    must_see(turn, notice)
    made = _made(turn, notice, _unit(turn, said))
    account = turn.account(turn.actor.id)
    chat = turn.chat.ref if turn.is_direct or account is None else account.direct()
    name = turn.say("notices.sheet_name", number=notice.id)
    card = Card(turn.say("notices.sheet_title", number=notice.id, count=len(made.rows)))
    page = Card(turn.say("notices.sheet_page", number=notice.id))
    files = (
        turn.to(chat, card, "sheet", file=OutFile(f"{name}.xlsx", signing_workbook(made))),
        turn.to(chat, page, "page", file=OutFile(f"{name}.html", signing_page(made))),
    )
    told = () if chat == turn.chat.ref else turn.reply(Card(turn.say("notices.names_alone"))).out
    return Reply((*told, *files))


def _unit(turn: Turn, said: str) -> str | None:
    if not said:
        return None
    found = units_of(turn, said)
    if len(found) != 1:
        raise UserError("notices.no_such_unit", unit=said[:40])
    return found[0]


def _made(turn: Turn, notice: Notice, unit: str | None) -> SigningSheet:
    say, zone = turn.say, turn.house.zone
    rows: list[tuple[Cell, ...]] = []
    tells, last = telling(turn.house), ("", 0)
    while page := turn.uow.receipts.page(notice, "all", A_PAGE, last, unit):
        if len(rows) + len(page) > MOST_ROWS:
            raise UserError("notices.sheet_too_long", most=MOST_ROWS, number=notice.id)
        fates = turn.uow.outbox.fates([own_key(notice, one.receipt.person_id) for one in page])
        rows += [(str(len(rows) + place), *_row(turn, notice, one, fates, tells)) for place, one in enumerate(page, 1)]
        last = (page[-1].unit, page[-1].receipt.person_id)
    facts = [(say("notices.from"), sender_name(turn.uow, notice))]
    if notice.sent_at:
        facts.append((say("notices.sheet_date"), f"{notice.sent_at.astimezone(zone):%Y-%m-%d %H:%M}"))
    if notice.due_at:
        facts.append((say("notices.until"), f"{notice.due_at.astimezone(zone):%Y-%m-%d %H:%M}"))
    return SigningSheet(heading(notice, say), notice.text, tuple(facts), _columns(turn), rows, say.language)


def _columns(turn: Turn) -> tuple[str, ...]:
    return tuple(turn.say(f"notices.column_{one}") for one in (
        "number", "name", "unit", "sent", "seen", "acked", "answer", "sign",
    ))  # fmt: skip


def _row(
    turn: Turn, notice: Notice, one: Entry, fates: Mapping[str, OutboxLine], tells: frozenset[str]
) -> tuple[Cell, ...]:
    line, receipt = fates.get(own_key(notice, one.receipt.person_id)), one.receipt
    acked = _local(turn, receipt.acked_at) if receipt.has_acked(notice) else ""
    return (one.name, one.unit, _sent(turn, line), _seen(turn, one, line, tells), acked, _answer(turn, notice, one))


def _sent(turn: Turn, line: OutboxLine | None) -> Cell:
    """When the platform took it; in words why there is no such time."""
    if line is None:
        return turn.say("notices.cell_unwritten")
    if line.state in ARRIVED:
        return _local(turn, line.sent_at or line.ended_at)
    return turn.say(
        f"notices.fact_{'pending' if line.state == 'open' else 'unknown' if line.state == 'unknown' else 'failed'}"
    )


def _seen(turn: Turn, one: Entry, line: OutboxLine | None, tells: frozenset[str]) -> Cell:
    if one.receipt.seen_at:
        return _local(turn, one.receipt.seen_at)
    if line is None or line.state not in ARRIVED:
        return ""
    is_told = ChatRef.of_lane(line.lane).platform in tells
    return turn.say("notices.cell_unseen" if is_told else "notices.cannot_be_known")


def _answer(turn: Turn, notice: Notice, one: Entry) -> str:
    late = turn.say("notices.late") if one.receipt.is_late(notice) else ""
    if notice.wants is Wants.ACK and one.receipt.has_acked(notice):
        return late.strip()
    if not (notice.wants.is_answer and one.receipt.has_answered(notice)):
        return ""
    return answer_words(notice, one.receipt.answer, turn.say) + late


def _local(turn: Turn, at: datetime | None) -> Cell:
    return "" if at is None else at.astimezone(turn.house.zone).replace(tzinfo=None, second=0, microsecond=0)


router.texts(
    {
        "sheet_name": ("通知{number}签收单", "signing-sheet-{number}"),
        "sheet_title": (
            "通知{number}签收单：{count} 人，表格",
            "Signing sheet of notice {number}: {count} people, as a table",
        ),
        "sheet_page": (
            "通知{number}签收单：用浏览器打开就能打印",
            "Signing sheet of notice {number}: open it in a browser to print",
        ),
        "sheet_date": ("发送时间", "Sent"),
        "sheet_too_long": (
            "通知{number}的签收单超过 {most} 人，请分单位要：「通知{number} 签收单 教务处」。",
            "The sheet of notice {number} has over {most} people; ask by unit: “notice {number} signing sheet UNIT”.",
        ),
        "no_such_unit": (
            "没有单位「{unit}」，请写单位的全名。",
            "There is no unit “{unit}”; please write its full name.",
        ),
        "column_number": ("序号", "No."),
        "column_name": ("姓名", "Name"),
        "column_unit": ("单位", "Unit"),
        "column_sent": ("发送", "Sent"),
        "column_seen": ("已读", "Seen"),
        "column_acked": ("确认", "Acknowledged"),
        "column_answer": ("答复", "Answer"),
        "column_sign": ("签名", "Signature"),
        "cell_unwritten": ("未发", "not sent"),
        "cell_unseen": ("未读", "not seen"),
    }
)
