"""Bodies that WeCom would never send: a door refuses all of them with one same answer, quickly and in little room."""

from tests.platforms.wecom import xml

MEGABYTES = 10 * 1024 * 1024
DOCTYPE = "<!DOCTYPE xml [{}]><xml><ToUserName>x</ToUserName><Encrypt>{}</Encrypt></xml>"


def xml_bodies(encrypt: str) -> dict[str, bytes]:
    """For the app's door; `encrypt` is a right ciphertext that must not help them."""
    laughs = "".join(f'<!ENTITY l{each + 1} "{f"&l{each};" * 10}">' for each in range(9))
    texts = {
        "entities in entities": DOCTYPE.format('<!ENTITY l0 "ha">' + laughs, "&l9;"),
        "a file of ours": DOCTYPE.format('<!ENTITY file SYSTEM "file:///etc/passwd">', "&file;"),
        "an address of ours": DOCTYPE.format('<!ENTITY page SYSTEM "http://127.0.0.1:9/">', "&page;"),
        "an entity beside the right one": DOCTYPE.format('<!ENTITY a "b">', f"{encrypt}&a;"),
        "ten megabytes": xml.written({"Encrypt": "A" * MEGABYTES}),
        "ten thousand levels": "<xml>" * 10_000 + "</xml>" * 10_000,
        "cut short": xml.written({"Encrypt": encrypt})[:-20],
        "nothing inside": xml.written({"ToUserName": "x"}),
        "no XML": "Encrypt",
        "empty": "",
    }
    return {name: text.encode() for name, text in texts.items()} | {"no text": b"\xff\xfe\x00<xml/>"}


def json_bodies(encrypt: str) -> dict[str, bytes]:
    """For the robot's door."""
    texts = {
        "ten megabytes": '{"encrypt":"' + "A" * MEGABYTES + '"}',
        "ten thousand levels": "[" * 10_000 + "]" * 10_000,
        "cut short": f'{{"encrypt":"{encrypt}',
        "a number": '{"encrypt":1}',
        "another name": f'{{"Encrypt":"{encrypt}"}}',
        "a list": f'["{encrypt}"]',
        "no JSON": "encrypt",
        "empty": "",
    }
    return {name: text.encode() for name, text in texts.items()} | {"no text": b"\xff\xfe{}"}
