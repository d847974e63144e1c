"""Many at once: a hundred answers, an end in the midst of them, cards in parts, and a process that dies between."""

import asyncio
from typing import Any

import pytest

from bot.domain.people import Person
from bot.messages import Account, ButtonPressed, ChatRef, Envelope, UserRef
from bot.ports import UnitOfWork
from tests.flow.conversation import Office
from tests.flow.test_surveys import ASKED, sends

MANY = 100


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.feedback.sending.CHUNK", 30)


async def with_many(office: Office) -> list[UserRef]:
    """As many people more, of one unit."""
    accounts = [UserRef("sim", f"new{number}", f"新人{number}") for number in range(MANY)]

    def add(uow: UnitOfWork) -> None:
        for account in accounts:
            uow.people.save(Person(0, account.name, "新校区"), [account])

    await office.parts.store.write(add)
    return accounts


async def press(office: Office, account: UserRef, choice: int, event: str = "") -> None:
    envelope = Envelope(event or f"press-{account.id}", account.direct(), account, office.clock.now())
    await office.parts.dispatcher(ButtonPressed(envelope, f"feedback.answer:1:0.{choice}"))


def named(text: str, secrecy: str) -> str:
    return text.replace("周五", f"{secrecy}，周五").replace("教务处", "新校区")


@pytest.mark.parametrize("secrecy", ["实名", "匿名"])
async def test_a_hundred_answers_at_once_are_a_hundred(office: Office, secrecy: str) -> None:
    accounts = await with_many(office)
    await sends(office, named(ASKED, secrecy))
    await office.waits(seconds=1)
    pressed = [press(office, account, place % 3) for place, account in enumerate(accounts)]
    again = [press(office, account, place % 3) for place, account in enumerate(accounts)]
    await asyncio.gather(*pressed, *again)
    assert await office.parts.store.read(lambda uow: uow.surveys.counts(1)) == (MANY, MANY)
    await office.says("赵敏", "结束问卷1", "direct")
    result = (await office.says("赵敏", "问卷1结果", "direct"))[-1]
    assert [line.partition("（")[0] for line in result.card["body"].split("\n")[1:]] == [
        "很满意 34", "一般 33", "不满意 33",
    ]  # fmt: skip


@pytest.mark.parametrize("secrecy", ["实名", "匿名"])
async def test_whoever_answers_while_it_ends_is_counted_or_refused(office: Office, secrecy: str) -> None:
    accounts = await with_many(office)
    await sends(office, named(ASKED, secrecy))
    half = MANY // 2
    first = [press(office, account, 0) for account in accounts[:half]]
    last = [press(office, account, 1) for account in accounts[half:]]
    await asyncio.gather(*first, office.says("赵敏", "结束问卷1", "direct"), *last)

    def stands(uow: UnitOfWork) -> tuple[Any, ...]:
        survey = uow.surveys.get(1)
        assert survey is not None
        answers = [one.said for one in uow.surveys.answers(1)] + uow.surveys.box(1, 1)[0]
        return survey.state, uow.surveys.counts(1)[1], len(answers)

    state, done, answers = await office.parts.store.read(stands)
    assert (state, done) == ("closed", answers)
    assert done >= 1
    refused = [account for account in accounts if await _was_refused(office, account)]
    assert len(refused) + done == MANY
    await press(office, refused[0] if refused else accounts[0], 2, "late")
    assert (await office.parts.store.read(stands))[1:] == (done, done)


async def _was_refused(office: Office, account: UserRef) -> bool:
    line = await office.parts.store.read(lambda uow: uow.outbox.find(f"sim:press-{account.id}:why"))
    return line is not None and "截止" in line.card.title


async def test_cards_go_out_in_parts_though_it_is_restarted_between(office: Office) -> None:
    accounts = await with_many(office)
    await sends(office, named(ASKED, "实名"))
    await office.restarts()
    await office.waits(seconds=1)

    def keys(uow: UnitOfWork) -> list[str]:
        people = [uow.people.by_account(account) for account in accounts]
        return [f"survey:1:{person.id}" for person in people if person]

    fates = await office.parts.store.read(lambda uow: uow.outbox.find_all(keys(uow)))
    assert len(fates) == MANY


async def test_what_was_answered_and_what_is_due_outlives_the_process(office: Office) -> None:
    await sends(office)
    await office.says("李强", "问卷1：很满意", "direct")
    await office.restarts()
    await office.presses("陈静", "一般", "direct")
    await office.waits(days=4, hours=9)
    result = (await office.says("赵敏", "问卷1结果", "direct"))[-1]
    assert result.fact("已填") == "2 / 5"
    assert sum(line.title.startswith("结果") for line in await office.visible("dm:zhaomin")) == 2


async def test_whoever_left_owes_nothing(office: Office) -> None:
    await sends(office)

    gone = Account(UserRef("sim", "huangting", "黄婷"), is_active=False)
    await office.parts.store.write(lambda uow: uow.people.note(gone, office.clock.now()))
    missing = (await office.says("赵敏", "问卷1谁没填", "direct"))[-1]
    assert missing.title.endswith("4 人没填")
    assert "黄婷" not in missing.text


async def test_whoever_came_into_the_group_since_may_answer_its_card(office: Office) -> None:
    await office.says("赵敏", "@小办 投票：午餐吃什么，米饭/面条，本群，明天11点截止")
    await office.presses("赵敏", "发送")
    new, group = UserRef("sim", "newcomer", "新人"), ChatRef("sim", "group", "office")
    pressed = ButtonPressed(Envelope("new-1", group, new, office.clock.now()), "feedback.answer:1:0.1")
    await office.parts.dispatcher(pressed)
    await office.parts.relay.run_until_idle()
    (card,) = [one for one in await office.visible("office") if one.title.startswith("问卷1")]
    assert card.fact("已填") == "1 / 21"
    elsewhere = ButtonPressed(
        Envelope("new-2", ChatRef("sim", "group", "teaching"), UserRef("sim", "other"), office.clock.now()),
        "feedback.answer:1:0.1",
    )
    await office.parts.dispatcher(elsewhere)
    assert await office.parts.store.read(lambda uow: uow.surveys.counts(1)) == (21, 1)
