"""Desks register here what they answer to; `merge` finds every fault before the house opens."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, TypeVar

from bot.errors import StartFailed
from bot.texts import Pair, Texts
from bot.turn import (
    Answer,
    Compose,
    Fetch,
    FetchAll,
    Follow,
    Forwarded,
    Home,
    Press,
    ReadFile,
    Section,
    Seen,
    Tell,
    Turn,
)
from bot.understanding.phrases import Route, check_route

S = TypeVar("S")
Handle = Callable[[Turn, Any], Answer]


@dataclass(frozen=True, slots=True)
class Intent:
    """`prepare` asks, reads back or answers at once; `confirm` does the deed after a yes.

    What is said to a `private` one when it asks is written down nowhere but by its desk.
    """

    name: str
    slots: type[Any]
    prepare: Handle
    confirm: Handle | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of reminder is said.

    `fetch` reads what is needed for many subjects at once; `follow` plans what comes after one, said or not; with
    `snooze` the card offers to say it again later; a `firm` one is not paused by those who get it; an `exact` one is a
    deed: never before its time for the sake of others, and on a card of its own. What `is_work` reminds nobody: its
    cards go out as they are, without a word of being late.
    """

    compose: Compose
    fetch: Fetch | None = None
    follow: Follow | None = None
    snooze: bool = False
    firm: bool = False
    exact: bool = False
    is_work: bool = False


@dataclass(slots=True)
class Router:
    """All that one desk answers to, under the desk's name."""

    name: str
    intents: dict[str, Intent] = field(default_factory=dict)
    actions: dict[str, Press] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    sections: list[tuple[int, Section]] = field(default_factory=list)
    forwards: list[Forwarded] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    files: dict[str, ReadFile] = field(default_factory=dict)
    sights: dict[str, Seen] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    examples: list[Pair] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def intent(
        self, what: str, slots: type[S], *, private: bool = False
    ) -> Callable[[Callable[[Turn, S], Answer]], Callable[[Turn, S], Answer]]:
        """The handler of `desk.what`; its phrases stand in the phrase table, or nowhere for a dialog of a button.

        What a `private` one hears as an answer is quoted nowhere.
        """

        def register(handle: Callable[[Turn, S], Answer]) -> Callable[[Turn, S], Answer]:
            name = self._free(what, self.intents)
            self.intents[name] = Intent(name, slots, handle, private=private)
            return handle

        return register

    def confirmed(self, what: str) -> Callable[[Callable[[Turn, S], Answer]], Callable[[Turn, S], Answer]]:
        """The deed of `desk.what` after its read-back was confirmed; register the intent first."""

        def register(handle: Callable[[Turn, S], Answer]) -> Callable[[Turn, S], Answer]:
            before = self.intents[f"{self.name}.{what}"]
            self.intents[before.name] = replace(before, confirm=handle)
            return handle

        return register

    def action(self, verb: str) -> Callable[[Press], Press]:
        """What a press of `desk.verb` does: called with the turn, the subject's id and the choice."""

        def register(press: Press) -> Press:
            self.actions[self._free(verb, self.actions)] = press
            return press

        return register

    def reminder(  # noqa: PLR0913 - each says one thing about how a kind is said
        self,
        what: str,
        *,
        fetch: Fetch | None = None,
        follow: Follow | None = None,
        snooze: bool = False,
        firm: bool = False,
        exact: bool = False,
    ) -> Callable[[Compose], Compose]:
        """What is said when a reminder of kind `desk.what` is due; an empty tuple when it has become needless.

        The house gives keys to the messages that have none, and says on them when they are late. Several to one person
        become one card; what goes to somebody else than the reminder's own chat does not.
        """

        def register(compose: Compose) -> Compose:
            self.kinds[self._free(what, self.kinds)] = Kind(compose, fetch, follow, snooze, firm, exact)
            return compose

        return register

    def work(self, what: str) -> Callable[[Compose], Compose]:
        """What the house does by itself when a reminder of kind `desk.what` is due, and the cards that come of it."""

        def register(compose: Compose) -> Compose:
            self.kinds[self._free(what, self.kinds)] = Kind(compose, is_work=True)
            return compose

        return register

    def section(self, place: int, *, fetch: FetchAll | None = None) -> Callable[[Tell], Tell]:
        """What this desk has for digests, or None; sections with a lower `place` come first.

        `fetch` is given all that are told of at once, and finds something for each.
        """

        def register(tell: Tell) -> Tell:
            self.sections.append((place, Section(tell, fetch)))
            return tell

        return register

    def forwarded(self, take: Forwarded) -> Forwarded:
        """What becomes of a message that is forwarded, or replied to, without a word; one desk of all takes them."""
        self.forwards.append(take)
        return take

    def home(self, show: Home) -> Home:
        """What stands on the page of the bot's own that some platforms have; one desk of all writes it."""
        self.homes.append(show)
        return show

    def file(self, *endings: str) -> Callable[[ReadFile], ReadFile]:
        """Who reads files whose names end so (`xlsx`): those sent to the bot, and no larger than LARGEST_FILE."""

        def register(read: ReadFile) -> ReadFile:
            for ending in endings:
                if ending in self.files:
                    self.faults.append(f"{self.name} reads {ending} files twice: let one function.")
                if not ending.isalnum() or ending != ending.lower():
                    self.faults.append(
                        f"{self.name} reads files that end in {ending!r}: write it small, without a dot."
                    )
                self.files[ending] = read
            return read

        return register

    def seen(self, kind: str) -> Callable[[Seen], Seen]:
        """What becomes of it that somebody has seen a card whose key begins with `kind:`; called with the key of the
        message as it first went out, and by whom and when it was seen. It may be called again for the same card."""

        def register(note: Seen) -> Seen:
            if kind in self.sights:
                self.faults.append(f"{self.name} hears twice that {kind} cards were seen: let one function.")
            self.sights[kind] = note
            return note

        return register

    def texts(self, pairs: Mapping[str, Pair]) -> None:
        self.pairs.update(pairs)

    def example(self, zh: str, en: str) -> None:
        """A line of the help card; `{room}`, `{person}` and `{other}` become names of this office."""
        self.examples.append((zh, en))

    def _free(self, what: str, taken: Mapping[str, object]) -> str:
        name = f"{self.name}.{what}"
        if name in taken:
            self.faults.append(f"{name} is registered twice: rename one.")
        return name


@dataclass(frozen=True, slots=True)
class Desks:
    """Everything that all desks answer to. A route without an intent belongs to a desk that has not opened yet."""

    intents: Mapping[str, Intent]
    actions: Mapping[str, Press]
    kinds: Mapping[str, Kind]
    routes: tuple[Route, ...]
    texts: Texts
    examples: tuple[Pair, ...]
    sections: tuple[Section, ...]
    forwarded: Forwarded | None = None
    files: Mapping[str, ReadFile] = field(default_factory=dict)
    sights: Mapping[str, Seen] = field(default_factory=dict)
    home: Home | None = None

    def open_intent(self, name: str) -> Intent | None:
        """The intent that a route leads to; None when its desk has not opened yet."""
        return self.intents.get(name) or self.intents.get(f"{name}.{name}")

    def intent_of(self, slots: object) -> Intent:
        """The intent whose slots these are; each intent has a dataclass of its own."""
        return next(intent for intent in self.intents.values() if intent.slots is type(slots))


def merge(routers: Sequence[Router], routes: Sequence[Route], house_texts: Mapping[str, Pair]) -> Desks:
    """One table of all desks; names that clash, texts or slots that are missing raise StartFailed, all at once."""
    texts = Texts()
    texts.add("house", house_texts)
    for router in routers:
        texts.add(router.name, router.pairs)
    intents = {name: intent for router in routers for name, intent in router.intents.items()}
    faults = [fault for router in routers for fault in router.faults] + texts.faults()
    faults += [f"two desks are called {name}: rename one." for name in _twice(router.name for router in routers)]
    faults += [fault for route in routes for fault in check_route(route) + _slot_faults(route, intents)]
    faults += [fault for router in routers for fault in _unnamed(router)]
    faults += [f"two intents share the slots {name}: give each its own." for name in _twice(_slot_names(intents))]
    faults += _clashes(routers)
    if faults:
        raise StartFailed(faults)
    return Desks(
        intents,
        {name: press for router in routers for name, press in router.actions.items()},
        {name: kind for router in routers for name, kind in router.kinds.items()},
        tuple(routes),
        texts,
        tuple(example for router in routers for example in router.examples),
        tuple(
            section for _, section in sorted((one for router in routers for one in router.sections), key=itemgetter(0))
        ),
        next((take for router in routers for take in router.forwards), None),
        {ending: read for router in routers for ending, read in router.files.items()},
        {kind: note for router in routers for kind, note in router.sights.items()},
        next((show for router in routers for show in router.homes), None),
    )


def _clashes(routers: Sequence[Router]) -> list[str]:
    """What only one desk can have."""
    takers = [router.name for router in routers for _ in router.forwards]
    forwards = [f"what is forwarded goes to {' and '.join(takers)}: let one take it."] if len(takers) > 1 else []
    homes = [router.name for router in routers for _ in router.homes]
    forwards += [f"the home page is written by {' and '.join(homes)}: let one write it."] if len(homes) > 1 else []
    twice = _twice(ending for router in routers for ending in router.files)
    files = [f"two desks read {ending} files: let one." for ending in sorted(twice)]
    twice = _twice(kind for router in routers for kind in router.sights)
    return forwards + files + [f"two desks hear that {kind} cards were seen: let one." for kind in sorted(twice)]


def _unnamed(router: Router) -> list[str]:
    """Each kind of reminder has a name for the list of what is coming: `coming_soon` for `meetings.soon`."""
    names = (kind.replace(".", ".coming_") for kind in router.kinds)
    return [
        f"text {name} is missing: say what is coming." for name in names if name.partition(".")[2] not in router.pairs
    ]


def _slot_names(intents: Mapping[str, Intent]) -> list[str]:
    return [f"{intent.slots.__module__}.{intent.slots.__qualname__}" for intent in intents.values()]


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def _slot_faults(route: Route, intents: Mapping[str, Intent]) -> list[str]:
    intent = intents.get(route.intent)
    if intent is None:
        return []
    if not is_dataclass(intent.slots):
        return [f"the slots of {route.intent} are no dataclass: make them one."]
    known = {one.name for one in fields(intent.slots)}
    return [
        f"{route.intent} has no slot {name}: add it to {intent.slots.__name__}."
        for name in route.slots
        if name not in known
    ]


def fill(slots_type: type[S], values: Mapping[str, Any]) -> S:
    """The intent's dataclass from what was understood; words that it has no field for are left out."""
    known = {one.name for one in fields(slots_type)}  # type: ignore[arg-type]
    return slots_type(**{name: value for name, value in values.items() if name in known})


def values_of(slots: object) -> dict[str, Any]:
    """The fields of an intent's dataclass that hold something."""
    every = {one.name: getattr(slots, one.name) for one in fields(slots)}  # type: ignore[arg-type]
    return {name: value for name, value in every.items() if value not in (None, "", ())}


def encode(values: Mapping[str, Any]) -> dict[str, Any]:
    """Slot values as JSON keeps them: times are tagged, tuples become lists."""
    return {name: _encode(value) for name, value in values.items()}


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, timedelta):
        return {"for": value.total_seconds()}
    return list(value) if isinstance(value, tuple) else value


def decode(written: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `encode` wrote."""
    return {name: _decode(value) for name, value in written.items()}


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, dict):
        return value
    ((tag, content),) = value.items()
    readers: dict[str, Callable[[Any], Any]] = {
        "at": datetime.fromisoformat,
        "on": date.fromisoformat,
        "for": lambda seconds: timedelta(seconds=seconds),
    }
    return readers[tag](content)
