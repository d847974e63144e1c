"""The composition root: settings become parts, parts start and stop in order. The only module that knows every room."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from adapters import PLATFORMS, load
from bot.cards import Limits
from bot.domain.lamps import Rules
from bot.engine.clock import MovableClock, SystemClock
from bot.engine.core import Core
from bot.engine.counts import Counts
from bot.engine.directory import merge_office
from bot.engine.dispatch import Dispatcher
from bot.engine.exclusive import Exclusive
from bot.engine.holidays import work_calendar
from bot.engine.housekeeping import Housekeeping
from bot.engine.joining import Joining
from bot.engine.jumps import Jumps
from bot.engine.recurring import Occurrences
from bot.engine.relay import Company, Relay
from bot.engine.reminders import Reminding
from bot.engine.schedule import start_clockwork
from bot.engine.tempo import TEMPO, Tempo
from bot.engine.timelapse import Timelapse
from bot.engine.upkeep import Upkeep
from bot.engine.watch import Patience, Watch
from bot.engine.words import HOUSE
from bot.errors import StartFailed, TryAgain
from bot.log import get_log
from bot.ports import Adapter, Clock, Doors, HttpRequest, Model, Peers, Store, UnitOfWork
from bot.router import Desks, Router, merge
from bot.store import SqlStore, open_peers, open_store, upgrade
from bot.turn import House
from bot.understanding.phrases import load_routes
from config import Settings
from config.office import Office, load_office
from config.settings import SupervisionSettings
from handlers import ROUTERS

if TYPE_CHECKING:
    from adapters.sim import SimAdapter, SimOffice

log = get_log("app")

REAL = tuple(name for name in PLATFORMS if name != "sim")

SIMS = ("sim", "sim2")
"""The local chat, and the second one beside it."""

STOP_PATIENCE = 10.0
"""Seconds that SIGTERM leaves for what is in hand."""


@dataclass(slots=True)
class Parts:
    """A house that is put together; `opened` brings it to life."""

    settings: Settings
    store: SqlStore
    core: Core
    dispatcher: Dispatcher
    relay: Relay
    watch: Watch
    reminding: Reminding
    housekeeping: Housekeeping
    upkeep: Upkeep
    adapters: dict[str, Adapter]
    peers: Peers
    exclusive: Exclusive
    tempo: Tempo
    jumps: Jumps
    joining: Joining
    timelapse: Timelapse | None = None
    sims: "tuple[SimAdapter, ...]" = ()

    @property
    def sim(self) -> "SimAdapter | None":
        """The first local chat."""
        return self.sims[0] if self.sims else None

    async def fire_due(self) -> int:
        """The metronome's beat for reminders."""
        try:
            return await self.reminding.fire_due()
        except TryAgain:
            log.warning("reminders.store_busy", hint="the next beat tries again")
            return 0

    async def faults(self) -> Sequence[str]:
        """Why this process should get no traffic now; empty when it is ready."""
        try:
            await self.store.ready()
        except TryAgain as fault:
            return (f"database: {fault}",)
        return ("clock: nothing has been looked at for minutes",) if self.watch.is_stuck() else ()

    def warnings(self) -> tuple[str, ...]:
        """What is amiss, and no reason to send nobody here."""
        return (*self.watch.warnings(), *self.upkeep.warnings())

    async def gauges(self) -> Mapping[str, float]:
        """What stands at this moment, for `/metrics`."""
        now = self.core.clock.now()
        depth, age, dead = await self.store.read(lambda uow: uow.outbox.depth(now))
        unknown = await self.store.read(lambda uow: uow.outbox.unsettled())
        return {
            "outbox_open": depth, "outbox_oldest_seconds": age, "outbox_dead": dead, "outbox_unknown": unknown,
        }  # fmt: skip


def make_desks(routers: Sequence[Router] = ROUTERS) -> Desks:
    """All desks, their words and phrases checked; StartFailed lists every fault."""
    return merge(routers, load_routes(), HOUSE)


def make_house(settings: Settings, desks: Desks, platforms: Mapping[str, Limits] | None = None) -> House:
    """What is the same for every turn of this office."""
    calendar = work_calendar(settings.calendar)
    return House(
        zone=settings.zone,
        calendar=calendar,
        language=settings.language,
        texts=desks.texts,
        examples=desks.examples,
        sections=desks.sections,
        firm=frozenset(name for name, kind in desks.kinds.items() if kind.firm),
        meeting_length=timedelta(minutes=settings.meetings.default_minutes),
        remind_before=timedelta(minutes=settings.meetings.remind_minutes_before),
        recurrence=Occurrences(calendar),
        most_per_hour=settings.reminders.most_per_hour,
        late_after=timedelta(seconds=settings.reminders.late_after_seconds),
        urgent_notices=settings.notices.urgent_per_month,
        platforms={} if platforms is None else platforms,
        rules=make_rules(settings.supervision),
    )


def make_rules(given: SupervisionSettings) -> Rules:
    return Rules(
        yellow_days=given.yellow_days,
        ladder=given.ladder_days,
        most_before_due=given.most_before_due,
        sign_hours=given.sign_hours,
        stuck_days=given.stuck_days,
        escalate_days=given.escalate_days,
        slips=given.slip_days,
        clock=given.clock_days,
        push_at=given.push_at,
        report_at=given.report_at,
        second_level=given.second_level,
        appraisal=given.appraisal,
    )


def assemble(
    settings: Settings,
    clock: Clock | None = None,
    routers: Sequence[Router] = ROUTERS,
    tempo: Tempo = TEMPO,
) -> Parts:
    """Every part, wired; nothing runs yet and nothing outside the database has been touched.

    With the local chat enabled the clock is a movable one, unless a clock is given.
    """
    desks = make_desks(routers)
    store = open_store(settings.database_url)
    ticking = clock or (MovableClock() if settings.adapters.sim.enabled else SystemClock())
    platforms: dict[str, Limits] = {}
    core = Core(store, desks, make_house(settings, desks, platforms), ticking, Counts())
    adapters: dict[str, Adapter] = {}
    peers, exclusive = open_peers(settings.database_url), Exclusive(adapters)
    relay = Relay(core, adapters, tempo=tempo, company=Company(exclusive.barred, peers.knock))
    reminding = Reminding(core, relay.wake)
    dispatcher = Dispatcher(core, relay.wake, _make_model(settings))
    watch = Watch(core, adapters, relay.health, relay.letters, _patience(settings))
    housekeeping, upkeep = Housekeeping(store, ticking), Upkeep(core)
    jumps = Jumps(store, ticking, tempo.lease, relay.clock_was_set_back)
    parts = Parts(
        settings, store, core, dispatcher, relay, watch, reminding, housekeeping, upkeep, adapters, peers, exclusive,
        tempo, jumps, Joining(core, adapters),
    )  # fmt: skip
    if isinstance(ticking, MovableClock):
        parts.timelapse = Timelapse(ticking, store, reminding, relay)
    _add_adapters(parts)
    platforms.update((name, adapter.limits) for name, adapter in adapters.items())
    return parts


def _patience(settings: Settings) -> Patience:
    alarms = settings.alarms
    return Patience(
        failing=timedelta(minutes=alarms.failing_minutes),
        waiting=timedelta(minutes=alarms.waiting_minutes),
        silent=timedelta(minutes=alarms.silent_minutes),
    )


def _make_model(settings: Settings) -> Model | None:
    if not settings.model.enabled:
        return None
    from bot.web.model import HttpModel

    return HttpModel(settings.model)


def _add_adapters(parts: Parts) -> None:
    absent = [name for name in parts.settings.adapters.enabled() if name not in PLATFORMS]
    if absent:
        raise StartFailed(
            [f"adapters.{name} is not part of this version: set adapters.{name}.enabled = false." for name in absent]
        )
    if parts.settings.adapters.sim.enabled:
        names = SIMS[: 1 + parts.settings.adapters.sim.second]
        parts.sims = tuple(_make_sim(parts, name, names) for name in names)
        parts.adapters.update({sim.name: sim for sim in parts.sims})
    for name in REAL:
        given = parts.settings.adapters.enabled().get(name)
        if given is not None:
            parts.adapters[name] = load(name)(given, parts.core.clock)


def _make_sim(parts: Parts, name: str, names: Sequence[str]) -> "SimAdapter":
    from adapters.sim import SimAdapter

    return SimAdapter(
        parts.store.transcript,
        partial(_sim_office, parts.store, name),
        parts.core.clock,
        parts.core.house.zone,
        parts.timelapse.advance if parts.timelapse else None,
        name=name,
        messengers=names,
    )


async def _sim_office(store: Store, platform: str) -> "SimOffice":
    from adapters.sim import SimChat, SimOffice, SimPerson

    def look(uow: UnitOfWork) -> SimOffice:
        people, here = uow.people.all(), uow.people.on(platform)
        groups = [chat for chat in uow.chats.all() if chat.ref.platform == platform and chat.ref.kind == "group"]
        return SimOffice(
            tuple(SimPerson(here[p.id].id, p.name, p.unit, p.role.value, platform) for p in people if p.id in here),
            tuple(
                SimChat(c.ref.id, c.name, tuple(here[one].id for one in uow.chats.members(c.id) if one in here))
                for c in groups
            ),
            platform,
        )

    return await store.read(look)


async def furnish(parts: Parts) -> None:
    """The office file is merged into the store and the platforms are connected; nothing ticks yet.

    A platform that allows one connection is left to `opened`, which learns whether this process may have it; its doors
    are open in each.
    """
    office = load_office(parts.settings.office) if parts.settings.office else Office()
    if parts.timelapse:
        await parts.timelapse.restore()
    now = parts.core.clock.now()
    office = replace(office, accounts=tuple(one for one in office.accounts if one.platform in parts.adapters))
    await parts.store.write(lambda uow: merge_office(uow, office, parts.settings.admins, now))
    for adapter in parts.adapters.values():
        if not adapter.exclusive:
            await adapter.start(parts.dispatcher)
        elif isinstance(adapter, Doors):
            adapter.open_doors(parts.dispatcher)


async def close(parts: Parts) -> None:
    """What is in hand is finished, or left to be claimed again after its lease."""
    if parts.dispatcher.second_look:
        await parts.dispatcher.second_look.close()
    await parts.relay.stop(STOP_PATIENCE)
    await parts.exclusive.close()
    await parts.peers.close()
    for adapter in parts.adapters.values():
        await adapter.close()
    await parts.store.close()


@asynccontextmanager
async def opened(parts: Parts) -> AsyncIterator[Parts]:
    """A house that works by itself: the relay runs and the clockwork ticks."""
    await furnish(parts)
    parts.exclusive.open(parts.dispatcher, parts.relay.wake)
    parts.peers.open(parts.exclusive.names, parts.relay.look, parts.exclusive.held)
    if parts.peers.is_alone:
        await parts.store.write(lambda uow: uow.outbox.take_over(parts.core.clock.now()))
    relaying = asyncio.create_task(parts.relay.run())
    clockwork = start_clockwork(
        {
            "reminders": (parts.tempo.reminder_beat, parts.fire_due),
            "relay": (parts.tempo.relay_beat, parts.relay.tick),
            "watch": (parts.tempo.watch_beat, parts.watch.look),
            "jumps": (parts.tempo.reminder_beat, parts.jumps.look),
            "housekeeping": (parts.tempo.housekeeping_beat, parts.housekeeping.tidy),
            "upkeep": (parts.tempo.upkeep_beat, parts.upkeep.mend),
            "joining": (parts.tempo.joining_beat, parts.joining.look),
        }
    )
    await parts.upkeep.mend()
    await parts.fire_due()
    parts.relay.wake()
    try:
        yield parts
    finally:
        clockwork.stop()
        await close(parts)
        await relaying


async def serve(settings: Settings, when_open: Callable[[str], None]) -> None:
    """Answer over HTTP until SIGTERM or SIGINT; `when_open` hears the address. OSError when the port is taken."""
    upgrade(settings.database_url)
    await serve_house(assemble(settings), when_open)


async def serve_house(parts: Parts, when_open: Callable[[str], None]) -> None:
    """The same for a house that is put together."""
    from bot.web.server import make_app, serving

    stop, settings = asyncio.Event(), parts.settings
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with opened(parts):
        if not parts.adapters:
            log.warning(
                "app.no_platform", hint="nobody can write to this house: enable one of adapters.* in the settings"
            )
        app = make_app(
            parts.adapters,
            ready=parts.faults,
            counts=parts.core.counts,
            gauges=parts.gauges,
            warnings=parts.warnings,
            sim=parts.sim,
            second=next(iter(parts.sims[1:]), None),
        )
        async with serving(app, settings.host, settings.port) as port:
            log.info("app.open", host=settings.host, port=port, platforms=sorted(parts.adapters))
            when_open(f"http://{settings.host}:{port}")
            await stop.wait()
    log.info("app.closed")


async def say_once(settings: Settings, person: str, chat: str, text: str) -> list[str]:
    """One message through the whole house, brought as the local chat would; what the bot then says there, as text.

    StartFailed when there is no local chat, or it does not take the message.
    """
    upgrade(settings.database_url)
    parts = assemble(settings)
    if parts.sim is None:
        raise StartFailed(["say speaks through the local chat: set adapters.sim.enabled = true (and dev = true)."])
    await furnish(parts)
    try:
        await _call(parts.sim, "POST", "messages", {"as": person, "chat": chat, "text": text})
        before = (await _lines(parts.sim, chat))[-1]["seq"]
        await parts.relay.run_until_idle()
        return [line["text"] for line in await _lines(parts.sim, chat, after=before)]
    finally:
        await close(parts)


async def _lines(sim: "SimAdapter", chat: str, after: int = 0) -> list[Any]:
    """All of a chat's history from there on; the local chat gives it in pages."""
    lines: list[Any] = []
    while page := await _call(sim, "GET", f"chats/{chat}/messages", query={"after": str(after)}):
        lines += page
        after = page[-1]["seq"]
    return lines


async def _call(
    sim: "SimAdapter", method: str, what: str, body: object = None, query: Mapping[str, str] | None = None
) -> Any:
    headers = {"content-type": "application/json"}
    request = HttpRequest(method, f"/sim/api/{what}", query or {}, headers, json.dumps(body).encode())
    answer = await sim.receive(request)
    content = json.loads(answer.body)
    if answer.status != HTTPStatus.OK:
        raise StartFailed([content["error"]])
    return content
