"""Conversations on Slack: the real store, the adapter, and the Slack of this machine, over HTTP and over a socket."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.flow.slack_office import SlackOffice, open_slack_office
from tests.platforms.slack.faults import Fault


@pytest_asyncio.fixture(params=["http", "socket"])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SlackOffice]:
    url = f"sqlite:///{tmp_path}/house.db"
    async with open_slack_office(url, tmp_path, socket=request.param == "socket") as made:
        yield made


@pytest_asyncio.fixture
async def by_http(tmp_path: Path) -> AsyncIterator[SlackOffice]:
    async with open_slack_office(f"sqlite:///{tmp_path}/house.db", tmp_path) as made:
        yield made


async def test_a_command_books_and_a_button_confirms_in_place(office: SlackOffice) -> None:
    said = "book 301 tomorrow 3pm for the payload review with @王伟"
    (asked,) = await office.commands("赵敏", said, office.channel)
    assert "payload review" in asked.words
    assert asked.labels == ["Confirm", "Change", "Cancel"]
    over, booked = await office.presses("赵敏", "Confirm", office.channel)
    assert (over.ts, over.labels) == (asked.ts, [])
    assert "Booked" in booked.words
    (invited,) = office.member("王伟").sees()
    assert "payload review" in invited.text
    assert invited.labels == ["参加", "请假", "替会"]


async def test_a_mention_in_chinese_hands_over_by_account(office: SlackOffice) -> None:
    (asked,) = await office.says("赵敏", "@xiaoban 督办 年度总结，主办 @王伟，周五前", office.channel)
    assert "王伟" in asked.words
    await office.presses("赵敏", "确认", office.channel)
    (card,) = office.member("王伟").sees()
    assert "年度总结" in card.words
    (signed,) = await office.presses("王伟", "签收")
    assert "签收" not in signed.labels


async def test_a_direct_message_needs_no_mention(office: SlackOffice) -> None:
    (asked,) = await office.says("赵敏", "订302明天上午9点开办公会")
    assert "302" in asked.words


async def test_what_is_asked_in_a_thread_is_answered_there(office: SlackOffice) -> None:
    root = office.slack.world.next_ts(office.channel.id)
    await office.member("赵敏").says("大家看看这件事", office.channel)
    root = office.channel.messages[-1].ts
    (asked,) = await office.says("赵敏", "@xiaoban 订301明天下午3点开校务会", office.channel, thread_ts=root)
    assert asked.thread_ts == root
    over, booked = await office.presses("赵敏", "确认", office.channel)
    assert {over.thread_ts, booked.thread_ts} == {root}


async def test_a_question_is_answered_in_a_form(office: SlackOffice) -> None:
    await office.says("赵敏", "@xiaoban 督办 年度总结，主办 @王伟", office.channel)
    member = office.member("赵敏")
    await member.presses("填写回答", office.channel)
    await member.submits({"words": "  "})
    assert member.faults == {"words": "请写几个字再提交。"}
    await member.submits({"words": "周五前 <!channel> & 完"})
    assert member.troubles == []
    with pytest.raises(IndexError):
        _ = member.modal
    await office.carry()
    assert "11月27日" in member.sees(office.channel)[-1].words


async def test_a_form_that_does_not_open_leaves_the_question(office: SlackOffice) -> None:
    await office.says("赵敏", "@xiaoban 督办 年度总结，主办 @王伟", office.channel)
    office.slack.faults.plan("views.open", Fault("refuse", error="expired_trigger_id"))
    assert (await office.member("赵敏").presses("填写回答", office.channel)).taken
    *_, asked = await office.says("赵敏", "@xiaoban 周五前", office.channel)
    assert "11月27日" in asked.words


async def test_the_home_tab_shows_the_week_and_acts(office: SlackOffice) -> None:
    await office.says("赵敏", "@xiaoban 订301明天下午3点开校务会，请 @王伟 参加", office.channel)
    await office.presses("赵敏", "确认", office.channel)
    member = office.member("王伟")
    await member.opens_home()
    await office.carry()
    assert "校务会" in str(member.home.body)
    await member.presses_in(member.home, "校务会 参加")
    await office.carry()
    assert "校务会 参加" not in str(member.home.body)
    assert member.troubles == []


async def test_the_messages_tab_publishes_nothing(office: SlackOffice) -> None:
    await office.member("王伟").opens_home("messages")
    await office.carry()
    assert office.slack.world.homes == {}


async def test_an_event_that_comes_twice_is_done_once(office: SlackOffice) -> None:
    told = await office.member("赵敏").says("订302明天上午9点开办公会")
    assert told is not None
    assert (await office.slack.events.again(told)).taken
    await office.carry()
    assert len([one for one in office.member("赵敏").sees() if one.by == "xiaoban"]) == 1


async def test_an_impatient_person_confirms_once(office: SlackOffice) -> None:
    await office.says("赵敏", "订302明天上午9点开办公会")
    await office.member("赵敏").presses("确认", times=3)
    await office.carry()
    booked = [one for one in office.member("赵敏").sees() if one.words.startswith("✅")]
    assert len(booked) == 1


async def test_where_the_bot_is_no_member_its_speaker_is_told_in_private(office: SlackOffice) -> None:
    world, zhao = office.slack.world, office.member("赵敏")
    secret = world.add_channel("secret", zhao.id, kind="group", bot=False)
    await zhao.commands("订302明天上午9点开办公会", secret)
    await office.carry()
    (told,) = zhao.sees()
    assert "没有送达" in told.words
    assert "不在里面" in told.words


@pytest.mark.parametrize("fault", ["lose", "truncate"])
async def test_a_message_that_may_have_arrived_is_looked_for_and_not_sent_again(
    by_http: SlackOffice, fault: str
) -> None:
    by_http.slack.faults.plan("chat.postMessage", Fault(fault))  # type: ignore[arg-type]
    await by_http.says("赵敏", "@xiaoban 今天", by_http.channel)
    for _ in range(3):
        await by_http.carry()
    calls = [name for name, _ in by_http.slack.calls]
    assert calls.count("chat.postMessage") == 1
    assert "conversations.history" in calls
    assert by_http.parts.relay.health["slack"].failing_since is None


async def test_what_never_arrived_is_sent_after_it_was_looked_for(by_http: SlackOffice) -> None:
    by_http.slack.faults.plan("chat.postMessage", Fault("drop"))
    await by_http.says("赵敏", "@xiaoban 今天", by_http.channel)
    await by_http.carry()
    assert len([one for one in by_http.member("赵敏").sees(by_http.channel) if one.by == "xiaoban"]) == 1


async def test_a_limit_is_waited_for(by_http: SlackOffice) -> None:
    by_http.slack.faults.plan("chat.postMessage", Fault("limit", seconds=30))
    assert await by_http.says("赵敏", "@xiaoban 今天", by_http.channel) == []
    await by_http.carry()
    calls = [name for name, _ in by_http.slack.calls]
    await by_http.carry()
    assert calls.count("chat.postMessage") <= 1
    assert len([one for one in by_http.member("赵敏").sees(by_http.channel) if one.by == "xiaoban"]) == 1


async def test_nobody_is_pinged_by_what_people_write(by_http: SlackOffice) -> None:
    await by_http.says("赵敏", "督办 <!channel>R&D总结，主办 @王伟，周五前")
    posted = [args for name, args in by_http.slack.calls if name == "chat.postMessage"]
    assert posted
    assert "<!" not in str(posted)
    assert "&gt;R&amp;D" in str(posted)


async def test_its_own_words_and_other_bots_are_not_heard(by_http: SlackOffice) -> None:
    by_http.slack.world.app.events |= {"message.channels"}
    await by_http.says("赵敏", "@xiaoban 今天", by_http.channel)
    await by_http.carry()
    assert len([one for one in by_http.member("赵敏").sees(by_http.channel) if one.by == "xiaoban"]) == 1
    assert all(told.taken for told in by_http.slack.events.log)


async def test_this_group_is_whoever_is_in_the_channel(office: SlackOffice) -> None:
    await office.parts.joining.look()
    await office.member("王芳").leaves(office.channel)
    await office.says("赵敏", "@xiaoban 通知：明天停电，请确认", office.channel)
    await office.presses("赵敏", "本群", office.channel)
    await office.presses("赵敏", "发送", office.channel)
    told = {who: [one.words for one in office.member(who).sees()] for who in ("王伟", "王芳", "李主任")}
    assert "停电" in str(told["王伟"])
    assert "停电" in str(told["李主任"])
    assert told["王芳"] == []


async def test_people_who_come_and_go_are_known(office: SlackOffice) -> None:
    await office.parts.joining.look()
    amy = office.slack.world.add_human("amy", "Amy Lee", email="amy@example.com")
    event: dict[str, Any] = {
        "type": "team_join",
        "user": {"id": amy.id, "name": "amy", "real_name": "Amy Lee"},
        "event_ts": "1795399240.0",
    }
    await office.slack.events.tell(event)
    people = await office.parts.store.read(lambda uow: uow.people.known("slack", {amy.id}))
    assert people[amy.id].name == "Amy Lee"
    await office.slack.events.tell({**event, "type": "user_change", "user": {**event["user"], "deleted": True}})
    people = await office.parts.store.read(lambda uow: uow.people.known("slack", {amy.id}))
    assert not people[amy.id].is_active
