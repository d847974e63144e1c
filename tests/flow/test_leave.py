"""Leave: kept with a deputy, who gets what is for the absent; meetings and digests know of it."""

from tests.flow.conversation import GROUP, Office
from tests.flow.test_digests import digests, subscribes
from tests.flow.test_reminding import on, said, sets


async def takes(office: Office, who: str, text: str, chat: str = "direct") -> None:
    (read_back,) = await office.says(who, text, chat)
    assert "请假" in read_back.title, read_back.text
    await office.says(who, "确认", chat)


async def test_it_is_read_back_and_the_deputy_is_told(office: Office) -> None:
    (read_back,) = await office.says("王芳", "我下周请假，张伟代", "direct")
    assert read_back.title == "王芳请假"
    assert read_back.fact("时间") == "11月30日（周一） 至 12月6日（周日）"
    assert read_back.fact("代办人") == "张伟"
    await office.says("王芳", "确认", "direct")
    assert any("由你代办" in line.text for line in await office.direct("张伟"))


async def test_reminders_for_the_absent_go_to_the_deputy(office: Office) -> None:
    await sets(office, "赵敏", "@小办 下周二上午10点提醒王芳交表")
    await takes(office, "王芳", "我下周请假，张伟代")
    await office.direct("张伟")
    await office.goes_to(on(1, 10, month=12))
    (card,) = said(await office.direct("张伟"), "交表")
    assert "王芳请假，由你代办" in card.text
    assert not said(await office.lines("dm:wangfang"), "交表")


async def test_ones_own_reminders_and_digest(office: Office) -> None:
    """The digest stays silent while its reader is away; what somebody set for themselves rings."""
    await subscribes(office, "王芳", "订阅早报", "direct")
    await sets(office, "王芳", "下周二上午10点提醒我吃药", "direct")
    await takes(office, "王芳", "我下周请假，张伟代")
    await office.goes_to(on(1, 10, month=12))
    lines = await office.lines("dm:wangfang")
    assert said(lines, "吃药")
    assert [line.title for line in digests(lines) if "12月1日" in line.title] == []


async def test_a_booking_says_who_is_away(office: Office) -> None:
    await takes(office, "王芳", "我明天请假")
    (read_back,) = await office.says("赵敏", "@小办 明天下午3点到5点在301开校务会，请王芳参加")
    assert "王芳那时请假" in read_back.text


async def test_half_a_day(office: Office) -> None:
    (read_back,) = await office.says("王芳", "明天下午请半天假", "direct")
    assert read_back.fact("时间") == "11月24日（周二）12:00 – 11月25日（周三）00:00"


async def test_another_persons_leave_is_for_those_in_charge(office: Office) -> None:
    (refused,) = await office.says("孙丽", "@小办 王芳这周出差，由张伟代")
    assert "只有王芳本人和文秘" in refused.text
    (read_back,) = await office.says("赵敏", "@小办 王芳这周出差，由张伟代")
    assert read_back.title == "王芳请假"


async def test_who_is_away(office: Office) -> None:
    await takes(office, "王芳", "我下周请假，张伟代")
    (listed,) = await office.says("赵敏", "@小办 下周谁不在")
    assert "王芳 11月30日（周一） 至 12月6日（周日）（张伟代）" in listed.text
    (nobody,) = await office.says("赵敏", "@小办 谁请假了")
    assert nobody.title == "没有人请假。"


async def test_a_groups_digest_names_the_absent(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    await takes(office, "王芳", "我明天请假")
    await office.goes_to(on(24, 9))
    assert "【请假】王芳" in digests(await office.lines(GROUP))[0].text


async def test_it_is_taken_back(office: Office) -> None:
    await takes(office, "王芳", "我下周请假，张伟代")
    (asked,) = await office.says("王芳", "取消我的请假", "direct")
    assert asked.title.startswith("取消王芳的请假")
    await office.says("王芳", "确认", "direct")
    (nobody,) = await office.says("赵敏", "@小办 下周谁不在")
    assert nobody.title == "没有人请假。"
    (none,) = await office.says("王芳", "取消我的请假", "direct")
    assert "没有可以取消" in none.text
