"""Numbers in words, in both languages."""

from collections.abc import Sequence

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}
_COLLECTED = {"廿": 20, "卅": 30}
_LONGEST = 12
_TEN, _HUNDRED, _THOUSAND, _TWENTY = 10, 100, 1000, 20


def chinese_number(said: str) -> int | None:
    """三十一 → 31, 二零二六 → 2026, 两千零四 → 2004; None when the characters make no number."""
    if not said or len(said) > _LONGEST:
        return None
    if len(said) == 2 and all(c in _DIGIT for c in said) and _DIGIT[said[1]] - _DIGIT[said[0]] == 1 and said[0] != "零":
        return _DIGIT[said[0]]  # 三四点, 两三天: three or four, about three
    if all(c in _DIGIT for c in said):
        return int("".join(str(_DIGIT[c]) for c in said))
    total, digit = 0, None
    for char in said:
        if char in _COLLECTED:
            total, digit = total + _COLLECTED[char], None
        elif char in _SCALE:
            total, digit = total + (1 if digit is None else digit) * _SCALE[char], None
        elif char == "零":
            digit = None
        elif digit is None:
            digit = _DIGIT[char]
        else:
            return None
    return total + (digit or 0)


def join_english(values: Sequence[int]) -> list[tuple[int, int]]:
    """Number words in a row as (value, how many words): 20 2 → 22; 2 1000 18 → 2018; 19 99 → 19, 99 apart."""
    out: list[tuple[int, int]] = []
    index = 0
    while index < len(values):
        value, used = _one_number(values[index:])
        out.append((value, used))
        index += used
    return out


def _one_number(values: Sequence[int]) -> tuple[int, int]:
    total, current, used = 0, -1, 0
    for value in values:
        if value in {_HUNDRED, _THOUSAND}:
            if current < 0:
                break
            current *= value
            if value == _THOUSAND:
                total, current = total + current, 0
        elif current < 0:
            current = value
        elif _fits_below(current, value):
            current += value
        else:
            break
        used += 1
    return (total + max(current, 0), used) if used else (values[0], 1)


def _fits_below(current: int, value: int) -> bool:
    if current == 0 or current % _HUNDRED == 0:
        return (value < _HUNDRED and current != 0) or (current == 0 and value > 0)
    return current % _TEN == 0 and current % _HUNDRED >= _TWENTY and 0 < value < _TEN
