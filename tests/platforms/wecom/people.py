"""The people of the company, for tests: they write, press, choose, come and go, and look at their screens."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.platforms.wecom import cards
from tests.platforms.wecom.outbound import Delivery
from tests.platforms.wecom.robot import Callback
from tests.platforms.wecom.world import Json, Member, Shown, Talk

if TYPE_CHECKING:
    from tests.platforms.wecom.local import LocalWeCom

Choices = dict[str, list[str]]


class NotOnTheScreen(Exception):
    """What a person wanted to do is not there to be done."""


@dataclass(frozen=True, slots=True)
class Person:
    office: "LocalWeCom"
    member: Member

    @property
    def id(self) -> str:
        return self.member.userid

    @property
    def with_robot(self) -> Talk:
        return self.office.company.with_the_robot(self.id)

    @property
    def with_app(self) -> Talk:
        return self.office.company.with_the_app(self.office.app.agent_id, self.id)

    def screen(self, talk: Talk) -> list[Shown]:
        """What is there now; recalled messages and lost copies are not."""
        unseen = self.office.appchat.unseen
        return [line for line in talk.lines if not line.recalled and (line.id, self.id) not in unseen]

    def last(self, talk: Talk) -> Shown:
        return self.screen(talk)[-1]

    async def says(self, text: str, talk: Talk | None = None, quote: Json | None = None) -> Callback | None:
        """To the robot directly, or in a group, where the robot hears only what has its @ in it."""
        return await self._says("text", {"content": text}, talk, quote)

    async def asks(self, talk: Talk, text: str) -> Callback | None:
        return await self.says(f"@{self.office.robot.me.name} {text}", talk)

    async def shows(self, text: str, image: str, talk: Talk | None = None) -> Callback | None:
        """Words and a picture in one message."""
        items: list[Json] = [
            {"msgtype": "text", "text": {"content": text}},
            {"msgtype": "image", "image": {"url": image}},
        ]
        return await self._says("mixed", {"msg_item": items}, talk)

    async def speaks(self, recognised: str) -> Callback | None:
        return await self._says("voice", {"content": recognised})

    async def hands_over(self, name: str, raw: bytes) -> Callback | None:
        """A file, in direct conversations only; its address is good for five minutes."""
        return await self._says("file", self.office.files.offer(name, raw))

    async def _says(
        self, kind: str, part: Json, talk: Talk | None = None, quote: Json | None = None
    ) -> Callback | None:
        if not self.member.active or (talk and self.id not in talk.members):
            raise NotOnTheScreen("not in this conversation")
        where = talk or self.with_robot
        self.office.company.show(where, "member", self.id, kind, part)
        return await self.office.robot.hears(where, self.id, kind, part, quote)

    async def opens(self) -> Callback | None:
        """The conversation with the robot."""
        return await self.office.robot.entered(self.id)

    async def tells_app(self, text: str) -> Delivery:
        self.office.company.show(self.with_app, "member", self.id, "text", {"content": text})
        return await self.office.callbacks.says(self.member, text)

    async def opens_app(self) -> Delivery:
        return await self.office.callbacks.event(self.member, "enter_agent", EventKey="")

    async def presses(self, line: Shown, key: str, chosen: Choices | None = None, stale: bool = False) -> None:
        """A button, a submit button or an entry of the menu; a `stale` screen has not seen the card change yet."""
        card, menu = line.seen_by(self.id), _in_menu(line.seen_by(self.id), key)
        if not stale:
            _allowed(card, key, chosen or {}, menu)
        if line.sort == "robot":
            await self.office.robot.pressed(self._where(line), self.id, line, key, chosen or {})
        elif line.sort == "app":
            await self.office.callbacks.pressed(self.member, line, key, chosen or {}, menu)
        else:
            raise NotOnTheScreen("such a card only shows")

    async def rates(self, line: Shown, sort: int, content: str = "") -> Callback:
        feedback = (line.content.get("feedback") or {}).get("id")
        if not feedback:
            raise NotOnTheScreen("this message asks for no rating")
        return await self.office.robot.rated(self._where(line), self.id, feedback, sort, content)

    def _where(self, line: Shown) -> Talk:
        talks = [*self.office.company.groups.values(), self.with_robot]
        for talk in talks:
            if self.id in talk.members and any(each is line for each in self.screen(talk)):
                return talk
        raise NotOnTheScreen("this message is not on the screen")


def _in_menu(card: Json, key: str) -> bool:
    return any(each["key"] == key for each in (card.get("action_menu") or {}).get("action_list", ()))


def _allowed(card: Json, key: str, chosen: Choices, menu: bool) -> None:
    buttons = [*card.get("button_list", ()), *([card["submit_button"]] if card.get("submit_button") else [])]
    if not menu and key not in [each["key"] for each in buttons]:
        raise NotOnTheScreen(f"no button {key!r}")
    if card.get("replaced"):
        raise NotOnTheScreen(f"the button reads {card['replaced']!r} now and cannot be pressed")
    questions = {each["question_key"]: each for each, _most in cards.questions(card)}
    for question, options in chosen.items():
        asked = questions.get(question)
        if asked is None or asked.get("disable"):
            raise NotOnTheScreen(f"nothing to choose for {question!r}")
        many = asked.get("mode") == 1
        if (len(options) != 1 and not many) or not set(options) <= {each["id"] for each in asked["option_list"]}:
            raise NotOnTheScreen(f"{options} cannot be chosen")
