"""The meetings desk's register, and how it reads the store for showing."""

from collections.abc import Collection, Mapping, Sequence
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
    return all_shown(uow, (meeting,))[meeting.id]


def all_shown(uow: UnitOfWork, meetings: Sequence[Meeting]) -> dict[int, Shown]:
    """Many at once, by id."""
    chats = uow.chats.named({one.chat_id for one in meetings})
    invited = {place.person_id for one in meetings for place in one.attendees}
    people = uow.people.named(invited.union(*((one.organizer_id, one.chair_id) for one in meetings)))
    reached = {
        platform: uow.people.accounts(invited, platform) for platform in {c.ref.platform for c in chats.values()}
    }
    rooms = {room_id: uow.rooms.get(room_id) for room_id in {one.room_id for one in meetings} if room_id is not None}
    names = {person_id: person.name for person_id, person in people.items()}
    return {
        one.id: Shown(
            one,
            names,
            rooms.get(one.room_id or 0),
            chats[one.chat_id].ref,
            _unreachable(one, names, reached[chats[one.chat_id].ref.platform]),
        )
        for one in meetings
    }


def _unreachable(meeting: Meeting, names: Mapping[int, str], reached: Collection[int]) -> tuple[str, ...]:
    invited = sorted({place.person_id for place in meeting.attendees})
    return tuple(names[one] for one in invited if one in names and one not in reached)


def room_name(turn: Turn, room_id: int | None) -> str:
    named = (room.name for room in turn.directory.rooms if room.id == room_id)
    return next(named, None) or turn.say("meetings.no_room")


def organizer_name(turn: Turn, meeting: Meeting) -> str:
    return turn.uow.people.get(meeting.organizer_id).name
