"""Media over the robot's connection."""

from base64 import b64encode
from datetime import timedelta
from hashlib import md5
from typing import Literal

import pytest

from tests.platforms.wecom.caller import Socket, socket_of
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Json

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PIECES = [b"a" * 512 * 1024, b"b" * 512 * 1024, b"c"]
WHOLE = b"".join(PIECES)


async def begin(socket: Socket, **more: object) -> Json:
    body: Json = {"type": "file", "filename": "台账.xlsx", "total_size": len(WHOLE), "total_chunks": 3}
    return await socket.ask("aibot_upload_media_init", body | more)


async def chunk(socket: Socket, upload: str, index: int, raw: bytes) -> int:
    body = {"upload_id": upload, "chunk_index": index, "base64_data": b64encode(raw).decode()}
    return int((await socket.ask("aibot_upload_media_chunk", body))["errcode"])


async def finish(socket: Socket, upload: str) -> Json:
    return await socket.ask("aibot_upload_media_finish", {"upload_id": upload})


async def show(socket: Socket, who: Person, media_id: str) -> int:
    body = {"chatid": who.id, "chat_type": 1, "msgtype": "file", "file": {"media_id": media_id}}
    return int((await socket.ask("aibot_send_msg", body))["errcode"])


@pytest.mark.parametrize("first", [0, 1])
async def test_in_any_order_twice_and_over_a_reconnect(
    wecom: LocalWeCom, socket: Socket, li: Person, first: int
) -> None:
    upload = (await begin(socket, md5=md5(WHOLE).hexdigest()))["body"]["upload_id"]
    assert await chunk(socket, upload, first + 2, PIECES[2]) == 0
    async with socket_of(wecom) as second:
        await second.subscribe()
        for index in (0, 0, 1):
            assert await chunk(second, upload, first + index, PIECES[index]) == 0
        told = (await finish(second, upload))["body"]
        assert told["type"] == "file"
        assert wecom.uploads.files[told["media_id"]] == WHOLE
        await li.says("在吗")
        assert await show(second, li, told["media_id"]) == 0
        wecom.unknowns.silence = 9 * DAY
        await wecom.pass_by(3 * DAY)
        assert await show(second, li, told["media_id"]) == 40007


async def test_a_missing_piece_and_a_wrong_sum(socket: Socket) -> None:
    upload = (await begin(socket, md5="0" * 32))["body"]["upload_id"]
    for index in (0, 2):
        await chunk(socket, upload, index, PIECES[index])
    assert "missing" in (await finish(socket, upload))["errmsg"]
    await chunk(socket, upload, 1, PIECES[1])
    assert "md5" in (await finish(socket, upload))["errmsg"]


@pytest.mark.parametrize(
    "more",
    [
        {"type": "hologram"},
        {"total_size": 20 * 1024 * 1024 + 1},
        {"type": "voice", "total_size": 2 * 1024 * 1024 + 1},
        {"total_chunks": 101},
        {"filename": ""},
        {"total_size": "3"},
    ],
)
async def test_what_cannot_begin(socket: Socket, more: Json) -> None:
    assert (await begin(socket, **more))["errcode"] == 40058


async def test_pieces_out_of_shape(socket: Socket) -> None:
    upload = (await begin(socket))["body"]["upload_id"]
    assert await chunk(socket, upload, 0, b"x" * (512 * 1024 + 1)) == 40058
    assert await chunk(socket, upload, 0, b"") == 40058
    assert await chunk(socket, upload, 9, b"x") == 40058
    assert await chunk(socket, "another", 0, b"x") == 40058


@pytest.mark.parametrize(("first", "wrong"), [(0, 3), (1, 0)])
async def test_where_counting_begins(wecom: LocalWeCom, socket: Socket, first: Literal[0, 1], wrong: int) -> None:
    wecom.unknowns.first_chunk = first
    upload = (await begin(socket))["body"]["upload_id"]
    assert await chunk(socket, upload, wrong, PIECES[0]) == 40058
    assert await chunk(socket, upload, first, PIECES[0]) == 0


async def test_half_an_hour_and_thirty_a_minute(wecom: LocalWeCom, socket: Socket) -> None:
    upload = (await begin(socket))["body"]["upload_id"]
    wecom.unknowns.silence = DAY
    await wecom.pass_by(30 * MINUTE)
    assert await chunk(socket, upload, 0, PIECES[0]) == 40058
    assert [(await begin(socket))["errcode"] for _ in range(31)] == [0] * 30 + [45009]
