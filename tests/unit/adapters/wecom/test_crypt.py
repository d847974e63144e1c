"""The envelope of WeCom's callbacks, judged by the published sample, wechatpy, @wecom/crypto and forgeries."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from adapters.wecom.crypt import ATTEMPTS, LARGEST, RETRIES_WITHIN, Crypt, NotGenuine
from bot.engine.clock import MovableClock
from tests.platforms.node import node
from tests.platforms.wecom.crypt import Envelope, Signed

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PUBLISHED_AT = datetime.fromtimestamp(1409659589, UTC)
SAMPLE = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
SAMPLE_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
ROBOT = Envelope("local-robot-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
TEXTS = ["", "督办", "x" * 11, "x" * 12, "<xml>]]></xml>", "字" * 5000]
BOTH = pytest.mark.parametrize("envelope", [SAMPLE, ROBOT], ids=["app", "robot"])


def ours(envelope: Envelope = SAMPLE, at: datetime = NOW) -> tuple[Crypt, MovableClock]:
    clock = MovableClock(base=lambda: at)
    return Crypt(envelope.token, envelope.aes_key, envelope.receiver, clock), clock


def opened(crypt: Crypt, signed: Signed) -> str:
    return crypt.opened(signed.signature, signed.timestamp, signed.nonce, signed.encrypt).decode()


def refuses(crypt: Crypt, signed: Signed) -> bool:
    try:
        opened(crypt, signed)
    except NotGenuine as fault:
        return fault.args == ()
    return False


def test_the_published_sample() -> None:
    crypt, _ = ours(at=PUBLISHED_AT)
    signature = "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert crypt.sign("1409659589", "263014780", SAMPLE_ECHO) == signature
    assert crypt.opened(signature, "1409659589", "263014780", SAMPLE_ECHO) == b"1616140317555161061"


@BOTH
@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_what_wecom_seals_is_opened(envelope: Envelope, text: str) -> None:
    assert opened(ours(envelope)[0], envelope.sealed(text, NOW)) == text


@BOTH
@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_what_wechatpy_seals_is_opened(envelope: Envelope, text: str) -> None:
    theirs = WeChatCrypto(envelope.token, envelope.aes_key, envelope.receiver)
    sealed = theirs.encrypt_message(text, "nonce", str(int(NOW.timestamp())))
    encrypt = sealed.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert opened(ours(envelope)[0], envelope.signed(encrypt, NOW, "nonce")) == text


@BOTH
@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_what_is_sealed_wechatpy_opens(envelope: Envelope, text: str) -> None:
    theirs = WeChatCrypto(envelope.token, envelope.aes_key, envelope.receiver)
    sealed = ours(envelope)[0].sealed(text.encode(), "7f3a")
    assert (sealed["timestamp"], sealed["nonce"]) == (int(NOW.timestamp()), "7f3a")
    assert (
        theirs.check_signature(sealed["msgsignature"], str(sealed["timestamp"]), sealed["nonce"], sealed["encrypt"])
        == text
    )


@pytest.mark.node
@BOTH
async def test_the_official_client_opens_what_is_sealed_and_is_opened(envelope: Envelope) -> None:
    async with node("wecom/clients/crypto.mjs") as program:
        for text in TEXTS[1:]:
            crypt, _ = ours(envelope)
            sealed = crypt.sealed(text.encode())
            told = {"token": envelope.token, "key": envelope.aes_key, "receiver": envelope.receiver}
            await program.write(
                told | {"timestamp": str(sealed["timestamp"]), "nonce": sealed["nonce"], "encrypt": sealed["encrypt"]}
            )
            answer = await program.line()
            assert (answer["message"], answer["id"]) == (text, envelope.receiver)
            assert answer["signature"] == sealed["msgsignature"]
            assert opened(crypt, envelope.signed(answer["sealed"], NOW)) == f"听到：{text}"


@given(st.binary(max_size=200), st.sampled_from([SAMPLE, ROBOT]))
def test_any_bytes_come_back(plain: bytes, envelope: Envelope) -> None:
    crypt, _ = ours(envelope)
    sealed = crypt.sealed(plain)
    back = crypt.opened(sealed["msgsignature"], str(sealed["timestamp"]), sealed["nonce"], sealed["encrypt"])
    assert back == plain


@BOTH
@pytest.mark.parametrize("what", SAMPLE.forgeries("<xml/>", NOW))
def test_forgeries_are_refused_without_a_word(envelope: Envelope, what: str) -> None:
    assert refuses(ours(envelope)[0], envelope.forgeries("<xml/>", NOW)[what])


@given(st.binary(max_size=100), st.booleans())
def test_rubbish_that_is_rightly_signed_is_refused(raw: bytes, whole_blocks: bool) -> None:
    rubbish = raw[: len(raw) // 16 * 16] if whole_blocks else raw
    assert refuses(ours()[0], SAMPLE.signed(b64encode(rubbish).decode(), NOW))


@given(st.text(max_size=50), st.text(max_size=20), st.text(max_size=20), st.text(max_size=50))
def test_nothing_in_a_query_is_more_than_not_genuine(signature: str, stamp: str, nonce: str, encrypt: str) -> None:
    assert refuses(ours()[0], Signed(encrypt, signature, stamp, nonce))


@pytest.mark.parametrize(("away", "is_taken"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_five_minutes_either_way(away: int, is_taken: bool) -> None:
    crypt, _ = ours()
    assert refuses(crypt, SAMPLE.sealed("x", NOW + timedelta(seconds=away))) is not is_taken


@pytest.mark.parametrize("stamp", ["", "now", "٣٢١", "1e9", "-1772413200", " 1772413200", "9" * 400, "\ud800"])
def test_a_time_is_plain_digits(stamp: str) -> None:
    encrypt = SAMPLE.seal("x")
    crypt, _ = ours()
    assert refuses(crypt, Signed(encrypt, crypt.sign(stamp, "n", encrypt), stamp, "n"))


def test_a_ciphertext_has_a_largest_size() -> None:
    crypt, _ = ours()
    assert refuses(crypt, SAMPLE.sealed("x" * LARGEST, NOW))
    assert opened(crypt, SAMPLE.sealed("x" * (LARGEST // 2), NOW))


def test_the_same_envelope_comes_as_often_as_wecom_delivers_it() -> None:
    crypt, clock = ours()
    signed = SAMPLE.sealed("x", NOW)
    for _attempt in range(ATTEMPTS):
        assert opened(crypt, signed) == "x"
        clock.set(clock.now() + timedelta(seconds=5))
    assert refuses(crypt, signed)


def test_the_same_envelope_later_is_a_replay() -> None:
    crypt, clock = ours()
    signed = SAMPLE.sealed("x", NOW)
    assert opened(crypt, signed) == "x"
    clock.set(NOW + RETRIES_WITHIN + timedelta(seconds=1))
    assert refuses(crypt, signed)


def test_a_nonce_is_for_one_envelope() -> None:
    crypt, clock = ours()
    assert opened(crypt, SAMPLE.sealed("x", NOW, "7f3a")) == "x"
    assert refuses(crypt, SAMPLE.sealed("x", NOW, "7f3a"))
    assert opened(crypt, SAMPLE.sealed("x", NOW, "7f3b")) == "x"
    clock.set(NOW + timedelta(minutes=11))
    assert opened(crypt, SAMPLE.sealed("x", clock.now(), "7f3a")) == "x"


def test_a_forgery_uses_no_nonce_up() -> None:
    crypt, _ = ours()
    right = SAMPLE.sealed("x", NOW, "7f3a")
    for wrong in (Signed(right.encrypt, "0" * 40, right.timestamp, "7f3a"), SAMPLE.signed("AAAA", NOW, "7f3a")):
        assert refuses(crypt, wrong)
    assert opened(crypt, right) == "x"


def test_without_a_token_nothing_is_genuine() -> None:
    nobody = Envelope("", SAMPLE.aes_key, SAMPLE.receiver)
    assert refuses(ours(nobody)[0], nobody.sealed("x", NOW))


@pytest.mark.parametrize("key", ["", "short", "§" * 43, "a" * 42, "a" * 44, SAMPLE.aes_key + "="])
def test_a_key_has_43_letters_and_digits(key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        Crypt("token", key, "", MovableClock(base=lambda: NOW))
