"""Slips in the words that carry a command: cancle, remidn, 取宵, 提行我; names and titles are left as they are."""

from functools import lru_cache

from bot.understanding.lexicon import load_lexicon
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

_KEYWORDS = words(
    "cancel reschedule schedule postpone remind reminder meeting meetings assign notify announce feedback survey "
    "overdue finished completed tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday calendar "
    "reserve collect gather circulate deadline extend available booking arrange delegate everyone review update"
)
_KNOWN = frozenset(_KEYWORDS)
_REAL = frozenset(words("cancer cancers canoe melting meting extent extents expend completes remand sundae resolve"))
"""Words of their own that are one letter away from a keyword."""

_WORD = regex(r"(?<![\w@#/.-])(?:(?<![^\n])[A-Z])?[a-z]{4,12}(?![\w'/@-])")
_MOST = 24

# One character written as another of the same sound, where no other word can be meant.
_SLIPS = {
    "提醒": "题醒 提腥 提型 提星 提行",
    "取消": "取宵 取销 取肖 取削 曲消",
    "会议室": "会意室 会义室 会仪室 会易室 汇议室",
    "预订": "予订",
    "预定": "予定",
    "安排": "按排",
    "反馈": "反溃 反愧 反匮 返馈",
    "参加": "参家 餐加",
    "推迟": "推尺 推吃 推池",
    "截止": "截纸 载止 节止",
    "督办": "督半",
    "完成": "完城 完程",
}
_MEANT = {slip: word for word, slips in _SLIPS.items() for slip in slips.split()}
_NOT_BEFORE = "李业政动程为名序列队"  # 提行李, 按排名
_SLIP = regex(f"(?:{'|'.join(_MEANT)})(?![{_NOT_BEFORE}])")


def corrected(text: str) -> str:
    """The text with slips of one letter, or two exchanged, set right in keywords; itself when there are none."""
    if not text.isascii():
        text = _SLIP.sub(lambda m: _MEANT[m[0]], text)
    found = _WORD.findall(text)
    slips = len(found) <= _MOST and any(_nearest(word) != word for word in found)
    return _WORD.sub(lambda m: _nearest(m[0]), text) if slips else text


@lru_cache(maxsize=2048)
def _nearest(word: str) -> str:
    low = word.lower()
    if len(low) < 5 or low in _KNOWN | _REAL or _KNOWN & {low.removesuffix(end) for end in ("s", "d", "ed", "ing")}:
        return word
    if low in load_lexicon().classes:
        return word
    near = [known for known in _KEYWORDS if known[0] == low[0] and abs(len(known) - len(low)) <= 1]
    if not near:
        return word
    from rapidfuzz.distance import DamerauLevenshtein

    return next((known for known in near if DamerauLevenshtein.distance(low, known, score_cutoff=1) <= 1), word)
