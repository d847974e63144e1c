"""A company: its departments and members, its groups, and what every conversation shows."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Literal

from bot.engine.clock import MovableClock

Json = dict[str, Any]
Sort = Literal["member", "robot", "app", "webhook"]


@dataclass(slots=True)
class Member:
    """`active` ends with leaving; only a `visible` one can be seen and written to by the app."""

    userid: str
    name: str
    departments: list[int] = field(default_factory=lambda: [1])
    position: str = ""
    mobile: str = ""
    email: str = ""
    active: bool = True
    visible: bool = True
    licensed: bool = True


@dataclass(slots=True)
class Department:
    id: int
    name: str
    parent: int


@dataclass(slots=True)
class Shown:
    """One message as a conversation shows it; `own` has what members see instead for whom a click changed it."""

    id: str
    sort: Sort
    sender: str
    msgtype: str
    content: Json
    at: datetime
    finished: bool = True
    recalled: bool = False
    own: dict[str, Json] = field(default_factory=dict)
    mentioned: list[str] = field(default_factory=list)
    more: list[Json] = field(default_factory=list)

    def seen_by(self, userid: str = "") -> Json:
        return self.own.get(userid, self.content)

    @property
    def text(self) -> str:
        return str(self.content.get("content", ""))


@dataclass(slots=True)
class Talk:
    """A group or one member's conversation with the robot or the app; `maker` is the app that created the group."""

    id: str
    kind: Literal["single", "group"]
    name: str = ""
    members: list[str] = field(default_factory=list)
    robot: bool = False
    maker: int = 0
    owner: str = ""
    written_at: datetime | None = None
    lines: list[Shown] = field(default_factory=list)


class Company:
    def __init__(self, clock: MovableClock, corp_id: str) -> None:
        self.clock = clock
        self.corp_id = corp_id
        self.members: dict[str, Member] = {}
        self.departments: dict[int, Department] = {1: Department(1, "办公室", 0)}
        self.tags: dict[int, list[str]] = {}
        self.groups: dict[str, Talk] = {}
        self.with_robot: dict[str, Talk] = {}
        self.with_app: dict[tuple[int, str], Talk] = {}
        self._numbers = count(1)

    def number(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):06d}"

    def add_department(self, id: int, name: str, parent: int = 1) -> Department:
        return self.departments.setdefault(id, Department(id, name, parent))

    def add_member(self, userid: str, name: str, *departments: int, **more: Any) -> Member:
        member = Member(userid, name, list(departments) or [1], **more)
        self.members[userid] = member
        return member

    def add_group(self, name: str, *members: str, robot: bool = True, id: str = "", maker: int = 0) -> Talk:
        """Ids have capitals and small letters; both count."""
        talk = Talk(id or self.number("wrLocalGroup"), "group", name, list(members), robot, maker)
        self.groups[talk.id] = talk
        return talk

    def find(self, userid: str) -> Member | None:
        """WeCom does not mind capitals in a userid."""
        wanted = userid.lower()
        return next((each for each in self.members.values() if each.active and each.userid.lower() == wanted), None)

    def with_the_robot(self, userid: str) -> Talk:
        return self.with_robot.setdefault(userid, Talk(userid, "single", members=[userid], robot=True))

    def with_the_app(self, agent: int, userid: str) -> Talk:
        return self.with_app.setdefault((agent, userid), Talk(userid, "single", members=[userid]))

    def below(self, department: int) -> set[int]:
        """The department and everything under it."""
        found, waiting = set[int](), [department]
        while waiting:
            here = waiting.pop()
            found.add(here)
            waiting += [each.id for each in self.departments.values() if each.parent == here and each.id not in found]
        return found

    def inside(self, departments: set[int]) -> list[Member]:
        return [each for each in self.members.values() if each.active and departments & set(each.departments)]

    def show(self, talk: Talk, sort: Sort, sender: str, msgtype: str, content: Json, **more: Any) -> Shown:
        line = Shown(more.pop("id", None) or self.number("m"), sort, sender, msgtype, content, self.clock.now(), **more)
        talk.lines.append(line)
        return line
