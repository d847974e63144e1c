"""Settings: a TOML file, then the environment; every fault at once, each with its cure."""

import os
from collections.abc import Iterator, Mapping
from datetime import date, time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.faults import SettingsError
from config.loading import collect, from_environment, from_file, merge
from config.platforms import Adapters, Section, Url

EXAMPLE = Path(__file__).with_name("xiaoban.example.toml")
DEMO_OFFICE = Path(__file__).with_name("office.example.toml")
PLATFORMS = tuple(Adapters.model_fields)
SLIP_COLOURS = ("blue", "yellow", "red")
SHORTEST_CLOCK = 2


def _listed(value: object) -> object:
    """An environment variable gives a list as words with commas between."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:  # what zoneinfo raises for a name it has not got
        raise ValueError(f"there is no time zone {name}; write one such as Asia/Shanghai") from fault
    return name


def _account(text: str) -> str:
    platform, colon, user = text.partition(":")
    if not (colon and user and platform in PLATFORMS):
        raise ValueError(f"write platform:user id, the platform being one of {', '.join(PLATFORMS)}")
    return text


def _country(code: str) -> str:
    if code in {"", "CN"}:
        return code
    from holidays import list_supported_countries

    if code not in list_supported_countries():
        raise ValueError(f"there is no table for {code}; write a country's two letters such as DE, or nothing at all")
    return code


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/name")
    return url


Days = Annotated[tuple[date, ...], BeforeValidator(_listed)]
Numbers = Annotated[tuple[Annotated[int, Field(ge=0, le=250)], ...], BeforeValidator(_listed)]
TimeOfDay = Annotated[time, PlainSerializer(lambda at: f"{at:%H:%M}", when_used="json")]


class CalendarSettings(Section):
    """The office's calendar: its country's public holidays, where it differs from them, and its hours."""

    country: Annotated[str, AfterValidator(_country)] = "CN"
    region: str = ""
    holidays: Days = ()
    working_days: Days = ()
    opens: TimeOfDay = time(9)
    closes: TimeOfDay = time(18)
    lunch_begins: TimeOfDay | None = None
    lunch_ends: TimeOfDay | None = None
    quiet_begins: TimeOfDay = time(21)
    quiet_ends: TimeOfDay = time(8)

    def is_quiet(self, at: time) -> bool:
        if self.quiet_begins <= self.quiet_ends:
            return self.quiet_begins <= at < self.quiet_ends
        return at >= self.quiet_begins or at < self.quiet_ends


class ReminderSettings(Section):
    """Restraint towards one person: more reminders than this wait and come as one card."""

    most_per_hour: Annotated[int, Field(ge=1, le=100)] = 6
    late_after_seconds: Annotated[int, Field(ge=10, le=3600)] = 60


class MeetingSettings(Section):
    default_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    remind_minutes_before: Annotated[int, Field(ge=0, le=10080)] = 15


class SupervisionSettings(Section):
    """The office's rules for supervision items, in working days; 0 means never."""

    yellow_days: Annotated[int, Field(ge=0, le=60)] = 3
    ladder_days: Numbers = (3, 1, 0)
    most_before_due: Annotated[int, Field(ge=0, le=10)] = 2
    sign_hours: Annotated[int, Field(ge=0, le=200)] = 8
    stuck_days: Annotated[int, Field(ge=0, le=250)] = 10
    escalate_days: Annotated[int, Field(ge=0, le=250)] = 3
    slip_days: Numbers = (1, 3, 7)
    clock_days: Numbers = (1, 3, 7, 10)
    push_at: TimeOfDay | None = None
    report_at: TimeOfDay = time(15)
    second_level: bool = False
    appraisal: bool = False


class NoticeSettings(Section):
    """How often somebody may ring everybody."""

    urgent_per_month: Annotated[int, Field(ge=0, le=1000)] = 5


class AlarmSettings(Section):
    """How long, in minutes, before the administrators hear of it; 0 means never."""

    failing_minutes: Annotated[int, Field(ge=0, le=1440)] = 10
    waiting_minutes: Annotated[int, Field(ge=0, le=1440)] = 30
    silent_minutes: Annotated[int, Field(ge=0, le=10080)] = 0


class ModelSettings(Section):
    """A language model with an OpenAI-compatible address, for sentences that the house's own reader is not sure of."""

    enabled: bool = False
    url: Url | None = None
    name: str | None = None
    key: SecretStr | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 8


class Settings(BaseSettings):
    """All that can be set; built from arguments alone, so only `load_settings` reads files and the environment."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True, enable_decoding=False
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field("sqlite:///var/xiaoban.db", repr=False)
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8420
    public_url: Url | None = None
    office: Path | None = None
    admins: Annotated[tuple[Annotated[str, AfterValidator(_account)], ...], BeforeValidator(_listed)] = ()
    dev: bool = False
    meetings: MeetingSettings = MeetingSettings()
    calendar: CalendarSettings = CalendarSettings()
    reminders: ReminderSettings = ReminderSettings()
    supervision: SupervisionSettings = SupervisionSettings()
    notices: NoticeSettings = NoticeSettings()
    alarms: AlarmSettings = AlarmSettings()
    model: ModelSettings = ModelSettings()
    adapters: Adapters = Adapters()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def base_url(self) -> str:
        """Where links in cards begin, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def load_settings(
    path: Path | None = None, env: Mapping[str, str] | None = None, overrides: Mapping[str, Any] | None = None
) -> Settings:
    """The file's values, over them the environment's, over them the overrides; SettingsError names every fault."""
    file, faults = from_file(path)
    environment, more = from_environment(Settings, os.environ if env is None else env)
    settings, wrong = collect(Settings, merge(file, environment, overrides or {}))
    faults += [*more, *wrong, *(disagreements(settings) if settings else ())]
    if faults or settings is None:
        raise SettingsError(faults)
    return settings


def disagreements(settings: Settings) -> Iterator[str]:
    """Faults of values that are each right alone."""
    enabled = settings.adapters.enabled()
    for name, platform in enabled.items():
        for wanted in platform.wanting():
            yield f"adapters.{name} is enabled but has no {wanted}: set it, or set adapters.{name}.enabled = false."
    if settings.model.enabled and not (settings.model.url and settings.model.name):
        yield "model is enabled but has no url or no name: set model.url and model.name, or model.enabled = false."
    real = [name for name in enabled if name != "sim"]
    if "sim" in enabled and real and not settings.dev:
        yield (
            f"adapters.sim lets anyone speak as anyone and cannot run beside {', '.join(real)}: "
            "set adapters.sim.enabled = false, or dev = true on a machine for trying things."
        )
    if "sim" in enabled and not is_loopback(settings.host):
        yield (
            f"adapters.sim lets anyone speak as anyone and cannot listen on {settings.host}: "
            'set host = "127.0.0.1", or adapters.sim.enabled = false.'
        )
    if settings.office and not settings.office.is_file():
        yield f"office: there is no file {settings.office}: write it, mend the path, or take the line out."
    for day in sorted(set(settings.calendar.holidays) & set(settings.calendar.working_days)):
        yield f"calendar: {day} is both in holidays and in working_days: take it out of one."
    yield from _hour_faults(settings.calendar)
    yield from _supervision_faults(settings.supervision, settings.calendar)


def _supervision_faults(given: SupervisionSettings, calendar: CalendarSettings) -> Iterator[str]:
    if list(given.ladder_days) != sorted(set(given.ladder_days), reverse=True):
        yield "supervision.ladder_days: write the days before the due date, the most first, such as [3, 1, 0]."
    if len(given.slip_days) != len(SLIP_COLOURS) or not _ascends(given.slip_days):
        yield "supervision.slip_days: write three numbers (blue, yellow, red), each higher, such as [1, 3, 7]."
    if len(given.clock_days) < SHORTEST_CLOCK or not _ascends(given.clock_days):
        yield "supervision.clock_days: write two numbers or more from 1 on, each higher, such as [1, 3, 7, 10]."
    for name, at in (("push_at", given.push_at), ("report_at", given.report_at)):
        if at and calendar.is_quiet(at):
            yield f"supervision.{name}: {at:%H:%M} lies in the quiet hours: write another time, such as 09:00."


def _ascends(days: tuple[int, ...]) -> bool:
    return list(days) == sorted(set(days)) and min(days, default=0) >= 1


def _hour_faults(calendar: CalendarSettings) -> Iterator[str]:
    if calendar.opens >= calendar.closes:
        yield "calendar: opens is not before closes: write the hours of one working day, such as 09:00 and 18:00."
    begins, ends = calendar.lunch_begins, calendar.lunch_ends
    if begins is None or ends is None:
        if begins != ends:
            yield "calendar: lunch_begins and lunch_ends go together: write both, or neither."
    elif not calendar.opens <= begins < ends <= calendar.closes:
        yield "calendar: the lunch break lies outside the opening hours: mend lunch_begins and lunch_ends."
    if calendar.region and calendar.country not in {"", "CN"}:
        yield from _region_faults(calendar.country, calendar.region)


def _region_faults(country: str, region: str) -> Iterator[str]:
    from holidays import list_supported_countries

    known = list_supported_countries().get(country, ())
    if region not in known:
        yield f"calendar: {country} has no region {region}: write one of {', '.join(known) or 'none'}."


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than localhost is not believed."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
