"""A day on demand, and what did not fit onto a card."""

from datetime import date, datetime, timedelta

from bot.asking.when import local_day, today
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.turn import Answer, Block, Look, Turn
from handlers.digest.desk import ONE_DAY, Reader, Today, blocks, card, looked, router

LONGEST = timedelta(days=31)


@router.intent("today", Today)
def show_today(turn: Turn, slots: Today) -> Answer:
    """In a group the group's day, in a direct chat one's own; somebody else's for those in charge."""
    first = local_day(turn, slots.start) if slots.start else today(turn)
    last = local_day(turn, slots.end) if slots.end else first + ONE_DAY
    until = min(max(last, first + ONE_DAY), first + LONGEST)
    look = looked(turn, Reader(turn.chat, _whose(turn, slots), turn.say), first, until)
    found = blocks(look)
    if not found:
        return turn.reply(Card(turn.say("digest.nothing_on", day=first)))
    return turn.reply(card(look, found, "digest.day_title" if look.is_one_day else "digest.days_title"))


def _whose(turn: Turn, slots: Today) -> Person | None:
    people = [person for name in slots.people for person in meant_by(turn, name)]
    if not people:
        return turn.actor if turn.is_direct else None
    if people != [turn.actor] and not turn.actor.is_in_charge:
        raise NotAllowed("digest.not_yours")
    return people[0]


@router.action("more")
def more(turn: Turn, person_id: int, choice: str) -> Reply:
    """All of it, as it is now."""
    whose, first, until = _chosen(choice)
    mine = person_id == turn.actor.id
    if whose != "chat" and not (mine or turn.actor.is_in_charge):
        raise NotAllowed("digest.not_yours")
    person = turn.uow.people.get(person_id) if whose != "chat" else None
    reader = Reader(turn.chat, person, turn.say, whose == "all")
    look = looked(turn, reader, first, until)
    key = "digest.day_title" if look.is_one_day else "digest.days_title"
    return turn.reply(card(look, blocks(look), key, everything=True))


def _chosen(choice: str) -> tuple[str, date, date]:
    whose, _, days = choice.partition(".")
    first, _, until = days.partition(".")
    try:
        if whose not in {"all", "me", "chat"}:
            raise ValueError(whose)
        return whose, _day(first), _day(until)
    except ValueError as fault:
        raise UserError("house.card_gone") from fault


def _day(written: str) -> date:
    return datetime.strptime(f"{written}+0000", "%Y%m%d%z").date()


@router.section(90)
def calendar(look: Look) -> Block | None:
    """Administrators hear every day that a year's public holidays are missing, from December on."""
    year = look.house.calendar.missing_year(look.now.astimezone(look.house.zone).date())
    if year is None or look.person is None or not look.person.is_admin:
        return None
    return Block(look.say("digest.calendar_block"), (look.say("digest.calendar_missing", year=year),))
