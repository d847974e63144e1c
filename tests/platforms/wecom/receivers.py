"""Whom a message to `touser`, `toparty` and `totag` goes to, and whom it cannot."""

from dataclasses import dataclass, field
from typing import Any

from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.world import Company, Json, Member


@dataclass(slots=True)
class Receivers:
    """The lists of what is invalid are in small letters, as WeCom returns them."""

    members: dict[str, Member] = field(default_factory=dict)
    users: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    unlicensed: list[str] = field(default_factory=list)

    def add(self, *found: Member) -> None:
        self.members |= {each.userid: each for each in found if each.visible and each.active}

    def told(self) -> Json:
        lists = {
            "invaliduser": self.users,
            "invalidparty": self.parties,
            "invalidtag": self.tags,
            "unlicenseduser": self.unlicensed,
        }
        return {name: "|".join(held) for name, held in lists.items() if held}


def split(value: Any) -> list[str]:
    return [each.strip() for each in str(value or "").split("|") if each.strip()]


def receivers(company: Company, body: Json) -> Receivers:
    users, parties, tags = (split(body.get(name)) for name in ("touser", "toparty", "totag"))
    if len(users) > 1000:
        raise Refused(40032)
    if len(parties) > 100 or len(tags) > 100:
        raise Refused(40035)
    found = chosen(company, users, parties, tags)
    if not found.members and not found.unlicensed:
        raise Refused(81013, **found.told())
    return found


def chosen(company: Company, users: list[str], parties: list[str], tags: list[str]) -> Receivers:
    found = Receivers()
    if users == ["@all"]:
        found.add(*company.members.values())
        return found
    for userid in users:
        member = company.find(userid)
        if member is None or not member.visible:
            found.users.append(userid.lower())
        elif not member.licensed:
            found.unlicensed.append(userid.lower())
        else:
            found.add(member)
    for party in parties:
        if party.isdigit() and int(party) in company.departments:
            found.add(*company.inside(company.below(int(party))))
        else:
            found.parties.append(party)
    for tag in tags:
        if tag.isdigit() and int(tag) in company.tags:
            found.add(*(company.members[each] for each in company.tags[int(tag)]))
        else:
            found.tags.append(tag)
    return found
