"""All that lies in somebody's hands: items led, helped with and watched, recurring duties, meetings to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.duty import Duty
from bot.domain.meeting import Meeting
from bot.domain.supervision import SupervisionItem
from bot.supervising import Wanted
from bot.texts import Say
from bot.turn import Turn
from handlers.supervision.lists import left_words, mark_of

MOST = 100_000
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Holdings:
    led: tuple[SupervisionItem, ...]
    helped: tuple[SupervisionItem, ...]
    watched: tuple[SupervisionItem, ...]
    duties: tuple[Duty, ...]
    meetings: tuple[Meeting, ...]

    @property
    def items(self) -> list[SupervisionItem]:
        """Each once, in one order for all who change many."""
        every = {one.id: one for one in (*self.led, *self.helped, *self.watched)}
        return [every[one] for one in sorted(every)]

    @property
    def total(self) -> int:
        return len(self.items) + len(self.duties) + len(self.meetings)

    def counts(self, say: Say) -> tuple[tuple[str, str], ...]:
        """How many of each kind there are; of which there is none is left out."""
        kinds = {
            "lead": self.led,
            "co_owners": self.helped,
            "supervisor": self.watched,
            "handover_duties": self.duties,
            "handover_meetings": self.meetings,
        }
        return tuple(
            (say(f"supervision.{key}"), say("supervision.handover_count", count=len(ones)))
            for key, ones in kinds.items()
            if ones
        )


def holdings(turn: Turn, person_id: int) -> Holdings:
    items = turn.uow.items
    theirs = items.found(Wanted(people=(person_id,)), MOST)
    return Holdings(
        led=tuple(one for one in theirs if one.lead_id == person_id),
        helped=tuple(one for one in theirs if one.lead_id != person_id),
        watched=tuple(items.found(Wanted(supervisor=person_id), MOST)),
        duties=tuple(one for one in turn.uow.duties.all() if person_id in {one.lead_id, one.supervisor_id}),
        meetings=tuple(
            one for one in turn.uow.meetings.not_over(turn.now, MOST) if person_id in {one.organizer_id, one.chair_id}
        ),
    )


def listed(turn: Turn, held: Holdings) -> str:
    """The first few of each kind under its name, for a read-back."""
    say = turn.say
    blocks = {
        "lead": [_item_line(turn, one) for one in held.led],
        "co_owners": [_item_line(turn, one) for one in held.helped],
        "supervisor": [_item_line(turn, one) for one in held.watched],
        "handover_duties": [one.title for one in held.duties],
        "handover_meetings": [f"{one.title} · {say.moment(one.span.start)}" for one in held.meetings],
    }
    return "\n".join(line for key, lines in blocks.items() if lines for line in _block(say, key, lines))


def _block(say: Say, key: str, lines: Sequence[str]) -> list[str]:
    shown = [say("supervision.handover_block", what=say(f"supervision.{key}"), count=len(lines)), *lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    return [*shown, say("supervision.handover_more", count=more)] if more > 0 else shown


def _item_line(turn: Turn, item: SupervisionItem) -> str:
    return f"{mark_of(turn, item)} {item.short} {item.title} · {left_words(turn, item)}"
