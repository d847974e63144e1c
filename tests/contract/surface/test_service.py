"""The demonstration as a real process: what was acknowledged survives `kill -9`, and SIGTERM ends it in order."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

XIAOBAN = Path(sys.executable).with_name("xiaoban")
ENV = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
PATIENCE = 20


class Service:
    """A running `xiaoban demo` and its HTTP surface."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self.base = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.base + path, timeout=PATIENCE) as answer:
            return json.load(answer)

    def post(self, path: str, body: object) -> Any:
        request = urllib.request.Request(
            self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def says(self, who: str, text: str, event_id: str) -> None:
        self.post("/sim/api/messages", {"as": who, "chat": "office", "text": text, "event_id": event_id})

    def bot_lines(self) -> list[dict[str, Any]]:
        return [line for line in self.get("/sim/api/chats/office/messages") if line["sender"] == "bot"]

    def news(self, seq: int) -> dict[str, Any]:
        """The first line of the bot after that one; the stream of events tells when it is there."""
        with urllib.request.urlopen(f"{self.base}/sim/api/events?after={seq}", timeout=PATIENCE) as stream:
            for raw in stream:
                if raw.startswith(b"data:"):
                    line: dict[str, Any] = json.loads(raw[5:])
                    if line["sender"] == "bot":
                        return line
        raise AssertionError("the stream ended")


@contextmanager
def demo(url: str) -> Iterator[Service]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [XIAOBAN, "demo", "--port", str(port), "--db", url],
        env=ENV, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert "http" in process.stdout.readline()
        yield Service(process, port)
    finally:
        process.kill()
        process.communicate()


def test_what_was_acknowledged_survives_a_kill(database_url: str) -> None:
    said = [(f"kill-{number}", "今天有什么会") for number in range(20)]
    with demo(database_url) as service:
        for event_id, text in said:
            service.says("赵敏", text, event_id)
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()
    with demo(database_url) as service:
        for event_id, text in said:
            service.says("赵敏", text, event_id)
        service.says("赵敏", "帮助", "the-last")
        last = 0
        while "可以这样对我说" not in (line := service.news(last))["text"]:
            last = line["seq"]
        answers = [line for line in service.bot_lines() if "没有会" in line["text"]]
        assert len(answers) == len(said)


def test_sigterm_ends_it_in_order_and_a_restart_goes_on_at_the_pages_time(database_url: str) -> None:
    with demo(database_url) as service:
        service.says("赵敏", "今天有什么会", "before-the-end")
        at = service.post("/sim/api/clock", {"advance_seconds": 86400})["now"]
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(timeout=PATIENCE) == 0
    with demo(database_url) as service:
        assert service.get("/sim/api/office")["now"][:10] == at[:10]
        assert len(service.bot_lines()) == 1


def test_it_says_that_it_is_alive_and_ready(database_url: str) -> None:
    with demo(database_url) as service:
        assert service.get("/healthz")["alive"] is True
        assert service.get("/readyz") == {"ready": True, "reasons": []}
        with urllib.request.urlopen(f"{service.base}/metrics", timeout=PATIENCE) as answer:
            assert b"xiaoban_outbox_open" in answer.read()
