"""The meetings desk's register, and how it reads the store for showing."""

from dataclasses import dataclass

from bot.domain.meeting import Meeting, Room
from bot.messages import ChatRef
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import Turn

router = Router("meetings")


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting with all that its cards show; `unreachable` are the invited who have no account anywhere."""

    meeting: Meeting
    names: dict[int, str]
    room: Room | None
    chat: ChatRef
    unreachable: tuple[str, ...]

    def name(self, person_id: int) -> str:
        return self.names.get(person_id, "?")


def shown(uow: UnitOfWork, meeting: Meeting) -> Shown:
    invited = {one.person_id for one in meeting.attendees}
    people = uow.people.named(invited | {meeting.organizer_id, meeting.chair_id})
    chat = uow.chats.get(meeting.chat_id).ref
    reached = uow.people.accounts(invited, chat.platform)
    return Shown(
        meeting,
        {person_id: person.name for person_id, person in people.items()},
        uow.rooms.get(meeting.room_id) if meeting.room_id is not None else None,
        chat,
        tuple(people[one].name for one in sorted(invited - set(reached)) if one in people),
    )


def room_name(turn: Turn, room_id: int | None) -> str:
    named = (room.name for room in turn.directory.rooms if room.id == room_id)
    return next(named, None) or turn.say("meetings.no_room")


def organizer_name(turn: Turn, meeting: Meeting) -> str:
    return turn.uow.people.get(meeting.organizer_id).name
