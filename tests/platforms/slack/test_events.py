"""Slack tells an app what happens, again and again when it has to, and by the clock."""

from datetime import timedelta

import pytest

from tests.platforms.slack.events import Delivery
from tests.platforms.slack.receiver import Receiver, with_status
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel

BUSY = with_status(503)


def told(delivery: Delivery | None) -> Delivery:
    assert delivery is not None
    return delivery


async def test_a_direct_message_comes_in_the_whole_envelope(slack: LocalSlack, app: Receiver) -> None:
    zhaomin = slack.member("zhaomin")
    await zhaomin.says("明天开会 <now> & 后天, 见 https://example.com/a?b=1&c=2")
    envelope = app.got[0].json
    event = envelope["event"]
    assert app.got[0].headers["Content-Type"] == "application/json"
    assert event["text"] == "明天开会 &lt;now&gt; &amp; 后天, 见 <https://example.com/a?b=1&amp;c=2>"
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", zhaomin.id)
    assert event["event_ts"] == event["ts"]
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    assert envelope["authorizations"][0]["user_id"] == slack.world.app.bot_user
    assert {"team_id", "api_app_id", "event_context", "event_time", "is_ext_shared_channel"} <= envelope.keys()


async def test_in_a_channel_only_a_mention_is_told(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    zhaomin, bot = slack.member("zhaomin"), slack.world.app.bot_user
    assert await zhaomin.says("各位好", office) is None
    await zhaomin.says("@xiaoban 请 @wangwei 来", office)
    (got,) = app.got
    event = got.json["event"]
    assert (event["type"], event["text"]) == ("app_mention", f"<@{bot}> 请 <@{slack.member('wangwei').id}> 来")
    assert "channel_type" not in event


async def test_in_a_thread_the_event_says_so(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    await slack.member("zhaomin").says("题目", office)
    root = office.messages[0].ts
    await slack.member("zhaomin").says("@xiaoban 在这里", office, thread_ts=root)
    assert app.got[0].json["event"]["thread_ts"] == root


async def test_a_channel_without_the_bot_is_not_heard(slack: LocalSlack, app: Receiver) -> None:
    other = slack.world.add_channel("other", slack.member("zhaomin").id, bot=False)
    await slack.member("zhaomin").says("@xiaoban 你好", other)
    assert app.got == []


async def test_three_retries_at_once_after_a_minute_and_after_five(slack: LocalSlack, app: Receiver) -> None:
    slack.world.app.delayed_events = False
    app.always = BUSY
    delivery = told(await slack.member("zhaomin").says("有人吗"))
    assert len(app.got) == 2
    await slack.pass_by(seconds=59)
    assert len(app.got) == 2
    await slack.pass_by(seconds=1)
    assert len(app.got) == 3
    await slack.pass_by(minutes=5)
    assert len(app.got) == 4
    await slack.pass_by(days=1)
    assert len(app.got) == 4
    assert {got.json["event_id"] for got in app.got} == {delivery.event_id}
    headers = [(got.headers.get("X-Slack-Retry-Num"), got.headers.get("X-Slack-Retry-Reason")) for got in app.got]
    assert headers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_delayed_events_go_on_every_hour_for_a_day(slack: LocalSlack, app: Receiver) -> None:
    app.always = BUSY
    await slack.member("zhaomin").says("有人吗")
    await slack.pass_by(minutes=6)
    assert len(app.got) == 4
    await slack.pass_by(hours=23)
    app.always = with_status(200)
    await slack.pass_by(hours=1)
    assert len(app.got) == 4 + 24
    await slack.pass_by(hours=3)
    assert len(app.got) == 4 + 24


async def test_a_retry_that_is_taken_is_the_last(slack: LocalSlack, app: Receiver) -> None:
    app.replies = [BUSY, BUSY]
    delivery = told(await slack.member("zhaomin").says("有人吗"))
    await slack.pass_by(hours=1)
    assert [answer.reason for answer in delivery.answers] == ["http_error", "http_error", ""]
    assert delivery.taken


async def test_an_app_may_ask_for_no_retry(slack: LocalSlack, app: Receiver) -> None:
    app.replies = [with_status(500, X_Slack_No_Retry="1")]
    await slack.member("zhaomin").says("有人吗")
    await slack.pass_by(hours=30)
    assert len(app.got) == 1


async def test_two_redirects_are_followed_and_not_a_third(slack: LocalSlack, app: Receiver) -> None:
    app.replies = [with_status(302, Location="/elsewhere"), with_status(307, Location="/hooks/slack")]
    assert told(await slack.member("zhaomin").says("一")).taken
    app.replies = [with_status(302, Location="/elsewhere")] * 3
    delivery = told(await slack.member("zhaomin").says("二"))
    assert delivery.answers[0].reason == "too_many_redirects"


async def test_nobody_at_the_address(slack: LocalSlack) -> None:
    slack.world.app.url = "http://127.0.0.1:9/hooks/slack"
    delivery = told(await slack.member("zhaomin").says("有人吗"))
    assert [answer.reason for answer in delivery.answers] == ["connection_failed"] * 2


async def test_the_same_event_twice_and_events_in_another_order(slack: LocalSlack, app: Receiver) -> None:
    first = told(await slack.member("zhaomin").says("一"))
    await slack.events.again(first)
    assert [got.json["event_id"] for got in app.got] == [first.event_id] * 2
    slack.events.hold()
    for word in ("二", "三"):
        await slack.member("zhaomin").says(word)
    await slack.events.release(lambda held: held[::-1])
    assert [got.json["event"]["text"] for got in app.got[2:]] == ["三", "二"]


async def test_a_failing_app_with_many_events_is_told_no_more(slack: LocalSlack, app: Receiver) -> None:
    app.always = with_status(500, X_Slack_No_Retry="1")
    cut_off = []
    for _ in range(1000):
        await slack.events.tell({"type": "team_join", "user": {}})
        cut_off.append(slack.events.cut_off)
    assert cut_off == [False] * 999 + [True]
    assert await slack.member("zhaomin").says("还在吗") is None


async def test_too_many_events_in_an_hour(slack: LocalSlack, app: Receiver) -> None:
    slack.events.hourly = 2
    for word in "一二三四":
        await slack.member("zhaomin").says(word)
    assert [got.json["type"] for got in app.got] == ["event_callback", "event_callback", "app_rate_limited"]
    await slack.pass_by(hours=1, seconds=1)
    assert await slack.member("zhaomin").says("五") is not None


async def test_without_delayed_events_nothing_is_told_two_hours_late(slack: LocalSlack, app: Receiver) -> None:
    slack.world.app.delayed_events = False
    app.always = BUSY
    await slack.member("zhaomin").says("一")
    slack.clock.set(slack.clock.now() + timedelta(hours=3))
    await slack.timers.run_due()
    assert len(app.got) == 2


@pytest.mark.parametrize("deed", ["joins", "leaves"])
async def test_joining_and_leaving(slack: LocalSlack, app: Receiver, deed: str) -> None:
    channel = slack.world.add_channel("hall")
    lisi = slack.world.add_human("lisi", "李四")
    await slack.member(lisi.id).joins(channel)
    await slack.member(lisi.id).leaves(channel)
    kinds = {"joins": "member_joined_channel", "leaves": "member_left_channel"}
    assert [got.json["event"]["user"] for got in app.got if got.json["event"]["type"] == kinds[deed]] == [lisi.id]
    assert lisi.id not in channel.members
