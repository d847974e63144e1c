"""Groups that the app makes: create, change, look, send. Nothing is ever received from them."""

import re

from bot.engine.clock import MovableClock
from tests.platforms.wecom.app import App
from tests.platforms.wecom.door import Ask, Door
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import DAY, HOUR, MINUTE, Pace
from tests.platforms.wecom.texts import MEDIA, SIZES, content_of, short, words
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Talk

CHAT_ID = re.compile(r"[0-9a-zA-Z]{1,32}")
KINDS = MEDIA | {"text", "markdown", "textcard", "news", "mpnews"}
MENTION = re.compile(r"<@([^<>\s]+)>")


class Appchat:
    def __init__(self, clock: MovableClock, company: Company, unknowns: Unknowns) -> None:
        self.company = company
        self.unknowns = unknowns
        self.created = Pace(clock, {DAY: 1000})
        self.changed = Pace(clock, {HOUR: 1000})
        self.person_times = Pace(clock, {MINUTE: 20_000, HOUR: unknowns.appchat_person_times_an_hour})
        self.per_member = Pace(clock, {MINUTE: 200, DAY: 10_000}, blocks=False)
        self.unseen: set[tuple[str, str]] = set()

    def add_to(self, door: Door) -> None:
        door.add("appchat/create", self.create)
        door.add("appchat/update", self.update)
        door.add("appchat/get", self.get, method="GET")
        door.add("appchat/send", self.send)

    def create(self, ask: Ask) -> Json:
        self._entitled(ask.by)
        users, owner = list(ask.body.get("userlist") or ()), str(ask.body.get("owner") or "")
        self._fit(users, str(ask.body.get("name") or ""))
        chat_id = str(ask.body.get("chatid") or self.company.number("appchat"))
        if not CHAT_ID.fullmatch(chat_id):
            raise Refused(86001)
        if chat_id in self.company.groups:
            raise Refused(86215)
        if owner and owner not in users:
            raise Refused(86207)
        if not self.created.take("company"):
            raise Refused(45009)
        talk = self.company.add_group(
            str(ask.body.get("name") or ""), *users, robot=False, id=chat_id, maker=ask.by.agent_id
        )
        talk.owner = owner or users[0]
        return {"chatid": chat_id}

    def _fit(self, users: list[str], name: str) -> None:
        if len(name) > 50:
            raise Refused(86004)
        if not 2 <= len(users) <= 2000:
            raise Refused(86006)
        if not all(each in self.company.members and self.company.members[each].active for each in users):
            raise Refused(86216)

    def _entitled(self, app: App) -> None:
        if not app.sees_all:
            raise Refused(60011, "the app must be visible to the root department")

    def _own(self, ask: Ask, chat_id: str) -> Talk:
        self._entitled(ask.by)
        talk = self.company.groups.get(chat_id)
        if talk is None:
            raise Refused(40050)
        if talk.maker != ask.by.agent_id:
            raise Refused(86008)
        return talk

    def update(self, ask: Ask) -> Json:
        talk = self._own(ask, str(ask.body.get("chatid") or ""))
        kept = [each for each in talk.members if each not in (ask.body.get("del_user_list") or ())]
        users = list(dict.fromkeys([*kept, *(ask.body.get("add_user_list") or ())]))
        name = str(ask.body.get("name") or talk.name)
        self._fit(users, name)
        if not self.changed.take("company"):
            raise Refused(45009)
        talk.members, talk.name = users, name
        talk.owner = str(ask.body.get("owner") or talk.owner)
        return {}

    def get(self, ask: Ask) -> Json:
        talk = self._own(ask, ask.query.get("chatid", ""))
        told = {"chatid": talk.id, "name": talk.name, "owner": talk.owner, "userlist": talk.members, "chat_type": 0}
        return {"chat_info": told}

    def send(self, ask: Ask) -> Json:
        talk = self._own(ask, str(ask.body.get("chatid") or ""))
        kind = str(ask.body.get("msgtype") or "")
        if kind not in KINDS:
            raise Refused(40008)
        part = content_of(ask.body, kind)
        if kind in SIZES:
            part = {**part, "content": words(part, SIZES[kind], self.unknowns)}
        elif kind == "textcard":
            short(part, "title", 128)
            short(part, "description", 512)
        self.person_times.limits[HOUR] = self.unknowns.appchat_person_times_an_hour
        if not self.person_times.take("company", len(talk.members)):
            raise Refused(45009)
        line = self.company.show(talk, "app", str(ask.by.agent_id), kind, part, mentioned=mentions(kind, part))
        over = [each for each in talk.members if not self.per_member.take(f"{ask.by.agent_id}/{each}")]
        self.unseen |= {(line.id, each) for each in over}
        return {}


def mentions(kind: str, part: Json) -> list[str]:
    """Whose screens call: a text's list, and <@userid> in text and markdown."""
    listed = list(part.get("mentioned_list") or ()) if kind == "text" else []
    written = MENTION.findall(str(part.get("content", ""))) if kind in {"text", "markdown"} else []
    return list(dict.fromkeys([*listed, *written]))
