"""The rules that make days, hours and lengths, in their order; loaded with the first sentence."""

from bot.understanding import (
    clocks,
    compose,
    en_dates,
    en_hours,
    en_lengths,
    en_times,
    hours,
    periods,
    recurrence,
    relatives,
    zh_cycles,
    zh_dates,
    zh_lengths,
    zh_sets,
    zh_times,
)
from bot.understanding.grammar import Grammar
from bot.understanding.lexer import lex

LAYERS = (
    clocks.CHINESE,
    en_hours.FIRST,
    clocks.ENGLISH,
    zh_dates.EARLY,
    zh_lengths.HALVES,
    en_lengths.LENGTHS,
    zh_times.NUMBERS,
    relatives.COUNTED_WEEKDAYS,
    en_dates.DATES,
    hours.SHARED_MONTH,
    zh_cycles.LAYER,
    zh_sets.LAYER,
    recurrence.LAYER,
    zh_dates.LATE,
    zh_times.DAYS,
    en_times.DAYS,
    periods.LAYER,
    zh_dates.HOURS,
    hours.NUMBERED,
    en_hours.THEN,
    hours.HOURLY,
    relatives.LAYER,
    hours.NUMBER_DAYS,
)


class Reader:
    """The lexer, what makes days, hours and lengths of its nodes, and what puts these together."""

    def __init__(self) -> None:
        self.lex = lex
        self.apart = Grammar(*LAYERS)
        self.together = Grammar(compose.TOGETHER)
