"""The XML of the app's callbacks: read without document types or entities, in little room and little depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

LARGEST = 1024 * 1024
DEEPEST, MOST = 16, 5000


class Unreadable(Exception):
    """No XML that WeCom would send."""


@dataclass(slots=True)
class Element:
    """What is not there reads as empty."""

    name: str = ""
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> Iterator["Element"]:
        """Every one at the end of the path, since WeCom writes a list as its tag again and again."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def word(self, *path: str) -> str:
        """The text of the first one, without what no text may hold."""
        return next((found.text for found in self.all(*path)), "").replace("\0", "").strip()


class _Building:
    def __init__(self) -> None:
        self.root = Element()
        self._open = [self.root]
        self._count = 0

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST or self._count > MOST:
            raise Unreadable
        element = Element(name)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def words(self, text: str) -> None:
        self._open[-1].text += text


def read(body: bytes) -> Element:
    """The root element; Unreadable for all that is too large, too deep, or declares anything."""
    if len(body) > LARGEST:
        raise Unreadable
    building, parser = _Building(), ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = building.start, building.end
    parser.CharacterDataHandler = building.words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (ExpatError, ValueError, LookupError) as fault:
        raise Unreadable from fault
    return building.root.children[0]


def written(fields: Mapping[str, str | int]) -> str:
    """As WeCom writes it: texts in CDATA, numbers bare."""
    tags = (f"<{name}>{value if isinstance(value, int) else _cdata(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{''.join(tags)}</xml>"


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _refuse(*_declared: object) -> None:
    raise Unreadable
