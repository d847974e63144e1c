"""Surveys from a sentence to the result: preview, cards, answers, the roster, closing, publishing, files."""

from tests.flow.conversation import Office

ASKED = "做个问卷：食堂满意度，很满意/一般/不满意，周五下班前截止，发给教务处"


async def test_x(office: Office) -> None:
    def show(lines):
        for l in lines:
            print("  |", l.title, "\n  |", l.text.replace("\n", "\n  |  "), l.labels)

    for who, text, chat in [("赵敏", ASKED, "direct"), ("赵敏", "确认", "direct")]:
        print(who, text)
        show(await office.says(who, text, chat))
    for p in ("李强", "陈静", "Amy"):
        print(p)
        show(await office.direct(p))
    print("press")
    show(await office.presses("李强", "一般", "direct"))
    show(await office.presses("李强", "很满意", "direct"))
    show(await office.says("陈静", "2", "direct"))
    show(await office.says("赵敏", "问卷1", "direct"))
    show(await office.says("赵敏", "谁没填", "direct"))
    show(await office.says("赵敏", "催一下没填的", "direct"))
    show(await office.direct("Amy"))
    show(await office.presses("Amy", "不满意", "direct"))
    await office.waits(days=4, hours=10)
    show(await office.direct("赵敏"))
    show(await office.direct("黄婷"))
    show(await office.presses("赵敏", "公布", "direct"))
    show(await office.direct("黄婷"))
    show(await office.says("赵敏", "问卷列表", "direct"))
    show(await office.says("赵敏", "导出问卷1 csv", "direct"))
    assert 0
