"""The command line. Only typer is imported here: `xiaoban --help` must not wait for what a command needs."""

import sys
from collections.abc import Sequence

from typer import Abort, TyperException

from bot.cli.commands import xiaoban
from bot.cli.failure import Failure
from bot.errors import StartFailed, TryAgain

INTERRUPTED = 130


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code: 0, 1 for a failure, 2 for a command line that cannot be understood."""
    try:
        return xiaoban(list(arguments) or ["--help"], prog_name="xiaoban", standalone_mode=False) or 0
    except TyperException as fault:
        return _refuse([_usage(fault)], fault.exit_code)
    except (Failure, StartFailed) as fault:
        return _refuse(fault.faults, 1)
    except TryAgain as fault:
        return _refuse([f"the database cannot take the work now ({fault}): check database_url and try again."], 1)
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _usage(fault: TyperException) -> str:
    context = getattr(fault, "ctx", None)
    said = fault.format_message()
    return f"{said.rstrip('.')}: see `{context.command_path} --help`." if context else said


def _refuse(faults: Sequence[str], code: int) -> int:
    for fault in faults:
        sys.stderr.write(f"xiaoban: {fault}\n")
    return code
