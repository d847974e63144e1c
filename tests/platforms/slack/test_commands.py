"""Commands, and the addresses that come with them."""

from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack.blocks import faults_in
from tests.platforms.slack.receiver import Receiver, with_json, with_status
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.texts import escape, pings, shown
from tests.platforms.slack.world import Channel


async def test_a_command_is_a_form_with_ids_in_brackets(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    zhaomin, wangwei = slack.member("zhaomin"), slack.member("wangwei")
    await zhaomin.commands("督办 @wangwei 到 #office & 50% + payload 🚪 https://a.example/b", office)
    form = app.got[0].form
    assert app.got[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    wanted = f"督办 <@{wangwei.id}> 到 <#{office.id}|office> & 50% + payload 🚪 <https://a.example/b>"
    assert (form["command"], form["text"]) == ("/xiaoban", wanted)
    assert (form["user_id"], form["channel_id"], form["channel_name"]) == (zhaomin.id, office.id, "office")
    assert "thread_ts" not in form
    assert {"trigger_id", "response_url", "team_id", "api_app_id", "is_enterprise_install"} <= form.keys()


async def test_without_escaping_names_come_as_they_were_typed(slack: LocalSlack, app: Receiver) -> None:
    slack.world.app.escapes = False
    await slack.member("zhaomin").commands("督办 @wangwei")
    assert app.got[0].form["text"] == "督办 @wangwei"


async def test_a_command_is_not_tried_again_and_the_person_sees_why(slack: LocalSlack, app: Receiver) -> None:
    app.always = with_status(500)
    zhaomin = slack.member("zhaomin")
    await zhaomin.commands("帮助")
    await slack.pass_by(hours=2)
    assert len(app.got) == 1
    assert zhaomin.troubles == ["/xiaoban failed with the error “dispatch_failed”"]


async def test_an_answer_in_the_acknowledgement(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    app.replies = [with_json({"text": "只给你看"}), with_json({"text": "给大家", "response_type": "in_channel"})]
    await slack.member("zhaomin").commands("一", office)
    await slack.member("zhaomin").commands("二", office)
    assert [line.text for line in slack.member("zhaomin").sees(office)] == ["只给你看", "给大家"]
    assert [line.text for line in slack.member("wangwei").sees(office)] == ["给大家"]


async def test_a_response_address_is_good_for_five_messages(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    await slack.member("zhaomin").commands("一", office)
    respond = AsyncWebhookClient(app.got[0].form["response_url"])
    for number in range(5):
        assert (await respond.send(text=str(number), response_type="ephemeral")).status_code == 200
    last = await respond.send(text="6")
    assert (last.status_code, "used_url" in last.body) == (404, True)
    assert len(slack.member("zhaomin").sees(office)) == 5
    assert slack.member("wangwei").sees(office) == []


async def test_and_for_thirty_minutes(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    await slack.member("zhaomin").commands("一", office)
    respond = AsyncWebhookClient(app.got[0].form["response_url"])
    await slack.pass_by(minutes=30)
    assert (await respond.send(text="还行")).status_code == 200
    await slack.pass_by(seconds=1)
    assert "expired_url" in (await respond.send(text="晚了")).body


async def test_it_works_where_the_bot_is_no_member(slack: LocalSlack, app: Receiver) -> None:
    other = slack.world.add_channel("other", slack.member("zhaomin").id, kind="group", bot=False)
    await slack.member("zhaomin").commands("一", other)
    await AsyncWebhookClient(app.got[0].form["response_url"]).send(text="在", response_type="in_channel")
    assert [line.text for line in slack.member("zhaomin").sees(other)] == ["在"]


async def test_what_a_reader_sees_of_a_text(slack: LocalSlack, office: Channel) -> None:
    wangwei = slack.member("wangwei")
    text = f"<@{wangwei.id}> 在 <#{office.id}|> 看 <https://a.example|这里>，1 &lt; 2 &amp; <!date^1^{{date}}|周一>"
    assert shown(text, slack.world) == "@wangwei 在 #office 看 这里，1 < 2 & 周一"
    assert pings("<!channel> <@U1> &lt;!here&gt; <!subteam^S1>") == {"channel", "U1", "S1"}
    assert pings(escape("<!channel>")) == set()


def test_a_block_that_the_reference_shows_is_taken() -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "好"}, "action_id": "a", "value": "1"}
    text = {"type": "mrkdwn", "text": "*你好*"}
    section = {"type": "section", "block_id": "s", "text": text, "accessory": button}
    assert faults_in([section, {"type": "divider"}, {"type": "actions", "elements": [button]}], "message") == []
