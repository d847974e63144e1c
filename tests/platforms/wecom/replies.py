"""What the robot may put on people's screens, and when: answers, welcomes, changed cards, and its own pushes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.platforms.wecom import cards
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import HOUR, MINUTE, Pace
from tests.platforms.wecom.robot import Callback, Robot, Stream
from tests.platforms.wecom.texts import MEDIA, ROBOT_BYTES, content_of, words
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Shown, Talk

ANSWER_WITHIN = timedelta(hours=24)
EVENT_WITHIN = timedelta(seconds=5)
MEDIA_LIFE = timedelta(days=3)


@dataclass(slots=True)
class Replies:
    robot: Robot
    pace: Pace = field(init=False)
    media: dict[str, datetime] = field(default_factory=dict)
    used_task_ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pace = Pace(self.company.clock, {MINUTE: 30, HOUR: 1000})

    @property
    def company(self) -> Company:
        return self.robot.company

    @property
    def unknowns(self) -> Unknowns:
        return self.robot.unknowns

    def callback(self, req_id: str, kind: str, within: timedelta) -> Callback:
        """The callback that is answered, if it may still be."""
        found = self.robot.callbacks.get(req_id)
        if found is None or found.kind != kind or self.company.clock.now() - found.at > within:
            raise Refused(self.unknowns.bad_req_id)
        return found

    def take(self, talk: Talk) -> None:
        if not self.pace.take(f"{talk.kind}/{talk.id}"):
            raise Refused(45009)

    def show(self, talk: Talk, kind: str, content: Json, **more: Any) -> Shown:
        if kind == "template_card":
            self.used_task_ids.add(content.get("task_id", ""))
        return self.company.show(talk, "robot", self.robot.me.bot_id, kind, content, **more)

    def card(self, body: Json) -> Json:
        card = cards.check(content_of(body, "template_card"), self.unknowns)
        if card.get("task_id") in self.used_task_ids:
            raise Refused(self.unknowns.card_code, "task_id used before")
        return card

    def respond(self, callback: Callback, body: Json, by_url: bool = False) -> Shown:
        kind = body.get("msgtype")
        if kind == "stream":
            line = self._stream(callback, body, by_url)
        elif kind == "stream_with_template_card" and (by_url or self.unknowns.stream_with_card):
            line = self._both(callback, body, by_url)
        elif kind in {"markdown", "template_card"} | MEDIA and not (by_url and kind != "template_card"):
            line = self._plain(callback.talk, str(kind), body)
            callback.done = True
        else:
            raise Refused(40008)
        callback.answered = True
        return line

    def _plain(self, talk: Talk, kind: str, body: Json) -> Shown:
        content = self.content(kind, body)
        self.take(talk)
        return self.show(talk, kind, content)

    def content(self, kind: str, body: Json) -> Json:
        if kind == "template_card":
            return self.card(body)
        part = content_of(body, kind)
        if kind == "markdown":
            words(part, ROBOT_BYTES)
        elif not self._has(str(part.get("media_id"))):
            raise Refused(40007)
        if len(str((part.get("feedback") or {}).get("id") or "").encode()) > 256:
            raise Refused(40058, "feedback.id")
        return part

    def _has(self, media_id: str) -> bool:
        at = self.media.get(media_id)
        return at is not None and at + MEDIA_LIFE > self.company.clock.now()

    def _stream(self, callback: Callback, body: Json, by_url: bool) -> Shown:
        """Every frame replaces the whole text."""
        part = self._stream_part(body, by_url)
        now, known = self.company.clock.now(), callback.streams.get(part["id"])
        since = callback.at if by_url else (known.since if known else now)
        if (known and known.finished) or now - since > self.unknowns.stream_life:
            raise Refused(self.unknowns.stream_over)
        if not by_url and (known is None or self.unknowns.refreshes_count):
            self.take(callback.talk)
        stream = known or Stream(self.show(callback.talk, "markdown", {}, finished=False), now)
        callback.streams[part["id"]] = stream
        stream.finished = stream.line.finished = callback.done = bool(part.get("finish"))
        feedback = stream.line.content.get("feedback") or part.get("feedback")
        stream.line.content = {"content": part.get("content", "")} | ({"feedback": feedback} if feedback else {})
        stream.line.more = list(part.get("msg_item") or ())
        return stream.line

    def _stream_part(self, body: Json, by_url: bool) -> Json:
        part = content_of(body, "stream")
        if not isinstance(part.get("id"), str) or not part["id"]:
            raise Refused(40058, "stream.id")
        if len(str(part.get("content") or "").encode()) > ROBOT_BYTES:
            raise Refused(45002)
        items = part.get("msg_item") or ()
        if items and not (by_url or self.unknowns.stream_with_card):
            raise Refused(40058, "msg_item")
        if items and not (part.get("finish") and len(items) <= 10):
            raise Refused(40058, "msg_item: at most 10, with finish only")
        return part

    def _both(self, callback: Callback, body: Json, by_url: bool) -> Shown:
        card = self.card(body) if body.get("template_card") else None
        line = self._stream(callback, body, by_url)
        if card is not None:
            self.show(callback.talk, "template_card", card)
        return line

    def welcome(self, callback: Callback, body: Json) -> Shown:
        kind = body.get("msgtype")
        if kind not in {"text", "template_card"}:
            raise Refused(40008)
        if callback.answered:
            raise Refused(self.unknowns.bad_req_id)
        content = self.card(body) if kind == "template_card" else content_of(body, "text")
        if kind == "text":
            words(content, ROBOT_BYTES)
        self.take(callback.talk)
        callback.answered = callback.done = True
        return self.show(callback.talk, kind, content)

    def update(self, callback: Callback, body: Json) -> None:
        """For everyone, or for those who are named; its task_id stays."""
        if body.get("response_type") != "update_template_card":
            raise Refused(40058, "response_type")
        card = cards.check(content_of(body, "template_card"), self.unknowns)
        line = callback.line
        if line is None or card.get("task_id", "") != line.content.get("task_id", ""):
            raise Refused(self.unknowns.card_code, "task_id is not that of the card")
        self.take(callback.talk)
        named = body.get("userids")
        if named:
            line.own |= {str(each): card for each in named}
        else:
            line.content, line.own = card, {}
        callback.answered = callback.done = True

    def push(self, body: Json) -> Shown:
        kind = body.get("msgtype")
        if kind not in {"markdown", "template_card"} | MEDIA:
            raise Refused(40008)
        talk = self._target(str(body.get("chatid") or ""), body.get("chat_type") or 0)
        return self._plain(talk, str(kind), body)

    def _target(self, chat_id: str, chat_type: Any) -> Talk:
        """Without a chat_type a group is looked for first."""
        group = self.company.groups.get(chat_id) if chat_type in (0, 2) else None
        member = self.company.members.get(chat_id) if chat_type in (0, 1) else None
        if group is None and (member is None or not member.active):
            raise Refused(93006)
        talk = group or self.company.with_the_robot(chat_id)
        if not talk.robot:
            raise Refused(93008)
        lasts, now = self.unknowns.hello_lasts, self.company.clock.now()
        if talk.written_at is None or (lasts is not None and talk.written_at + lasts <= now):
            raise Refused(93001)
        return talk
