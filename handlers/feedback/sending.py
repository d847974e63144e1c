"""Cards to all who were asked, or to those of them who have not answered, some hundreds at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import Card
from bot.domain.leave import stand_in
from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.domain.survey import State, Survey
from bot.messages import Outgoing, UserRef
from bot.texts import Say
from bot.turn import Tick
from handlers.feedback.cards import person_card, result_card
from handlers.feedback.counting import sums_of
from handlers.feedback.desk import Post, maker_of, own_key, post_router, ticked

SEND, AGAIN, RENEW, OVER, RESULT = "send", "again", "renew", "over", "result"
CHUNK = 500
A_MOMENT = timedelta(microseconds=1)
A_MONTH = timedelta(days=31)


def in_parts(post: Post, survey: Survey, deed: str, *, missing_only: bool) -> tuple[Outgoing, ...]:
    """A few at once, of many the first; what waits is done however often the house is restarted."""
    post.uow.surveys.queue(survey.id, deed, missing_only=missing_only)
    return next_part(post, survey)


def next_part(post: Post, survey: Survey) -> tuple[Outgoing, ...]:
    part = post.uow.surveys.next_queued(survey.id, CHUNK)
    if post.uow.surveys.is_queued(survey.id):
        at = post.now + A_MOMENT
        planned = Reminder("feedback_post.cards", survey.id, at, at + A_MONTH, about=survey.title, rings=True)
        post.uow.reminders.plan([planned])
    return _Cards(post, survey, part).written()


@post_router.work("cards")
def spread(tick: Tick, survey_id: int) -> tuple[Outgoing, ...]:
    survey = tick.uow.surveys.get(survey_id)
    return () if survey is None else next_part(ticked(tick, survey), survey)


class _Cards:
    """Of one part, each in its reader's language."""

    def __init__(self, post: Post, survey: Survey, part: Sequence[tuple[int, str]]) -> None:
        self._post, self._survey, self._part = post, survey, part
        self._maker = maker_of(post.uow, survey) if part else ""
        readers = self._readers([one for one, deed in part if deed == AGAIN])
        ids = {one for one, _ in part} | set(readers.values())
        self._instead = readers
        self._people: Mapping[int, Person] = post.uow.people.named(ids) if ids else {}
        self._accounts: Mapping[int, UserRef | None] = post.uow.people.accounts(ids, post.platform) if ids else {}
        self._sums = sums_of(post.uow, survey) if any(deed == RESULT for _, deed in part) else []

    def _readers(self, people: Sequence[int]) -> dict[int, int]:
        """The deputy of each who is on leave, who can only pass it on."""
        if not people:
            return {}
        away = self._post.uow.leaves.between(self._post.now, self._post.now + timedelta(seconds=1))
        return {one: stand_in(one, self._post.now, away) or one for one in people}

    def written(self) -> tuple[Outgoing, ...]:
        return tuple(card for one, deed in self._part for card in self._one(one, deed))

    def _one(self, person_id: int, deed: str) -> tuple[Outgoing, ...]:
        reader = self._instead.get(person_id, person_id)
        account, person = self._accounts.get(reader), self._people.get(reader)
        if account is None or person is None:
            return ()
        say = self._post.house.speak(person.language, self._post.now)
        if deed == AGAIN and reader != person_id:
            return (self._passed_on(person_id, account, say),)
        write = {
            SEND: self._send,
            AGAIN: self._again,
            RENEW: self._renewed,
            OVER: self._over,
            RESULT: self._result,
        }[deed]
        return write(person_id, account, say)

    def _key(self, person_id: int) -> str:
        return own_key(self._survey, person_id)

    def _moment(self) -> str:
        return f"{self._post.now:%Y%m%d%H%M%S}"

    def _send(self, person_id: int, account: UserRef, say: Say) -> tuple[Outgoing, ...]:
        card = person_card(self._survey, self._maker, say)
        mailing = f"survey:{self._survey.id}:"
        return (Outgoing(self._key(person_id), account.direct(), card, language=say.language, mailing=mailing),)

    def _again(self, person_id: int, account: UserRef, say: Say) -> tuple[Outgoing, ...]:
        entry = self._post.uow.surveys.entry(self._survey.id, person_id)
        if entry is None or entry.is_done or self._survey.state is not State.OPEN:
            return ()
        card = person_card(self._survey, self._maker, say, entry)
        card = replace(card, title=say("feedback.again", title=card.title))
        key = f"{self._key(person_id)}:again:{self._moment()}"
        return (Outgoing(key, account.direct(), card, language=say.language),)

    def _passed_on(self, person_id: int, account: UserRef, say: Say) -> Outgoing:
        """Nobody answers for another one."""
        name = self._post.uow.people.get(person_id).name
        card = person_card(self._survey, self._maker, say)
        title = say("feedback.again_for", title=card.title, name=name)
        key = f"{self._key(person_id)}:for:{self._moment()}"
        return Outgoing(key, account.direct(), replace(card, title=title, buttons=()), language=say.language)

    def _over(self, person_id: int, _account: UserRef, say: Say) -> tuple[Outgoing, ...]:
        return self._in_place(person_id, person_card(self._survey, self._maker, say), "over", say)

    def _renewed(self, person_id: int, _account: UserRef, say: Say) -> tuple[Outgoing, ...]:
        """Asks the same, until another time; sent now, where the card had not yet gone out."""
        entry = self._post.uow.surveys.entry(self._survey.id, person_id)
        card = person_card(self._survey, self._maker, say, entry)
        part = f"{self._moment()}:{self._survey.closes_at:%Y%m%d%H%M}"
        return self._in_place(person_id, card, part, say) or self._send(person_id, _account, say)

    def _in_place(self, person_id: int, card: Card, part: str, say: Say) -> tuple[Outgoing, ...]:
        key = self._key(person_id)
        sent = self._post.uow.outbox.find(key)
        return (Outgoing(f"{key}:{part}", sent.to, card, replaces=key, language=say.language),) if sent else ()

    def _result(self, person_id: int, account: UserRef, say: Say) -> tuple[Outgoing, ...]:
        done = self._post.uow.surveys.counts(self._survey.id)[1]
        card = result_card(self._survey, self._sums, done, say)
        return (Outgoing(f"{self._key(person_id)}:result", account.direct(), card, language=say.language),)


post_router.texts(
    {
        "coming_cards": ("发送问卷：{about}", "Sending the survey: {about}"),
        "coming_suggestions": ("转交匿名意见", "Handing over suggestions without names"),
    }
)
