"""Units that are asked to a meeting, in the many ways in which that is said."""

import pytest

from tests.flow.conversation import Office

TEACHING = "李强、王伟、陈静、黄婷、Amy"
FINANCE = "郭磊、林霞、何军"


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("明天下午3点301开预算会，请财务处参加", FINANCE),
        ("明天下午2点301开个教学例会 叫上教务处的", TEACHING),
        ("明天下午2点301开个教学例会，喊上教务处", TEACHING),
        ("明天下午2点301开例会，请教务处的老师参加", TEACHING),
        ("明天下午2点301开例会，教务处全体参加", TEACHING),
        ("明天下午2点301教务处例会，教务处和财务处的人都来", f"{TEACHING}、{FINANCE}"),
        ("财务处、教务处的同事都参加，明天下午3点在302开预算碰头会", f"{FINANCE}、{TEACHING}"),
        ("明天下午3点301开预算会，邀请财务处", FINANCE),
    ],
)
async def test_everyone_of_the_unit_is_invited(office: Office, said: str, who: str) -> None:
    (card,) = await office.says("赵敏", said)
    assert card.fact("参会") == who


@pytest.mark.parametrize("said", ["明天下午3点301开财务处工作会", "明天下午3点301，财务处参观路线讨论会"])
async def test_a_unit_in_the_title_invites_nobody(office: Office, said: str) -> None:
    (card,) = await office.says("赵敏", said)
    assert card.fact("参会") == "未指定参会人"
    assert "财务处" in card.title


async def test_everybody_in_private_is_the_whole_office(office: Office) -> None:
    (card,) = await office.says("赵敏", "周五上午9点报告厅消防安全培训，全体参加", "direct")
    assert card.fact("参会").endswith("等23人")


async def test_everybody_in_a_group_is_the_group(office: Office) -> None:
    members = (await office.says("赵敏", "周五上午9点报告厅消防安全培训，全体参加"))[0].fact("参会")
    assert "人" in members
