"""An urgent notice: what the second person reads, and how many there may be."""

from tests.flow.conversation import Office, Shown


async def says(office: Office, text: str) -> Shown:
    return (await office.says("赵敏", text, "direct"))[-1]


async def asks(office: Office, text: str, when: str = "") -> None:
    await says(office, f"紧急通知：{text} 发给 教务处{when}")
    await says(office, "确认")


async def test_the_second_person_reads_all_of_a_long_text(office: Office) -> None:
    await asks(office, "今晚停水，联系后勤处。" + "请提前储水。" * 60 + "明早六点恢复")
    assert (await office.direct("陈国华"))[-1].text.count("请提前储水") == 60


async def test_the_last_of_a_month_may_be_changed_and_sent_but_is_the_last(office: Office) -> None:
    for number in range(4):
        await asks(office, f"第{number}区停水，联系后勤处")
    await asks(office, "全区停水，联系后勤处", "，明天上午9点发")
    changed = await says(office, "修改通知5")
    assert changed.fact("发送时间") == "11月24日（周二）09:00"
    await office.waits(minutes=1)
    await says(office, "确认")
    await office.presses("陈国华", "同意发送", "direct")
    await says(office, "通知5立即发送")
    assert (await says(office, "确认")).title.startswith("通知5已发给")
    refused = await says(office, "紧急通知：又停水，联系后勤处 发给 教务处")
    assert refused.text.startswith("紧急通知一个月最多 5 条")
