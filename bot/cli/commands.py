"""Every command: its words on the command line here, its work in the room that is imported when it is called."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from bot.cli.failure import Failure

PLAIN = {"add_completion": False, "pretty_exceptions_enable": False, "rich_markup_mode": None}

xiaoban = Typer(help="小办, an assistant for office administration in chat.", **PLAIN)  # type: ignore[arg-type]
database = Typer(help="Bring the database up to date, back it up, restore it.", **PLAIN)  # type: ignore[arg-type]
outbox = Typer(help="The delivery ledger: what waits, what was given up.", **PLAIN)  # type: ignore[arg-type]
audit = Typer(help="The audit trail.", **PLAIN)  # type: ignore[arg-type]
xiaoban.add_typer(database, name="db")
xiaoban.add_typer(outbox, name="outbox")
xiaoban.add_typer(audit, name="audit")

SettingsFile = Annotated[
    Path | None, Option("-c", "--config", help="The settings file; without it the environment alone.")
]

TargetFile = Annotated[Path, Argument(metavar="FILE")]


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


class Importable(StrEnum):
    ROOMS = "rooms"
    PEOPLE = "people"
    ITEMS = "items"


class Exportable(StrEnum):
    ITEMS = "items"
    MEETINGS = "meetings"
    NOTICES = "notices"
    SURVEYS = "surveys"
    AUDIT = "audit"


@xiaoban.command()
def demo(
    port: Annotated[int, Option(min=0, max=65535, help="Where to listen on this machine.")] = 8420,
    db: Annotated[str, Option(metavar="URL", help="The database.")] = "sqlite:///var/demo.db",
    second: Annotated[bool, Option("--second", help="With a second messenger beside the web chat.")] = False,
) -> None:
    """Start the demonstration office with a web chat."""
    from bot.cli.service import serve_demo

    serve_demo(port, db, second=second)


@xiaoban.command()
def run(config: SettingsFile = None) -> None:
    """Start the service."""
    from bot.cli.service import serve

    serve(config)


@xiaoban.command()
def check(config: SettingsFile = None) -> None:
    """Test settings, database and platforms."""
    from bot.cli.service import check as examine

    examine(config)


@xiaoban.command()
def say(
    text: Annotated[str, Argument(metavar="TEXT", help="What is said.")],
    person: Annotated[str, Option("--as", metavar="PERSON", help="Who says it: an id or a unique name.")],
    chat: Annotated[str, Option(metavar="CHAT", help="Where: a chat's id; dm:PERSON is their chat with the bot.")],
    config: SettingsFile = None,
) -> None:
    """Say one sentence to the bot and print its answer.

    Without any settings it is said in the demonstration office."""
    from bot.cli.service import say as speak

    speak(config, person, chat, text)


@xiaoban.command()
def parse(
    text: Annotated[
        str | None, Argument(metavar="[TEXT]", help="A sentence; a line of standard input when left out.")
    ] = None,
    now: Annotated[str, Option(metavar="ISO", help="The moment it is said.")] = "",
    lang: Annotated[Language | None, Option(help="The language to prefer where both could be meant.")] = None,
    jsonl: Annotated[
        bool, Option("--jsonl", help='Read {"text", "now"?} or a string a line, print JSON a line.')
    ] = False,
    config: SettingsFile = None,
) -> None:
    """Print what a sentence is understood as."""
    from bot.cli.parsing import parse_lines, parse_one

    if jsonl and text is not None:
        raise BadParameter("--jsonl reads standard input: take the sentence out, or take --jsonl out.")
    if jsonl:
        parse_lines(config, now, lang or "")
    else:
        parse_one(config, text, now, lang or "")


@xiaoban.command("import")
def import_(
    what: Annotated[Importable, Argument(help="What the rows are.")],
    file: Annotated[Path, Argument(metavar="FILE", help="xlsx, csv or json with a header row.")],
    dry_run: Annotated[bool, Option("--dry-run", help="Report what would happen and keep nothing.")] = False,
    by: Annotated[
        str, Option(metavar="PERSON", help="Of items: who supervises those of which the file does not say.")
    ] = "",
    config: SettingsFile = None,
) -> None:
    """Take in rooms, people or a supervision ledger from a table.

    With a fault in any row nothing is kept."""
    if what is Importable.ITEMS:
        from bot.cli.register import import_items

        import_items(config, file, by, dry_run=dry_run)
        return
    if by:
        raise BadParameter("--by belongs to items: take it out.")
    from bot.cli.importing import import_file

    import_file(config, what, file, dry_run=dry_run)


@xiaoban.command()
def export(
    what: Annotated[Exportable, Argument(help="What to write.")],
    file: Annotated[Path, Argument(metavar="FILE", help="Where to; its ending says how.")],
    config: SettingsFile = None,
) -> None:
    """Write a register to a file."""
    if what is Exportable.ITEMS:
        from bot.cli.register import export_items

        export_items(config, file)
        return
    if what is Exportable.NOTICES:
        from bot.cli.notices import export_notices

        export_notices(config, file)
        return
    if what is Exportable.SURVEYS:
        from bot.cli.surveys import export_surveys

        export_surveys(config, file)
        return
    raise Failure(f"exporting {what} to {file.name} is not built yet: ask for lists in a chat for now.")


@database.command()
def upgrade(config: SettingsFile = None) -> None:
    """Bring the database's tables up to date; a new database gets them."""
    from bot.cli.service import upgrade as bring_up

    bring_up(config)


@database.command()
def backup(file: TargetFile, config: SettingsFile = None) -> None:
    """Write everything to one file, while the service runs.

    A file of that name is replaced once the new one is whole."""
    from bot.cli.archives import backup as write

    write(config, file)


@database.command()
def restore(
    file: TargetFile,
    replace: Annotated[bool, Option("--replace", help="Throw away what is in the database now.")] = False,
    config: SettingsFile = None,
) -> None:
    """Put a backup into an empty database, of either kind.

    Stop the service first."""
    from bot.cli.archives import restore as take_in

    take_in(config, file, replace=replace)


@outbox.command("list")
def list_outbox(
    every: Annotated[bool, Option("--all", help="Finished ones too.")] = False,
    limit: Annotated[int, Option(min=1, help="At most so many, newest first.")] = 50,
    config: SettingsFile = None,
) -> None:
    """List messages that wait, were given up, or may have arrived."""
    from bot.cli.ledger import list_lines

    list_lines(config, every=every, limit=limit)


@outbox.command()
def retry(row: Annotated[int, Argument(metavar="ID")], config: SettingsFile = None) -> None:
    """Send a message again that was given up or is in doubt."""
    from bot.cli.ledger import retry as reopen

    reopen(config, row)


@outbox.command()
def drop(row: Annotated[int, Argument(metavar="ID")], config: SettingsFile = None) -> None:
    """Never send this message."""
    from bot.cli.ledger import drop as give_up

    give_up(config, row)


@audit.command()
def verify(config: SettingsFile = None) -> None:
    """Check that nothing in the trail was changed."""
    raise Failure("audit verify is not built yet: the trail has no chain of hashes to check so far.")
