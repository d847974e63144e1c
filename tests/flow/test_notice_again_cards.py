"""A card that asks again never outlives the text on it."""

import pytest

from bot.cards import Card
from bot.messages import ChatRef, Outgoing
from bot.ports import UnitOfWork
from handlers.notices.desk import again_of
from tests.flow.conversation import Office

NOTICE = "通知：本周六停电，请确认，联系后勤处 发给 教务处"


async def waits(office: Office) -> None:
    """A card as it stands in the outbox while the platform is slow."""

    def write(uow: UnitOfWork) -> None:
        notice = uow.notices.get(1)
        assert notice is not None
        to = ChatRef("sim", "direct", "liqiang")
        again = Outgoing("notice:1:v1:0:again:x", to, Card("再次提醒：本周六停电"), mailing=again_of(notice))
        uow.outbox.add(again, office.parts.core.clock.now())

    await office.parts.store.write(write)


@pytest.mark.parametrize("said", ["更正通知1：本周日停电，联系后勤处", "撤回通知1"])
async def test_what_waits_is_withdrawn(office: Office, said: str) -> None:
    await office.says("赵敏", NOTICE, "direct")
    await office.says("赵敏", "确认", "direct")
    await office.says("赵敏", said, "direct")
    await waits(office)
    await office.says("赵敏", "确认", "direct")
    shown = [line.title for line in await office.direct("李强")]
    assert "再次提醒：本周六停电" not in shown
    assert shown
