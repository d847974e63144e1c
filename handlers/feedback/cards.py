"""The feedback desk's cards: pure functions of a survey and a language."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.domain.survey import BETWEEN, LEAST, Answer, Entry, Kind, Question, State, Sum, Survey
from bot.texts import Say

BAR = 10
"""Blocks of a bar that means all."""

MOST_SAID, SAID_SHOWN = 20, 100
"""Written answers on a card, and characters of each."""

Named = dict[tuple[int, str], list[str]]
"""Who gave an answer to a question."""


def heading(survey: Survey, say: Say) -> str:
    return say("feedback.heading", number=survey.id, title=survey.title)


def person_card(survey: Survey, maker: str, say: Say, entry: Entry | None = None, mine: Sequence[Answer] = ()) -> Card:
    """What each person is sent: the next question, or what they have said, or that it is over."""
    if survey.state is not State.OPEN:
        return Card(heading(survey, say), body=say(f"feedback.over_{survey.state}"), tone="done")
    progress = entry.progress if entry else 0
    if entry is not None and entry.is_done:
        return _done_card(survey, maker, say, mine)
    return question_card(survey, maker, say, progress)


def question_card(survey: Survey, maker: str, say: Say, place: int) -> Card:
    question, many = survey.question(place), len(survey.questions)
    title = heading(survey, say)
    if many > 1:
        title = say("feedback.heading_step", title=title, place=place + 1, many=many)
    return Card(title, facts(survey, maker, say), asked(question, say), buttons(survey, place, say), "ask")


def facts(survey: Survey, maker: str, say: Say) -> tuple[tuple[str, str], ...]:
    how = "feedback.anonymous_promise" if survey.is_anonymous else "feedback.named_promise"
    return (
        (say("feedback.from"), maker),
        (say("feedback.until"), say.moment(survey.closes_at)),
        (say("feedback.names"), say(how, least=LEAST)),
    )


def asked(question: Question, say: Say) -> str:
    """The question, with what can be chosen where no button says it."""
    hint = question.numbered() if question.kind is Kind.CHOICES else ""
    return "\n".join(part for part in (question.text, hint, say(f"feedback.how_{question.kind}")) if part)


def buttons(survey: Survey, place: int, say: Say) -> tuple[Button, ...]:
    question = survey.question(place)
    if question.offered:
        return tuple(
            Button(one, Action("feedback.answer", survey.id, f"{place}.{number}"))
            for number, one in enumerate(question.offered)
        )
    return (Button(say("feedback.fill"), Action("feedback.fill", survey.id, str(place)), "primary"),)


def _done_card(survey: Survey, maker: str, say: Say, mine: Sequence[Answer]) -> Card:
    """Without names nobody, and no card, knows what was said."""
    if survey.is_anonymous:
        return Card(heading(survey, say), facts(survey, maker, say), say("feedback.noted_anonymous"), (), "done")
    told = tuple((_label(survey, one, say), _shown(one.said)) for one in mine)
    again = buttons(survey, 0, say) if len(survey.questions) == 1 else ()
    again = again or (Button(say("feedback.change"), Action("feedback.again", survey.id)),)
    body = say("feedback.noted_named", at=survey.closes_at)
    return Card(heading(survey, say), (*facts(survey, maker, say), *told), body, again, "done")


def _label(survey: Survey, answer: Answer, say: Say) -> str:
    if len(survey.questions) == 1:
        return say("feedback.yours")
    return f"{answer.question + 1}. {shorter(survey.questions[answer.question].text, 20)}"


def _shown(said: str) -> str:
    return shorter(said.replace(BETWEEN, " / "), SAID_SHOWN)


def group_card(survey: Survey, maker: str, done: int, say: Say) -> Card:
    """In the group's chat, for all: one question is answered there, several in each one's own chat."""
    told = (*facts(survey, maker, say), (say("feedback.answered"), f"{done} / {survey.people}"))
    if survey.state is not State.OPEN:
        return Card(heading(survey, say), told, say(f"feedback.over_{survey.state}"), (), "done")
    first = survey.question(0)
    if len(survey.questions) == 1 and first.offered:
        return Card(heading(survey, say), told, asked(first, say), buttons(survey, 0, say), "ask")
    begin = Button(say("feedback.begin"), Action("feedback.begin", survey.id), "primary")
    return Card(heading(survey, say), told, listed(survey.questions, say), (begin,), "ask")


def listed(questions: Sequence[Question], say: Say) -> str:
    """`1. 去哪里（海边 / 山里，可多选）`."""
    numbers = [f"{place}. " if len(questions) > 1 else "" for place in range(1, len(questions) + 1)]
    return "\n".join(f"{number}{one.text}{_how(one, say)}" for number, one in zip(numbers, questions, strict=True))


def _how(question: Question, say: Say) -> str:
    kind = "" if question.kind in {Kind.CHOICE, Kind.TEXT} else say(f"feedback.kind_{question.kind}")
    if not (kind or question.choices):
        return ""
    return say("feedback.in_brackets", what=" · ".join(filter(None, (" / ".join(question.choices), kind))))


def result_card(survey: Survey, sums: Sequence[Sum], done: int, say: Say, names: Named | None = None) -> Card:
    """`names` are for those alone who may know them."""
    told = ((say("feedback.answered"), f"{done} / {survey.people}"),)
    blocks = [_block(place, one, len(sums), say, names or {}) for place, one in enumerate(sums)]
    return Card(say("feedback.result", title=heading(survey, say)), told, "\n".join(blocks), tone="done")


def _block(place: int, one: Sum, many: int, say: Say, names: Named) -> str:
    number = f"{place + 1}. " if many > 1 else ""
    if one.is_hidden:
        return f"{number}{one.question.text}\n{say('feedback.too_few', least=LEAST)}"
    head = f"{number}{one.question.text}"
    figures = [say("feedback.answers_count", count=one.answers)]
    if one.mean is not None:
        figures.append(say("feedback.mean", mean=f"{one.mean:.2f}".rstrip("0").rstrip(".")))
    if one.total is not None:
        figures.append(say("feedback.total", total=f"{one.total:g}"))
    lines = [_line(what, count, one.answers, say) + _by(names.get((place, what)), say) for what, count in one.counts]
    lines += [f"· {shorter(said, SAID_SHOWN)}" + _by(names.get((place, said)), say) for said in one.said[:MOST_SAID]]
    if len(one.said) > MOST_SAID:
        lines.append(say("feedback.more_said", count=len(one.said) - MOST_SAID))
    return "\n".join((head + say("feedback.in_brackets", what=say.listed(figures)), *lines))


def _line(what: str, count: int, answers: int, say: Say) -> str:
    """`很满意 12（60%）▇▇▇▇▇▇`."""
    share = count / answers if answers else 0.0
    bar = "▇" * round(share * BAR)
    return (
        f"{shorter(what, 40)} {count}" + say("feedback.in_brackets", what=f"{share:.0%}") + (f" {bar}" if bar else "")
    )


def _by(names: Sequence[str] | None, say: Say) -> str:
    return f" {say('feedback.by', names=say.listed(names))}" if names else ""


def shorter(text: str, most: int) -> str:
    """On one line: an answer makes no lines of its own on a card."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
