"""One person on two messengers: bound by code, set apart again, told where they want."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio

from bot.domain.people import Role
from bot.errors import SendFailed
from bot.messages import Account, AccountChanged, UserRef
from tests.flow.conversation import Office, Shown, open_office
from tests.flow.test_delivery import Cut

SECOND = {"sim": {"enabled": True, "second": True}}
LI = UserRef("sim2", "liqiang", "Li Qiang")


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, adapters=SECOND) as opened:
        yield opened


def code_in(shown: list[Shown]) -> str:
    found = re.search(r"\d{6}", shown[-1].title)
    assert found is not None
    return found[0]


async def person_of(office: Office, platform: str, user: str) -> tuple[int, str, Role]:
    person = await office.parts.store.read(lambda uow: uow.people.by_account(UserRef(platform, user)))
    assert person is not None
    return person.id, person.name, person.role


async def bind_li(office: Office) -> Office:
    """李强 binds his account on the second messenger, which is given back."""
    second = office.on_second()
    code = code_in(await office.says("李强", "绑定", "direct"))
    await second.says("Li Qiang", f"绑定 {code}", "direct")
    return second


async def test_a_code_said_on_the_other_messenger_makes_two_accounts_one_person(office: Office) -> None:
    second = office.on_second()
    before = await person_of(office, "sim", "liqiang")
    assert (await person_of(office, "sim2", "liqiang"))[0] != before[0]
    given = await office.says("李强", "绑定", "direct")
    assert "10 分钟" in given[-1].card["body"]
    (done,) = await second.says("Li Qiang", f"绑定 {code_in(given)}", "direct")
    assert done.title == "已绑定：李强在网页聊天的账号和这里是同一个人了。"
    assert await person_of(office, "sim2", "liqiang") == await person_of(office, "sim", "liqiang") == before
    told = (await office.direct("李强"))[-1]
    assert told.title == "已绑定：李强在第二个网页聊天的账号和这里是同一个人了。"
    (mine,) = await second.says("李强", "我的账号", "direct")
    assert mine.card["body"].splitlines()[:2] == ["网页聊天 · 李强", "第二个网页聊天 · Li Qiang"]


async def test_the_one_in_the_list_is_asked_before_an_account_gets_what_is_theirs(office: Office) -> None:
    """Or whoever talks somebody into saying a code would be that person."""
    second = office.on_second()
    code = code_in(await second.says("Li Qiang", "bind my account", "direct"))
    asked = (await office.says("李强", f"绑定 {code}", "direct"))[-1]
    assert asked.title == "把 第二个网页聊天 · Li Qiang 绑定为你的账号？"
    assert (await person_of(office, "sim2", "liqiang"))[1] == "Li Qiang"
    await office.says("李强", "确认", "direct")
    assert (await person_of(office, "sim2", "liqiang"))[1] == "李强"


async def test_a_code_works_once_and_for_ten_minutes(office: Office) -> None:
    second = office.on_second()
    first = code_in(await office.says("李强", "绑定", "direct"))
    late = await office.says("赵敏", "绑定", "direct")
    await second.says("Li Qiang", f"绑定 {first}", "direct")
    (again,) = await second.says("Chen Guohua", f"绑定 {first}", "direct")
    assert again.title.startswith("这个绑定码不对或已经过期")
    await office.waits(minutes=11)
    (expired,) = await second.says("Zhao Min", f"绑定 {code_in(late)}", "direct")
    assert expired.title.startswith("这个绑定码不对或已经过期")


async def test_a_new_code_takes_the_place_of_the_old_one(office: Office) -> None:
    second = office.on_second()
    old = code_in(await office.says("李强", "绑定", "direct"))
    new = code_in(await office.says("李强", "绑定", "direct"))
    (wrong,) = await second.says("Li Qiang", f"绑定 {old}", "direct")
    assert wrong.title.startswith("这个绑定码不对")
    (done,) = await second.says("Li Qiang", f"绑定 {new}", "direct")
    assert done.title.startswith("已绑定")


async def test_after_five_wrong_codes_the_right_one_must_wait(office: Office) -> None:
    second = office.on_second()
    code = code_in(await office.says("李强", "绑定", "direct"))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    left = [(await second.says("Li Qiang", f"绑定 {wrong}", "direct"))[-1].title for _ in range(5)]
    assert "还可以试 4 次" in left[0]
    assert left[4].startswith("绑定码错了 5 次")
    (paused,) = await second.says("Li Qiang", f"绑定 {code}", "direct")
    assert paused.title.startswith("绑定码错了 5 次")
    await office.waits(minutes=10)
    code = code_in(await office.says("李强", "绑定", "direct"))
    (done,) = await second.says("Li Qiang", f"绑定 {code}", "direct")
    assert done.title.startswith("已绑定")


async def test_codes_are_for_direct_chats_and_for_the_other_messenger(office: Office) -> None:
    (group,) = await office.says("李强", "@小办 绑定")
    assert group.title.startswith("绑定请单聊我来办")
    code = code_in(await office.says("李强", "绑定", "direct"))
    (own,) = await office.says("李强", f"绑定 {code}", "direct")
    assert own.title == "这是你自己的绑定码，请用另一个平台上的账号来说。"
    (same,) = await office.says("赵敏", f"绑定 {code}", "direct")
    assert same.title.startswith("绑定是把两个平台上的账号合成一个人")


async def test_two_of_the_offices_list_are_not_made_one_by_a_code(office: Office) -> None:
    def list_him(uow: object) -> None:
        known = uow.people.by_account(LI)  # type: ignore[attr-defined]
        uow.people.save(known)  # type: ignore[attr-defined]

    await office.parts.store.write(list_him)
    code = code_in(await office.says("李强", "绑定", "direct"))
    (no,) = await office.on_second().says("Li Qiang", f"绑定 {code}", "direct")
    assert no.title == "这两个账号在名册里是两个人，请管理员核对名册后再合并。"


async def test_an_administrator_sets_a_wrongly_bound_account_apart(office: Office) -> None:
    second = await bind_li(office)
    (no,) = await office.says("赵敏", "解绑 李强 第二个网页聊天", "direct")
    assert no.title == "只有李强本人和管理员能解绑李强的账号。"
    (done,) = await office.says("刘洋", "解绑 李强 第二个网页聊天", "direct")
    assert done.title == "已解绑：第二个网页聊天 · Li Qiang不再是李强的账号。"
    assert (await person_of(office, "sim2", "liqiang"))[1] == "Li Qiang"
    (only,) = await office.says("刘洋", "解绑 李强 网页聊天", "direct")
    assert only.title.startswith("李强只有网页聊天的账号")
    (mine,) = await second.says("Li Qiang", "my accounts", "direct")
    assert mine.card["body"].splitlines()[0] == "the second web chat · Li Qiang"


async def test_people_choose_where_they_are_told(office: Office) -> None:
    second = await bind_li(office)
    no = (await office.says("李强", "以后用钉钉通知我", "direct"))[-1]
    assert no.title.startswith("你还没有绑定钉钉的账号")
    (done,) = await office.says("李强", "以后用第二个网页聊天通知我", "direct")
    assert done.title == "好，以后用第二个网页聊天通知你。"
    await second.direct("李强")
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 李强", "direct")
    await office.says("赵敏", "确认", "direct")
    assert [line.title for line in await second.direct("李强")] == ["通知1 周五下班前关好门窗"]
    assert all("关好门窗" not in line.title for line in await office.direct("李强"))


async def test_an_account_with_a_known_address_is_proposed_to_the_administrators(office: Office) -> None:
    """赵敏's address stands in the second messenger's list, under a name of its own."""
    await office.parts.fire_due()
    asked = (await office.direct("刘洋"))[-1]
    assert asked.title == "赵敏（学院办公室） 和 第二个网页聊天 · Zhao Min 是同一个人吗？"
    assert "zhaomin@" not in asked.text
    assert (await person_of(office, "sim2", "zhaomin"))[1] == "Zhao Min", "nobody is bound silently"
    await office.presses("刘洋", "是同一人", "direct")
    assert (await person_of(office, "sim2", "zhaomin"))[1] == "赵敏"
    (settled,) = [line for line in await office.visible("dm:liuyang") if "Zhao Min" in line.title]
    assert settled.title == "已确认：第二个网页聊天 · Zhao Min 是赵敏的账号。"


async def test_what_an_administrator_kept_apart_is_not_proposed_again(office: Office) -> None:
    await office.parts.fire_due()
    await office.direct("刘洋")
    await office.presses("刘洋", "不是", "direct")
    again = Account(UserRef("sim2", "zhaomin", "Min Zhao"), "zhaomin@college.example")
    await office.parts.dispatcher(AccountChanged("e1", again, office.clock.now()))
    await office.parts.fire_due()
    assert (await person_of(office, "sim2", "zhaomin"))[1] == "Min Zhao"
    assert all("同一个人吗" not in line.title for line in await office.direct("刘洋"))


async def test_who_has_no_account_left_has_left_and_owes_nothing_until_they_are_back(office: Office) -> None:
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 教务处", "direct")
    await office.says("赵敏", "确认", "direct")

    async def missing() -> str:
        return (await office.says("赵敏", "通知1 回执", "direct"))[-1].fact("未回")

    async def becomes(event_id: str, *, is_active: bool) -> None:
        account = Account(UserRef("sim", "liqiang", "李强"), is_active=is_active)
        await office.parts.dispatcher(AccountChanged(event_id, account, office.clock.now()))

    everybody = int(await missing())
    await becomes("e1", is_active=False)
    assert int(await missing()) == everybody - 1
    (unknown,) = (await office.says("赵敏", "解绑 李强 钉钉", "direct"))[-1:]
    assert "李强" not in [button["label"] for button in unknown.card["buttons"]]
    await becomes("e1", is_active=True)
    assert int(await missing()) == everybody - 1, "an event counts once"
    await becomes("e2", is_active=True)
    assert int(await missing()) == everybody


async def test_whoever_still_has_another_account_has_not_left(office: Office) -> None:
    second = await bind_li(office)
    gone = Account(UserRef("sim", "liqiang", "李强"), is_active=False)
    await office.parts.dispatcher(AccountChanged("e1", gone, office.clock.now()))
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 李强", "direct")
    await office.says("赵敏", "确认", "direct")
    assert [line.title for line in await second.direct("李强")][-1] == "通知1 周五下班前关好门窗"


async def test_two_of_one_name_are_told_apart_by_the_messenger_they_are_on(office: Office) -> None:
    for event_id, name in (("e1", "周明远"), ("e2", "周明远")):
        account = Account(UserRef("sim" if event_id == "e1" else "sim2", f"zhou{event_id}", name))
        await office.parts.dispatcher(AccountChanged(event_id, account, office.clock.now()))
    (asked,) = await office.says("赵敏", "标签 党员：周明远", "direct")
    assert asked.labels == ["周明远 · 网页聊天", "周明远 · 第二个网页聊天"]


async def test_the_bare_word_said_on_the_other_messenger_is_for_the_card_that_is_open(office: Office) -> None:
    second = await bind_li(office)
    await office.says("赵敏", "通知：周六停电，联系王芳 发给 李强", "direct")
    await office.says("赵敏", "发送", "direct")
    assert (await office.direct("李强"))[-1].labels == ["收到"]
    (told,) = await second.says("李强", "收到！", "direct")
    assert told.text == "已确认收到通知1「周六停电」。"
    assert (await office.direct("李强"))[-1].labels == []
    (help_card,) = await second.says("李强", "收到", "direct")
    assert "通知1" not in help_card.title


async def test_a_notice_is_one_list_whichever_messenger_it_is_answered_from(office: Office) -> None:
    """It comes to the first messenger and is answered in words on the second; the card on the first says so."""
    second = await bind_li(office)
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 李强、陈静", "direct")
    await office.says("赵敏", "确认", "direct")
    cards = [line for line in await office.direct("李强") if "关好门窗" in line.title]
    assert len(cards) == 1
    assert all("关好门窗" not in line.title for line in await second.direct("李强"))
    (told,) = await second.says("李强", "通知1 收到", "direct")
    assert "已确认" in told.text or "收到" in told.text
    (changed,) = [line for line in await office.direct("李强") if line.replaces]
    assert changed.labels == []
    listed = (await office.says("赵敏", "通知1 回执", "direct"))[-1]
    assert listed.fact("已确认").startswith("1 /")
    assert listed.fact("未回") == "1"


async def test_what_cannot_reach_an_account_that_is_gone_goes_to_the_other_once(office: Office) -> None:
    second, cut = await bind_li(office), Cut(office)
    cut.to["liqiang"] = SendFailed("no such user", permanent=True, why="no_chat")
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 李强", "direct")
    await office.says("赵敏", "确认", "direct")
    (card,) = [line for line in await second.direct("李强") if "关好门窗" in line.title]
    await second.presses("李强", "收到", "direct")
    listed = (await office.says("赵敏", "通知1 回执", "direct"))[-1]
    assert listed.fact("已发送") == "1 / 1"
    assert listed.fact("已确认") == "1 / 1"
    assert card.labels == ["收到"]
    lines = await office.parts.store.read(lambda uow: uow.outbox.lines(["dead"], 10))
    assert [line.lane for line in lines] == ["sim/direct/liqiang"]
    assert lines[0].key.endswith(":gone")
    assert all("没有送达" not in line.title for line in await office.direct("赵敏"))


async def test_where_no_account_is_left_the_sender_hears_of_it(office: Office) -> None:
    cut = Cut(office)
    cut.to["liqiang"] = SendFailed("no such user", permanent=True, why="no_chat")
    await office.says("赵敏", "通知：周五下班前关好门窗，请确认 发给 李强", "direct")
    told = await office.says("赵敏", "确认", "direct")
    assert "没有送达：通知1 周五下班前关好门窗" in [line.title for line in (*told, *await office.direct("赵敏"))]
    lines = await office.parts.store.read(lambda uow: uow.outbox.lines(["dead"], 10))
    assert [line.key.endswith(":gone") for line in lines] == [False]
