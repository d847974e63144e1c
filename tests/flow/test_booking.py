"""A meeting booked from one sentence: read back, confirmed, announced, answered."""

import asyncio

from tests.flow.conversation import GROUP, Office

BOOK = "明天下午3点到5点在301开校务会，请张伟、王芳参加"


async def book(office: Office, who: str = "赵敏", text: str = BOOK) -> None:
    """Said and confirmed."""
    await office.says(who, text)
    await office.presses(who, "确认")


async def test_the_sentence_is_read_back_before_anything_is_booked(office: Office) -> None:
    (card,) = await office.says("赵敏", BOOK)
    assert "校务会" in card.title
    assert card.fact("时间") == "11月24日（周二）15:00–17:00"
    assert card.fact("会议室").startswith("301")
    assert card.fact("参会") == "张伟、王芳"
    assert card.labels == ["确认", "修改", "取消"]
    assert "没有会" in (await office.says("赵敏", "明天有什么会"))[0].title


async def test_a_yes_books_tells_the_group_and_asks_each_person(office: Office) -> None:
    await book(office)
    visible = await office.visible(GROUP)
    assert [card.title for card in visible][-1] == "已预订：校务会"
    assert visible[-1].fact("回执") == "参加 1 · 请假 0 · 未回 2"
    assert "赵敏已确认" in visible[0].text
    assert visible[0].labels == []
    for invited in ("张伟", "王芳"):
        (asked,) = await office.direct(invited)
        assert asked.labels == ["参加", "请假", "替会"]
        assert asked.fact("时间") == "11月24日（周二）15:00–17:00"
    assert await office.direct("李强") == []


async def test_counts_on_the_group_card_change_for_everyone(office: Office) -> None:
    await book(office)
    await office.presses("张伟", "参加", "direct")
    counted = (await office.visible(GROUP))[-1]
    assert counted.fact("回执") == "参加 2 · 请假 0 · 未回 1"
    await office.presses("王芳", "请假", "direct")
    counted = (await office.visible(GROUP))[-1]
    assert counted.fact("回执") == "参加 2 · 请假 1 · 未回 0"
    assert counted.replaces is not None


async def test_an_excuse_may_have_a_reason(office: Office) -> None:
    await book(office)
    asked = await office.presses("王芳", "请假", "direct")
    assert "事由" in asked[-1].title
    await office.says("王芳", "去市里开会", "direct")
    (answered,) = [card for card in await office.visible("dm:wangfang") if "参会" in card.title]
    assert "去市里开会" in answered.text


async def test_someone_may_come_instead(office: Office) -> None:
    await book(office)
    await office.presses("张伟", "替会", "direct")
    await office.says("张伟", "李强", "direct")
    (stand_in,) = await office.direct("李强")
    assert stand_in.title == "请替张伟参会：校务会"
    await office.presses("李强", "参加", "direct")
    assert "李强替" in (await office.visible(GROUP))[-1].text


async def test_typed_words_do_what_the_buttons_do(office: Office) -> None:
    await office.says("赵敏", BOOK)
    await office.says("赵敏", "确认")
    assert (await office.visible(GROUP))[-1].title == "已预订：校务会"
    await office.says("张伟", "参加", "direct")
    await office.says("王芳", "2", "direct")
    assert (await office.visible(GROUP))[-1].fact("回执") == "参加 2 · 请假 1 · 未回 0"


async def test_the_draft_is_corrected_in_words(office: Office) -> None:
    await office.says("赵敏", BOOK)
    (card,) = [card for card in await office.says("赵敏", "不对，是后天") if card.labels]
    assert card.fact("时间") == "11月25日（周三）15:00–17:00"
    (card,) = [card for card in await office.says("赵敏", "改成302") if card.labels]
    assert card.fact("会议室").startswith("302")
    (card,) = [card for card in await office.says("赵敏", "加上李强") if card.labels]
    assert card.fact("参会") == "张伟、王芳、李强"


async def test_a_no_books_nothing(office: Office) -> None:
    await office.says("赵敏", BOOK)
    await office.presses("赵敏", "取消")
    assert "没有会" in (await office.says("赵敏", "明天有什么会"))[0].title
    assert await office.direct("张伟") == []


async def test_a_clash_names_who_has_the_room_and_offers_ways_out(office: Office) -> None:
    await book(office)
    (refusal,) = await office.says("李强", "明天下午4点到5点在301开教学例会")
    assert "301" in refusal.title
    assert "赵敏" in refusal.title
    assert "校务会" in refusal.title
    assert 1 <= len(refusal.labels) <= 3
    for place, label in enumerate(refusal.labels):
        if place:
            await office.says("李强", "明天下午4点到5点在301开教学例会")
        (way_out,) = await office.presses("李强", label)
        assert way_out.labels == ["确认", "修改", "取消"], label
        await office.presses("李强", "确认")
        assert (await office.visible(GROUP))[-1].title == "已预订：教学例会"
        await office.says("李强", "取消教学例会")
        await office.presses("李强", "确认")


async def test_two_read_backs_of_one_room_cannot_both_be_confirmed(office: Office) -> None:
    await office.says("赵敏", BOOK)
    await office.says("李强", "明天下午4点到5点在301开教学例会")
    await office.presses("李强", "确认")
    answers = await office.presses("赵敏", "确认")
    assert any("教学例会" in card.title and "李强" in card.title for card in answers)
    assert [card.title for card in await office.visible(GROUP) if card.title.startswith("已预订")] == [
        "已预订：教学例会"
    ]


async def test_twenty_who_confirm_at_once_get_one_room_between_them(office: Office) -> None:
    people = [person["id"] for person in await office.people()][:20]
    for person in people:
        await office.says(person, "明天下午3点到5点在301开碰头会", "direct")
    presses = []
    for person in people:
        card = next(card for card in await office.visible(f"dm:{person}") if card.labels)
        body = {"as": person, "chat": f"dm:{person}", "message_id": card.message_id}
        action = next(b["action"] for b in card.card["buttons"] if b["action"].startswith("dialog.yes"))
        presses.append(office.post("presses", body | {"action": action}))
    await asyncio.gather(*presses)
    await office.parts.relay.run_until_idle()
    booked = [
        p for p in people if any(c.title.startswith(("已预订", "Booked")) for c in await office.visible(f"dm:{p}"))
    ]
    assert len(booked) == 1
