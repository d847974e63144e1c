"""The web chat's fields for replies, forwards and files, as a program meets them at a running demonstration."""

import json
import urllib.request
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.contract.surface.test_service import PATIENCE, Service, demo

SAID = "请大家本周内把材料交齐"


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("demo") / "demo.db"
    with demo(f"sqlite:///{path}") as service:
        yield service


def lines(service: Service, chat: str) -> list[dict[str, Any]]:
    return [line for line in service.get(f"/sim/api/chats/{chat}/messages") if line["sender"] != "bot"]


def refused(service: Service, path: str, body: object | None = None, **headers: str) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(service.base + path, data, {"Content-Type": "application/json", **headers})
    with pytest.raises(HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=PATIENCE)
    with refusal.value as answer:
        return answer.code, json.load(answer)["error"]


def test_a_line_shows_what_it_replies_to_or_forwards(service: Service) -> None:
    service.says("张伟", SAID, "quoted")
    said = lines(service, "office")[-1]
    assert (said["quoted"], said["file"]) == (None, None)
    reply = {"as": "赵敏", "chat": "office", "text": "收到", "reply_to": said["message_id"]}
    assert list(service.post("/sim/api/messages", reply)) == ["event_id"]
    assert lines(service, "office")[-1]["quoted"] == {"sender": said["sender"], "text": SAID}
    forward = {"chat": "office", "message_id": said["message_id"]}
    service.post("/sim/api/messages", {"as": "赵敏", "chat": "dm:zhaomin", "forward": forward})
    last = lines(service, "dm:zhaomin")[-1]
    assert (last["text"], last["quoted"]["text"]) == ("", SAID)


def test_what_cannot_be_quoted_is_said_in_one_sentence(service: Service) -> None:
    unknown = {"as": "赵敏", "chat": "office", "text": "收到", "reply_to": "nothing"}
    assert refused(service, "/sim/api/messages", unknown) == (404, "There is no message nothing in this chat.")
    hidden = {"chat": "dm:zhangwei", "message_id": "nothing"}
    assert refused(service, "/sim/api/messages", {"as": "赵敏", "chat": "office", "forward": hidden})[0] == 403


def test_what_was_on_a_screen_is_told_and_may_be_told_again(service: Service) -> None:
    service.post("/sim/api/messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": "帮助"})
    ids = [line["message_id"] for line in service.get("/sim/api/chats/dm:zhaomin/messages")]
    report = {"as": "赵敏", "chat": "dm:zhaomin", "message_ids": [*ids, ids[0]]}
    for _ in range(2):
        assert service.post("/sim/api/seen", report) == {"count": len(ids)}
    unknown = {**report, "message_ids": ["nothing"]}
    assert refused(service, "/sim/api/seen", unknown) == (404, "There is no message nothing in this chat.")
    assert refused(service, "/sim/api/seen", {**report, "message_ids": "x"})[0] == 400
    assert refused(service, "/sim/api/seen", {**report, "message_ids": ["x"] * 101})[0] == 400
    assert refused(service, "/sim/api/seen", {**report, "as": "张伟"})[0] == 403


def test_a_file_is_taken_up_to_more_than_the_largest_that_is_read(service: Service) -> None:
    most = service.get("/sim/api/office")["largest_file"]
    upload = {"as": "赵敏", "chat": "dm:zhaomin", "name": "照片.png"}
    for size in (3, most, most + 1):
        content = b64encode(b"0" * size).decode()
        assert list(service.post("/sim/api/files", {**upload, "content": content})) == ["event_id"]
    assert [line["text"] for line in lines(service, "dm:zhaomin")][-3:] == ["📎 照片.png"] * 3
    assert refused(service, "/sim/api/files", {**upload, "content": "A" * 2 * most})[0] == 413
    assert refused(service, "/sim/api/messages", {**upload, "text": "长" * most})[0] == 413


def test_files_are_given_to_this_machines_own_page_only(service: Service) -> None:
    assert refused(service, "/sim/api/files/1")[0] == 404
    assert refused(service, "/sim/api/files/1", Origin="https://elsewhere.example")[0] == 403
    assert refused(service, "/sim/api/files/1", Host="elsewhere.example")[0] == 403
    foreign = {"as": "赵敏", "chat": "office", "name": "a.csv", "content": ""}
    assert refused(service, "/sim/api/files", foreign, Origin="https://elsewhere.example")[0] == 403
