"""Socket Mode's door, and ending an installation."""

from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.world import Json


@method("apps.connections.open", tier=None, json=True, app_token=True)
def open_connection(call: Call) -> Json:
    if not call.world.app.socket_mode:
        raise Refused("not_allowed_token_type")
    return {"url": call.slack.sockets.ticket()}


@method("api.test", tier=None, open=True)
def api_test(call: Call) -> Json:
    if call.text("error"):
        raise Refused(call.text("error"))
    return {"args": {name: value for name, value in call.args.items() if name != "token"}}
