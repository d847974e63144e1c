"""The conversations that every judging bot has to hold."""

from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk


async def converses(wecom: LocalWeCom, li: Person, wang: Person, group: Talk) -> None:
    """A stream, a card and its change, a welcome, a push that arrives and one that is refused."""
    await wecom.bell.until(lambda: wecom.gateway.live)
    await li.asks(group, "在吗")
    await wecom.bell.until(lambda: li.last(group).text == "好了")
    await li.asks(group, "卡片")
    await wecom.bell.until(lambda: li.last(group).msgtype == "template_card")
    await wang.presses(wang.last(group), "办结")
    await wecom.bell.until(lambda: li.last(group).content["button_list"][0]["text"] == "已办结")
    await li.opens()
    await wecom.bell.until(lambda: li.screen(li.with_robot))
    assert li.last(li.with_robot).text == "您好"
    await li.asks(group, "推送")
    await wecom.bell.until(lambda: li.last(group).finished and "93006" in li.last(group).text)
    assert li.screen(group)[-2].text == "到期了"


async def hands_files_over(wecom: LocalWeCom, li: Person) -> None:
    """In three pieces."""
    await wecom.bell.until(lambda: wecom.gateway.live)
    await li.says("文件")
    await wecom.bell.until(lambda: li.last(li.with_robot).msgtype == "file")
    media_id = li.last(li.with_robot).content["media_id"]
    assert wecom.uploads.files[media_id] == "台账".encode() * 200_000


def pinged(wecom: LocalWeCom, times: int) -> bool:
    live = wecom.gateway.live
    return live is not None and [frame["cmd"] for frame in live.frames[1:]].count("ping") >= times
