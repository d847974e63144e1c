"""Text that no spreadsheet takes for a formula, and back again without loss."""

from bot.understanding.regex import regex

_COMMAND = regex(r"'*[=+\-@＝＋－＠\t\r]")
_FREED = regex(r"'+[=+\-@＝＋－＠]")
_UNSEEN = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def neutral(text: str) -> str:
    """With an apostrophe before what would be a formula."""
    return f"'{text}" if _COMMAND.match(text) else text


def freed(text: str) -> str:
    """Without the apostrophe that `neutral` put there, or a careful person did."""
    return text[1:] if _FREED.match(text) else text


def plain(text: str) -> str:
    """As a cell keeps it: without characters that no file can hold, lines ending alike, nothing around it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
