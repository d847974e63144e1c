"""Who comes to a meeting: the organizer sees names, everybody else how many; those who are silent are asked again."""

from tests.flow.conversation import GROUP, Office

BOOK = "明天下午2点301开教学例会，请李强、陈静、张伟参加"


async def booked(office: Office) -> None:
    await office.says("赵敏", BOOK)
    await office.presses("赵敏", "确认")
    await office.presses("李强", "参加", "direct")
    await office.presses("陈静", "请假", "direct")
    await office.says("陈静", "去局里开会", "direct")


async def test_the_organizer_sees_who_and_why(office: Office) -> None:
    await booked(office)
    card = (await office.says("赵敏", "教学例会都有谁参加", "direct"))[-1]
    assert card.fact("参加") == "2 人：赵敏、李强"
    assert card.fact("请假") == "1 人：陈静（去局里开会）"
    assert card.fact("未回") == "1 人：张伟"


async def test_in_a_group_nobody_reads_why(office: Office) -> None:
    await booked(office)
    card = (await office.says("赵敏", "@小办 教学例会都有谁参加", GROUP))[-1]
    assert card.fact("请假") == "1 人：陈静"
    assert "去局里" not in card.text


async def test_others_see_how_many(office: Office) -> None:
    await booked(office)
    card = (await office.says("陈静", "谁来参加教学例会", "direct"))[-1]
    assert card.fact("回执") == "参加 2 · 请假 1 · 未回 1"
    assert "李强" not in card.text
    assert card.labels == []


async def test_the_silent_are_asked_again_once_a_day(office: Office) -> None:
    await booked(office)
    card = (await office.says("赵敏", "教学例会谁还没回", "direct"))[-1]
    assert (card.fact("未回"), card.labels) == ("1 人：张伟", ["催未回的"])
    assert (await office.presses("赵敏", "催未回的", "direct"))[-1].text == "已再请 1 人答复「教学例会」。"
    again = (await office.direct("张伟"))[-1]
    assert "赵敏在等你的答复" in again.text
    await office.presses("张伟", "参加", "direct")
    assert "大家都回了" in (await office.says("赵敏", "催一下教学例会没回的", "direct"))[-1].text
    await office.presses("张伟", "请假", "direct")


async def test_asking_twice_a_day_sends_nothing(office: Office) -> None:
    await booked(office)
    await office.says("赵敏", "催一下教学例会没回的", "direct")
    await office.news("dm:zhangwei")
    assert "今天已经催过" in (await office.says("赵敏", "催一下教学例会没回的", "direct"))[-1].text
    assert not await office.news("dm:zhangwei")


async def test_who_does_not_lead_it_asks_nobody(office: Office) -> None:
    await booked(office)
    refused = (await office.says("陈静", "催一下教学例会没回的", "direct"))[-1]
    assert refused.text == "只有召集人赵敏、主持人和文秘能催。"


async def test_in_english(office: Office) -> None:
    await office.says("Amy", "book 301 tomorrow 2pm for budget review with Li Qiang", "direct")
    await office.says("Amy", "yes", "direct")
    card = (await office.says("Amy", "who hasn't replied to the budget review yet?", "direct"))[-1]
    assert card.fact("No answer") == "1: 李强"
