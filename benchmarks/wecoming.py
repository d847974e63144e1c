"""A burst of signed and encrypted callbacks as WeCom makes them, all at once, beside a server that does nothing."""

import time
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import urlencode

from adapters.wecom.crypt import Crypt
from benchmarks.figure import Figure
from benchmarks.office import LIST
from benchmarks.signing import SPEAKERS
from benchmarks.slacking import bursts
from benchmarks.wecom_house import AES_KEY, AGENT, CORP, TOKEN
from bot.engine.clock import SystemClock

NAMES = ("g01-wecom-burst-200-p99",)
HOOK = "/hooks/wecom/app"
INNER = (
    "<xml><ToUserName>{corp}</ToUserName><FromUserName>{user}</FromUserName><CreateTime>{at}</CreateTime>"
    "<MsgType>text</MsgType><Content>{text}</Content><MsgId>{number}</MsgId><AgentID>{agent}</AgentID></xml>"
)
OUTER = "<xml><ToUserName>{corp}</ToUserName><AgentID>{agent}</AgentID><Encrypt>{encrypt}</Encrypt></xml>"
_numbers = count(7_203_000_001)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    crypt = Crypt(TOKEN, AES_KEY, CORP, SystemClock())

    def callback(port: int, path: str) -> bytes:
        number = next(_numbers)
        user, at = SPEAKERS[number % len(SPEAKERS)], int(time.time())
        inner = INNER.format(corp=CORP, user=user, at=at, text=LIST, number=number, agent=AGENT)
        sealed = crypt.sealed(inner.encode())
        query = {"msg_signature": sealed["msgsignature"], "timestamp": sealed["timestamp"], "nonce": sealed["nonce"]}
        body = OUTER.format(corp=CORP, agent=AGENT, encrypt=sealed["encrypt"]).encode()
        head = (
            f"POST {path}?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/xml\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    yield bursts(names[0], "benchmarks.wecom_house", HOOK, callback)
