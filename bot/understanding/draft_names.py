"""Names said about a draft, and words that can be no name or title."""

import re

from bot.understanding.annotate import Mark, people
from bot.understanding.regex import regex
from bot.understanding.sentence import Context

LONGEST_TITLE = 80
NOT_A_TITLE = regex(r"[?？]\s*$|^(?:什么|为什么|怎么|谁|哪|你|why|what|who|how|where|when)\b", re.IGNORECASE)


def names_in(said: str, context: Context) -> list[str]:
    marks: list[Mark] = people(said, context.people, context.mentions, context.bot_names)
    return [m.value for m in marks if m.kind in {"person", "everyone", "chair"}]
