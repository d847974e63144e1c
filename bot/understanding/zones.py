"""Time zones as people name them after an hour: PT, Eastern, London time, UTC+8, 东京时间."""

from datetime import timedelta, timezone, tzinfo

from bot.understanding.regex import regex

# Where -> what it is called; a place needs "time" after it, an abbreviation does not.
_PLACES = {
    "Europe/London": "london uk british england 伦敦 英国",
    "Europe/Paris": "paris central_european french 巴黎",
    "Europe/Berlin": "berlin german frankfurt munich 柏林",
    "Europe/Moscow": "moscow 莫斯科",
    "America/New_York": "new_york us_eastern boston ny nyc eastern us_east_coast east_coast 纽约 美东",
    "America/Chicago": "chicago us_central central texas",
    "America/Denver": "denver mountain us_mountain",
    "America/Los_Angeles": "los_angeles la san_francisco sf seattle california pacific us_pacific "
    "us_west_coast west_coast 洛杉矶 美西",
    "Asia/Shanghai": "beijing shanghai china chinese shenzhen 北京",
    "Asia/Tokyo": "tokyo japan 东京",
    "Asia/Seoul": "seoul korea 首尔",
    "Asia/Singapore": "singapore 新加坡",
    "Asia/Hong_Kong": "hong_kong hk 香港",
    "Asia/Kolkata": "india indian mumbai delhi bangalore",
    "Asia/Dubai": "dubai",
    "Australia/Sydney": "sydney melbourne 悉尼",
}
_SHORT = {
    "America/Los_Angeles": "pt pst pdt",
    "America/New_York": "et est edt",
    "America/Denver": "mst mdt",
    "America/Chicago": "cdt",
    "Europe/London": "bst",
    "Europe/Paris": "cet cest",
    "Europe/Moscow": "msk",
    "Asia/Tokyo": "jst",
    "Asia/Kolkata": "ist",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt",
    "Asia/Seoul": "kst",
    "Australia/Sydney": "aest aedt",
}


def _by_name(table: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", " "): zone for zone, names in table.items() for name in names.split()}


_ZONES = _by_name(_PLACES) | _by_name(_SHORT)
_LONGEST_FIRST = "|".join(sorted(_by_name(_PLACES), key=len, reverse=True))
_ENDS = r"(?=\s*(?:$|[,.;:!?)]|on\b|for\b|in\b|with\b|to(?:day|morrow)|this|next|[a-z]{3,6}day))"
_ZONE = regex(
    r"\s*[(,]?\s*(?:(?P<utc>utc|gmt|z)\s*(?P<off>[+-]\s?\d{1,2}(?::?\d\d)?)?\b"
    rf"|(?P<abbr>{'|'.join(_by_name(_SHORT))})\b"
    rf"|(?P<place>{_LONGEST_FIRST})(?:'s)?\s*(?:standard |daylight )?(?:time|时间)"
    rf"|(?P<bare>eastern|pacific){_ENDS})\)?"
)


def zone_after(text: str, end: int) -> tuple[tzinfo, int] | None:
    """The zone named right after a time of day, and where its name ends."""
    match = _ZONE.match(text, end)
    if match is None:
        return None
    from zoneinfo import ZoneInfo

    if match["utc"]:
        return _offset(match["off"] or ""), match.end()
    return ZoneInfo(_ZONES[match["abbr"] or match["place"] or match["bare"]]), match.end()


def _offset(said: str) -> tzinfo:
    said = said.replace(" ", "").replace(":", "")
    hours, minutes = (int(said[1:3]), int(said[3:] or 0)) if said else (0, 0)
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if said.startswith("-") else 1)
    return timezone(shift if abs(shift) < timedelta(hours=24) else timedelta())
