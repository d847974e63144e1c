"""The self-built app: it writes to people who have never written, changes its cards, and takes back what it said."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from adapters.wecom import markup
from adapters.wecom.api import Api
from adapters.wecom.card import OPTIONS, template
from adapters.wecom.faults import WeComFault, is_refused
from adapters.wecom.lists import remember
from adapters.wecom.telling import A_MEMBERS, Teller
from adapters.wecom.ways import APP
from bot.cards import Card, Limits
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import Outgoing, Sent
from bot.ports import Clock

log = get_log("wecom")

MOST_BYTES = 2048
TASK = "xb-"
MOST_CODES = 8

Body = dict[str, Any]


@dataclass(slots=True)
class Kept:
    """What is known of a card that was sent: how it is recalled, and with which codes it can be changed, once each."""

    msgid: str = ""
    codes: list[str] = field(default_factory=list)


class App:
    """`asks`: it has a door, without which WeCom takes no buttons of it."""

    name = APP
    limits = Limits(buttons=OPTIONS, text=3000, title=128, per_minute=A_MEMBERS[timedelta(minutes=1)], files=True)

    def __init__(self, api: Api, agent_id: int, clock: Clock, *, asks: bool = True) -> None:
        self._api = api
        self._agent = agent_id
        self._asks = asks
        self._teller = Teller(api, agent_id, clock)
        self._cards: OrderedDict[str, Kept] = OrderedDict()
        self._files: OrderedDict[str, str] = OrderedDict()
        self._unsure: OrderedDict[str, None] = OrderedDict()
        self._spent: OrderedDict[str, None] = OrderedDict()

    def refuses(self, message: Outgoing) -> str:
        if message.to.kind != "direct":
            return "the app writes to people, not to groups"
        if message.replaces and not self._codes(message):
            return "this message cannot be changed any more: WeCom gives one code with a card and one with each click"
        return ""

    def keep(self, task_id: str, code: str) -> None:
        """A click on a card brought a code that lets it be changed once."""
        if task_id.startswith(TASK) and code and code not in self._spent:
            codes = self._kept(task_id).codes
            codes[:] = [*(one for one in codes if one != code), code][-MOST_CODES:]

    def doubt(self, key: str) -> None:
        """A message of this key may be there already: WeCom refuses its second copy."""
        self._teller.doubt(key)
        remember(self._unsure, key, None)

    async def send(self, message: Outgoing) -> Sent:
        if words := self.refuses(message):
            raise SendFailed(words, permanent=True, why="refused" if message.replaces else "no_chat")
        if message.replaces:
            return await self._change(message, message.replaces)
        return await self._send(message)

    async def recall(self, message_id: str) -> None:
        """Within a day of sending; SendFailed later."""
        kept = self._cards.get(message_id)
        await self._api.post("message/recall", {"msgid": kept.msgid if kept else message_id})

    async def close(self) -> None:
        """Nothing of it stays open."""

    async def _send(self, message: Outgoing) -> Sent:
        """A file comes before its card, and the whole text before a card that has no room for it."""
        words, card = composed(message, asks=self._asks)
        self._teller.take_places(message.to.id, len(words) + (card is not None) + (message.file is not None))
        await self._send_file(message)
        last = await self._say(message, words)
        return await self._send_card(message, card, is_told=bool(words)) if card else Sent(last)

    async def _say(self, message: Outgoing, words: Sequence[Body], part: str = "") -> str:
        """The last one's id. The same words to many are one message to many."""
        last, named = "sent", message.mailing or message.key
        for place, body in enumerate(words):
            marked = _marked(body, f"{named}/{part}{place}")
            key = f"{message.key}/{part}{place}"
            answer = await self._teller.tell(message.to.id, marked, key, message.mailing)
            last = str(answer.get("msgid") or last)
        return last

    async def _send_card(self, message: Outgoing, card: Body, *, is_told: bool) -> Sent:
        """Refused as it is, its words go without it, and its buttons as answers with a number."""
        task_id = task_of(message.key)
        try:
            answer = await self._teller.tell(
                message.to.id, {"msgtype": "template_card", "template_card": card}, message.key
            )
        except WeComFault as fault:
            if not is_refused(fault):
                raise
            log.warning(
                "wecom.card_refused", code=fault.code, hint="its words are sent instead, with numbers to answer"
            )
            numbers = [_text(markup.numbered(message.card))] if is_told else words_of(message.card, message.language)
            return Sent(await self._say(message, numbers, "instead"))
        self._kept(task_id).msgid = str(answer.get("msgid") or "")
        self.keep(task_id, str(answer.get("response_code") or ""))
        return Sent(task_id)

    async def _send_file(self, message: Outgoing) -> None:
        """Uploaded once: WeCom knows a second try by the file's id."""
        if message.file is None:
            return
        media_id = self._files.get(message.key) or await self._api.upload(message.file.name, message.file.content)
        remember(self._files, message.key, media_id)
        body = {"msgtype": "file", "file": {"media_id": media_id}}
        await self._teller.tell(message.to.id, body, f"{message.key}/file")

    async def _change(self, message: Outgoing, task_id: str) -> Sent:
        """With the newest code first, since the others may be used up or too old.

        A code that is used up after a try of which nobody heard was used by that try.
        """
        fault: SendFailed | None = None
        while codes := self._codes(message):
            code = codes.pop()
            remember(self._spent, code, None)
            try:
                await self._update(message, task_id, code)
            except SendFailed as refused:
                if refused.unknown:
                    remember(self._unsure, message.key, None)
                if not is_refused(refused):
                    del self._spent[code]
                    self.keep(task_id, code)
                    raise
                fault = refused
                if message.key not in self._unsure:
                    continue
            return Sent(task_id)
        reason = fault.reason if fault else "no code is left"
        raise SendFailed(f"this card cannot be changed any more ({reason})", permanent=True, why="refused")

    async def _update(self, message: Outgoing, task_id: str, code: str) -> None:
        """With all its text, and shorter where WeCom refuses that."""
        whole = template(message.card, task_id, message.language, roomy=True)
        short = template(message.card, task_id, message.language)
        about = {"userids": [message.to.id], "agentid": self._agent, "response_code": code}
        try:
            answer = await self._api.post("message/update_template_card", {**about, "template_card": whole.card})
        except WeComFault as fault:
            if not is_refused(fault) or short.card == whole.card:
                raise
            answer = await self._api.post("message/update_template_card", {**about, "template_card": short.card})
        self.keep(task_id, str(answer.get("response_code") or ""))

    def _codes(self, message: Outgoing) -> list[str]:
        """Those of its card, and the one of the click that it answers, wherever that was heard."""
        clicked, _, code = message.thread.partition("/")
        if clicked == message.replaces:
            self.keep(clicked, code)
        kept = self._cards.get(message.replaces or "")
        return kept.codes if kept else []

    def _kept(self, task_id: str) -> Kept:
        kept = self._cards.get(task_id) or Kept()
        remember(self._cards, task_id, kept)
        return kept


def composed(message: Outgoing, *, asks: bool) -> tuple[Sequence[Body], Body | None]:
    """What is said in words, and the card after it: words alone where nothing is asked, the card alone where it can."""
    card, language = message.card, message.language
    if not (asks and card.buttons):
        return words_of(card, language), None
    shown = template(card, task_of(message.key), language)
    return [] if shown.is_whole else words_of(replace(card, buttons=()), language), shown.card


def words_of(card: Card, language: str) -> Sequence[Body]:
    """Buttons are answers with a number."""
    if markup.is_a_line(card):
        return [_text(markup.plain(card))]
    written = markup.markdown(card, language)
    return [_markdown(part) for part in markup.parts(written, MOST_BYTES - markup.MARK_BYTES)]


def task_of(key: str) -> str:
    """The same for every try, so that WeCom takes it once."""
    return TASK + blake2b(key.encode(), digest_size=16).hexdigest()


def _marked(body: Body, key: str) -> Body:
    kind = body["msgtype"]
    return {**body, kind: {"content": body[kind]["content"] + markup.mark(key)}}


def _text(content: str) -> Body:
    return {"msgtype": "text", "text": {"content": content}}


def _markdown(content: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": content}}
