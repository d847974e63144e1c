"""A ledger that is sent as a file: what it would bring is read back, and after a yes all of it is kept, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cards import Card
from bot.domain.supervision import SupervisionItem
from bot.errors import NotAllowed, UserError
from bot.messages import FileReceived
from bot.register.keeping import Bringing, Entry, Prepared, keep, prepare
from bot.register.reading import Fault
from bot.register.sheets import Ledger, read_ledger
from bot.tables import Unreadable
from bot.texts import Say
from bot.turn import Answer, ReadBack, Turn
from handlers.supervision.desk import names, router
from handlers.supervision.planning import plan

MOST_ROWS = 5000
"""More of them are brought along on the server, where nobody waits for an answer meanwhile."""

MOST_LINES = 6
MOST_FAULTS = 10


@dataclass(frozen=True, slots=True)
class Bring:
    """`file` is the key under which the file is kept until it is confirmed."""

    file: str = ""
    name: str = ""


@router.file("xlsx", "csv", "json")
def receive(turn: Turn, event: FileReceived) -> Answer:
    _must_be_in_charge(turn)
    slots = Bring(f"import:{turn.key}", event.name)
    answer = _previewed(turn, slots, event.content)
    if isinstance(answer, ReadBack):
        turn.uow.files.keep(slots.file, event.content, turn.now)
    return answer


@router.intent("import", Bring)
def bring(turn: Turn, slots: Bring) -> Answer:
    _must_be_in_charge(turn)
    return _previewed(turn, slots, _kept(turn, slots))


@router.confirmed("import")
def confirm(turn: Turn, slots: Bring) -> Answer:
    """Judged anew: what has changed since the preview counts."""
    _must_be_in_charge(turn)
    prepared = _prepared(turn, slots, _kept(turn, slots))
    turn.uow.files.drop(slots.file)
    if prepared.faults:
        return turn.reply(faults_card(turn.say, slots.name, prepared.faults))
    keep(turn.uow, prepared, _bringing(turn, slots), turn.now, lambda item: plan(turn.house, turn.uow, item, turn.now))
    return turn.reply(_summary(turn, prepared))


def _must_be_in_charge(turn: Turn) -> None:
    if not turn.actor.is_in_charge:
        raise NotAllowed("supervision.import_in_charge")


def _kept(turn: Turn, slots: Bring) -> bytes:
    content = turn.uow.files.get(slots.file)
    if content is None:
        raise UserError("supervision.import_how")
    return content


def _previewed(turn: Turn, slots: Bring, content: bytes) -> Answer:
    prepared = _prepared(turn, slots, content)
    if prepared.faults:
        return turn.reply(faults_card(turn.say, slots.name, prepared.faults))
    if not (prepared.new or prepared.old):
        return turn.reply(Card(turn.say("supervision.import_nothing", name=slots.name, count=prepared.unchanged)))
    return ReadBack(slots, _preview(turn, slots, prepared))


def _prepared(turn: Turn, slots: Bring, content: bytes) -> Prepared:
    ledger = _ledger(slots.name, content)
    return prepare(turn.uow, ledger, _bringing(turn, slots), turn.house.terms, turn.now)


def _ledger(name: str, content: bytes) -> Ledger:
    try:
        return read_ledger(name, content, MOST_ROWS, "supervision.import_on_server")
    except Unreadable as fault:
        raise UserError("supervision.file_broken", name=name) from fault


def _bringing(turn: Turn, slots: Bring) -> Bringing:
    return Bringing(slots.name, turn.say.language, turn.actor, turn.chat.id)


def _preview(turn: Turn, slots: Bring, prepared: Prepared) -> Card:
    say = turn.say
    facts = (
        (say("supervision.import_rows"), str(prepared.rows)),
        (say("supervision.import_new"), str(len(prepared.new))),
        (say("supervision.import_changed"), str(len(prepared.old))),
        (say("supervision.import_same"), str(prepared.unchanged)),
    )
    body = "\n".join((*_first_lines(turn, prepared), *_remarks(say, prepared)))
    return Card(say("supervision.import_title", name=slots.name), facts, body)


def _first_lines(turn: Turn, prepared: Prepared) -> list[str]:
    entries = [*prepared.new, *prepared.old]
    shown = entries[:MOST_LINES]
    who = names(turn, (entry.after.lead_id for entry in shown))
    lines = [_line(turn.say, entry, who) for entry in shown]
    left = len(entries) - len(shown)
    return [*lines, turn.say("supervision.import_more", count=left)] if left else lines


def _line(say: Say, entry: Entry, who: dict[int, str]) -> str:
    item = entry.after
    number = _number(say, item)
    if entry.before is not None:
        return say("supervision.import_change", item=number, title=item.title, what="；".join(entry.what))
    state = say(f"supervision.state_{item.state}")
    return say(
        "supervision.import_line", item=number, title=item.title, name=who[item.lead_id], due=item.due_at, state=state
    )


def _number(say: Say, item: SupervisionItem) -> str:
    return item.short if item.number else say("supervision.import_numbered")


def _remarks(say: Say, prepared: Prepared) -> Iterator[str]:
    if prepared.extra:
        yield say("supervision.import_extra", columns=prepared.extra)
    if prepared.unended:
        yield say("supervision.import_unended", count=prepared.unended)
    if prepared.again:
        yield say("supervision.import_again", count=prepared.again)
    yield say("supervision.import_silent")


def _summary(turn: Turn, prepared: Prepared) -> Card:
    told = turn.say("supervision.import_done", new=len(prepared.new), changed=len(prepared.old))
    return Card(told, body=turn.say("supervision.import_quiet"), tone="done")


def faults_card(say: Say, name: str, faults: list[Fault]) -> Card:
    """Row by row what is to be mended; nothing was kept."""
    lines = [fault_line(say, fault) for fault in faults[:MOST_FAULTS]]
    left = len(faults) - len(lines)
    more = [say("supervision.import_more_faults", count=left)] if left else []
    title = say("supervision.import_faults", name=name, count=len(faults))
    return Card(title, body="\n".join((*lines, *more)), tone="warn")


def fault_line(say: Say, fault: Fault) -> str:
    why = say(fault.why.key, **fault.why.params)
    return say("supervision.row_line", line=fault.line, why=why) if fault.line else why
