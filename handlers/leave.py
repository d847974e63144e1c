"""Leave 请假: who is away from when to when, and who stands in; what is for them goes to their deputy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.asking.steps import ask, settled
from bot.asking.when import Timed, at_midnight, believable, instant, today
from bot.asking.who import ask_who, certainly, meant_by
from bot.cards import Card
from bot.domain.leave import Leave, checked_leave
from bot.domain.meeting import Span
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.router import Router
from bot.scheduling import reached
from bot.texts import Say
from bot.turn import Answer, Ask, Block, Look, ReadBack, Turn, person_mark

router = Router("leave")

ONE_DAY = timedelta(days=1)
LONGEST_SEARCH = timedelta(days=366)
MOST_LINES = 10
HALVES = {"morning": (time(0), time(12)), "afternoon": (time(12), time(0)), "evening": (time(18), time(0))}


@dataclass(frozen=True, slots=True)
class Take(Timed):
    """`absent` is who is away, the speaker where nobody is named; `standin` and `people` name the deputy."""

    title: str = ""
    people: tuple[str, ...] = ()
    standin: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Timed):
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel(Timed):
    """`leave` is the id once it is settled which one."""

    people: tuple[str, ...] = ()
    leave: int = 0


@router.intent("take", Take)
def take(turn: Turn, slots: Take) -> Answer:
    known = settled(turn, slots, (believable, _absent, _deputy, _dated))
    if isinstance(known, Ask):
        return known
    leave = checked_leave(_leave(turn, known), turn.now)
    return ReadBack(known, _read_back(turn, leave))


@router.confirmed("take")
def confirm(turn: Turn, slots: Take) -> Answer:
    known = settled(turn, slots, (believable, _absent, _deputy, _dated))
    if isinstance(known, Ask):
        return known
    leave = turn.uow.leaves.add(checked_leave(_leave(turn, known), turn.now))
    turn.uow.audit.note(turn.actor.id, "leave.taken", f"leave:{leave.id}", turn.now, person=leave.person_id)
    done = turn.reply(
        Card(turn.say("leave.taken", name=_name(turn, leave.person_id), when=_when(turn.say, leave)), tone="done")
    )
    return Reply((*done.out, *_to_deputy(turn, leave)))


def _absent(turn: Turn, slots: Take) -> Take | Ask:
    if not slots.absent:
        return slots
    found = meant_by(turn, slots.absent)
    if len(found) != 1:
        return ask_who(turn, slots, "absent", slots.absent, lambda person: {"absent": person_mark(person)})
    if found[0] != turn.actor and not turn.actor.is_in_charge:
        raise NotAllowed("leave.not_yours", name=found[0].name)
    return replace(slots, absent=certainly(turn, found[0]))


def _deputy(turn: Turn, slots: Take) -> Take | Ask:
    said = slots.standin or next(iter(slots.people), "")
    if not said:
        return slots
    found = meant_by(turn, said)
    if len(found) != 1:
        nobody = Option(turn.say("leave.nobody"), {"standin": "", "people": ()})
        return ask_who(turn, slots, "standin", said, lambda person: {"standin": person_mark(person)}, nobody)
    return replace(slots, standin=certainly(turn, found[0]), people=())


def _dated(turn: Turn, slots: Take) -> Take | Ask:
    if slots.start is not None:
        return slots
    if slots.end is not None:
        return replace(slots, start=today(turn))
    tomorrow = turn.house.calendar.add_working_days(today(turn), 1)
    options = [Option(turn.say.day(day), {"start": day}) for day in (today(turn), tomorrow)]
    return ask(turn, slots, "start", "leave.when", options)


def _leave(turn: Turn, slots: Take) -> Leave:
    start, end = _span(turn, slots)
    deputy = next(iter(meant_by(turn, slots.standin)), None) if slots.standin else None
    person = next(iter(meant_by(turn, slots.absent)), turn.actor) if slots.absent else turn.actor
    return Leave(0, person.id, start, end, deputy.id if deputy else None)


def _span(turn: Turn, slots: Take) -> tuple[datetime, datetime]:
    """Hours, half a day, a day, or days."""
    said = slots.start or today(turn)
    start = at_midnight(turn, said)
    if slots.end is not None:
        return start, at_midnight(turn, slots.end)
    if instant(said) is not None:
        return start, start + (slots.duration or _rest_of_day(turn, start))
    if slots.part in HALVES:
        begins, ends = HALVES[slots.part]
        day = start.date()
        zone = turn.house.zone
        until = datetime.combine(day if ends > begins else day + ONE_DAY, ends, zone)
        return datetime.combine(day, begins, zone), until
    return start, start + max(slots.duration or ONE_DAY, ONE_DAY)


def _rest_of_day(turn: Turn, start: datetime) -> timedelta:
    return datetime.combine(start.date() + ONE_DAY, time(), turn.house.zone) - start


def _read_back(turn: Turn, leave: Leave) -> Card:
    say = turn.say
    deputy = _name(turn, leave.deputy_id) if leave.deputy_id else say("leave.nobody")
    facts = ((say("leave.time"), _when(say, leave)), (say("leave.deputy"), deputy))
    notes = [note for note in (_away_too(turn, leave), _meetings(turn, leave)) if note]
    title = say("leave.title", name=_name(turn, leave.person_id))
    return Card(title, facts, "\n".join(notes), tone="warn" if notes else "info")


def _away_too(turn: Turn, leave: Leave) -> str:
    others = turn.uow.leaves.between(leave.start_at, leave.end_at)
    away = next((one for one in others if one.person_id == leave.deputy_id), None)
    return turn.say("leave.deputy_away", name=_name(turn, away.person_id), when=_when(turn.say, away)) if away else ""


def _meetings(turn: Turn, leave: Leave) -> str:
    found = turn.uow.meetings.of_people([leave.person_id], Span(leave.start_at, leave.end_at))
    titles = turn.say.listed(one.title for one in found[:MOST_LINES])
    return turn.say("leave.has_meetings", titles=titles) if found else ""


def _to_deputy(turn: Turn, leave: Leave) -> tuple[Outgoing, ...]:
    if leave.deputy_id is None or leave.deputy_id == turn.actor.id:
        return ()
    found = reached(turn.uow, leave.deputy_id, turn.chat.ref.platform, turn.now)
    if found is None:
        return ()
    person = turn.uow.people.get(leave.deputy_id)
    say = turn.speak(person.language)
    title = say("leave.you_stand_in", name=_name(turn, leave.person_id), when=_when(say, leave))
    return (Outgoing(f"{turn.key}:deputy", found[0], Card(title), language=say.language),)


def _name(turn: Turn, person_id: int) -> str:
    return turn.uow.people.get(person_id).name


def _when(say: Say, leave: Leave) -> str:
    """Whole days as days, the last one included; hours as hours."""
    start, end = (at.astimezone(say.zone) for at in (leave.start_at, leave.end_at))
    if start.time() != time() or end.time() != time():
        return say.span(start, end)
    last = end.date() - ONE_DAY
    return say.day(start.date()) if last == start.date() else say("leave.days", first=start.date(), last=last)


@router.intent("list", Listing)
def list_leaves(turn: Turn, slots: Listing) -> Answer:
    """Of the days that were said, today where nothing was."""
    first = at_midnight(turn, slots.start or today(turn))
    until = at_midnight(turn, slots.end) if slots.end else first + ONE_DAY
    found = _of(turn.uow.leaves.between(first, until), [p for name in slots.people for p in meant_by(turn, name)])
    if not found:
        return turn.reply(Card(turn.say("leave.nobody_away")))
    names = turn.uow.people.named({one for leave in found for one in (leave.person_id, leave.deputy_id) if one})
    lines = [_line(turn.say, one, names) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(turn.say("leave.more", count=len(found) - MOST_LINES))
    return turn.reply(Card(turn.say("leave.list_title", count=len(found)), body="\n".join(lines)))


def _of(leaves: Iterable[Leave], people: list[Person]) -> list[Leave]:
    wanted = {person.id for person in people}
    return [one for one in leaves if not wanted or one.person_id in wanted]


def _line(say: Say, leave: Leave, names: dict[int, Person]) -> str:
    name, when = names[leave.person_id].name, _when(say, leave)
    if leave.deputy_id is None:
        return say("leave.line", name=name, when=when)
    return say("leave.line_with", name=name, when=when, deputy=names[leave.deputy_id].name)


@router.intent("cancel", Cancel)
def cancel(turn: Turn, slots: Cancel) -> Answer:
    """One's own, or another's for those in charge; what has begun ends now."""
    leave = _the_leave(turn, slots)
    if isinstance(leave, Ask):
        return leave
    card = Card(
        turn.say("leave.cancel_title", name=_name(turn, leave.person_id), when=_when(turn.say, leave)), tone="warn"
    )
    return ReadBack(Cancel(leave=leave.id), card)


@router.confirmed("cancel")
def confirm_cancel(turn: Turn, slots: Cancel) -> Answer:
    if not turn.uow.leaves.end(slots.leave, turn.now):
        raise UserError("leave.none")
    turn.uow.audit.note(turn.actor.id, "leave.ended", f"leave:{slots.leave}", turn.now)
    return turn.reply(Card(turn.say("leave.cancelled"), tone="done"))


def _the_leave(turn: Turn, slots: Cancel) -> Leave | Ask:
    people = [person for name in slots.people for person in meant_by(turn, name)] or [turn.actor]
    if people != [turn.actor] and not turn.actor.is_in_charge:
        raise NotAllowed("leave.not_yours", name=people[0].name)
    found = _of(turn.uow.leaves.between(turn.now, turn.now + LONGEST_SEARCH), people)
    if slots.leave:
        found = [one for one in found if one.id == slots.leave]
    if not found:
        raise UserError("leave.none")
    if len(found) == 1:
        return found[0]
    options = [Option(_when(turn.say, one), {"leave": one.id}) for one in found[:MOST_LINES]]
    return ask(turn, slots, "leave", "leave.which", options)


@router.section(60)
def away(look: Look) -> Block | None:
    """Who of the chat, or of the whole office, is away on these days."""
    if look.person is not None and not look.whole:
        return None
    leaves = look.uow.leaves.between(look.midnight(look.first), look.midnight(look.until))
    here = set(look.uow.chats.members(look.chat.id))
    found = [one for one in leaves if look.whole or one.person_id in here]
    names = look.uow.people.named({one for leave in found for one in (leave.person_id, leave.deputy_id) if one})
    lines = tuple(_line(look.say, one, names) for one in found)
    return Block(look.say("leave.block"), lines) if lines else None


router.texts(
    {
        "when": ("从哪天到哪天请假？", "From when to when?"),
        "title": ("{name}请假", "{name} on leave"),
        "time": ("时间", "Time"),
        "deputy": ("代办人", "Deputy"),
        "nobody": ("没有", "nobody"),
        "days": ("{first} 至 {last}", "{first} to {last}"),
        "taken": ("好，{name} {when} 请假，已记下。", "Noted: {name} is on leave, {when}."),
        "you_stand_in": (
            "{name} {when} 请假，由你代办；给{name}的提醒会发给你。",
            "{name} is on leave, {when}; you stand in and get {name}'s reminders.",
        ),
        "deputy_away": ("{name}这段时间也不在：{when}。", "{name} is away then, too: {when}."),
        "has_meetings": ("这段时间有会：{titles}。", "There are meetings then: {titles}."),
        "end_first": (
            "结束要晚于开始，请重说日期，例如「我下周一到周三请假」。",
            "The end must come after the start; please say the days again.",
        ),
        "past": ("这段时间已经过去了，请说以后的日期。", "That time has passed; please give days to come."),
        "own_deputy": ("代办人不能是自己，请说另一位。", "Nobody stands in for themselves; please name someone else."),
        "not_yours": ("只有{name}本人和文秘能办{name}的请假。", "Only {name} or a secretary can do that for {name}."),
        "nobody_away": ("没有人请假。", "Nobody is on leave."),
        "list_title": ("请假 {count} 人次", "On leave: {count}"),
        "line": ("{name} {when}", "{name} {when}"),
        "line_with": ("{name} {when}（{deputy}代）", "{name} {when} ({deputy} stands in)"),
        "more": ("还有 {count} 条", "{count} more"),
        "none": ("没有可以取消的请假。", "There is no leave to take back."),
        "which": ("取消哪一次请假？", "Which leave?"),
        "cancel_title": ("取消{name}的请假：{when}", "Take back {name}'s leave: {when}"),
        "cancelled": ("已取消请假。", "The leave is taken back."),
        "block": ("请假", "Away"),
    }
)
router.example("我下周请假，{person}代", "I'm on leave next week, {person} stands in")
