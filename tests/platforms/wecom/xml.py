"""The XML of the app's callbacks: written as WeCom writes it, and the answers to it read."""

import re
from typing import Any
from xml.etree import ElementTree

from tests.platforms.wecom.crypt import Envelope
from tests.platforms.wecom.world import Json

CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def written(fields: Json, root: str = "xml") -> str:
    """Texts in CDATA, numbers bare, a list as its tag again and again."""
    return f"<{root}>{''.join(_tag(name, value) for name, value in fields.items())}</{root}>"


def _tag(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_tag(name, each) for each in value)
    if isinstance(value, dict):
        return written(value, name)
    return f"<{name}>{value if isinstance(value, int) else cdata(str(value))}</{name}>"


def read(text: str) -> Json:
    """Names in small letters with underscores, as the same things are called in JSON."""
    held = _value(ElementTree.fromstring(text))
    return held if isinstance(held, dict) else {}


def _value(element: ElementTree.Element) -> Any:
    if not len(element):
        return element.text or ""
    held: Json = {}
    for child in element:
        name, value = CAPITAL.sub("_", child.tag).lower(), _value(child)
        if name.endswith("_list"):
            value = [value]
        held[name] = held[name] + value if name in held and isinstance(value, list) else value
    return held


def opened(envelope: Envelope, body: bytes) -> Json:
    """A passive reply; ValueError where its signature or its envelope is not right."""
    try:
        outer = read(body.decode())
        encrypt, timestamp, nonce = (str(outer[name]) for name in ("encrypt", "time_stamp", "nonce"))
        if outer["msg_signature"] != envelope.sign(timestamp, nonce, encrypt):
            raise ValueError("wrong signature")
        return read(envelope.open(encrypt))
    except (KeyError, ElementTree.ParseError) as fault:
        raise ValueError(f"no reply: {fault!r}") from fault
