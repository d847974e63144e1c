"""Rules on whole stretches of calendar, once months and weeks are known: next week Friday, Q3 this year."""

from bot.understanding import en_dates, en_lengths
from bot.understanding import en_times as en
from bot.understanding.nodes import Layer
from bot.understanding.zh_times import year_period

LAYER: Layer = (
    ("unit of? the? num", en_dates.named_year),
    ("mer", en_dates.half_of_day),
    ("(the)? (ord|last|rel) half of (the)* (rel? unit|Period|num)", en.half_of),
    ("rel unit", en.relative_period),
    ("last unit", en.relative_period),
    ("(early|late|mid) to? part", en.shaded_part),
    ("rel part", en.part_near),
    ("(early|mid|late|end) (of|the|to)* num", en.edge_of_year),
    ("rel? season (of|prep)? num?", en.season),
    ("(of|from) num", en_dates.year_alone),
    (
        "(prep|unit|yearw|before|begin) (of|the)? num",
        lambda hit: en_dates.year_alone(hit) if hit.nodes[0].said != "at" and hit.nodes[0].value != "week" else None,
    ),
    ("quart (of|prep|comma|to|slash|the)* (Period|num)", en.quarter),
    ("(Period|num) (to|comma|slash)? (the)? quart", en.quarter),
    ("quart", en.quarter),
    ("the? (ord|last|rel) (wday|unit) (of|prep|the)* Period", en.nth_of),
    ("(the)? Period (the)? ord unit", en.nth_of),
    ("the? (ord|last) (wday)", en.nth_of),
    ("the? (ord|last|rel|first) Length (of|prep|the)* Period", en.some_of),
    ("the unit of Period", en.named_period),
    ("wday (to|until) wday (of|prep|the|comma)* Period", en.weekdays_of),
    ("zhou (of|the|on|prep)* Day", en.week_of),
    ("the? unit (of|begin|prep|on|the)+ Day", lambda hit: en.week_of(hit) if hit.get("unit") == "week" else None),
    ("unit num of? Period", en.week_number),
    ("the? (num|ord) (of|prep|the)* Period", en_dates.day_of_period),
    ("Period (the) (num|ord)", en_dates.day_of_period),
    ("Period (on|to|comma|the)* wday", en.weekday),
    ("rel* wday (of|prep|the|comma)* Period", en.weekday),
    ("rel* wday", en.weekday),
    ("(early|mid|late|end) (of|the|to|prep)* Period", en.edge),
    ("end (of|the)* Day", en.edge_of_day),
    ("(the|prep) (end|early|mid|late) (of|the)+ unit", lambda hit: None),
    ("(rest) (of|the)* (Period)", en.rest_of),
    ("hol (comma|of)* (num|Period)", en.festival),
    ("(rel|Period|num)? hol", en.festival),
    ("recent", en.to_date),
    ("(the)? unit now", en.to_date),
    ("(prep|on|the)+ (num|ord) (of|prep)* Period", en_dates.day_of_period),
    ("(the) ord", en_dates.the_number),
    ("(on|by|before|until|from) ord", en_dates.the_number),
    ("(on|prep) the num", en_dates.the_number),
    ("zhou (of|the|on|prep)* Day", en.week_of),
    ("the? unit (of|begin|prep|on|the)+ Day", lambda hit: en.week_of(hit) if hit.get("unit") == "week" else None),
    ("(the)+ unit", en.the_period),
    ("on unit", lambda hit: en.the_period(hit) if hit.get("unit") == "weekend" else None),
    (
        "(on|by|before|prep) dec",
        lambda hit: (
            en_dates.dotted_date(hit)
            if hit.nodes[0].said not in {"at", "for", "about", "around", "@", "大约", "约"}
            else None
        ),
    ),
    ("rel? wday dec", en_dates.dotted_date),
    ("(early|mid|late|end) (of|the|to|prep)* Period", en.edge),
    ("num zy", year_period),
    ("Length (and|comma)* Length ((and|comma)* Length)*", en_lengths.both),
)
