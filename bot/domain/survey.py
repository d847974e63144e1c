"""Surveys (意见征集): questions, who may see what of the answers and when, and what the answers come to."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Self

from bot.domain.calendar import WorkCalendar
from bot.domain.notice import Audience
from bot.domain.people import Person, Role
from bot.errors import NotAllowed, UserError

MOST_CHOICES = 12
MOST_QUESTIONS = 20
QUESTION_LENGTH, CHOICE_LENGTH, ANSWER_LENGTH = 300, 60, 500
HIGHEST = 5
"""A rating goes from 1 to that."""

LEAST = 5
"""Of an anonymous survey nothing is shown that fewer people said."""

SOON = timedelta(hours=2)
"""Who was asked so lately needs no reminder."""

PART, BETWEEN = "\t", "\n"
"""Between the parts of a question that is written as one word, and between several chosen answers."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    RATING = "rating"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"

    @property
    def is_chosen(self) -> bool:
        return self in {Kind.CHOICE, Kind.CHOICES}


WANTED = {Kind.CHOICES: "feedback.choices_wanted_reply"}


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Taken back by its maker: nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()

    def packed(self) -> str:
        return PART.join((self.kind, self.text, *self.choices))

    @classmethod
    def unpacked(cls, written: str) -> Self:
        kind, text, *choices = written.split(PART)
        return cls(text, Kind(kind), tuple(choices))

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be chosen with one press."""
        if self.kind is Kind.RATING:
            return tuple(map(str, range(1, HIGHEST + 1)))
        return self.choices if self.kind is Kind.CHOICE else ()

    def checked(self) -> Self:
        if not self.text.strip() or len(self.text) > QUESTION_LENGTH:
            raise UserError("feedback.question_length", most=QUESTION_LENGTH)
        if self.kind.is_chosen and not 1 < len(set(self.choices)) <= MOST_CHOICES:
            raise UserError("feedback.choices_wanted", most=MOST_CHOICES, question=self.text)
        if len(set(self.choices)) != len(self.choices) or any(len(one) > CHOICE_LENGTH for one in self.choices):
            raise UserError("feedback.choice_length", most=CHOICE_LENGTH)
        return self

    def reads(self, said: str) -> str:
        """An answer as it is kept; UserError says what is wanted instead."""
        words = said.strip()
        if self.kind is Kind.TEXT:
            if not words or len(words) > ANSWER_LENGTH:
                raise UserError("feedback.answer_length", most=ANSWER_LENGTH)
            return words
        plain = unicodedata.normalize("NFKC", words)
        if self.kind is Kind.NUMBER:
            return _number(plain)
        if self.kind is Kind.DATE:
            return _date(plain)
        chosen = self._chosen(plain)
        if not chosen or (self.kind is not Kind.CHOICES and len(chosen) > 1):
            raise UserError(WANTED.get(self.kind, f"feedback.{self.kind}_wanted"), choices=self.numbered())
        return BETWEEN.join(self.kept(chosen))

    def numbered(self) -> str:
        offered = self.choices or self.offered
        if self.kind is Kind.RATING:
            return f"{offered[0]}–{offered[-1]}"
        return "  ".join(f"{place} {one}" for place, one in enumerate(offered, 1))

    def kept(self, places: Iterable[int]) -> list[str]:
        offered = self.choices or self.offered
        return [offered[place] for place in sorted(set(places))]

    def _chosen(self, said: str) -> list[int]:
        """The places of what was named by number or in its own words; none where a part of it is neither."""
        offered = self.choices or self.offered
        names = {unicodedata.normalize("NFKC", one).casefold(): place for place, one in enumerate(offered)}
        if said.casefold() in names:
            return [names[said.casefold()]]
        found: list[int] = []
        for part in filter(None, (one.strip() for one in _PARTS.split(said))):
            place = names.get(part.casefold(), int(part) - 1 if _PLACE.fullmatch(part) else -1)
            if not 0 <= place < len(offered):
                return []
            found.append(place)
        return found


_PARTS = re.compile(r"[\s,，、;；/和与]+|\band\b")
_PLACE = re.compile(r"[1-9]\d?", re.ASCII)
_NUMBER = re.compile(r"(-?\d{1,15}(?:\.\d{1,6})?)\s*(?:人|个|名|位|份|次|元|天|小时|people|persons?)?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def _number(said: str) -> str:
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise UserError("feedback.number_wanted")
    return found[1]


def _date(said: str) -> str:
    """Written 2026-11-30; other words for a day are made so before."""
    found = _DATE.fullmatch(said)
    try:
        return date(*map(int, found.groups())).isoformat()  # type: ignore[union-attr]
    except (AttributeError, ValueError) as fault:
        raise UserError("feedback.date_wanted") from fault


@dataclass(frozen=True, slots=True)
class Survey:
    """`people` is how many were asked; `is_live`: counts are shown while it is open; `in_group`: it stands in its chat
    for all, and no card went to each. `id` is 0 until stored, and the number by which it is called."""

    id: int
    title: str
    maker_id: int
    chat_id: int
    language: str
    made_at: datetime
    closes_at: datetime
    questions: tuple[Question, ...]
    audience: Audience = field(default_factory=Audience)
    is_anonymous: bool = False
    is_live: bool = False
    in_group: bool = False
    is_published: bool = False
    people: int = 0
    state: State = State.OPEN

    def checked(self, now: datetime) -> Self:
        """The survey, if it can be sent as it is."""
        if not 0 < len(self.questions) <= MOST_QUESTIONS:
            raise UserError("feedback.how_many_questions", most=MOST_QUESTIONS)
        for question in self.questions:
            question.checked()
        if self.closes_at <= now:
            raise UserError("feedback.closes_past", at=self.closes_at)
        return self

    def is_run_by(self, person: Person) -> bool:
        """Its maker, and the office's own hands."""
        return person.id == self.maker_id or person.role in {Role.SECRETARY, Role.ADMIN}

    def must_be_run_by(self, person: Person, maker: str) -> None:
        if not self.is_run_by(person):
            raise NotAllowed("feedback.not_yours", number=self.id, name=maker)

    def must_take_answers(self, now: datetime) -> None:
        if self.state is not State.OPEN:
            raise UserError(f"feedback.is_{self.state}", number=self.id, title=self.title)
        if now >= self.closes_at:
            raise UserError("feedback.is_closed", number=self.id, title=self.title)

    def must_be_open(self) -> None:
        if self.state is not State.OPEN:
            raise UserError(f"feedback.is_{self.state}", number=self.id, title=self.title)

    def ended(self, state: State = State.CLOSED) -> Self:
        self.must_be_open()
        return replace(self, state=state)

    def closing_at(self, at: datetime, now: datetime) -> Self:
        """Later, or earlier, as long as it is open."""
        self.must_take_answers(now)
        if at <= now:
            raise UserError("feedback.closes_past", at=at)
        return replace(self, closes_at=at)

    def published(self) -> Self:
        if self.state is not State.CLOSED:
            raise UserError("feedback.publish_later", number=self.id)
        return replace(self, is_published=True)

    def question(self, place: int) -> Question:
        if not 0 <= place < len(self.questions):
            raise UserError("house.card_gone")
        return self.questions[place]

    def shows_counts(self) -> bool:
        """Whoever watches anonymous counts grow sees who made them grow: those are for afterwards."""
        return self.state is State.CLOSED or (self.state is State.OPEN and self.is_live and not self.is_anonymous)

    def reminds_at(self, now: datetime, zone: tzinfo, calendar: WorkCalendar) -> datetime | None:
        """When those who have not answered are asked again: in the morning of its last working day, or of the one
        before where that morning is too near; None where it closes too soon."""
        last = calendar.working_on_or_before(self.closes_at.astimezone(zone).date())
        mornings = [
            datetime.combine(day, time(calendar.opens.hour, calendar.opens.minute), zone)
            for day in (last, calendar.add_working_days(last, -1))
        ]
        late = self.closes_at - SOON / 2
        times = [at for at in mornings if now + SOON < at < late] or [late]
        return times[0] if times[0] > now + SOON / 2 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the roster: how far they have come, and never with what. `day` is when they finished."""

    survey_id: int
    person_id: int
    progress: int = 0
    is_done: bool = False
    day: str = ""

    def after(self, survey: Survey, place: int, today: date) -> Self:
        """That question is answered; UserError for one that may not be answered (again)."""
        if survey.is_anonymous and place != self.progress:
            raise UserError("feedback.anonymous_once", number=survey.id)
        if place > self.progress:
            raise UserError("house.card_gone")
        progress = max(self.progress, place + 1)
        is_done = progress == len(survey.questions)
        day = self.day or (today.isoformat() if is_done else "")
        return replace(self, progress=progress, is_done=is_done, day=day)


@dataclass(frozen=True, slots=True)
class Answer:
    """A named one."""

    person_id: int
    question: int
    said: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What the answers to one question come to: `counts` of what can be counted, in the question's order, `said` what
    was written, `mean` and `total` of numbers. `is_hidden`: too few said anything."""

    question: Question
    answers: int
    counts: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()
    mean: float | None = None
    total: float | None = None
    is_hidden: bool = False


def tally(questions: Sequence[Question], answers: Sequence[Sequence[str]], least: int = 0) -> list[Sum]:
    """`answers` are those to each question; of fewer than `least` nothing but their number is told."""
    return [_sum(question, given, least) for question, given in zip(questions, answers, strict=True)]


def _sum(question: Question, given: Sequence[str], least: int) -> Sum:
    if len(given) < least:
        return Sum(question, len(given), is_hidden=True)
    if question.kind is Kind.TEXT:
        return Sum(question, len(given), said=tuple(sorted(given)))
    counted = Counter(one for answer in given for one in answer.split(BETWEEN))
    if question.kind is Kind.DATE:
        return Sum(question, len(given), tuple(sorted(counted.items())))
    if question.kind is Kind.NUMBER:
        total = sum(map(float, given))
        return Sum(question, len(given), tuple(sorted(counted.items(), key=_by_value)), mean=_mean(given), total=total)
    offered = question.offered or question.choices
    counts = tuple((one, counted[one]) for one in offered)
    if question.kind is Kind.RATING:
        return Sum(question, len(given), counts, mean=_mean(given))
    return Sum(question, len(given), counts)


def _by_value(counted: tuple[str, int]) -> float:
    return float(counted[0])


def _mean(given: Sequence[str]) -> float | None:
    return sum(map(float, given)) / len(given) if given else None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`author_id` is None for one without a name; `day` is when it was made, or handed over where it has no name."""

    id: int
    text: str
    author_id: int | None
    day: str


def suggested(text: str) -> str:
    words = text.strip()
    if not words or len(words) > ANSWER_LENGTH:
        raise UserError("feedback.suggestion_length", most=ANSWER_LENGTH)
    return words
