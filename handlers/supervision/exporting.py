"""The register as a file, and the appraisal of the units: both for those in charge."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from bot.asking.when import Timed
from bot.cards import Card
from bot.domain.appraisal import Appraisal, Standing
from bot.domain.supervision import SupervisionItem
from bot.errors import NotAllowed, UserError
from bot.messages import OutFile, Reply
from bot.register.people import People
from bot.register.rows import row_of
from bot.register.writing import write_xlsx
from bot.supervising import Wanted
from bot.texts import Say
from bot.turn import Answer, Turn
from handlers.supervision.desk import router

MOST_ROWS = 5000
A_PAGE = 2000
JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Export(Timed):
    """What is open, and what was over between `start` and `end`: this year unless they are given."""


@dataclass(frozen=True, slots=True)
class Appraise(Timed):
    """What was closed between `start` and `end`: this year unless they are given."""


@router.intent("export", Export)
def export(turn: Turn, slots: Export) -> Answer:
    _must_be_in_charge(turn)
    since, until = _period(turn, slots)
    pending = turn.uow.items.found(Wanted("open"), MOST_ROWS + 1)
    over = turn.uow.items.found(Wanted("over", ended_from=since, ended_until=until), MOST_ROWS + 1)
    items = sorted((*pending, *over), key=lambda one: (one.year, one.number, one.part))
    if len(items) > MOST_ROWS:
        raise UserError("supervision.export_on_server", most=MOST_ROWS)
    if not items:
        return turn.reply(Card(turn.say("supervision.export_nothing")))
    day = turn.now.astimezone(turn.house.zone).date()
    name = turn.say("supervision.export_name", day=day.isoformat())
    facts = (
        (turn.say("supervision.export_open"), str(len(pending))),
        (turn.say("supervision.export_over"), str(len(over))),
    )
    card = Card(turn.say("supervision.export_title", count=len(items)), facts, turn.say("supervision.export_back"))
    return _to_them_alone(turn, card, OutFile(f"{name}.xlsx", _workbook(turn, items)))


def _to_them_alone(turn: Turn, card: Card, file: OutFile) -> Reply:
    """Not everybody of a group may see the whole ledger."""
    account = turn.account(turn.actor.id)
    if turn.is_direct or account is None:
        return turn.reply(card, file=file)
    told = turn.reply(Card(turn.say("supervision.export_direct")))
    return Reply((*told.out, turn.to(account.direct(), card, "export", file=file)))


def _workbook(turn: Turn, items: list[SupervisionItem]) -> bytes:
    people, content = People(turn.uow.people.all()), BytesIO()
    write_xlsx((row_of(item, people, turn.house.terms) for item in items), content)
    return content.getvalue()


@router.intent("appraise", Appraise)
def appraise(turn: Turn, slots: Appraise) -> Answer:
    _must_be_in_charge(turn)
    if not turn.house.rules.appraisal:
        raise UserError("supervision.appraisal_off")
    since, until = _period(turn, slots)
    appraisal = Appraisal(turn.house.terms)
    last = (since, 0)
    while page := turn.uow.items.done(since, until, last, A_PAGE):
        appraisal.count(page)
        last = (page[-1].ended_at, page[-1].id)
    standings = appraisal.standings()
    first, last_day = (turn.house.terms.day(at) for at in (since, until - JUST_BEFORE))
    if not standings:
        return turn.reply(Card(turn.say("supervision.appraisal_nothing", start=first, end=last_day)))
    title = turn.say("supervision.appraisal_title", start=first, end=last_day)
    facts = tuple((_unit(turn.say, one), _figures(turn.say, one)) for one in standings)
    return turn.reply(Card(title, facts, turn.say("supervision.appraisal_note")))


def _unit(say: Say, standing: Standing) -> str:
    return standing.unit or say("supervision.no_unit")


def _figures(say: Say, standing: Standing) -> str:
    return say(
        "supervision.appraisal_line", closed=standing.closed, rate=standing.rate, back=standing.sent_back,
        delay=f"{standing.mean_delay:g}",
    )  # fmt: skip


def _must_be_in_charge(turn: Turn) -> None:
    if not turn.actor.is_in_charge:
        raise NotAllowed("supervision.export_in_charge")


def _period(turn: Turn, slots: Timed) -> tuple[datetime, datetime]:
    """What was said, else this year so far; a day begins at midnight, and the end is not included."""
    zone = turn.house.zone
    since = slots.start or date(turn.now.astimezone(zone).year, 1, 1)
    until = slots.end or turn.now
    begins, ends = (
        at if isinstance(at, datetime) else datetime.combine(at, time(), zone) for at in (since, until)
    )  # fmt: skip
    return begins, ends
