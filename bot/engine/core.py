"""What every moving part works with."""

from dataclasses import dataclass

from bot.engine.counts import Counts
from bot.ports import Clock, Store
from bot.router import Desks
from bot.turn import House


@dataclass(frozen=True, slots=True)
class Core:
    store: Store
    desks: Desks
    house: House
    clock: Clock
    counts: Counts
