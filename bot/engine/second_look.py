"""What a configured model makes of a sentence that the house's own reader could not place.

The model only says the sentence in plainer words. Those are read like any other sentence, must speak of no time,
person or room that the original does not, and end in a question to the person: nothing is done on a model's word.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.asking.context import context_of
from bot.engine import doubt
from bot.engine.reading import CERTAIN
from bot.log import get_log, incident
from bot.messages import TextReceived
from bot.ports import Model
from bot.router import Desks
from bot.turn import Ask, Turn
from bot.understanding.times import find_times
from bot.understanding.understand import Understood, understand

log = get_log("second_look")

Say = Callable[[TextReceived, Callable[[Turn], Ask | None]], Awaitable[None]]


class SecondLook:
    """Runs beside the dispatcher, which has long answered; what it finds comes as one more card."""

    def __init__(self, model: Model, desks: Desks, say: Say) -> None:
        self._model = model
        self._desks = desks
        self._say = say
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, event: TextReceived, language: str) -> None:
        task = asyncio.create_task(self._look(event, language))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self, event: TextReceived, language: str) -> None:
        try:
            sentences = await self._model.rephrase(event.text, language)
            if sentences:
                await self._say(event, lambda turn: self._question(turn, event.text, sentences))
        except Exception as fault:  # nobody awaits this task: the fault must be told here
            incident(log, "second_look.incident", fault, event_id=event.envelope.event_id)

    def _question(self, turn: Turn, said: str, sentences: tuple[str, ...]) -> Ask | None:
        """The readings that hold, each with the words it was read from; None when none does."""
        held = {one: reading for one in sentences if (reading := self._reading(turn, said, one)) is not None}
        return doubt.ask_among(turn, held, said) if held else None

    def _reading(self, turn: Turn, said: str, sentence: str) -> Understood | None:
        context = context_of(turn)
        reading = understand(sentence, self._desks.routes, context)
        if reading is None or reading.confidence < CERTAIN:
            return None
        return reading if adds_nothing(reading, said, understand_times(turn, said)) else None

    async def settle(self) -> None:
        """Until everything that was begun has ended."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._model.close()


def understand_times(turn: Turn, said: str) -> set[tuple[object, ...]]:
    """The times of a sentence, as what they mean."""
    context = context_of(turn)
    found = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    return {(one.start, one.end, one.rrule, one.duration) for one in found}


def adds_nothing(reading: Understood, said: str, times: set[tuple[object, ...]]) -> bool:
    """No time, person, room or number that was not in the original words."""
    told = said.casefold()
    people = reading.slots.get("people", ())
    named = [*people, reading.slots.get("room", "")] if isinstance(people, tuple) else [reading.slots.get("room", "")]
    number = reading.slots.get("number")
    return (
        all((one.start, one.end, one.rrule, one.duration) in times for one in reading.times)
        and all(str(name).casefold() in told for name in named)
        and (number is None or str(number) in told)
    )
