"""Members and departments as the app may see them, signing in, and where callbacks come from."""

from tests.platforms.wecom.door import Ask, Door
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Member


class Contacts:
    """`codes` are those that a login page has handed out: each is good once."""

    def __init__(self, company: Company, unknowns: Unknowns) -> None:
        self.company = company
        self.unknowns = unknowns
        self.codes: dict[str, str] = {}

    def add_to(self, door: Door) -> None:
        door.add("user/get", self.user, method="GET")
        door.add("user/simplelist", self.simple_list, method="GET")
        door.add("user/list_id", self.list_id)
        door.add("department/list", self.department_list, method="GET")
        door.add("auth/getuserinfo", self.signed_in, method="GET")
        door.add("getcallbackip", lambda _ask: {"ip_list": ["127.0.0.1"]}, method="GET")

    def user(self, ask: Ask) -> Json:
        member = self.company.find(ask.query.get("userid", ""))
        if member is None:
            raise Refused(60111)
        if not member.visible:
            raise Refused(60011)
        return self._card(member)

    def _card(self, member: Member) -> Json:
        card: Json = {
            "userid": member.userid, "name": member.name, "department": member.departments, "position": member.position,
            "status": 1, "isleader": 0, "main_department": member.departments[0],
        }  # fmt: skip
        if not self.unknowns.few_contact_fields:
            card |= {"mobile": member.mobile, "email": member.email}
        return card

    def simple_list(self, ask: Ask) -> Json:
        wanted = ask.query.get("department_id", "")
        if not wanted.isdigit() or int(wanted) not in self.company.departments:
            raise Refused(60123)
        inside = self.company.below(int(wanted)) if ask.query.get("fetch_child") == "1" else {int(wanted)}
        seen = [each for each in self.company.inside(inside) if each.visible]
        return {
            "userlist": [{"userid": each.userid, "name": each.name, "department": each.departments} for each in seen]
        }

    def list_id(self, ask: Ask) -> Json:
        if self.unknowns.list_id_forbidden:
            raise Refused(48002)
        limit = int(ask.body.get("limit") or 10_000)
        if not 1 <= limit <= 10_000:
            raise Refused(40058, "limit")
        pairs = [
            {"userid": each.userid, "department": department}
            for each in self.company.members.values()
            if each.active and each.visible
            for department in each.departments
        ]
        start = int(ask.body.get("cursor") or 0)
        told: Json = {"dept_user": pairs[start : start + limit]}
        return told | ({"next_cursor": str(start + limit)} if start + limit < len(pairs) else {})

    def department_list(self, ask: Ask) -> Json:
        wanted = ask.query.get("id", "1")
        if not wanted.isdigit() or int(wanted) not in self.company.departments:
            raise Refused(60123)
        inside = self.company.below(int(wanted))
        held = [each for each in self.company.departments.values() if each.id in inside]
        return {
            "department": [{"id": each.id, "name": each.name, "parentid": each.parent, "order": 1} for each in held]
        }

    def signed_in(self, ask: Ask) -> Json:
        userid = self.codes.pop(ask.query.get("code", ""), None)
        if userid is None:
            raise Refused(40029)
        return {"userid": userid}
