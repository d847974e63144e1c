"""The delivery ledger in words: what became of a message, for those who are told and those who look."""

from bot.cards import Action, Button, Card
from bot.delivery import OutboxLine
from bot.messages import ChatRef, UserRef
from bot.ports import UnitOfWork
from bot.texts import Say

MOST_LINES = 10


def undelivered(uow: UnitOfWork, line: OutboxLine, say: Say) -> Card:
    """What was not delivered, to whom, why, and the way out."""
    facts = (
        (say("house.dead_to"), recipient(uow, line.lane, say)),
        (say("house.dead_why"), reason(line, say)),
        (say("house.dead_tries"), tries(line, say)),
    )
    title = say("house.unknown_title" if line.state == "unknown" else "house.dead_title", title=line.title)
    return Card(title, facts, buttons=ways_out(line, say), tone="warn")


def ways_out(line: OutboxLine, say: Say, mark: str = "") -> tuple[Button, ...]:
    """The buttons for a message that was not delivered; `mark` tells several apart."""
    if line.state not in {"dead", "unknown"}:
        return ()
    again = Button(say("house.send_again") + mark, Action("delivery.retry", line.id), "primary")
    arrived = Button(say("house.has_arrived") + mark, Action("delivery.arrived", line.id))
    return (again, arrived) if line.state == "unknown" else (again,)


def several(uow: UnitOfWork, lines: list[OutboxLine], say: Say, *, for_sender: bool = False) -> Card:
    """For whoever sent them all, with one button; or for those who may look into the ledger."""
    if len(lines) == 1:
        return undelivered(uow, lines[0], say)
    shown = [
        say("house.several_line", title=line.title, to=recipient(uow, line.lane, say), why=reason(line, say))
        for line in lines[:MOST_LINES]
    ]
    more = (say("house.several_more", count=len(lines) - MOST_LINES),) if len(lines) > MOST_LINES else ()
    title = say("house.several_title", count=len(lines))
    if for_sender:
        again = Button(say("house.send_all_again"), Action("delivery.retry_mine", 0), "primary")
        return Card(title, body="\n".join((*shown, *more)), buttons=(again,), tone="warn")
    return Card(title, body="\n".join((*shown, *more, say("house.several_tail"))), tone="warn")


def reason(line: OutboxLine, say: Say) -> str:
    """Why the last attempt failed; empty when nothing did."""
    return say(f"house.why_{line.why}") if line.why else ""


def route(line: OutboxLine, say: Say) -> str:
    """How it went and why so; empty where its platform has one way only."""
    if line.route is None:
        return ""
    went = say(
        "house.went_by", way=say(f"house.way_{line.route.way}"), because=say(f"house.because_{line.route.because}")
    )
    return f"{went} ({line.route.instead})" if line.route.instead else went


def tries(line: OutboxLine, say: Say) -> str:
    return say("house.once") if line.attempts == 1 else say("house.tries", count=line.attempts)


def recipient(uow: UnitOfWork, lane: str, say: Say) -> str:
    """A chat as people call it."""
    chat = ChatRef.of_lane(lane)
    if chat.kind == "direct":
        person = uow.people.by_account(UserRef(chat.platform, chat.id))
        return say("house.to_person", name=person.name) if person else say("house.to_somebody", id=chat.id)
    known = uow.chats.by_ref(chat)
    return known.name if known and known.name else say("house.to_group", id=chat.id)
