"""Callbacks' XML: what WeCom writes is read, and what would take room, time or our files is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xmltodict import parse

from adapters.wecom.xml import DEEPEST, LARGEST, MOST, Element, Unreadable, read, written
from tests.platforms.wecom import xml as theirs
from tests.platforms.wecom.hostile import xml_bodies

READABLE = {"nothing inside"}
"""What is XML, and lacks what it must have."""


def test_what_wecom_writes_is_read() -> None:
    items = [{"QuestionKey": "q", "OptionIds": {"OptionId": ["a", "b"]}}]
    root = read(
        theirs.written({"FromUserName": "王伟", "CreateTime": 1, "SelectedItems": {"SelectedItem": items}}).encode()
    )
    assert (root.name, root.word("FromUserName"), root.word("CreateTime")) == ("xml", "王伟", "1")
    options = [one.text for one in root.all("SelectedItems", "SelectedItem", "OptionIds", "OptionId")]
    assert options == ["a", "b"]


@pytest.mark.parametrize("path", [("Missing",), ("FromUserName", "Missing"), ()])
def test_what_is_not_there_is_empty(path: tuple[str, ...]) -> None:
    assert read(b"<xml><FromUserName>x</FromUserName></xml>").word(*path) == ""


@given(
    st.dictionaries(
        st.sampled_from(["Content", "MsgType", "Nonce"]), st.text(st.characters(exclude_categories=["Cc", "Cs"]))
    )
)
def test_what_is_written_is_read_by_others(fields: dict[str, str]) -> None:
    found = parse(written(fields))["xml"] or {}
    assert {name: found[name] or "" for name in fields} == {name: value.strip() for name, value in fields.items()}
    root = read(written(fields).encode())
    assert {name: root.word(name) for name in fields} == {name: value.strip() for name, value in fields.items()}


def test_numbers_are_bare() -> None:
    assert written({"TimeStamp": 5, "Nonce": "]]>"}) == (
        "<xml><TimeStamp>5</TimeStamp><Nonce><![CDATA[]]]]><![CDATA[>]]></Nonce></xml>"
    )


@pytest.mark.parametrize("what", sorted(set(xml_bodies("x")) - READABLE))
def test_hostile_bodies_are_refused(what: str) -> None:
    with pytest.raises(Unreadable):
        read(xml_bodies("x")[what])


@pytest.mark.parametrize("name", READABLE)
def test_a_body_that_lacks_something_reads_as_empty(name: str) -> None:
    assert read(xml_bodies("x")[name]).word("Encrypt") == ""


@pytest.mark.parametrize(
    "body",
    [
        b"<xml>" + b"<a/>" * MOST + b"</xml>",
        b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
        b"<xml>" + b"x" * LARGEST + b"</xml>",
        b"<!DOCTYPE xml><xml/>",
        b'<?xml version="1.0" encoding="nonsense"?><xml/>',
        b"<xml/><xml/>",
        b"<xml>\x00</xml>",
        b"<xml>&undefined;</xml>",
    ],
    ids=range(8),
)
def test_bounds(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(read(body), Element)
