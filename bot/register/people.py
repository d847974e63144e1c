"""Names in a ledger become the certain people of the office, and people the names by which they are found again."""

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.people import Person
from bot.errors import UserError
from bot.understanding.names import match_person
from bot.understanding.regex import regex

_WITH_UNIT = regex(r"(.+?)[（(](.+)[)）]")
MOST_NEAR = 3


class People:
    """Everyone of the office, as of one reading."""

    def __init__(self, everyone: Sequence[Person]) -> None:
        self._everyone = tuple(everyone)
        self._by_id = {one.id: one for one in everyone}
        self._named: dict[str, list[Person]] = defaultdict(list)
        self._loosely: dict[str, Person] = {}
        self._units = {one.unit for one in everyone if one.unit}
        for one in everyone:
            self._named[one.name].append(one)

    def get(self, person_id: int) -> Person | None:
        return self._by_id.get(person_id)

    def written(self, person_id: int) -> str:
        """The name, with the unit where others have it, too."""
        one = self._by_id.get(person_id)
        if one is None:
            return ""
        return f"{one.name}（{one.unit}）" if len(self._named[one.name]) > 1 and one.unit else one.name

    def meant(self, said: str, unit: str = "") -> Person:
        """The one person of that name, of that unit where several have it; UserError when it is not certain."""
        with_unit = _WITH_UNIT.fullmatch(said)
        if with_unit and said not in self._named:
            said, unit = with_unit[1].strip(), with_unit[2].strip()
        found = self._named.get(said, [])
        if len(found) > 1:
            found = [one for one in found if unit and one.unit == unit]
            if len(found) != 1:
                raise UserError("supervision.row_several", name=said)
        return found[0] if found else self._nearly(said)

    def _nearly(self, said: str) -> Person:
        """By surname and title and the like, if that is certain."""
        if said in self._loosely:
            return self._loosely[said]
        if said in self._units:
            raise UserError("supervision.row_unit", name=said)
        match = match_person(said, self._everyone)
        if len(match.found) == 1:
            self._loosely[said] = match.found[0]
            return match.found[0]
        near = tuple(one.name for one in (match.found or match.nearest)[:MOST_NEAR])
        if near:
            raise UserError("supervision.row_nobody_near", name=said, near=near)
        raise UserError("supervision.row_nobody", name=said)
