"""One character in, one character out: the form in which times are read, so that spans still fit the text."""

_TRADITIONAL = (
    "點週號兩個時鐘後間禮開會這過幾幹準從務達將與聖誕節慶勞動國陽農曆壹貳參肆伍陸柒捌玖拾內預約議領導歲"
    "臺於併課雙單當來遲學際婦兒"
)
_SIMPLIFIED = (
    "点周号两个时钟后间礼开会这过几干准从务达将与圣诞节庆劳动国阳农历一二三四五六七八九十内预约议领导岁"
    "台于并课双单当来迟学际妇儿"
)
_MARKS = {
    "～": "~",
    "〜": "~",
    "∼": "~",
    "’": "'",
    "‘": "'",
    "〇": "零",
    "○": "零",
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
}
_MARKS |= (
    dict.fromkeys("—–―‐‑−－", "-") | dict.fromkeys("\u3000\u00a0\u2009\u202f\t\r\n", " ") | dict.fromkeys("﹕︰∶", ":")
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_NARROW = 0xFEE0
_TO_LOWER = 32


def _table() -> dict[int, str]:
    table = {code: chr(code - _TO_NARROW) for code in _FULL_WIDTH}
    table |= {ord(a): b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    table |= {ord(a): b for a, b in _MARKS.items()}
    table |= {code: chr(code + _TO_LOWER) for code in range(ord("A"), ord("Z") + 1)}
    table |= {code: chr(code - _TO_NARROW + _TO_LOWER) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    return table


TABLE = _table()


def fold(text: str) -> str:
    """Narrow, lower-case (ASCII only) and simplified, of the same length."""
    return text.translate(TABLE)
