"""To whom a notice goes, as it is said: units with sub-units, tags, and all but some."""

import pytest

from bot.ports import UnitOfWork
from tests.flow.conversation import Office


def within(uow: UnitOfWork) -> None:
    """信息中心 belongs to 教务处."""
    uow.people.save_unit("信息中心", "教务处")


async def counts(office: Office, to: str, who: str = "赵敏") -> tuple[str, str]:
    """The preview's audience, and who is left out."""
    card = (await office.says(who, f"通知：周五下午大扫除，请确认 发给 {to}", "direct"))[-1]
    await office.says(who, "算了", "direct")
    facts = {name: str(value) for name, value in card.card["facts"]}
    return facts["发给"], facts.get("不发", "")


async def test_a_unit_means_all_that_belongs_to_it(office: Office) -> None:
    alone = await counts(office, "教务处")
    centre = await counts(office, "信息中心")
    await office.parts.store.write(within)
    together = await counts(office, "教务处")
    number = [int(words.partition(" ")[0]) for words, _ in (alone, centre, together)]
    assert number[2] == number[0] + number[1]
    assert await counts(office, "仅教务处本级") == alone
    assert await counts(office, "教务处 only") == alone
    assert (await counts(office, "教务处，除信息中心外"))[0] == alone[0]


@pytest.mark.parametrize("to", ["#党员", "标签党员", "党员", "标签党员的人"])
async def test_a_tag_means_those_who_have_it(office: Office, to: str) -> None:
    (done,) = await office.says("赵敏", "标签 党员：李强、王芳", "direct")
    assert done.title == "标签「党员」加上了：李强、王芳。"
    assert (await counts(office, to))[0].startswith("2 人")
    out, left = await counts(office, "教务处，除#党员外")
    assert left == "李强"
    assert "李强" not in out


async def test_tags_are_listed_and_taken_off(office: Office) -> None:
    await office.says("赵敏", "tag party: 李强, 王芳", "direct")
    (all_tags,) = await office.says("赵敏", "标签列表", "direct")
    assert all_tags.card["body"] == "party：2 人"
    (who,) = await office.says("李强", "标签 party", "direct")
    assert who.card["body"] == "王芳、李强"
    await office.says("赵敏", "去掉标签 party：李强", "direct")
    (who,) = await office.says("李强", "标签 party", "direct")
    assert who.card["body"] == "王芳"
    (no,) = await office.says("李强", "标签 团员", "direct")
    assert no.title == "没有标签「团员」，现有：party。"


async def test_only_those_in_charge_set_tags(office: Office) -> None:
    (no,) = await office.says("wangwei", "标签 党员：王芳", "direct")
    assert no.title == "标签由文秘、领导或管理员来设。"


async def test_a_name_of_two_people_is_asked_about(office: Office) -> None:
    people = [one["name"] for one in await office.people()]
    twice = next(name for name in people if people.count(name) > 1)
    (asked,) = await office.says("赵敏", f"标签 党员：{twice}", "direct")
    assert len(asked.labels) > 1
    (done,) = (await office.says("赵敏", "1", "direct"))[-1:]
    assert done.title == f"标签「党员」加上了：{twice}。"


async def test_a_tag_that_two_have_written_at_once_in_a_group_is_no_command(office: Office) -> None:
    assert await office.says("赵敏", "标签：重要、紧急") == []


async def test_the_list_is_kept_as_it_was_when_the_notice_went_out(office: Office) -> None:
    await office.says("赵敏", "标签 党员：李强、王芳", "direct")
    await office.says("赵敏", "通知：周五下午开会，请确认 发给 #党员", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.says("赵敏", "标签 党员：陈静", "direct")
    await office.parts.joining.look()
    await office.parts.fire_due()
    facts = (await office.says("赵敏", "通知1 回执", "direct"))[-1]
    assert facts.fact("未回") == "2"
