"""The JSON that Slack shows of what is in a workspace."""

from typing import Any

from tests.platforms.slack.world import App, Channel, Human, Json, Message, UserGroup, View, Workspace

OFFSETS = {"Asia/Shanghai": 28_800, "Europe/London": 0}
TOMBSTONE = "This message was deleted."


def message(line: Message, world: Workspace) -> Json:
    """As `conversations.history` shows it without metadata."""
    if line.tombstone:
        return {
            "type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": TOMBSTONE, "hidden": True,
            "ts": line.ts, "thread_ts": line.ts,
        }  # fmt: skip
    shown: Json = {"type": "message", "user": line.user, "text": line.text, "ts": line.ts, "team": world.id}
    optional: Json = {
        "thread_ts": line.thread_ts,
        "blocks": line.blocks,
        "attachments": line.attachments,
        "files": line.files,
    }
    shown |= {name: value for name, value in optional.items() if value}
    if line.bot_id:
        shown |= {"bot_id": line.bot_id, "app_id": world.app.id, "bot_profile": bot_profile(world.app, world.id)}
    if line.edited:
        shown["edited"] = {"user": line.user, "ts": line.ts}
    if line.broadcast:
        shown["subtype"] = "thread_broadcast"
    return shown


def bot_profile(app: App, team: str) -> Json:
    icons = {"image_36": "https://a.slack-edge.com/36.png"}
    return {
        "id": app.bot_id, "app_id": app.id, "name": app.name, "deleted": False, "updated": 1, "team_id": team,
        "icons": icons,
    }  # fmt: skip


def thread_head(line: Message, channel: Channel, world: Workspace) -> Json:
    """A root with replies carries their number."""
    replies = [each for each in channel.messages if each.thread_ts == line.ts and each.ts != line.ts]
    if not replies:
        return {}
    users = list(dict.fromkeys(each.user for each in replies))
    return {
        "thread_ts": line.ts, "reply_count": len(replies), "reply_users_count": len(users), "reply_users": users,
        "latest_reply": replies[-1].ts, "is_locked": False, "subscribed": world.app.bot_user in users,
    }  # fmt: skip


def human(who: Human, team: str, with_email: bool) -> Json:
    profile: Json = {
        "real_name": who.real_name, "real_name_normalized": who.real_name, "display_name": who.name,
        "display_name_normalized": who.name, "team": team, "title": "", "phone": "", "status_text": "",
    }  # fmt: skip
    if with_email and who.email and not who.is_bot:
        profile["email"] = who.email
    shown: Json = {
        "id": who.id, "team_id": team, "name": who.name, "deleted": who.deleted, "is_bot": who.is_bot,
        "is_app_user": False, "updated": 1, "profile": profile,
    }  # fmt: skip
    if who.deleted:
        return shown
    return shown | {
        "real_name": who.real_name, "tz": who.tz, "tz_label": who.tz, "tz_offset": OFFSETS.get(who.tz, 0),
        "is_admin": False, "is_owner": False, "is_primary_owner": False, "is_restricted": who.guest,
        "is_ultra_restricted": False, "who_can_share_contact_card": "EVERYONE", "is_email_confirmed": True,
    }  # fmt: skip


def channel(where: Channel, world: Workspace, with_members: bool = False) -> Json:
    if where.kind == "im":
        other = next((each for each in where.members if each != world.app.bot_user), world.app.bot_user)
        return {
            "id": where.id, "created": 1, "is_archived": where.archived, "is_im": True, "is_org_shared": False,
            "user": other, "is_user_deleted": world.people[other].deleted, "priority": 0, "context_team_id": world.id,
        }  # fmt: skip
    shown: Json = {
        "id": where.id, "name": where.name, "name_normalized": where.name, "created": 1, "creator": "USLACKBOT",
        "is_channel": where.kind == "channel", "is_group": where.kind == "group", "is_im": False,
        "is_mpim": where.kind == "mpim", "is_private": where.kind != "channel", "is_archived": where.archived,
        "is_general": False, "is_shared": False, "is_org_shared": False, "is_ext_shared": False, "unlinked": 0,
        "is_pending_ext_shared": False, "pending_shared": [], "context_team_id": world.id, "updated": 1,
        "is_member": world.app.bot_user in where.members, "shared_team_ids": [world.id], "previous_names": [],
        "topic": {"value": "", "creator": "", "last_set": 0}, "purpose": {"value": "", "creator": "", "last_set": 0},
    }  # fmt: skip
    return shown | ({"num_members": len(where.members)} if with_members else {})


def user_group(group: UserGroup, team: str, with_users: bool) -> Json:
    shown: Json = {
        "id": group.id, "team_id": team, "is_usergroup": True, "is_subteam": True, "name": group.name,
        "description": "", "handle": group.handle, "is_external": False, "date_create": 1, "date_update": 1,
        "date_delete": 0,
        "auto_type": None, "created_by": "USLACKBOT", "updated_by": "USLACKBOT", "deleted_by": None,
        "prefs": {"channels": [], "groups": []}, "user_count": str(len(group.users)),
    }  # fmt: skip
    return shown | ({"users": group.users} if with_users else {})


def view(shown: View, world: Workspace, state: Json | None = None) -> Json:
    body: dict[str, Any] = {"title": None, "submit": None, "close": None, "callback_id": "", "private_metadata": ""}
    return {
        **body, "external_id": "", "clear_on_close": False, "notify_on_close": False, **shown.body, "id": shown.id,
        "team_id": world.id, "hash": shown.hash, "root_view_id": shown.root, "previous_view_id": shown.above or None,
        "app_id": world.app.id, "app_installed_team_id": world.id, "bot_id": world.app.bot_id,
        "state": {"values": state or {}},
    }  # fmt: skip
