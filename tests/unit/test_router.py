"""What desks register, and the faults that stop the start."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import StartFailed
from bot.messages import ChatRef, Envelope, FileReceived, Quoted, Reply, UserRef
from bot.router import Router, decode, encode, fill, merge, values_of
from bot.turn import Answer, Turn
from bot.understanding.phrases import Route


@dataclass(frozen=True, slots=True)
class Wish:
    title: str = ""
    start: date | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    title: str = ""


def desk(name: str = "demo", *, slots: type[Wish | Other] = Wish) -> Router:
    router = Router(name)

    @router.intent("wish", slots)
    def wish(_turn: Turn, _slots: Wish | Other) -> Answer:
        return Reply()

    return router


def route(*slots: str) -> Route:
    return Route("demo.wish", slots=slots)


def faults_of(*routers: Router, routes: tuple[Route, ...] = ()) -> list[str]:
    with pytest.raises(StartFailed) as failed:
        merge(routers, routes, {})
    return list(failed.value.faults)


def test_a_sound_desk_is_merged_whole() -> None:
    desks = merge([desk()], [route("title", "start")], {"hello": ("你好", "Hello")})
    assert desks.intent_of(Wish("校务会")).name == "demo.wish"
    assert desks.texts.get("house.hello", "en") == "Hello"


def test_every_fault_is_named_at_once() -> None:
    again = desk()
    again.texts({"only_zh": ("只有中文", "")})
    faults = faults_of(again, desk("other"), routes=(route("title", "seats"),))
    assert faults == [
        "text demo.only_zh is missing in one language: write both.",
        "demo.wish has no slot seats: add it to Wish.",
        f"two intents share the slots {Wish.__module__}.Wish: give each its own.",
    ]


def test_a_verb_registered_twice_is_a_fault() -> None:
    router = desk()

    @router.action("press")
    def once(_turn: Turn, _subject: int, _choice: str) -> Answer:
        return Reply()

    router.action("press")(once)
    assert faults_of(router) == ["demo.press is registered twice: rename one."]


def test_two_desks_of_one_name_are_a_fault() -> None:
    assert "two desks are called demo: rename one." in faults_of(desk(), desk(slots=Other))


def test_a_required_slot_that_is_none_stops_the_start() -> None:
    faults = faults_of(desk(), routes=(Route("demo.wish", ("title",), ("vehicle",)),))
    assert len(faults) == 1
    assert "vehicle" in faults[0]


def test_slots_survive_being_written_down() -> None:
    values = {
        "title": "校务会",
        "start": datetime(2026, 11, 24, 7, tzinfo=UTC),
        "day": date(2026, 11, 24),
        "people": ("张伟", "#3"),
        "duration": timedelta(minutes=90),
        "number": 5,
    }
    assert decode(encode(values)) == values


def test_slots_are_filled_with_what_they_know() -> None:
    wish = fill(Wish, {"title": "校务会", "people": ("张伟",), "weather": "fine"})
    assert wish == Wish("校务会", None, ("张伟",))
    assert values_of(wish) == {"title": "校务会", "people": ("张伟",)}


def taking(name: str, *endings: str, forwards: bool = True) -> Router:
    router = Router(name)

    @router.file(*endings)
    def read(_turn: Turn, _file: FileReceived) -> Answer:
        return Reply()

    @router.file("docx")
    def read_words(_turn: Turn, _file: FileReceived) -> Answer:
        return Reply()

    def take(_turn: Turn, _quoted: Quoted) -> Answer:
        return Reply()

    if forwards:
        router.forwarded(take)
    return router


def test_files_and_what_is_forwarded_have_one_desk() -> None:
    desks = merge([desk(), taking("ledger", "xlsx", "csv")], [], {})
    assert sorted(desks.files) == ["csv", "docx", "xlsx"]
    assert desks.files["csv"] is desks.files["xlsx"]
    assert desks.files["docx"] is not desks.files["xlsx"]
    assert desks.forwarded is not None
    assert merge([desk()], [], {}).forwarded is None


def test_two_desks_for_one_kind_of_file_or_for_what_is_forwarded_are_a_fault() -> None:
    assert faults_of(taking("ledger", "xlsx"), taking("list", "csv", forwards=False), taking("more", "xlsx")) == [
        "what is forwarded goes to ledger and more: let one take it.",
        "two desks read docx files: let one.",
        "two desks read xlsx files: let one.",
    ]


def test_a_desk_names_an_ending_once_and_as_it_is_compared() -> None:
    assert faults_of(taking("ledger", "docx", ".XLSX")) == [
        "ledger reads files that end in '.XLSX': write it small, without a dot.",
        "ledger reads docx files twice: let one function.",
    ]


@pytest.mark.parametrize(
    ("name", "ending"), [("台账.xlsx", "xlsx"), ("A.B.CSV", "csv"), ("台账", ""), ("xlsx", ""), ("台账.", "")]
)
def test_a_files_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    here = Envelope("e", ChatRef("sim", "group", "office"), UserRef("sim", "wei"), datetime(2026, 11, 24, tzinfo=UTC))
    assert FileReceived(here, name, b"").ending == ending
