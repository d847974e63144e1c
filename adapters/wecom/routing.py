"""Which way a message goes and why: decided from what it needs and what is set up, without a look at the network."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from adapters.wecom.ways import APP, APPCHAT, ROBOT, ROBOT_URL, WEBHOOK
from bot.messages import ChatKind, Outgoing

Because = Literal["stands_there", "asked_there", "buttons", "calls", "file", "person", "group", "else"]
"""`else`: what it needs is to be had nowhere, and this way comes nearest."""


@dataclass(frozen=True, slots=True)
class Need:
    """`stands_in` is the way of the card that is to change, `asked_in` the one by which somebody asked for it."""

    chat: ChatKind
    buttons: bool = False
    calls: bool = False
    file: bool = False
    stands_in: str = ""
    asked_in: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    way: str
    because: Because


def need_of(message: Outgoing, stands_in: str, asked_in: str) -> Need:
    card = message.card
    return Need(
        message.to.kind,
        buttons=bool(card.buttons) or card.words,
        calls=bool(message.mentions),
        file=message.file is not None,
        stands_in=stands_in,
        asked_in=asked_in,
    )


def choices(need: Need, ways: Collection[str]) -> tuple[Choice, ...]:
    """Of the ways that lead to this chat, the best first, each once; none where nothing leads there. Where the card
    stands may come twice: to change it, and to write below it.

    A card that is to change because of something else than what was said in its own conversation changes in its place
    or not at all: news of it would be a message for every answer that somebody gives somewhere.
    """
    found: dict[tuple[str, bool], Choice] = {}
    for choice in _in_order(need):
        if choice.way in ways:
            found.setdefault((choice.way, choice.because == "stands_there"), choice)
    return tuple(found.values())


def _in_order(need: Need) -> Iterator[Choice]:
    if need.stands_in:
        yield Choice(need.stands_in, "stands_there")
        if not need.asked_in:
            return
    if need.asked_in:
        yield Choice(need.asked_in, "asked_there")
    if need.chat == "direct":
        yield from _to_person(need)
    elif need.chat == "group":
        yield from _to_group(need)


def _to_person(need: Need) -> Iterator[Choice]:
    """The app first: it may write to whoever has never written, and change its cards for three days."""
    because = _first_need(need, "person")
    yield Choice(APP, because)
    yield Choice(ROBOT, because)
    yield Choice(ROBOT_URL, because)


def _to_group(need: Need) -> Iterator[Choice]:
    """Buttons before names: who cannot press cannot answer, whereas a name is read without its ring."""
    is_call = need.calls and not need.buttons
    by_robot: Because = "else" if is_call else _first_need(need, "group")
    otherwise: Because = "calls" if is_call else "else" if need.buttons else by_robot
    robots = [Choice(ROBOT, by_robot), Choice(ROBOT_URL, by_robot)]
    others = [Choice(WEBHOOK, otherwise), Choice(APPCHAT, otherwise)]
    yield from (*others, *robots) if is_call else (*robots, *others)


def _first_need(need: Need, otherwise: Because) -> Because:
    if need.buttons:
        return "buttons"
    return "file" if need.file else otherwise
