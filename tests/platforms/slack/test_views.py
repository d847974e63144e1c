"""Buttons, forms and the Home tab."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack.receiver import Receiver, with_json, with_status
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel, Json

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "参加"}, "action_id": "rsvp", "value": "yes:1"}
SELECT = {
    "type": "static_select", "action_id": "room", "placeholder": {"type": "plain_text", "text": "会议室"},
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("301", "302")],
}  # fmt: skip
CARD = [{"type": "actions", "elements": [BUTTON, SELECT]}]
REASON = {
    "type": "input", "block_id": "why", "label": {"type": "plain_text", "text": "理由"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}  # fmt: skip


def modal(**more: Any) -> Json:
    texts = {name: {"type": "plain_text", "text": text} for name, text in (("title", "请假"), ("submit", "提交"))}
    return {"type": "modal", **texts, "blocks": [REASON], "private_metadata": "form-1", **more}


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_a_press_on_a_card(slack: LocalSlack, client: AsyncWebClient, app: Receiver, office: Channel) -> None:
    ts = (await client.chat_postMessage(channel=office.id, text="会议", blocks=CARD))["ts"]
    await slack.member("wangwei").presses("参加", office, times=2)
    first, second = (got.payload for got in app.got)
    assert first["type"] == "block_actions"
    assert first["container"] == {
        "type": "message", "message_ts": ts, "channel_id": office.id, "is_ephemeral": False,
    }  # fmt: skip
    assert (first["actions"][0]["action_id"], first["actions"][0]["value"]) == ("rsvp", "yes:1")
    assert first["message"]["ts"] == ts
    assert first["trigger_id"] != second["trigger_id"]
    before = slack.member("wangwei").sees(office)[0]
    await client.chat_update(channel=office.id, ts=ts, text="取消了", blocks=[])
    with pytest.raises(LookupError):
        await slack.member("wangwei").presses("参加", office)
    await slack.member("wangwei").presses_as_it_was(before, "参加", office)
    assert app.got[2].payload["actions"][0]["value"] == "yes:1"


async def test_a_choice(slack: LocalSlack, client: AsyncWebClient, app: Receiver, office: Channel) -> None:
    await client.chat_postMessage(channel=office.id, text="会议", blocks=CARD)
    await slack.member("wangwei").selects("会议室", "302", office)
    told = app.got[0].payload
    assert told["actions"][0]["selected_option"]["value"] == "302"
    (values,) = told["state"]["values"].values()
    assert values["room"]["selected_option"]["value"] == "302"


async def test_a_press_replaces_what_only_one_sees(
    slack: LocalSlack, client: AsyncWebClient, app: Receiver, office: Channel
) -> None:
    wangwei = slack.member("wangwei")
    await client.chat_postEphemeral(channel=office.id, user=wangwei.id, text="问", blocks=CARD)
    await wangwei.presses("参加", office)
    told = app.got[0].payload
    assert told["container"]["is_ephemeral"]
    assert "message" not in told
    await AsyncWebhookClient(told["response_url"]).send(text="答过了", replace_original=True)
    assert [(line.text, line.labels) for line in wangwei.sees(office)] == [("答过了", [])]
    await AsyncWebhookClient(told["response_url"]).send(delete_original=True)
    assert wangwei.sees(office) == []


async def test_a_failed_press_is_shown_and_not_repeated(
    slack: LocalSlack, client: AsyncWebClient, app: Receiver, office: Channel
) -> None:
    await client.chat_postMessage(channel=office.id, text="会议", blocks=CARD)
    app.always = with_status(500)
    await slack.member("wangwei").presses("参加", office)
    await slack.pass_by(hours=1)
    assert (len(app.got), slack.member("wangwei").troubles) == (1, ["dispatch_failed"])


async def test_a_trigger_opens_one_modal_within_three_seconds(slack: LocalSlack, client: AsyncWebClient) -> None:
    zhaomin = slack.member("zhaomin").id
    trigger = slack.triggers.make(zhaomin)
    opened = await client.views_open(trigger_id=trigger, view=modal())
    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    assert await error(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    late = slack.triggers.make(zhaomin)
    await slack.pass_by(seconds=3.1)
    assert await error(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    slack.triggers.old_names = True
    assert await error(client.views_open(trigger_id=late, view=modal())) == "trigger_expired"
    assert await error(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_stack_of_three(slack: LocalSlack, client: AsyncWebClient) -> None:
    zhaomin = slack.member("zhaomin")
    await client.views_open(trigger_id=slack.triggers.make(zhaomin.id), view=modal(external_id="one"))
    for _ in range(2):
        await client.views_push(trigger_id=slack.triggers.make(zhaomin.id), view=modal())
    assert len(slack.screens.stacks[zhaomin.id]) == 3
    fourth = client.views_push(trigger_id=slack.triggers.make(zhaomin.id), view=modal())
    assert await error(fourth) == "push_limit_reached"
    changed = await client.views_update(external_id="one", view=modal(private_metadata="2", external_id="one"))
    assert changed["view"]["private_metadata"] == "2"
    assert await error(client.views_update(external_id="one", hash="old", view=modal())) == "hash_conflict"


async def test_a_form_that_will_not_do(slack: LocalSlack, client: AsyncWebClient) -> None:
    def opening(**more: Any) -> Any:
        return client.views_open(trigger_id=slack.triggers.make(slack.member("zhaomin").id), view=modal(**more))

    assert await error(opening(private_metadata="x" * 3001)) == "invalid_arguments"
    assert await error(opening(title={"type": "plain_text", "text": "x" * 25})) == "invalid_arguments"
    assert await error(opening(submit=None)) == "invalid_arguments"
    big = [{"type": "section", "text": {"type": "plain_text", "text": "会" * 2900}}] * 30
    assert await error(opening(blocks=big)) == "view_too_large"


@pytest.fixture
async def form(slack: LocalSlack, client: AsyncWebClient) -> str:
    """An open one's id."""
    trigger = slack.triggers.make(slack.member("zhaomin").id)
    return str((await client.views_open(trigger_id=trigger, view=modal(notify_on_close=True)))["view"]["id"])


async def test_a_form_comes_filled_in_and_closes(slack: LocalSlack, app: Receiver, form: str) -> None:
    zhaomin = slack.member("zhaomin")
    await zhaomin.submits({"理由": "家里有事"})
    view = app.got[0].payload["view"]
    assert (view["id"], view["private_metadata"]) == (form, "form-1")
    assert view["state"]["values"] == {"why": {"text": {"type": "plain_text_input", "value": "家里有事"}}}
    with pytest.raises(IndexError):
        _ = zhaomin.modal


async def test_what_the_answer_to_a_form_does(slack: LocalSlack, app: Receiver, form: str) -> None:
    zhaomin = slack.member("zhaomin")
    app.replies = [
        with_json({"response_action": "errors", "errors": {"why": "太短"}}),
        with_json({"response_action": "errors", "errors": {"elsewhere": "?"}}),
        with_json({"response_action": "update", "view": modal(private_metadata="2")}),
        with_json({"response_action": "push", "view": modal(private_metadata="3")}),
        with_json({"nonsense": True}),
    ]
    await zhaomin.submits()
    assert (zhaomin.faults, zhaomin.modal.id) == ({"why": "太短"}, form)
    await zhaomin.submits()
    assert (len(zhaomin.troubles), zhaomin.faults) == (1, {})
    await zhaomin.submits()
    assert (zhaomin.modal.id, zhaomin.modal.body["private_metadata"]) == (form, "2")
    await zhaomin.submits()
    assert zhaomin.modal.body["private_metadata"] == "3"
    await zhaomin.submits()
    assert len(zhaomin.troubles) == 2
    app.replies = [with_json({"response_action": "clear"})]
    await zhaomin.submits()
    assert slack.world.views == {}


async def test_closing_a_form_is_told_where_it_was_asked_for(slack: LocalSlack, app: Receiver, form: str) -> None:
    await slack.member("zhaomin").closes()
    assert (app.got[0].payload["type"], app.got[0].payload["view"]["id"]) == ("view_closed", form)


async def test_the_home_tab(slack: LocalSlack, client: AsyncWebClient, app: Receiver) -> None:
    zhaomin = slack.member("zhaomin")
    await zhaomin.opens_home()
    assert app.got[0].json["event"]["type"] == "app_home_opened"
    assert "view" not in app.got[0].json["event"]
    published = await client.views_publish(user_id=zhaomin.id, view={"type": "home", "blocks": CARD})
    await zhaomin.opens_home()
    assert app.got[1].json["event"]["view"]["hash"] == published["view"]["hash"]
    await zhaomin.presses_in(zhaomin.home, "参加")
    told = app.got[2].payload
    assert (told["container"]["type"], told["actions"][0]["value"]) == ("view", "yes:1")
    assert "response_url" not in told
    old = client.views_publish(user_id=zhaomin.id, hash="old", view={"type": "home", "blocks": []})
    assert await error(old) == "hash_conflict"


async def test_a_shortcut_on_a_message(slack: LocalSlack, app: Receiver, office: Channel) -> None:
    await slack.member("zhaomin").says("写总结", office)
    ts = office.messages[0].ts
    await slack.member("wangwei").uses_shortcut("xb_assign", office, ts)
    told = app.got[0].payload
    assert (told["type"], told["callback_id"], told["message"]["text"]) == ("message_action", "xb_assign", "写总结")
