"""The command line as the public surface promises it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

COMMANDS = ("demo", "run", "check", "say", "parse", "import", "export", "db", "outbox", "audit")
HEAVY = ("aiohttp", "sqlalchemy", "dateparser", "pydantic", "structlog", "openpyxl", "apscheduler", "jinja2", "rich")
HERE = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
XIAOBAN = Path(sys.executable).with_name("xiaoban")
NOW = "2026-11-23T10:00:00+08:00"


def xiaoban(*arguments: str, env: Mapping[str, str] | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [XIAOBAN, *arguments],
        input=stdin, env={**HERE, **(env or {})}, check=False, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> dict[str, str]:
    env = {"XIAOBAN_DATABASE_URL": f"sqlite:///{tmp_path}/xiaoban.db"}
    assert xiaoban("db", "upgrade", env=env).returncode == 0
    return env


def refused(run: subprocess.CompletedProcess[str], code: int) -> str:
    assert (run.returncode, run.stdout) == (code, "")
    assert "Traceback" not in run.stderr
    return run.stderr


def test_help_names_every_command() -> None:
    for run in (xiaoban("--help"), xiaoban()):
        assert run.returncode == 0
        assert [name for name in COMMANDS if f"\n  {name} " not in run.stdout] == []


@pytest.mark.parametrize("command", [*COMMANDS, "db backup", "outbox retry", "audit verify"])
def test_every_command_has_help(command: str) -> None:
    run = xiaoban(*command.split(), "--help")
    assert run.returncode == 0
    assert f"Usage: xiaoban {command}" in run.stdout


def test_help_waits_for_nothing_heavy() -> None:
    code = f"import sys, bot.cli; bot.cli.run(['--help']); print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nope",),
        ("--nope",),
        ("demo", "--port", "x"),
        ("say", "hello"),
        ("import", "cats", "a.csv"),
        ("import", "rooms", "a.csv", "--by", "甲"),
        ("export", "items"),
        ("db",),
        ("outbox", "retry", "x"),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_2_and_one_sentence(arguments: tuple[str, ...]) -> None:
    said = refused(xiaoban(*arguments), 2)
    assert said.count("\n") == 1
    assert "--help" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "meetings", "a.xlsx"),
        ("audit", "verify"),
    ],
)
def test_what_comes_later_says_so(arguments: tuple[str, ...]) -> None:
    assert "not built yet" in refused(xiaoban(*arguments), 1)


def test_every_fault_of_the_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('port = "x"\nlanguag = "en"\n', encoding="utf-8")
    said = refused(xiaoban("run", "-c", str(tmp_path / "x.toml")), 1)
    assert "port: write a whole number" in said
    assert "did you mean language?" in said


def test_the_demonstration_does_not_listen_for_strangers() -> None:
    assert "cannot listen on 0.0.0.0" in refused(xiaoban("demo", env={"XIAOBAN_HOST": "0.0.0.0"}), 1)


def test_check_names_what_is_well_and_what_is_not(database: dict[str, str], tmp_path: Path) -> None:
    well = xiaoban("check", env=database)
    assert (well.returncode, well.stderr) == (0, "")
    ill = xiaoban("check", env={**database, "XIAOBAN_OFFICE": str(tmp_path / "none.toml")})
    assert ill.returncode == 1
    assert "there is no file" in ill.stderr


def test_rooms_and_people_are_imported_whole_or_not_at_all(database: dict[str, str], tmp_path: Path) -> None:
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("名称,座位,负责人\n301,40,甲\n302,many,乙\n", encoding="utf-8")
    said = refused(xiaoban("import", "rooms", str(rooms), env=database), 1)
    assert "rooms.csv: left out the column 负责人." in said
    assert "rooms.csv: line 3: seats is “many”" in said
    assert "nothing was imported" in said
    rooms.write_text("名称,座位\n301,40\n302,12\n", encoding="utf-8")
    assert xiaoban("import", "rooms", str(rooms), "--dry-run", env=database).stdout.endswith(
        "2 would be added, 0 would be changed.\n"
    )
    assert xiaoban("import", "rooms", str(rooms), env=database).stdout == "rooms.csv: 2 added, 0 changed.\n"
    rooms.write_text("name,seats\n301,41\n302,12\n", encoding="utf-8")
    assert xiaoban("import", "rooms", str(rooms), env=database).stdout == "rooms.csv: 0 added, 1 changed.\n"
    people = tmp_path / "people.json"
    people.write_text('[{"姓名": "张伟", "部门": "教务处", "slack": "U1"}, {"姓名": "王芳"}]', encoding="utf-8")
    assert xiaoban("import", "people", str(people), env=database).stdout == "people.json: 2 added, 0 changed.\n"
    assert xiaoban("import", "people", str(people), env=database).stdout == "people.json: 0 added, 0 changed.\n"


@pytest.fixture(name="staffed")
def _staffed(database: dict[str, str], tmp_path: Path) -> dict[str, str]:
    people = tmp_path / "people.csv"
    people.write_text("name,unit,role,slack\n王芳,教务处,member,U1\n赵敏,办公室,secretary,U2\n", encoding="utf-8")
    assert xiaoban("import", "people", str(people), env=database).returncode == 0
    return database


def test_a_ledger_is_imported_whole_or_not_at_all(staffed: dict[str, str], tmp_path: Path) -> None:
    ledger = tmp_path / "台账.csv"
    ledger.write_text("编号,事项,主办,时限,备注\n3,甲,王芳,2026-12-05,x\n,乙,王方,长期,\n", encoding="utf-8")
    said = refused(xiaoban("import", "items", str(ledger), "--by", "赵敏", env=staffed), 1)
    assert "台账.csv: left out the column 备注." in said
    assert "台账.csv: line 3: 时限 “长期” is not understood: write 2026-12-05" in said
    assert "nothing was imported" in said
    ledger.write_text("编号,事项,主办,时限\n3,甲,王芳,2026-12-05\n,乙,王芳,2026-12-07\n", encoding="utf-8")
    assert "line 2: has no supervisor: fill in 督办人, or name one with --by." in refused(
        xiaoban("import", "items", str(ledger), env=staffed), 1
    )
    dry = xiaoban("import", "items", str(ledger), "--by", "赵敏", "--dry-run", env=staffed)
    assert dry.stdout == "台账.csv: 2 would be added, 0 would be changed, 0 unchanged.\n"
    done = xiaoban("import", "items", str(ledger), "--by", "赵敏", env=staffed)
    assert (done.stdout, done.stderr) == ("台账.csv: 2 added, 0 changed, 0 unchanged.\n", "")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_a_ledger_goes_out_and_comes_back_without_change(ending: str, staffed: dict[str, str], tmp_path: Path) -> None:
    ledger, file = tmp_path / "a.csv", tmp_path / f"out.{ending}"
    ledger.write_text("事项,主办,时限,状态\n=甲,王芳,2026-12-05 15:30,已办结\n乙,王芳,2026-12-07,\n", encoding="utf-8")
    assert xiaoban("import", "items", str(ledger), "--by", "赵敏", env=staffed).returncode == 0
    taken = xiaoban("export", "items", str(file), env=staffed)
    assert (taken.stdout, taken.stderr) == (f"2 items are in {file}.\n", "")
    assert xiaoban("import", "items", str(file), env=staffed).stdout == (
        f"out.{ending}: 0 added, 0 changed, 2 unchanged.\n"
    )


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_notices_go_out_as_a_table(ending: str, staffed: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / f"notices.{ending}"
    done = xiaoban("export", "notices", str(file), env=staffed)
    assert (done.stdout, done.stderr) == (f"0 notices are in {file}.\n", "")
    assert file.stat().st_size > 0


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_surveys_go_out_as_a_table(ending: str, staffed: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / f"surveys.{ending}"
    done = xiaoban("export", "surveys", str(file), env=staffed)
    assert (done.stdout, done.stderr) == (f"0 surveys are in {file}.\n", "")
    assert file.stat().st_size > 0


def test_an_export_that_cannot_be_written_says_why_and_leaves_nothing(staffed: dict[str, str], tmp_path: Path) -> None:
    assert "give it one of these endings" in refused(
        xiaoban("export", "items", str(tmp_path / "a.docx"), env=staffed), 1
    )
    assert "check the folder" in refused(xiaoban("export", "items", str(tmp_path / "no" / "a.csv"), env=staffed), 1)
    assert sorted(one.name for one in tmp_path.iterdir() if "a." in one.name) == []


@pytest.mark.parametrize(
    ("name", "cure"),
    [("none.xlsx", "cannot be read"), ("a.docx", "save it as one of these"), ("empty.csv", "no header")],
)
def test_a_ledger_that_cannot_be_read_says_why(name: str, cure: str, staffed: dict[str, str], tmp_path: Path) -> None:
    for there in ("a.docx", "empty.csv"):
        (tmp_path / there).touch()
    assert cure in refused(xiaoban("import", "items", str(tmp_path / name), env=staffed), 1)


def test_a_supervisor_whom_nobody_knows_is_refused(staffed: dict[str, str], tmp_path: Path) -> None:
    ledger = tmp_path / "a.csv"
    ledger.write_text("事项,主办,时限\n甲,王芳,2026-12-05\n", encoding="utf-8")
    run = xiaoban("import", "items", str(ledger), "--by", "诸葛孔明", env=staffed)
    assert "--by: there is nobody called “诸葛孔明”" in refused(run, 1)


@pytest.mark.parametrize(("name", "cure"), [("none.csv", "cannot be read"), ("a.docx", "save it as one of these")])
def test_a_file_that_is_no_table_says_why(name: str, cure: str, database: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.docx").touch()
    assert cure in refused(xiaoban("import", "rooms", str(tmp_path / name), env=database), 1)


def test_the_ledger_is_listed_and_mended(database: dict[str, str]) -> None:
    listed = xiaoban("outbox", "list", env=database)
    assert (listed.returncode, listed.stdout) == (0, "")
    assert "no message 7 was given up" in refused(xiaoban("outbox", "retry", "7", env=database), 1)
    assert "no message 7 is waiting" in refused(xiaoban("outbox", "drop", "7", env=database), 1)


def test_a_backup_is_taken_and_put_back_in_two_commands(database: dict[str, str], tmp_path: Path) -> None:
    file, fresh = tmp_path / "all.zip", {"XIAOBAN_DATABASE_URL": f"sqlite:///{tmp_path}/fresh.db"}
    (tmp_path / "rooms.csv").write_text("name,seats\n301,20\n", encoding="utf-8")
    assert xiaoban("import", "rooms", str(tmp_path / "rooms.csv"), env=database).returncode == 0
    taken = xiaoban("db", "backup", str(file), env=database)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "are in" in taken.stdout
    assert xiaoban("db", "restore", str(file), env=fresh).returncode == 0
    assert "--replace" in refused(xiaoban("db", "restore", str(file), env=fresh), 1)
    assert xiaoban("db", "restore", str(file), "--replace", env=fresh).returncode == 0
    assert "cannot be read" in refused(xiaoban("db", "restore", str(tmp_path / "no.zip"), env=fresh), 1)


def test_something_said_in_the_demonstration_office_is_answered(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    run = subprocess.run(
        [XIAOBAN, "say", "--as", "张伟", "--chat", "dm:zhangwei", "帮助"],
        cwd=tmp_path, env=HERE, check=False, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "301" in run.stdout


def test_parse_prints_the_whole_surface() -> None:
    run = xiaoban("parse", "--now", NOW, "明天下午3点到5点在301开校务会，请张伟参加")
    assert (run.returncode, run.stderr) == (0, "")
    printed = json.loads(run.stdout)
    assert list(printed) == ["text", "intent", "confidence", "slots", "times", "missing", "alternatives"]
    assert printed["intent"] == "meetings.book"
    assert printed["slots"] == {
        "title": "校务会",
        "start": "2026-11-24T15:00:00+08:00",
        "end": "2026-11-24T17:00:00+08:00",
        "due": None,
        "room": "301",
        "people": ["张伟"],
        "rrule": None,
    }
    assert printed["times"] == [
        {
            "text": "明天下午3点到5点",
            "span": [0, 9],
            "kind": "range",
            "start": "2026-11-24T15:00:00+08:00",
            "end": "2026-11-24T17:00:00+08:00",
            "grain": "minute",
            "rrule": None,
            "duration": None,
        }
    ]


def test_parse_understands_nothing_in_chatter() -> None:
    printed = json.loads(xiaoban("parse", "--now", NOW, "哈哈哈").stdout)
    assert (printed["intent"], printed["slots"], printed["times"]) == (None, {}, [])


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("#12现在到哪一步了", "supervision.list"),
        ("assign #12 to Amy", "supervision.assign"),
        ("回执 通知1", "notices.list"),
    ],
)
def test_parse_names_only_intents_of_the_surface(said: str, intent: str) -> None:
    assert json.loads(xiaoban("parse", "--now", NOW, said).stdout)["intent"] == intent


def test_parse_reads_lines_in_order_and_stops_at_none() -> None:
    good, bad = '"今天有什么会"', "{not json"
    lines = [
        good,
        bad,
        "[1]",
        '{"text": 3}',
        '{"text": "cancel the budget review", "now": "yesterday"}',
        "",
        '"\\ud800"',
        good,
    ]
    run = xiaoban("parse", "--jsonl", "--now", NOW, stdin="\n".join(lines) + "\n")
    printed = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0
    assert len(printed) == len(lines)
    assert [bool(line.get("error")) for line in printed] == [False, True, True, True, True, True, False, False]
    assert all(line["intent"] is None for line in printed[1:6])
    assert (printed[0], printed[0]["intent"]) == (printed[-1], "meetings.list")


def test_a_line_may_bring_its_own_moment() -> None:
    line = json.dumps({"text": "明天下午3点到5点在301开校务会", "now": "2026-03-02T09:00:00+08:00"})
    printed = json.loads(xiaoban("parse", "--jsonl", "--now", NOW, stdin=line).stdout)
    assert printed["slots"]["start"] == "2026-03-03T15:00:00+08:00"


def test_parse_needs_a_moment_that_is_one_and_one_source_of_words() -> None:
    assert "soon is no moment; write one such as" in refused(xiaoban("parse", "--now", "soon", "今天有什么会"), 2)
    assert "take the sentence out" in refused(xiaoban("parse", "--jsonl", "今天有什么会"), 2)


def test_what_is_too_long_or_empty_is_refused_with_the_limit() -> None:
    assert "more than 400 characters" in refused(xiaoban("parse", "会" * 401), 1)
    assert "write a sentence" in refused(xiaoban("parse", " "), 1)


def test_parse_needs_neither_a_database_nor_the_web() -> None:
    code = (
        "import sys, bot.cli; bot.cli.run(['parse', '明天下午3点在301开会']);"
        "print(sorted({'aiohttp', 'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], env=HERE, check=True, capture_output=True, text=True)
    assert run.stdout.endswith("[]\n")
