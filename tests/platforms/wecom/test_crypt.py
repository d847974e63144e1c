"""The envelope against the vector of WeCom's own samples and against the community's crypto."""

from datetime import UTC, datetime

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException

from tests.platforms.wecom.crypt import Envelope, Signed

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SAMPLE = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
SAMPLE_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
ROBOT = Envelope("local-robot-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
TEXTS = ["", "督办", "x" * 11, "x" * 12, "<xml>]]></xml>", "字" * 5000]


def test_the_published_sample_is_signed_and_opened_as_published() -> None:
    assert SAMPLE.sign("1409659589", "263014780", SAMPLE_ECHO) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert SAMPLE.open(SAMPLE_ECHO) == "1616140317555161061"


@pytest.mark.parametrize("envelope", [SAMPLE, ROBOT], ids=["app", "robot"])
@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_what_we_seal_wechatpy_opens(envelope: Envelope, text: str) -> None:
    theirs, signed = WeChatCrypto(envelope.token, envelope.aes_key, envelope.receiver), envelope.sealed(text, NOW)
    assert theirs.check_signature(signed.signature, signed.timestamp, signed.nonce, signed.encrypt) == text


@pytest.mark.parametrize("envelope", [SAMPLE, ROBOT], ids=["app", "robot"])
@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_what_wechatpy_seals_we_open(envelope: Envelope, text: str) -> None:
    theirs = WeChatCrypto(envelope.token, envelope.aes_key, envelope.receiver)
    sealed = theirs.encrypt_message(text, "nonce", "1772413200")
    encrypt = sealed.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert envelope.sign("1772413200", "nonce", encrypt) in sealed
    assert envelope.open(encrypt) == text


def accepts(signed: Signed) -> bool:
    """What a careful receiver does."""
    try:
        fresh = abs(int(signed.timestamp) - NOW.timestamp()) <= 300
        right = SAMPLE.sign(signed.timestamp, signed.nonce, signed.encrypt) == signed.signature
        return fresh and right and bool(SAMPLE.open(signed.encrypt))
    except ValueError:
        return False


def test_a_right_callback_is_accepted() -> None:
    assert accepts(SAMPLE.sealed("<xml/>", NOW))


@pytest.mark.parametrize("what", SAMPLE.forgeries("<xml/>", NOW))
def test_every_forgery_is_one(what: str) -> None:
    assert not accepts(SAMPLE.forgeries("<xml/>", NOW)[what])


def test_only_its_inside_gives_a_malformed_one_away() -> None:
    inside = [each for each in SAMPLE.forgeries("<xml/>", NOW).values() if signed_right(each)]
    assert len(inside) == 10


def signed_right(signed: Signed) -> bool:
    return SAMPLE.sign(signed.timestamp, signed.nonce, signed.encrypt) == signed.signature


def test_wechatpy_sees_another_receiver_too() -> None:
    theirs = WeChatCrypto(SAMPLE.token, SAMPLE.aes_key, SAMPLE.receiver)
    signed = SAMPLE.forgeries("<xml/>", NOW)["another receiver"]
    with pytest.raises(InvalidCorpIdException):
        theirs.check_signature(signed.signature, signed.timestamp, signed.nonce, signed.encrypt)
