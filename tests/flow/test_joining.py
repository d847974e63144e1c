"""Those who come: notices that still hold are handed to them, once; and what platforms list is read."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest

from bot.cards import Limits
from bot.domain.people import Person
from bot.engine.joining import Joining
from bot.errors import SendFailed
from bot.messages import Account, AccountChanged, UserRef
from bot.ports import UnitOfWork
from tests.flow.conversation import Office
from tests.flow.platform import Platform

HOLDS = "通知：实验室安全须知，请逐条阅读并确认，有效期至12月31日 发给 教务处"
PASSING = "通知：周五下午大扫除，请确认 发给 教务处"


@dataclass
class Listing(Platform):
    """A platform that lists people."""

    name: str = "slack"
    limits: Limits = field(default_factory=lambda: Limits(buttons=4, text=2000))
    pages: list[list[Account]] = field(default_factory=list)
    fault: SendFailed | None = None

    async def accounts(self) -> AsyncIterator[Sequence[Account]]:
        for page in self.pages:
            yield page
        if self.fault:
            raise self.fault


def account(user: str, name: str = "", **more: str) -> Account:
    return Account(UserRef("slack", user, name or user), **more)  # type: ignore[arg-type]


async def sends(office: Office, text: str) -> None:
    await office.says("赵敏", text, "direct")
    await office.says("赵敏", "确认", "direct")


async def looks(office: Office) -> None:
    """The beat, and what it planned."""
    await office.waits(seconds=1)
    await office.parts.joining.hand_on()
    await office.parts.fire_due()


async def missing(office: Office, number: int = 1) -> int:
    return int((await office.says("赵敏", f"通知{number} 回执", "direct"))[-1].fact("未回"))


async def joins(office: Office, name: str, unit: str, user: str = "new") -> None:
    def save(uow: UnitOfWork) -> None:
        before = uow.people.by_account(UserRef("sim", user))
        person = Person(before.id if before else 0, name, unit)
        uow.people.save(person, [UserRef("sim", user, name)])

    await office.parts.store.write(save)
    assert office.parts.sim is not None


async def test_the_preview_says_how_long_a_notice_holds(office: Office) -> None:
    card = (await office.says("赵敏", HOLDS, "direct"))[-1]
    assert card.fact("有效期至").startswith("12月31日")


async def test_whoever_joins_the_unit_is_sent_what_still_holds_once(office: Office) -> None:
    await sends(office, HOLDS)
    await sends(office, PASSING)
    before = await missing(office)
    await joins(office, "钱多多", "教务处")
    for _ in range(3):
        await looks(office)
        await joins(office, "钱多多", "教务处")
    (card,) = await office.news("dm:new")
    assert card.title.startswith("【仍有效】通知1 实验室安全须知")
    assert await missing(office) == before + 1
    assert "钱多多" in (await office.says("赵敏", "通知1 回执", "direct"))[-1].text
    await office.presses("钱多多", "收到", "direct")
    assert await missing(office) == before
    assert await missing(office, 2) == before, "what says nothing of how long it holds is not handed on"


async def test_whoever_moves_to_the_unit_is_sent_it_too_and_nobody_else(office: Office) -> None:
    await sends(office, HOLDS)
    await joins(office, "钱多多", "财务处")
    await looks(office)
    assert await office.news("dm:new") == []
    await office.waits(minutes=1)
    await joins(office, "钱多多", "教务处")
    await looks(office)
    assert len(await office.news("dm:new")) == 1


async def test_what_has_run_out_or_was_recalled_is_not_handed_on(office: Office) -> None:
    await sends(office, HOLDS)
    await sends(office, HOLDS.replace("须知", "制度"))
    await office.says("赵敏", "撤回 通知2", "direct")
    await office.says("赵敏", "确认", "direct")
    await joins(office, "钱多多", "教务处")
    await looks(office)
    (only,) = await office.news("dm:new")
    assert "须知" in only.title
    await office.waits(days=60)
    await joins(office, "孙小小", "教务处", "newer")
    await looks(office)
    assert all("仍有效" not in line.title for line in await office.news("dm:newer"))


async def test_an_account_that_comes_to_a_platform_counts_for_the_whole_office(office: Office) -> None:
    await sends(office, HOLDS.replace("教务处", "全体"))
    before = await missing(office)
    new = Account(UserRef("sim", "newcomer", "钱多多"))
    await office.parts.dispatcher(AccountChanged("e1", new, office.clock.now()))
    await looks(office)
    assert await missing(office) == before + 1
    assert len(await office.news("dm:newcomer")) == 1


async def test_what_a_platform_lists_becomes_people_with_their_names_kept_up_to_date(office: Office) -> None:
    listing = Listing(pages=[[account("U1", "Ann", email="ann@x.example")], [account("U2", "Ben")]])
    joining = Joining(office.parts.core, {"slack": listing})
    assert await joining.read(listing) == 2
    assert await joining.read(listing) == 0
    listing.pages[1] = [account("U2", "Benjamin")]
    assert await joining.read(listing) == 1
    ben = await office.parts.store.read(lambda uow: uow.people.by_account(UserRef("slack", "U2")))
    assert ben is not None
    assert ben.name == "Benjamin"


async def test_a_name_in_the_offices_list_stands(office: Office) -> None:
    renamed = Account(UserRef("sim", "liqiang", "强哥"), email="other@x.example")
    await office.parts.dispatcher(AccountChanged("e1", renamed, office.clock.now()))
    known = await office.parts.store.read(lambda uow: uow.people.known("sim", ["liqiang"]))
    assert known["liqiang"].name == "强哥"
    assert known["liqiang"].email != "other@x.example"
    assert "李强" in [one["name"] for one in await office.people()]


async def test_who_is_not_listed_any_more_has_left_unless_many_are_missing_at_once(office: Office) -> None:
    everybody = [account(f"U{number}", f"P{number}") for number in range(8)]
    listing = Listing(pages=[everybody])
    joining = Joining(office.parts.core, {"slack": listing})
    await joining.read(listing)

    async def here() -> int:
        people = await office.parts.store.read(lambda uow: uow.people.on("slack"))
        return len(people)

    await office.waits(minutes=1)
    listing.pages = [everybody[:7]]
    await joining.read(listing)
    assert await here() == 7
    await office.waits(minutes=1)
    listing.pages = [everybody[:1]]
    await joining.read(listing)
    assert await here() == 7, "a list that lost almost everybody is not believed"
    await office.waits(minutes=1)
    listing.pages = [everybody]
    await joining.read(listing)
    assert await here() == 8, "whoever is listed again is back"


async def test_a_list_that_breaks_off_makes_nobody_leave(office: Office) -> None:
    listing = Listing(pages=[[account("U1"), account("U2")]])
    joining = Joining(office.parts.core, {"slack": listing})
    await joining.read(listing)
    await office.waits(minutes=1)
    listing.pages, listing.fault = [[account("U1")]], SendFailed("away")
    with pytest.raises(SendFailed):
        await joining.read(listing)
    await joining.look()
    assert len(await office.parts.store.read(lambda uow: uow.people.on("slack"))) == 2


async def test_the_beat_reads_a_platform_every_half_hour(office: Office) -> None:
    listing = Listing(pages=[[account("U1")]])
    joining = Joining(office.parts.core, {"slack": listing})
    await joining.look()
    listing.pages = [[account("U1"), account("U2")]]
    await joining.look()
    assert len(await office.parts.store.read(lambda uow: uow.people.on("slack"))) == 1
    await office.waits(minutes=31)
    await joining.look()
    assert len(await office.parts.store.read(lambda uow: uow.people.on("slack"))) == 2


async def test_the_local_chat_lists_those_who_are_in_it(office: Office) -> None:
    before = len(await office.people())
    await office.parts.joining.look()
    assert len(await office.people()) == before
