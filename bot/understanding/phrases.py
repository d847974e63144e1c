"""The phrase files of the desks: which intents there are, what they take, and (in `lexicon`) how people say them."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

DESKS = ("meetings", "supervision", "notices", "feedback", "reminders", "digest", "leave", "delivery", "people", "help")
FILES = ("common", *DESKS)


class Route:
    """What a desk registers for one intent: data only; not compared, so that a table of routes is found at once."""

    __slots__ = ("intent", "required", "slots")

    def __init__(self, intent: str, slots: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
        self.intent, self.slots, self.required = intent, slots, required


def check_route(route: Route) -> list[str]:
    """Faults in words."""
    return [
        f"{route.intent}: required slot {name} is not among its slots"
        for name in route.required
        if name not in route.slots
    ]


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where the phrase files lie; found without importing the desks, which import this."""
    spec = find_spec("handlers")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or ("handlers",)))) / "phrases"


def phrase_file(name: str) -> str:
    return (_folder() / f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=32)
def load_phrases(desk: str) -> tuple[Route, ...]:
    """The intents of a desk, as its phrase file has them."""
    table = tomllib.loads(phrase_file(desk))["intents"]
    return tuple(
        Route(
            desk if name == desk else f"{desk}.{name}",
            *(tuple(entry.get(part, ())) for part in ("slots", "required")),
        )
        for name, entry in table.items()
    )


def load_routes(desks: Sequence[str] = DESKS) -> tuple[Route, ...]:
    """Every intent of the house, also of desks that are not open yet."""
    return tuple(route for desk in desks for route in load_phrases(desk))
