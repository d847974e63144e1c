"""message/send, update_template_card and recall: what the app does to its members' screens."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.engine.clock import MovableClock
from tests.platforms.wecom import cards
from tests.platforms.wecom.app import App
from tests.platforms.wecom.door import Ask, Door
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import DAY, HOUR, MINUTE, Pace
from tests.platforms.wecom.receivers import chosen, receivers
from tests.platforms.wecom.texts import MEDIA, SIZES, content_of, short, words
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Member, Shown

KINDS = MEDIA | {"text", "markdown", "textcard", "news", "mpnews", "template_card"}
RECALL_WITHIN = timedelta(hours=24)
LONGEST_CHECK = timedelta(hours=4)


@dataclass(slots=True)
class Sent:
    """One message/send; `lines` are its copies, by member."""

    msgid: str
    app: App
    at: datetime
    task_id: str = ""
    lines: dict[str, Shown] = field(default_factory=dict)


@dataclass(slots=True)
class UpdateRight:
    """A response_code: from the sending or from a click, good for one update."""

    sent: Sent
    at: datetime
    used: bool = False


class Messages:
    def __init__(self, clock: MovableClock, company: Company, unknowns: Unknowns) -> None:
        self.clock = clock
        self.company = company
        self.unknowns = unknowns
        self.sent: dict[str, Sent] = {}
        self.rights: dict[str, UpdateRight] = {}
        self.per_member = Pace(clock, {MINUTE: 30, HOUR: 1000}, blocks=False)
        self.per_app = Pace(clock, {DAY: 10**9})
        self.dropped: list[tuple[str, Json]] = []
        self.media: dict[str, tuple[str, bytes]] = {}
        self._checked: dict[str, tuple[datetime, Json]] = {}

    def add_to(self, door: Door) -> None:
        door.add("message/send", self.send)
        door.add("message/update_template_card", self.update)
        door.add("message/recall", self.recall)
        door.add("media/upload", self.upload)

    def send(self, ask: Ask) -> Json:
        if ask.body.get("agentid") != ask.by.agent_id:
            raise Refused(40056)
        kind, content = self._content(ask.by, ask.body)
        to = receivers(self.company, ask.body)
        repeated = self._repeated(ask.body)
        if repeated is not None:
            return repeated
        self.per_app.limits[DAY] = max(1, sum(each.active for each in self.company.members.values())) * 200
        if not self.per_app.take(str(ask.by.agent_id), len(to.members)):
            raise Refused(45009)
        sent = Sent(self.company.number("msg"), ask.by, self.clock.now())
        self._show(sent, kind, content, list(to.members.values()))
        told = {"msgid": sent.msgid, **to.told(), **self._card_sent(sent, kind, content)}
        self._remember(ask.body, told)
        return told

    def _content(self, app: App, body: Json) -> tuple[str, Json]:
        kind = body.get("msgtype")
        if kind not in KINDS:
            raise Refused(40008)
        part = content_of(body, kind)
        if kind in SIZES:
            part = {**part, "content": words(part, SIZES[kind], self.unknowns)}
        elif kind == "textcard":
            short(part, "title", 128)
            short(part, "description", 512)
            if len(part.get("btntxt", "")) > 4:
                raise Refused(45002, "btntxt longer than 4 characters")
        elif kind == "template_card":
            part = self._card(app, part)
        return kind, part

    def _card(self, app: App, given: Json) -> Json:
        card = cards.check(given, self.unknowns)
        if card.get("card_type") in cards.ASKING and not app.callback_url:
            raise Refused(self.unknowns.card_code, "this app receives nothing: set a callback URL first")
        if card.get("task_id") in app.used_task_ids:
            raise Refused(self.unknowns.card_code, "task_id used before")
        return card

    def _show(self, sent: Sent, kind: str, content: Json, to: list[Member]) -> None:
        """Over a member's pace the copy disappears, and nobody is told."""
        for member in to:
            if not self.per_member.take(f"{sent.app.agent_id}/{member.userid}"):
                self.dropped.append((member.userid, content))
                continue
            talk = self.company.with_the_app(sent.app.agent_id, member.userid)
            sent.lines[member.userid] = self.company.show(talk, "app", str(sent.app.agent_id), kind, content)
        self.sent[sent.msgid] = sent

    def _card_sent(self, sent: Sent, kind: str, content: Json) -> Json:
        if kind != "template_card":
            return {}
        sent.task_id = content.get("task_id", "")
        sent.app.used_task_ids.add(sent.task_id)
        return {"response_code": self.right(sent)} if cards.asks(content) else {}

    def right(self, sent: Sent) -> str:
        code = self.company.number("response-code-")
        self.rights[code] = UpdateRight(sent, self.clock.now())
        return code

    def of_line(self, line: Shown) -> Sent:
        return next(each for each in self.sent.values() if any(copy is line for copy in each.lines.values()))

    def _repeated(self, body: Json) -> Json | None:
        if not body.get("enable_duplicate_check"):
            return None
        within = timedelta(seconds=body.get("duplicate_check_interval", 1800))
        if within > LONGEST_CHECK:
            raise Refused(40058, "duplicate_check_interval")
        at, told = self._checked.get(_fingerprint(body), (None, {}))
        if at is None or at + within <= self.clock.now():
            return None
        if self.unknowns.duplicate == "refused":
            raise Refused(self.unknowns.duplicate_code, "duplicate message")
        return told if self.unknowns.duplicate == "same msgid" else {**told, "msgid": self.company.number("msg")}

    def _remember(self, body: Json, told: Json) -> None:
        self._checked[_fingerprint(body)] = (self.clock.now(), told)

    def update(self, ask: Ask) -> Json:
        if ask.body.get("agentid") != ask.by.agent_id:
            raise Refused(40056)
        change = self._change(ask.body)
        right = self._spend(str(ask.body.get("response_code") or ""), ask.by)
        if ask.body.get("atall"):
            wanted, wrong = dict(right.sent.lines), []
        else:
            lists = [list(map(str, ask.body.get(name) or ())) for name in ("userids", "partyids", "tagids")]
            found = chosen(self.company, *lists)
            wanted = {each: line for each, line in right.sent.lines.items() if each in found.members}
            wrong = [*found.users, *(each.lower() for each in found.members if each not in right.sent.lines)]
        for line in wanted.values():
            line.content = changed(line.content, change)
        return {"invaliduser": wrong} if wrong else {}

    def _change(self, body: Json) -> Json:
        button, card = body.get("button"), body.get("template_card")
        if isinstance(button, dict) and button.get("replace_name"):
            return {"replaced": button["replace_name"]}
        if isinstance(card, dict):
            return {"card": cards.check(card, self.unknowns)}
        raise Refused(40063, "button.replace_name or template_card")

    def _spend(self, code: str, app: App) -> UpdateRight:
        right = self.rights.get(code)
        if right is None or right.sent.app is not app:
            raise Refused(self.unknowns.spent_code, "response_code")
        if right.used or right.at + self.unknowns.response_code_life <= self.clock.now():
            raise Refused(self.unknowns.spent_code, "response_code used or too old")
        right.used = True
        return right

    def upload(self, ask: Ask) -> Json:
        name, raw = ask.files.get("media", ("", b""))
        if len(raw) <= 5:
            raise Refused(44004)
        media_id = self.company.number("media-")
        self.media[media_id] = (name, raw)
        return {"type": ask.query.get("type", "file"), "media_id": media_id, "created_at": "0"}

    def recall(self, ask: Ask) -> Json:
        sent = self.sent.get(str(ask.body.get("msgid") or ""))
        if sent is None or sent.app is not ask.by or sent.at + RECALL_WITHIN <= self.clock.now():
            raise Refused(40058, "msgid")
        for line in sent.lines.values():
            line.recalled = True
        return {}


def changed(card: Json, change: Json) -> Json:
    """A replaced button cannot be pressed any more."""
    if "card" in change:
        card = dict(change["card"])
        return {**card, "replaced": card["replace_text"]} if card.get("replace_text") else card
    return {**card, "replaced": change["replaced"]}


def _fingerprint(body: Json) -> str:
    kept: dict[str, Any] = {
        name: value for name, value in body.items() if not name.startswith(("enable_dup", "duplicate_"))
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)
