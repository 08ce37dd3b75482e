"""Run Cusp's commands in this process, or in a separate one if a test needs it."""

import os
import subprocess
import sys
from typing import NamedTuple

from typer.testing import CliRunner

from cusp.cli import app


class Done(NamedTuple):
    """The result of a command."""

    returncode: int
    stdout: str
    stderr: str


def cusp(*arguments: object, width: int = 140) -> Done:
    """Run a command in this process."""
    done = CliRunner().invoke(
        app,
        [str(argument) for argument in arguments],
        env={"COLUMNS": str(width)},
        catch_exceptions=False,
    )
    return Done(done.exit_code, done.stdout, done.stderr)


def cusp_process(*arguments: object, width: int = 140) -> Done:
    """Run a command as a user would, with its own settings rather than the tests'."""
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "cusp.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**environment, "COLUMNS": str(width), "PYTHONUTF8": "1"},
    )
    return Done(done.returncode, done.stdout, done.stderr)
