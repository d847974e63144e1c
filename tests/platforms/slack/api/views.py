"""`views.*`: modals and the Home tab."""

import json
from datetime import timedelta
from typing import Any

from tests.platforms.slack import shapes
from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.blocks import VIEW_BYTES, faults_in_view, with_ids
from tests.platforms.slack.world import Json, View, Workspace

TRIGGER_LIFE = timedelta(seconds=3)
DEEPEST = 3


@method("views.open", tier=4, json=True)
def open_view(call: Call) -> Json:
    body, owner = read_view(call, "modal"), call.slack.triggers.take(call.needs("trigger_id"))
    return {"view": shapes.view(call.slack.screens.open(owner, body), call.world)}


@method("views.push", tier=4, json=True)
def push_view(call: Call) -> Json:
    body, owner = read_view(call, "modal"), call.slack.triggers.take(call.needs("trigger_id"))
    return {"view": shapes.view(call.slack.screens.push(owner, body), call.world)}


@method("views.update", tier=4, json=True)
def update_view(call: Call) -> Json:
    body = read_view(call, "modal")
    shown = find(call)
    if call.text("hash") and call.text("hash") != shown.hash:
        raise Refused("hash_conflict")
    call.slack.screens.change(shown, body)
    return {"view": shapes.view(shown, call.world)}


@method("views.publish", tier=4, json=True)
def publish(call: Call) -> Json:
    body, owner = read_view(call, "home"), call.human("user_id")
    before = call.world.homes.get(owner.id)
    if call.text("hash") and (before is None or call.text("hash") != before.hash):
        raise Refused("hash_conflict")
    return {"view": shapes.view(call.slack.screens.publish(owner.id, body), call.world)}


def find(call: Call) -> View:
    wanted, external = call.text("view_id"), call.text("external_id")
    for each in call.world.views.values():
        if each.id == wanted or (external and each.body.get("external_id") == external):
            return each
    raise Refused("not_found")


def read_view(call: Call, kind: str) -> Json:
    body: Any = call.data("view", "invalid_arguments")
    if isinstance(body, dict) and len(json.dumps(body, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    faults = faults_in_view(body) or (
        [] if body["type"] == kind else [f"[ERROR] must be a {kind} [json-pointer:/view/type]"]
    )
    if faults:
        raise Refused("invalid_arguments", response_metadata={"messages": faults})
    return dict(body)


class Triggers:
    """Each opens one modal within three seconds; a broken rule has one of two names, and nobody knows which."""

    def __init__(self, world: Workspace) -> None:
        self._world = world
        self._known: dict[str, tuple[str, Any, bool]] = {}
        self.old_names = False

    def make(self, user: str) -> str:
        trigger = f"{self._world.number('1')}.{self._world.id}.{self._world.number('0')}"
        self._known[trigger] = (user, self._world.clock.now(), False)
        return trigger

    def take(self, trigger: str) -> str:
        """Whose screen it may open a modal on."""
        if trigger not in self._known:
            raise Refused("invalid_trigger_id")
        user, made, used = self._known[trigger]
        if self._world.clock.now() - made > TRIGGER_LIFE:
            raise Refused("trigger_expired" if self.old_names else "expired_trigger_id")
        if used:
            raise Refused("trigger_exchanged" if self.old_names else "exchanged_trigger_id")
        self._known[trigger] = (user, made, True)
        return user


class Screens:
    """The modals that people have open, each a stack of at most three, and their Home tabs."""

    def __init__(self, world: Workspace) -> None:
        self._world = world
        self.stacks: dict[str, list[View]] = {}

    def open(self, owner: str, body: Json) -> View:
        self._unique(body)
        self.clear(owner)
        return self._add(owner, body)

    def push(self, owner: str, body: Json) -> View:
        if len(self.stacks.get(owner, [])) >= DEEPEST:
            raise Refused("push_limit_reached")
        self._unique(body)
        return self._add(owner, body)

    def change(self, shown: View, body: Json) -> None:
        self._unique(body, besides=shown)
        shown.body, shown.hash = self._named(body), self._world.number("h")

    def publish(self, owner: str, body: Json) -> View:
        before = self._world.homes.get(owner)
        view_id = before.id if before else self._world.number("V")
        shown = View(view_id, owner, self._named(body), self._world.number("h"), view_id)
        self._world.homes[owner] = shown
        return shown

    def close(self, shown: View) -> None:
        self._world.views.pop(shown.id, None)
        self.stacks[shown.owner] = [each for each in self.stacks.get(shown.owner, []) if each is not shown]

    def clear(self, owner: str) -> None:
        for each in self.stacks.pop(owner, []):
            self._world.views.pop(each.id, None)

    def top(self, owner: str) -> View:
        """What is before that person; IndexError when no modal is."""
        return self.stacks.get(owner, [])[-1]

    def _add(self, owner: str, body: Json) -> View:
        stack = self.stacks.setdefault(owner, [])
        view_id, above = self._world.number("V"), stack[-1].id if stack else ""
        root = stack[0].id if stack else view_id
        shown = View(view_id, owner, self._named(body), self._world.number("h"), root, above)
        stack.append(shown)
        self._world.views[shown.id] = shown
        return shown

    def _named(self, body: Json) -> Json:
        return {**body, "blocks": with_ids(body["blocks"], self._world.number("k"))}

    def _unique(self, body: Json, besides: View | None = None) -> None:
        external = body.get("external_id")
        if external and any(
            each.body.get("external_id") == external and each is not besides for each in self._world.views.values()
        ):
            raise Refused("duplicate_external_id")
