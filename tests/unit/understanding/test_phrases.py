from datetime import UTC, datetime

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.items import AMEND, deeds
from bot.understanding.ledger import WHOLE
from bot.understanding.lexicon import expand, load_lexicon
from bot.understanding.meeting_words import WHO
from bot.understanding.notice_words import NUMBERED
from bot.understanding.people_words import PEOPLE
from bot.understanding.phrases import DESKS, Route, check_route, load_phrases, load_routes
from bot.understanding.sayings import sayings
from bot.understanding.sentence import Context, take_apart
from bot.understanding.survey_words import NUMBERED as SURVEYS
from bot.understanding.tokens import tokenize
from bot.understanding.weighing import NOTHING, chances, load_weights

CONTEXT = Context(datetime(2026, 11, 23, 10, tzinfo=UTC), UTC, WorkCalendar(), rooms=("301",))


@pytest.mark.parametrize("desk", DESKS)
def test_every_phrase_file_is_without_fault(desk: str) -> None:
    routes = load_phrases(desk)
    assert routes
    assert [fault for route in routes for fault in check_route(route)] == []


def test_every_intent_of_the_surface_has_weights_or_words_of_its_own() -> None:
    intents = {route.intent for route in load_routes()}
    meetings = {f"meetings.{what}" for what in ("book", "cancel", "move", "list", "free")}
    items = {f"supervision.{what}" for what in ("assign", "report", "list", "nudge", "extend", "submit", "close")}
    notices = {"notices.circulate", "notices.list", "feedback.collect", "feedback.suggest", "feedback.list"}
    reminders = {"reminders.set", "reminders.list", "reminders.cancel", "digest.today", "help"}
    reminders |= {"reminders.move", "reminders.pause", "reminders.resume", "delivery.list"}
    digests = {f"digest.{what}" for what in ("subscribe", "pause", "resume", "upcoming")}
    leave = {"leave.take", "leave.list", "leave.cancel"}
    assert meetings | items | notices | reminders | digests | leave <= intents
    weighed = set(load_weights().intents)
    assert weighed - intents == {NOTHING}
    alone = WHOLE | {AMEND, WHO} | NUMBERED | SURVEYS | PEOPLE
    assert intents - weighed <= set(deeds().values()) | {one.intent for one in sayings().values()} | alone


def test_a_required_slot_must_be_among_the_slots() -> None:
    assert check_route(Route("x.y", ("title",), ("start",))) == ["x.y: required slot start is not among its slots"]


@pytest.mark.parametrize(
    ("entry", "phrases"),
    [
        ("取消", ["取消"]),
        ("看[一下|看]", ["看", "看一下", "看看"]),
        ("(预|约)订[了]", ["预订", "预订了", "约订", "约订了"]),
    ],
)
def test_an_entry_stands_for_all_its_forms(entry: str, phrases: list[str]) -> None:
    assert list(expand(entry)) == phrases


def test_no_bracket_is_left_open() -> None:
    assert [phrase for phrase in load_lexicon().classes if set(phrase) & set("[]|")] == []


@pytest.mark.parametrize(
    ("said", "cues"),
    [
        ("取消例会", ["取消", "例会"]),
        ("会议室紧张", ["会议室"]),
        ("整改报告", ["整改", "报告"]),
        ("cancel the standup", ["cancel", "standup"]),
        ("canceling it", ["canceling"]),
        ("bookkeeping", []),
    ],
)
def test_the_longest_cue_at_a_place_is_taken_and_only_as_a_whole_word(said: str, cues: list[str]) -> None:
    assert [token.said for token in tokenize(said, [], load_lexicon()) if token.kind == "cue"] == cues


def test_chances_are_shares_of_one_and_only_hopeless_ones_are_left_out() -> None:
    for evidence in ((), ("any",), ("never heard of", "cancel", "^cancel")):
        found = [chance for _, chance in chances(evidence)]
        assert found == sorted(found, reverse=True)
        left_out = len(load_weights().intents) - len(found)
        assert 1 - 0.02 * left_out - 1e-9 <= sum(found) <= 1 + 1e-9


def test_evidence_tells_order_and_company() -> None:
    shown = take_apart("取消明天的例会", CONTEXT).evidence
    assert {"cancel", "^cancel", "cancel>@time", "meeting$", "date", "'取消"} <= shown
    assert "denied" in take_apart("先别取消明天的例会", CONTEXT).evidence
