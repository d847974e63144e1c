"""Who the office knows, and what a role may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    GUEST = "guest"
    """Wrote to us but stands in no list; may ask, book and answer for himself like a member."""
    MEMBER = "member"
    SECRETARY = "secretary"
    LEADER = "leader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """`language` is empty when the person has not chosen one."""

    id: int
    name: str
    unit: str = ""
    role: Role = Role.MEMBER
    language: str = ""

    @property
    def is_in_charge(self) -> bool:
        """Whether what concerns a whole group, or somebody else, is theirs to order."""
        return self.role in {Role.SECRETARY, Role.LEADER, Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN
