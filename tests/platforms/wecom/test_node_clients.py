"""The local WeCom judged by the official clients for Node."""

import pytest

from tests.platforms.node import Program, node
from tests.platforms.wecom.caller import socket_of
from tests.platforms.wecom.crypt import Envelope
from tests.platforms.wecom.dialogue import converses, hands_files_over, pinged
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Json, Talk

pytestmark = pytest.mark.node
BOT = "wecom/clients/bot.mjs"
SAMPLE_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


async def opened(program: Program, envelope: Envelope, encrypt: str) -> Json:
    """What @wecom/crypto makes of it, and that we open what it seals."""
    signed = {"timestamp": "1409659589", "nonce": "263014780", "encrypt": encrypt}
    told = {"token": envelope.token, "key": envelope.aes_key, "receiver": envelope.receiver}
    await program.write(told | signed)
    answer = await program.line()
    assert envelope.open(answer["sealed"]) == f"听到：{answer['message']}"
    assert envelope.sign("1409659589", "263014780", answer["sealed"]) == answer["sealedSignature"]
    assert envelope.sign(**signed) == answer["signature"]
    return answer


async def test_the_crypto(wecom: LocalWeCom) -> None:
    app, robot = wecom.app.envelope, wecom.robot.me.envelope
    async with node("wecom/clients/crypto.mjs") as program:
        sample = Envelope(app.token, app.aes_key, "wx5823bf96d3bd56c7")
        published = await opened(program, sample, SAMPLE_ECHO)
        assert (published["message"], published["id"]) == ("1616140317555161061", sample.receiver)
        assert published["signature"] == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
        for envelope in (app, robot):
            for text in ("督办", "x" * 11, "x" * 12, "<xml>]]></xml>", "字" * 5000):
                answer = await opened(program, envelope, envelope.seal(text))
                assert (answer["message"], answer["id"]) == (text, envelope.receiver)


def settings(wecom: LocalWeCom, **more: str) -> dict[str, str]:
    me = wecom.robot.me
    return {"botId": me.bot_id, "secret": me.secret, "wsUrl": wecom.ws_url} | more


async def test_the_robot(wecom: LocalWeCom, li: Person, wang: Person, group: Talk) -> None:
    async with node(BOT, **settings(wecom)) as program:
        assert (await program.line())["what"] == "authenticated"
        await converses(wecom, li, wang, group)
        await hands_files_over(wecom, li)
        await li.hands_over("台账.txt", "督办".encode())
        await wecom.bell.until(lambda: li.last(li.with_robot).text == "台账.txt: 督办")
        wecom.gateway.cut()
        assert (await program.line())["what"] == "authenticated"
        async with socket_of(wecom) as second:
            await second.subscribe()
            assert (await program.line())["what"] == "kicked"
            assert (await second.ask("ping"))["errcode"] == 0


async def test_heartbeats_of_the_robot(wecom: LocalWeCom) -> None:
    """After two without an answer it would have hung up, so four on one connection were answered."""
    async with node(BOT, **settings(wecom, heartbeat="50")):
        await wecom.bell.until(lambda: pinged(wecom, 4))


async def test_a_robot_with_a_wrong_secret(wecom: LocalWeCom) -> None:
    async with node(BOT, **settings(wecom, secret="wrong")) as program:
        told = await program.line()
        assert (told["what"], "853000" in told["more"]) == ("error", True)
