"""Group webhooks: a secret address each, send only."""

from dataclasses import dataclass

from bot.engine.clock import MovableClock
from tests.platforms.wecom import cards
from tests.platforms.wecom.appchat import MENTION
from tests.platforms.wecom.door import Ask, Door
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import MINUTE, Pace
from tests.platforms.wecom.texts import MEDIA, content_of, words
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Talk

KINDS = MEDIA - {"video"} | {"text", "markdown", "markdown_v2", "news", "template_card"}


@dataclass(slots=True)
class Webhook:
    key: str
    talk: Talk
    disabled: bool = False


class Webhooks:
    def __init__(self, clock: MovableClock, company: Company, unknowns: Unknowns) -> None:
        self.company = company
        self.unknowns = unknowns
        self.held: dict[str, Webhook] = {}
        self.media: dict[str, tuple[str, bytes]] = {}
        self.pace = Pace(clock, {MINUTE: 20})

    def add_to(self, door: Door) -> None:
        door.add("webhook/send", self.send, open=True, escapes=True)
        door.add("webhook/upload_media", self.upload, open=True)

    def add(self, talk: Talk) -> Webhook:
        hook = Webhook(self.company.number("693a91f6-7xxx-4bc4-97a0-"), talk)
        self.held[hook.key] = hook
        return hook

    def _hook(self, ask: Ask) -> Webhook:
        hook = self.held.get(ask.query.get("key", ""))
        if hook is None:
            raise Refused(93000)
        if hook.disabled:
            raise Refused(93004)
        return hook

    def send(self, ask: Ask) -> Json:
        hook = self._hook(ask)
        kind, part = self._content(ask.body)
        if not self.pace.take(hook.key):
            raise Refused(45009)
        self.company.show(hook.talk, "webhook", hook.key, kind, part, mentioned=self._mentioned(hook.talk, kind, part))
        return {}

    def _content(self, body: Json) -> tuple[str, Json]:
        kind = body.get("msgtype")
        if kind not in KINDS:
            raise Refused(40008)
        part = content_of(body, kind)
        sizes = {"text": 2048, "markdown": 4096, "markdown_v2": self.unknowns.markdown_v2_bytes}
        if kind in sizes:
            part = {**part, "content": words(part, sizes[kind], self.unknowns)}
        elif kind == "template_card":
            part = cards.check(part, self.unknowns)
            if part["card_type"] not in cards.PLAIN:
                raise Refused(self.unknowns.card_code, "a webhook only shows cards")
        elif kind in MEDIA - {"image"} and part.get("media_id") not in self.media:
            raise Refused(40007)
        return kind, part

    def _mentioned(self, talk: Talk, kind: str, part: Json) -> list[str]:
        """markdown_v2 calls nobody; who is not in the group is called by nobody."""
        if kind == "text":
            by_number = {each.mobile: each.userid for each in self.company.members.values() if each.mobile}
            numbers = part.get("mentioned_mobile_list") or ()
            called = [*(part.get("mentioned_list") or ()), *(by_number.get(each, each) for each in numbers)]
        else:
            called = MENTION.findall(part["content"]) if kind == "markdown" else []
        return [each for each in dict.fromkeys(called) if each == "@all" or each in talk.members]

    def upload(self, ask: Ask) -> Json:
        self._hook(ask)
        name, raw = ask.files.get("media", ("", b""))
        if not raw:
            raise Refused(44004)
        media_id = self.company.number("media-")
        self.media[media_id] = (name, raw)
        return {"type": ask.query.get("type", "file"), "media_id": media_id, "created_at": "0"}
