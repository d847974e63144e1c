"""Settings: file, then environment; every fault at once, each with its cure."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import make_rules
from bot.domain.lamps import Rules
from config import Settings, SettingsError, load_settings

SIM = {"adapters": {"sim": {"enabled": True}}}


def faults(text: str, tmp_path: Path, env: dict[str, str] | None = None) -> str:
    path = tmp_path / "xiaoban.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(path, env or {})
    return str(caught.value)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings(None, {})
    assert settings == Settings()
    assert (settings.database_url, settings.port) == ("sqlite:///var/xiaoban.db", 8420)
    assert settings.base_url == "http://127.0.0.1:8420"


def test_the_environment_wins_over_the_file_and_overrides_over_both(tmp_path: Path) -> None:
    path = tmp_path / "xiaoban.toml"
    path.write_text('port = 1\nlanguage = "en"\n[meetings]\ndefault_minutes = 30\n', encoding="utf-8")
    env = {"XIAOBAN_PORT": "2", "XIAOBAN_MEETINGS__REMIND_MINUTES_BEFORE": "5", "XIAOBAN_HOST": "127.0.0.2"}
    settings = load_settings(path, env, {"host": "127.0.0.3"})
    assert (settings.port, settings.host, settings.language) == (2, "127.0.0.3", "en")
    assert (settings.meetings.default_minutes, settings.meetings.remind_minutes_before) == (30, 5)


def test_lists_and_tables_come_from_the_environment_too() -> None:
    settings = load_settings(
        None,
        {
            "XIAOBAN_ADMINS": "slack:U1, sim:zhangwei",
            "XIAOBAN_CALENDAR__HOLIDAYS": "2026-09-10",
            "XIAOBAN_ADAPTERS__WECOM__WEBHOOKS__OFFICE": "https://example.com/hook",
        },
    )
    assert settings.admins == ("slack:U1", "sim:zhangwei")
    assert settings.calendar.holidays == (date(2026, 9, 10),)
    assert settings.adapters.wecom.webhooks == {"office": SecretStr("https://example.com/hook")}


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load_settings(None, {"XIAOBAN_PORT": "", "XIAOBAN_TEST_POSTGRES": "1"}) == Settings()


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("xoxb-1\n", encoding="utf-8")
    settings = load_settings(None, {"XIAOBAN_ADAPTERS__SLACK__BOT_TOKEN_FILE": str(secret)})
    assert settings.adapters.slack.bot_token == SecretStr("xoxb-1")
    assert "xoxb-1" not in repr(settings)


def test_the_office_file_is_looked_for_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "office.toml").touch()
    (tmp_path / "xiaoban.toml").write_text('office = "office.toml"', encoding="utf-8")
    assert load_settings(tmp_path / "xiaoban.toml", {}).office == tmp_path / "office.toml"


def test_every_fault_is_listed_at_once_with_its_cure(tmp_path: Path) -> None:
    text = faults(
        """
        port = "x"
        languag = "en"
        timezone = "Mars/Base"
        admins = ["somebody"]
        database_url = "mysql://x"
        public_url = "office"
        host = "0.0.0.0"
        office = "nowhere.toml"
        [meetings]
        default_minutes = 1
        [calendar]
        holidays = [2026-01-01]
        working_days = ["2026-01-01"]
        [adapters.sim]
        enabled = true
        [adapters.slack]
        enabled = true
        bot_tokn = "x"
        [adapters.dingtalk]
        mode = "pigeon"
        [adapters.dingtalk.webhooks.office]
        secret = "x"
        """,
        tmp_path,
        {
            "XIAOBAN_PROT": "1",
            "XIAOBAN_ADAPTERS__WECOM__SECRT": "x",
            "XIAOBAN_ADAPTERS__WECOM__CORP_ID": "ww1",
            "XIAOBAN_ADAPTERS__WECOM__ENABLED": "yes",
            "XIAOBAN_ADAPTERS__WECOM__TOKEN_FILE": "/nowhere/token",
        },
    )
    for cure in (
        "port: write a whole number",
        "languag: no such setting; did you mean language?",
        "timezone: there is no time zone Mars/Base; write one such as Asia/Shanghai",
        "admins.0: write platform:user id",
        "database_url: write sqlite:///path/to/file.db or postgresql://",
        "public_url: write a whole address",
        "there is no file",
        "meetings.default_minutes: write 5 or more",
        "calendar: 2026-01-01 is both",
        "adapters.slack is enabled but has no bot_token",
        "adapters.slack.bot_tokn: no such setting; did you mean adapters.slack.bot_token?",
        "adapters.dingtalk.mode: write one of 'stream' or 'http'",
        "adapters.dingtalk.webhooks.office.url: it is needed here",
        "XIAOBAN_PROT: no such setting; did you mean XIAOBAN_PORT?",
        "XIAOBAN_ADAPTERS__WECOM__SECRT: no such setting; did you mean XIAOBAN_ADAPTERS__WECOM__SECRET?",
        "XIAOBAN_ADAPTERS__WECOM__TOKEN_FILE: /nowhere/token cannot be read",
        "adapters.wecom is enabled but has no aes_key",
        "adapters.sim lets anyone speak as anyone and cannot run beside slack, wecom",
        "adapters.sim lets anyone speak as anyone and cannot listen on 0.0.0.0",
    ):
        assert cure in text


def test_a_fault_never_shows_the_value_of_a_secret(tmp_path: Path) -> None:
    text = faults('[adapters.slack]\nbot_token = ["xoxb-1"]\n', tmp_path)
    assert "adapters.slack.bot_token" in text
    assert "xoxb-1" not in text


@pytest.mark.parametrize(
    ("content", "cure"),
    [("port = ", "is not valid TOML"), ("# \udcff", "is not UTF-8")],
)
def test_a_file_that_cannot_be_read_says_why(content: str, cure: str, tmp_path: Path) -> None:
    path = tmp_path / "xiaoban.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=cure):
        load_settings(path, {})


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(Path("nowhere.toml"), {})


def test_the_same_secret_twice_is_a_fault(tmp_path: Path) -> None:
    env = {"XIAOBAN_ADAPTERS__SLACK__BOT_TOKEN": "a", "XIAOBAN_ADAPTERS__SLACK__BOT_TOKEN_FILE": "/b"}
    assert "are both set" in faults("", tmp_path, env)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_the_local_chat_listens_on_loopback(host: str) -> None:
    assert load_settings(None, {"XIAOBAN_HOST": host}, SIM).adapters.enabled().keys() == {"sim"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "office.example"])
def test_the_local_chat_listens_nowhere_else(host: str) -> None:
    with pytest.raises(SettingsError, match="cannot listen on"):
        load_settings(None, {"XIAOBAN_HOST": host}, SIM)


def test_dev_allows_the_local_chat_beside_a_real_platform() -> None:
    slack = {"slack": {"enabled": True, "bot_token": "a", "signing_secret": "b"}, "sim": {"enabled": True}}
    with pytest.raises(SettingsError, match="cannot run beside slack"):
        load_settings(None, {}, {"adapters": slack})
    assert load_settings(None, {}, {"adapters": slack, "dev": True}).dev


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("ladder_days = [0, 1, 3]", "supervision.ladder_days: write the days before the due date, the most first"),
        ("ladder_days = [3, 3]", "supervision.ladder_days: write the days before"),
        ("slip_days = [1, 3]", "supervision.slip_days: write three numbers"),
        ("slip_days = [0, 3, 7]", "supervision.slip_days: write three numbers"),
        ("slip_days = [7, 3, 1]", "supervision.slip_days: write three numbers"),
        ("clock_days = [1]", "supervision.clock_days: write two numbers or more"),
        ("clock_days = [1, 3, 3]", "supervision.clock_days: write two numbers or more"),
        ('push_at = "23:00"', "supervision.push_at: 23:00 lies in the quiet hours"),
        ('report_at = "07:59"', "supervision.report_at: 07:59 lies in the quiet hours"),
        ("yellow_days = -1", "supervision.yellow_days: write 0 or more"),
        ("sign_hours = 500", "supervision.sign_hours: write 200 or less"),
        ('slip_days = ["a", 3, 7]', "supervision.slip_days.0: write a whole number"),
    ],
)
def test_numbers_of_supervision_that_cannot_be(line: str, cure: str, tmp_path: Path) -> None:
    assert cure in faults(f"[supervision]\n{line}\n", tmp_path)


def test_numbers_of_supervision_from_the_environment() -> None:
    env = {"XIAOBAN_SUPERVISION__SLIP_DAYS": "2, 4,9", "XIAOBAN_SUPERVISION__LADDER_DAYS": ""}
    given = load_settings(None, env).supervision
    assert (given.slip_days, given.ladder_days) == ((2, 4, 9), (3, 1, 0))
    assert make_rules(given) == Rules(slips=(2, 4, 9))
