"""What a sentence changes of an item that was read back: 主办改成李强, 协办加上陈静, 加急, 改成每周三汇报."""

import re

from bot.understanding.draft_names import names_in
from bot.understanding.draft_times import Known, due_in
from bot.understanding.item_fields import take_fields
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots
from bot.understanding.times import find_times

_LED = regex(
    r"^(?:把)?(?:主办人?|牵头人?|负责人|责任人|承办人?|(?:the )?(?:lead|owner))\s*"
    r"(?:改成|改为|换成|改由|换|是|为|由|应该是|to|is|should be|:)*\s*"
    r"(?P<name>@?[\w.@·]{1,20}?)(?:吧|负责|来办|主办|牵头)?$|"
    r"^(?:改由|换成|改成|交给|由|给|让|give it to|make it)\s*"
    r"(?P<other>@?[\w.@· ]{1,20}?)(?:吧|负责|来办|主办|牵头|来)?$",
    re.IGNORECASE,
)
_HELPED = regex(
    r"^(?:再)?(?:加上?|增加|添上)?\s*(?:协办人?|co-?owners?)\s*(?:再)?"
    r"(?:加上?|增加|添上|改成|改为|是|为|:|to|is)*\s*(?P<names>.+)$|"
    r"^(?:再)?(?:加上?|增加|add)\s*(?P<more>.+?)\s*(?:为|来|当|as)?\s*(?:协办|co-?owner)$",
    re.IGNORECASE,
)
_INSTEAD = regex(r"改成|改为|换成|\bto\b|\bis\b", re.IGNORECASE)


def item_change(said: str, known: Known, context: Context) -> Slots:
    """Empty where it changes nothing that an item has beside its title."""
    return _lead(said, context) or _helpers(said, known, context) or _fields(said, known, context)


def _lead(said: str, context: Context) -> Slots:
    """Somebody else is to do it: it lies with their unit then."""
    match = _LED.match(said)
    name = (match["name"] or match["other"] or "").strip().lstrip("@") if match else ""
    if not name or (match and match["other"] and name not in context.people and not names_in(f"请{name}", context)):
        return {}
    return {"lead": name, "unit": ""}


def _helpers(said: str, known: Known, context: Context) -> Slots:
    match = _HELPED.match(said)
    told = (match["names"] or match["more"] or "") if match else ""
    names = names_in(f"请{told}", context) or names_in(told, context)
    if not names:
        return {}
    old = known.get("co_owners", ())
    kept = () if _INSTEAD.search(said) or not isinstance(old, tuple) else old
    return {"co_owners": tuple(dict.fromkeys((*kept, *names)))}


def _fields(said: str, known: Known, context: Context) -> Slots:
    """Standard, source, urgency, rhythm, preset; and a due date that is said beside one of them."""
    fields, rest = take_fields(said, context)
    if not fields or len(rest.strip(" ,，。")) > len(said) // 2:
        return {}
    moments = find_times(rest, context.now, zone=context.zone, calendar=context.calendar) if rest.strip() else []
    return {**fields, **(due_in(moments) if moments else {})}
