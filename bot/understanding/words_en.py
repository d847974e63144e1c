"""English words of time and what kind of node each is."""

from typing import Any

from bot.understanding.wordlist import words

Entry = tuple[str, Any]
Entries = dict[str, Entry]

_DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
_DAY_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MONTHS = words("january february march april may june july august september october november december")
_MONTH_SHORT = {m[:3]: i for i, m in enumerate(_MONTHS, 1)} | {"sept": 9}
_ONES = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_UNITS = {
    "second": "sec secs seconds",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "night": "nights",
    "week": "week weeks wk wks",
    "month": "month months mth mths",
    "quarter": "quarter quarters qtr",
    "year": "year years yr yrs",
    "fortnight": "fortnight fortnights",
    "weekend": "weekend weekends",
    "decade": "decade decades",
    "century": "century centuries",
    "workday": "workday workdays",
    "workweek": "workweek workweeks",
    "weekday": "weekday weekdays",
}
_PARTS = {
    "morning": "morning mornings",
    "afternoon": "afternoon afternoons arvo",
    "evening": "evening evenings nighttime night",
    "noon": "lunchtime",
}
_DAY_WORDS = {
    0: "today 2day tdy otd",
    1: "tomorrow tmr tmrw tomorow tommorow tommorrow tmw 2moro 2morrow tomo tomorrows",
    -1: "yesterday yday",
}
_FREQS = {
    "DAILY": "daily nightly everyday",
    "WEEKLY": "weekly",
    "MONTHLY": "monthly",
    "YEARLY": "yearly annually annual",
    "MONTHLY 3": "quarterly",
    "HOURLY": "hourly",
    "WEEKLY 2": "fortnightly biweekly",
    "MONTHLY 6": "semiannually semiannual",
    "MONTHLY 2": "bimonthly",
}
_RELATIVE = {0: "this current", 1: "next coming upcoming following", -1: "last previous past"}
_GLUE = {
    "prep": "at in for during around about approximately @ roughly circa sometime",
    "on": "on",
    "of": "of",
    "the": "the my that your our",
    "and": "and &",
    "or": "or",
    "to": "to through thru",
    "until": "until till til ending",
    "from": "from",
    "between": "between",
    "begin": "starting beginning commencing starts since start effective begins",
    "by": "by due deadline ddl",
    "before": "before",
    "ago": "ago earlier",
    "past": "",
    "after": "after later hence",
    "within": "within",
    "every": "every each any",
    "other": "other alternate alternating",
    "rest": "rest remainder remaining",
    "all": "all whole full entire",
    "early": "early",
    "mid": "mid middle",
    "late": "late",
    "end": "end",
    "mer": "",
    "one": "a an another",
    "half": "half",
    "oclock": "oclock sharp",
    "times": "once twice thrice times time",
    "per": "per",
    "rec": "recurring repeating",
}


def _spread(table: dict[Any, str], kind: str) -> Entries:
    return {word: (kind, value) for value, words in table.items() for word in words.split()}


def _words() -> Entries:
    words: Entries = {word: (kind, word) for kind, said in _GLUE.items() for word in said.split()}
    words |= {w: ("num", i) for i, w in enumerate(_ONES)} | {w: ("num", i * 10) for i, w in enumerate(_TENS, 2)}
    words |= {w: ("ord", i) for i, w in enumerate(_ORDINALS, 1)} | {
        w[:-1] + "ieth": ("ord", i * 10) for i, w in enumerate(_TENS, 2)
    }
    words |= {"hundred": ("num", 100), "thousand": ("num", 1000), "oh": ("num", 0)}
    words |= {"couple": ("approx", 2), "few": ("approx", 3), "several": ("approx", 3), "some": ("approx", 3)}
    words |= _spread(_UNITS, "unit") | _spread(_PARTS, "part") | _spread(_DAY_WORDS, "dayword")
    words |= _spread(_FREQS, "freq") | _spread(_RELATIVE, "rel")
    words |= {w: ("wday", i) for i, w in enumerate(_DAYS)} | {w: ("wday", i) for w, i in _DAY_SHORT.items()}
    words |= {w + "s": ("wdays", i) for i, w in enumerate(_DAYS)}
    words |= {w: ("mon", i) for i, w in enumerate(_MONTHS, 1)} | {w: ("mon", i) for w, i in _MONTH_SHORT.items()}
    words |= {"am": ("mer", "am"), "pm": ("mer", "pm"), "noon": ("clock", (12, 0)), "midday": ("clock", (12, 0))}
    words |= {
        "midnight": ("clock", (24, 0)),
        "now": ("now", 0),
        "asap": ("asap", 0),
        "eod": ("close", "day"),
        "cob": ("close", "day"),
    }
    words |= {"eob": ("close", "day"), "eow": ("close", "week"), "eom": ("close", "month"), "eoy": ("close", "year")}
    words |= {
        "eoq": ("close", "quarter"),
        "lunch": ("gap", "lunch"),
        "ytd": ("recent", "year"),
        "mtd": ("recent", "month"),
    }
    words |= {
        "tonight": ("pair", (("dayword", 0), ("part", "evening"))),
        "tonite": ("pair", (("dayword", 0), ("part", "evening"))),
    }
    words |= {
        "noonish": ("clock", (12, 0)),
        "midmorning": ("part", "morning"),
        "midafternoon": ("part", "afternoon"),
        "lunchtime": ("part", "noon"),
    }
    words |= {"o'clock": ("oclock", 0), "overnight": ("part", "evening")}
    words |= {
        "christmas": ("hol", "christmas"),
        "xmas": ("hol", "christmas"),
        "easter": ("hol", "easter"),
        "halloween": ("hol", "halloween"),
    }
    words |= {
        "thanksgiving": ("hol", "thanksgiving"),
        "spring": ("season", 0),
        "summer": ("season", 1),
        "autumn": ("season", 2),
    }
    words |= {"winter": ("season", 3), "fall": ("season", 2), "ish": ("gap", "ish")}
    return words


WORDS = _words()
ABBREVIATED = frozenset(_DAY_SHORT) | frozenset(_MONTH_SHORT) - {"may"}
SHORT_UNITS: Entries = {
    "s": ("unit", "second"),
    "m": ("unit", "minute"),
    "h": ("unit", "hour"),
    "hr": ("unit", "hour"),
    "hrs": ("unit", "hour"),
    "d": ("unit", "day"),
    "w": ("unit", "week"),
    "y": ("unit", "year"),
    "a": ("mer", "am"),
    "p": ("mer", "pm"),
    "mo": ("unit", "month"),
    "oclock": ("oclock", 0),
    "st": ("st", 0),
    "nd": ("st", 0),
    "rd": ("st", 0),
    "th": ("st", 0),
    "ampm": ("gap", 0),
    "ish": ("ish", 0),
}


def _end_of(unit: str) -> tuple[Entry, ...]:
    """end of month, as if "the" were said."""
    return ("end", "end"), ("the", "the"), ("unit", unit)


_LUNCH = (("before", "before"), ("part", "noon"))
# First word -> what may follow it, and the node the whole phrase is.
PHRASES: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "business": (("days", "unit", "workday"), ("day", "unit", "workday"), ("week", "unit", "workweek")),
    "working": (("days", "unit", "workday"), ("day", "unit", "workday"), ("week", "unit", "workweek")),
    "work": (("days", "unit", "workday"), ("day", "unit", "workday"), ("week", "unit", "workweek")),
    "calendar": (
        ("days", "unit", "day"),
        ("day", "unit", "day"),
        ("week", "unit", "week"),
        ("month", "unit", "month"),
        ("year", "unit", "year"),
    ),
    "no": (("later than", "by", "by"), ("earlier than", "begin", "from")),
    "not": (("later than", "by", "by"),),
    "as": (("late as", "by", "by"), ("early as", "begin", "from"), ("soon as possible", "asap", 0)),
    "due": (
        ("by", "by", "by"),
        ("on", "by", "by"),
        ("before", "before", "by"),
        ("date", "by", "by"),
        ("at", "by", "by"),
        ("in", "within", 0),
    ),
    "deadline": (("is", "by", "by"), ("of", "by", "by"), ("on", "by", "by"), ("by", "by", "by")),
    "close": (("of business", "close", "day"), ("of play", "close", "day"), ("of work", "close", "day")),
    "end": (
        ("of business", "close", "day"),
        ("of the working day", "close", "day"),
        ("of the work day", "close", "day"),
        ("of working day", "close", "day"),
        ("of work", "close", "day"),
        ("of the day", "close", "day"),
        ("of day", "close", "day"),
        ("of the week", "close", "week"),
        ("of week", "close", "week"),
        ("of month", "pair", _end_of("month")),
        ("of quarter", "pair", _end_of("quarter")),
        ("of year", "pair", _end_of("year")),
    ),
    "day": (("after tomorrow", "dayword", 2), ("before yesterday", "dayword", -2)),
    "prior": (("to", "before", "before"), ("week", "pair", (("rel", -1), ("unit", "week")))),
    "before": (("lunch", "pair", _LUNCH),),
    "after": (("lunch", "part", "afternoon"),),
    "ending": (("at", "until", "until"), ("on", "until", "until")),
    "ahead": (("of", "before", "before"),),
    "from": (("now on", "begin", "now"), ("now", "after", "now")),
    "starting": (("from", "begin", 0), ("on", "begin", 0), ("at", "begin", 0), ("in", "begin", 0), ("the", "begin", 0)),
    "beginning": (("of", "early", 0), ("on", "begin", 0), ("from", "begin", 0)),
    "start": (("of", "early", 0), ("from", "begin", 0), ("on", "begin", 0)),
    "week": (("commencing", "zhou", 0),),
    "lunch": (("time", "part", "noon"),),
    "mid-morning": (),
    "w": (("/ c", "zhou", 0),),
    "o": (("' clock", "oclock", 0),),
    "bi": (("- weekly", "freq", "WEEKLY 2"), ("- monthly", "freq", "MONTHLY 2")),
    "semi": (("- annually", "freq", "MONTHLY 6"), ("- annual", "freq", "MONTHLY 6")),
    "new": (
        ("year's day", "hol", "new_year"),
        ("years day", "hol", "new_year"),
        ("year day", "hol", "new_year"),
        ("year's eve", "hol", "new_year_eve"),
        ("years eve", "hol", "new_year_eve"),
        ("year's", "hol", "new_year"),
        ("year", "hol", "new_year"),
    ),
    "christmas": (("day", "hol", "christmas"), ("eve", "hol", "christmas_eve")),
    "xmas": (("day", "hol", "christmas"), ("eve", "hol", "christmas_eve")),
    "national": (("day", "hol", "national_day"),),
    "labor": (("day", "hol", "labour_day"),),
    "labour": (("day", "hol", "labour_day"),),
    "spring": (("festival", "hol", "spring_festival"),),
    "chinese": (("new year", "hol", "spring_festival"),),
    "mlk": (("day", "hol", "king"),),
    "martin": (("luther king day", "hol", "king"), ("luther king jr. day", "hol", "king")),
    "presidents": (("day", "hol", "presidents"),),
    "presidents'": (("day", "hol", "presidents"),),
    "president's": (("day", "hol", "presidents"),),
    "memorial": (("day", "hol", "memorial"),),
    "columbus": (("day", "hol", "columbus"),),
    "veterans": (("day", "hol", "veterans"),),
    "boxing": (("day", "hol", "boxing"),),
    "black": (("friday", "hol", "black_friday"),),
    "cyber": (("monday", "hol", "cyber_monday"),),
    "good": (
        ("friday", "hol", "good_friday"),
        ("morning", "gap", 0),
        ("afternoon", "gap", 0),
        ("evening", "gap", 0),
        ("night", "gap", 0),
    ),
    "easter": (("monday", "hol", "easter_monday"), ("sunday", "hol", "easter")),
    "mother's": (("day", "hol", "mothers"),),
    "mothers": (("day", "hol", "mothers"),),
    "father's": (("day", "hol", "fathers"),),
    "fathers": (("day", "hol", "fathers"),),
    "children's": (("day", "hol", "children"),),
    "april": (("fools' day", "hol", "fools"), ("fools day", "hol", "fools"), ("fool's day", "hol", "fools")),
    "earth": (("day", "hol", "earth"),),
    "groundhog": (("day", "hol", "groundhog"),),
    "st": (("patrick's day", "hol", "patrick"), (". patrick's day", "hol", "patrick")),
    "saint": (("patrick's day", "hol", "patrick"),),
    "mid": (
        ("- autumn festival", "hol", "mid_autumn"),
        ("- day", "clock", (12, 0)),
        ("day", "clock", (12, 0)),
        ("night", "clock", (24, 0)),
        ("- night", "clock", (24, 0)),
        ("-", "mid", 0),
    ),
    "tomb": (("sweeping day", "hol", "tomb_sweeping"), ("- sweeping day", "hol", "tomb_sweeping")),
    "qingming": (("festival", "hol", "tomb_sweeping"),),
    "dragon": (("boat festival", "hol", "dragon_boat"),),
    "lantern": (("festival", "hol", "lantern"),),
    "valentine's": (("day", "hol", "valentine"),),
    "valentines": (("day", "hol", "valentine"),),
    "independence": (("day", "hol", "independence"),),
    "women's": (("day", "hol", "women"),),
    "teachers'": (("day", "hol", "teachers"),),
    "first": (("thing", "part", "morning"),),
    "international": (("workers' day", "hol", "labour_day"), ("women's day", "hol", "women")),
    "less": (("than", "the", 0),),
    "more": (("than", "the", 0),),
    "rest": (("of", "rest", 0),),
    "remainder": (("of", "rest", 0),),
    "remaining": (("of", "rest", 0),),
    "all": (("day", "dur", 1), ("- day", "dur", 1), ("day long", "dur", 1)),
    "full": (("day", "dur", 1), ("- day", "dur", 1)),
    "whole": (("day", "dur", 1), ("- day", "dur", 1)),
    "per": (
        ("day", "per", "DAILY"),
        ("week", "per", "WEEKLY"),
        ("month", "per", "MONTHLY"),
        ("year", "per", "YEARLY"),
        ("quarter", "per", "MONTHLY 3"),
    ),
    "up": (("to", "gap", 0), ("until", "until", 0), ("till", "until", 0)),
    "to": (("date", "now", 0),),
    "at": (
        ("the latest", "by", "after"),
        ("latest", "by", "after"),
        ("least", "the", 0),
        ("dawn", "part", "dawn"),
        ("most", "the", 0),
    ),
    "thereabouts": (),
    "right": (("now", "gap", 0),),
    "just": (("now", "gap", 0),),
    "at once": (),
    "every": (("single", "every", "every"), ("one", "gap", 0), ("body", "gap", 0)),
    "working hours": (),
    "coffee": (("break", "gap", 0),),
    "the": (
        ("day after tomorrow", "dayword", 2),
        ("day before yesterday", "dayword", -2),
    ),
}
