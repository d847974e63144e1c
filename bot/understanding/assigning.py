"""An item handed over, with what was said beside its title: who leads, who helps, by which standard, from where."""

from typing import NamedTuple

from bot.understanding.assign_titles import is_mine, several_in_front, title_by_place, without_lead
from bot.understanding.folding import fold
from bot.understanding.item_fields import Fields, is_unit, leads_in, take_fields
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, Sentence, take_apart
from bot.understanding.slots import Slots

ASSIGN = "supervision.assign"
_HEADED = regex(
    r"(?:请|新增|新建|登记)?(?:督办|交办)(?!台账|事项|清单|单|是|的|情况|进展|考核|会)|(?:supervise|assign)\b"
)
_NAMED = regex(
    r"(?:请|新增|新建|登记)?(?:督办|交办|立项)(?:一下|一件事?)?[:\uff1a,]?\s*"
    r"(?P<what>(?!\d)[\u4e00-\u9fff\w]{3,})"
)
_NO_THING = regex(
    r"台账|事项|清单|[单是的了吗呢吧过和与这那]|情况|进展|进度|考核|会|完|好|到|中|工作|督办|.*(?:怎么|为什么|什么时候|哪)"
)
_ASKED = regex(r"(?:吗|么|没有?)\s*[?。]?$|\?$")


class Apart(NamedTuple):
    """The fields of an item, and the sentence without them."""

    fields: Fields
    sentence: Sentence

    def is_headed(self) -> bool:
        """督办校园安全检查，每周五汇报: by its first word, with a field beside it; or by the clock of items."""
        low = fold(self.sentence.text)
        clocked = self.fields.get("preset") == "clock"
        return (clocked or _HEADED.match(low) is not None) and _ASKED.search(low) is None


def is_named(text: str) -> bool:
    """督办招生简章: nothing but what is to be done."""
    match = _NAMED.match(fold(text))
    return match is not None and _NO_THING.match(match["what"]) is None and _ASKED.search(text) is None


def fields_apart(sentence: Sentence) -> Apart | None:
    """None where nothing is said beside the title, or nothing else is."""
    fields, rest = take_fields(sentence.text, sentence.context)
    if not fields or not rest.strip():
        return None
    return Apart(fields, sentence if rest == sentence.text else take_apart(rest, sentence.context))


def with_fields(slots: Slots, fields: Fields, text: str, context: Context) -> Slots:
    """The lead is who comes with a lead's word; two of them are for the desk to ask about."""
    found: Slots = {**slots, **fields}
    _entitle(found, text, context)
    named = leads_in(text, context) or list(() if "co_owners" in fields else several_in_front(text, context))
    leads = [one for one in named if not is_unit(one, context)]
    units = [one for one in named if is_unit(one, context)]
    if units:
        found["unit"] = units[0]
    if len(leads) == 1:
        found["lead"] = leads[0]
    if len(leads) > 1:
        found.pop("lead", None)
        found["leads"] = tuple(leads)
    if not {"lead", "leads", "people", "unit"} & set(found) and is_mine(text, context):
        found["lead"] = "me" if text.isascii() else "我"
    helpers = fields.get("co_owners", ())
    people = found.get("people", ())
    if isinstance(helpers, tuple) and isinstance(people, tuple) and helpers:
        found["people"] = tuple(dict.fromkeys((*people, *(one for one in helpers if not is_unit(one, context)))))
    return found


def _entitle(found: Slots, text: str, context: Context) -> None:
    """The title that the place of its words gives, or the one that was found, without who is to do it."""
    title = title_by_place(text, context) or without_lead(str(found.get("title", "")))
    if title:
        found["title"] = title
    else:
        found.pop("title", None)
