"""`conversations.*`: channels, who is in them, what was said there."""

from tests.platforms.slack import shapes
from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.world import Channel, Json, Message

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}


@method("conversations.list", *READ.values(), tier=2)
def listed(call: Call) -> Json:
    wanted = {each.strip() for each in (call.text("types") or "public_channel").split(",")}
    if wanted - TYPES.keys():
        raise Refused("invalid_types")
    for each in sorted(wanted):
        call.scope(READ[TYPES[each]])
    found = [each for each in call.world.channels.values() if each.kind in {TYPES[kind] for kind in wanted}]
    seen = [each for each in found if visible(call, each) and not (each.archived and call.flag("exclude_archived"))]
    page, cursor = call.page(seen)
    shown = [shapes.channel(each, call.world, with_members=each.kind != "im") for each in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


@method("conversations.info", *READ.values(), tier=3)
def info(call: Call) -> Json:
    channel = call.channel()
    call.scope(READ[channel.kind])
    return {"channel": shapes.channel(channel, call.world, call.flag("include_num_members"))}


@method("conversations.members", *READ.values(), tier=4)
def members(call: Call) -> Json:
    channel = call.channel()
    call.scope(READ[channel.kind])
    page, cursor = call.page(channel.members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.history", *HISTORY.values(), tier=3)
def history(call: Call) -> Json:
    channel = readable(call)
    lines = [each for each in channel.messages if not each.only_for and (not is_reply(each) or each.broadcast)]
    return messages(call, channel, [each for each in reversed(lines) if in_window(call, each)])


@method("conversations.replies", *HISTORY.values(), tier=3)
def replies(call: Call) -> Json:
    channel = readable(call)
    asked = channel.find(call.needs("ts"))
    if asked is None or asked.only_for:
        raise Refused("thread_not_found")
    root = asked.thread_ts or asked.ts
    lines = [each for each in channel.messages if root in {each.ts, each.thread_ts} and not each.only_for]
    return messages(call, channel, [each for each in lines if each.ts == root or in_window(call, each)])


@method("conversations.open", "im:write", "mpim:write", tier=3, json=True)
def opened(call: Call) -> Json:
    if call.text("channel"):
        channel = call.channel()
    else:
        channel = with_people(call, [each.strip() for each in call.needs("users").split(",") if each.strip()])
    shown = shapes.channel(channel, call.world) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


@method("conversations.join", "channels:join", tier=3, json=True)
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if call.world.app.bot_user not in channel.members:
        channel.members.append(call.world.app.bot_user)
    return {"channel": shapes.channel(channel, call.world)}


def with_people(call: Call, users: list[str]) -> Channel:
    if not users:
        raise Refused("users_list_not_supplied")
    unknown = [each for each in users if each not in call.world.people]
    if unknown:
        raise Refused("user_not_found")
    if any(call.world.people[each].deleted for each in users):
        raise Refused("user_disabled")
    return call.world.im_with(users[0]) if len(users) == 1 else call.world.group_talk(users)


def visible(call: Call, channel: Channel) -> bool:
    return channel.kind == "channel" or call.world.app.bot_user in channel.members


def readable(call: Call) -> Channel:
    channel = call.channel()
    call.scope(HISTORY[channel.kind])
    if call.world.app.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def is_reply(line: Message) -> bool:
    return bool(line.thread_ts) and line.thread_ts != line.ts


def in_window(call: Call, line: Message) -> bool:
    at, oldest, latest = float(line.ts), call.text("oldest"), call.text("latest")
    if call.flag("inclusive") and line.ts in {oldest, latest}:
        return True
    try:
        return (not oldest or at > float(oldest)) and (not latest or at < float(latest))
    except ValueError:
        raise Refused("invalid_ts_latest") from None


def messages(call: Call, channel: Channel, lines: list[Message]) -> Json:
    page, cursor = call.page(lines)
    metadata = call.flag("include_all_metadata")
    shown = [_shown(each, channel, call, metadata) for each in page]
    more: Json = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": shown, "has_more": bool(cursor), "pin_count": 0, **more}


def _shown(line: Message, channel: Channel, call: Call, metadata: bool) -> Json:
    shown = shapes.message(line, call.world) | shapes.thread_head(line, channel, call.world)
    return shown | ({"metadata": line.metadata} if metadata and line.metadata else {})
