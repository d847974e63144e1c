"""The rules of surveys, as tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar import WorkCalendar
from bot.domain.people import Person, Role
from bot.domain.survey import Entry, Kind, Question, State, Survey, suggested, tally
from bot.errors import NotAllowed, UserError

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


CHOICE = Question("食堂", Kind.CHOICE, ("好", "一般", "差"))
CHOICES = Question("去哪里", Kind.CHOICES, ("海边", "山里", "城里"))
RATING = Question("打分", Kind.RATING)
SURVEY = Survey(3, "食堂", 1, 1, "zh", NOW, FRIDAY, (CHOICE, Question("意见")))


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        (CHOICE, "2", "一般"), (CHOICE, " 好 ", "好"), (CHOICE, "２", "一般"),
        (CHOICES, "1 3", "海边\n城里"), (CHOICES, "城里、海边", "海边\n城里"), (CHOICES, "2", "山里"),
        (CHOICES, "3,3,1", "海边\n城里"),
        (RATING, "5", "5"), (RATING, "４", "4"),
        (Question("人", Kind.NUMBER), "3人", "3"), (Question("人", Kind.NUMBER), "-2.5", "-2.5"),
        (Question("天", Kind.DATE), "2026-12-1", "2026-12-01"),
        (Question("话"), " 两句\n话 ", "两句\n话"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_its_form(question: Question, said: str, kept: str) -> None:
    assert question.reads(said) == kept


@pytest.mark.parametrize(
    ("question", "said", "key"),
    [
        (CHOICE, "4", "choice_wanted"), (CHOICE, "1 2", "choice_wanted"), (CHOICE, "都行", "choice_wanted"),
        (CHOICE, "0", "choice_wanted"), (CHOICE, "", "choice_wanted"),
        (CHOICES, "1 9", "choices_wanted_reply"), (CHOICES, "，", "choices_wanted_reply"),
        (RATING, "6", "rating_wanted"), (RATING, "3.5", "rating_wanted"),
        (Question("人", Kind.NUMBER), "三个", "number_wanted"),
        (Question("人", Kind.NUMBER), "1e9", "number_wanted"),
        (Question("天", Kind.DATE), "2026-13-1", "date_wanted"), (Question("天", Kind.DATE), "周五", "date_wanted"),
        (Question("话"), "  ", "answer_length"), (Question("话"), "长" * 501, "answer_length"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told(question: Question, said: str, key: str) -> None:
    with pytest.raises(UserError) as fault:
        question.reads(said)
    assert fault.value.key == f"feedback.{key}"


@pytest.mark.parametrize("question", [CHOICE, CHOICES, RATING, Question("话 / 语")])
def test_a_question_comes_back_from_its_word(question: Question) -> None:
    assert Question.unpacked(question.packed()) == question


@pytest.mark.parametrize(
    "question",
    [
        Question(""), Question("长" * 301), Question("选", Kind.CHOICE, ("一",)),
        Question("选", Kind.CHOICE, ("一", "一")), Question("选", Kind.CHOICES, tuple(map(str, range(13)))),
        Question("选", Kind.CHOICE, ("一", "长" * 61)),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused(question: Question) -> None:
    with pytest.raises(UserError):
        question.checked()


def test_a_survey_needs_an_end_to_come_and_a_question() -> None:
    assert SURVEY.checked(NOW) == SURVEY
    for wrong in (replace(SURVEY, closes_at=NOW), replace(SURVEY, questions=())):
        with pytest.raises(UserError):
            wrong.checked(NOW)


@pytest.mark.parametrize(
    ("survey", "shown"),
    [
        (SURVEY, False),
        (replace(SURVEY, is_live=True), True),
        (replace(SURVEY, is_live=True, is_anonymous=True), False),
        (replace(SURVEY, state=State.CLOSED, is_anonymous=True), True),
        (replace(SURVEY, state=State.WITHDRAWN, is_live=True), False),
    ],
)
def test_when_counts_are_shown(survey: Survey, shown: bool) -> None:
    assert survey.shows_counts() is shown


def test_who_runs_it() -> None:
    SURVEY.must_be_run_by(Person(1, "甲"), "甲")
    SURVEY.must_be_run_by(Person(2, "乙", role=Role.SECRETARY), "甲")
    for other in (Person(2, "乙"), Person(2, "乙", role=Role.LEADER)):
        with pytest.raises(NotAllowed):
            SURVEY.must_be_run_by(other, "甲")


def test_it_ends_once_and_is_published_afterwards() -> None:
    closed = SURVEY.ended()
    assert closed.published().is_published
    for wrong in (closed.ended, SURVEY.published, SURVEY.ended(State.WITHDRAWN).published):
        with pytest.raises(UserError):
            wrong()
    with pytest.raises(UserError):
        SURVEY.must_take_answers(FRIDAY)
    with pytest.raises(UserError):
        closed.must_take_answers(NOW)


def test_an_answer_moves_the_roster_and_a_secret_one_only_once() -> None:
    day = date(2026, 11, 24)
    secret, entry = replace(SURVEY, is_anonymous=True), Entry(3, 7)
    half = entry.after(secret, 0, day)
    assert (half.progress, half.is_done, half.day) == (1, False, "")
    done = half.after(secret, 1, day)
    assert (done.is_done, done.day) == (True, "2026-11-24")
    for place, so_far in ((1, entry), (0, half), (0, done), (1, done)):
        with pytest.raises(UserError):
            so_far.after(secret, place, day)
    assert done.after(SURVEY, 0, date(2026, 11, 25)) == done
    with pytest.raises(UserError):
        entry.after(SURVEY, 1, day)


@pytest.mark.parametrize(
    ("now", "closes", "at"),
    [
        (NOW, FRIDAY, on(27, 9)),
        (NOW, FRIDAY.replace(day=28), on(27, 9)),
        (NOW, FRIDAY.replace(hour=9), on(26, 9)),
        (NOW, NOW.replace(hour=17), on(23, 16)),
        (NOW, NOW + timedelta(minutes=90), None),
    ],
)
def test_when_it_reminds(now: datetime, closes: datetime, at: datetime | None) -> None:
    assert replace(SURVEY, closes_at=closes).reminds_at(now, UTC, WorkCalendar()) == at


def test_what_answers_come_to() -> None:
    number = Question("几个", Kind.NUMBER)
    questions = (CHOICE, CHOICES, RATING, number, Question("意见"))
    given = (["好", "差", "好"], ["海边\n城里", "城里"], ["5", "4"], ["10", "2", "2"], ["乙", "甲"])
    choice, choices, rating, numbers, words = tally(questions, given)
    assert choice.counts == (("好", 2), ("一般", 0), ("差", 1))
    assert (choices.counts, choices.answers) == ((("海边", 1), ("山里", 0), ("城里", 2)), 2)
    assert (rating.mean, rating.counts[-1]) == (4.5, ("5", 1))
    assert (numbers.counts, numbers.total) == ((("2", 2), ("10", 1)), 14.0)
    assert words.said == tuple(sorted(("乙", "甲")))


def test_fewer_than_are_wanted_are_hidden_question_by_question() -> None:
    few, enough = tally((CHOICE, CHOICE), (["好"] * 4, ["好"] * 5), 5)
    assert (few.is_hidden, few.counts, few.answers) == (True, (), 4)
    assert (enough.is_hidden, enough.counts[0]) == (False, ("好", 5))


def test_no_answers_have_no_mean() -> None:
    assert tally((RATING,), ([],))[0].mean is None


def test_a_suggestion_has_words() -> None:
    assert suggested(" 甲 ") == "甲"
    for wrong in ("  ", "长" * 501):
        with pytest.raises(UserError):
            suggested(wrong)
