import pytest

from bot.understanding.phrases import DESKS, Route, check_route, compile_template, load_phrases, load_routes


@pytest.mark.parametrize("desk", DESKS)
def test_every_phrase_file_is_without_fault(desk: str) -> None:
    for phrases in load_phrases(desk).values():
        assert check_route(phrases.route()) == []
        assert all(compile_template(source).expression for source in (*phrases.zh, *phrases.en))
        assert phrases.zh
        assert phrases.en


def test_every_intent_of_the_surface_has_words() -> None:
    intents = {route.intent for route in load_routes()}
    meetings = {f"meetings.{what}" for what in ("book", "cancel", "move", "list", "free")}
    items = {f"supervision.{what}" for what in ("assign", "report", "list", "nudge", "extend", "submit", "close")}
    rest = {
        "notices.circulate",
        "notices.list",
        "feedback.collect",
        "feedback.suggest",
        "feedback.list",
        "reminders.set",
        "reminders.list",
    }
    assert meetings | items | rest | {"reminders.cancel", "digest.today", "help"} <= intents


@pytest.mark.parametrize(
    ("template", "says", "title"),
    [
        ("开[一个|个]{title}", "开个例会", "例会"),
        ("(cancel|call off) [the] {title}", "call off the retro", "retro"),
        ("[the] {title} [up] (now)", "the standup now", "standup"),
        ("把{title}(取消|推迟)[了|掉]", "把例会取消掉", "例会"),
    ],
)
def test_a_template_takes_the_words_of_its_slot(template: str, says: str, title: str) -> None:
    match = compile_template(template).expression.fullmatch(says)
    assert match is not None
    assert match["title"].strip() == title


def test_a_template_must_account_for_every_word() -> None:
    assert compile_template("取消{title:word}").expression.fullmatch("我想 取消 例会 了吗") is None


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        (Route("x.y", ("title",), (), ("取消{room}",)), "names slot room"),
        (Route("x.y", ("title",), ("start",), ("取消{title}",)), "required slot start"),
        (Route("x.y", ("title",), (), ("(取消{title}",)), "bracket"),
        (Route("x.y", ("title",), (), ("{title}{title}",)), "stands twice"),
        (Route("x.y", ("title",), (), ("{title:nonsense}",)), "nonsense"),
    ],
)
def test_faults_are_told_in_words(route: Route, fault: str) -> None:
    assert any(fault in said for said in check_route(route))
