"""Who the app is, who is in the workspace, and the groups they are in."""

from tests.platforms.slack import shapes
from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.world import Json

EMAIL = "users:read.email"


@method("auth.test", tier=None)
def auth_test(call: Call) -> Json:
    world = call.world
    return {
        "url": f"https://{world.domain}.slack.com/", "team": world.domain, "user": world.app.name, "team_id": world.id,
        "user_id": world.app.bot_user, "bot_id": world.app.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


@method("team.info", "team:read", tier=3)
def team_info(call: Call) -> Json:
    return {"team": {"id": call.world.id, "name": call.world.domain, "domain": call.world.domain}}


@method("bots.info", "users:read", tier=3)
def bots_info(call: Call) -> Json:
    app = call.world.app
    if call.text("bot") != app.bot_id:
        raise Refused("bot_not_found")
    return {"bot": {"id": app.bot_id, "deleted": False, "name": app.name, "user_id": app.bot_user, "app_id": app.id}}


@method("users.list", "users:read", tier=2)
def users_list(call: Call) -> Json:
    page, cursor = call.page(list(call.world.people.values()))
    shown = [shapes.human(each, call.world.id, EMAIL in call.scopes) for each in page]
    stamp = int(call.world.clock.now().timestamp())
    return {"members": shown, "cache_ts": stamp, "response_metadata": {"next_cursor": cursor}}


@method("users.info", "users:read", tier=4)
def users_info(call: Call) -> Json:
    call.needs("user")
    return {"user": shapes.human(call.human(), call.world.id, EMAIL in call.scopes)}


@method("users.lookupByEmail", EMAIL, tier=3)
def by_email(call: Call) -> Json:
    """People who left are not found."""
    wanted = call.needs("email").casefold()
    for each in call.world.people.values():
        if each.email and each.email.casefold() == wanted and not each.deleted:
            return {"user": shapes.human(each, call.world.id, with_email=True)}
    raise Refused("users_not_found")


@method("usergroups.list", "usergroups:read", tier=2)
def groups(call: Call) -> Json:
    paid(call)
    shown = [shapes.user_group(each, call.world.id, call.flag("include_users")) for each in call.world.groups.values()]
    return {"usergroups": shown}


@method("usergroups.users.list", "usergroups:read", tier=2)
def group_users(call: Call) -> Json:
    paid(call)
    group = call.world.groups.get(call.needs("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": group.users}


def paid(call: Call) -> None:
    if not call.world.paid:
        raise Refused("plan_upgrade_required")
