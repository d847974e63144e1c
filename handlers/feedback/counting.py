"""What has been answered, as far as it may be known at all."""

from collections import defaultdict

from bot.domain.survey import BETWEEN, LEAST, Sum, Survey, tally
from bot.ports import UnitOfWork
from handlers.feedback.cards import Named

MOST_NAMED = 40
"""People whose names stand beside their answers on a card; of more the file tells."""


def sums_of(uow: UnitOfWork, survey: Survey) -> list[Sum]:
    """Of an anonymous one nothing that fewer than `LEAST` said."""
    if survey.is_anonymous:
        return tally(survey.questions, uow.surveys.box(survey.id, len(survey.questions)), LEAST)
    given: list[list[str]] = [[] for _ in survey.questions]
    for one in uow.surveys.answers(survey.id):
        given[one.question].append(one.said)
    return tally(survey.questions, given)


def names_of(uow: UnitOfWork, survey: Survey) -> Named:
    """Who said what, where names were promised to be known and are few."""
    answers = [] if survey.is_anonymous else uow.surveys.answers(survey.id)
    people = {one.person_id for one in answers}
    if not answers or len(people) > MOST_NAMED:
        return {}
    called = {one.id: one.name for one in uow.people.named(people).values()}
    found: Named = defaultdict(list)
    for one in answers:
        for said in one.said.split(BETWEEN):
            found[one.question, said].append(called[one.person_id])
    return dict(found)
