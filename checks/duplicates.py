"""Finds the same code in two files: ``python -m checks.duplicates [PATH…]``.

We use pylint's checker directly, on plain syntax trees, which takes seconds. pylint's own command
also infers types and takes most of a minute.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import astroid
from astroid.builder import AstroidBuilder
from pylint.checkers.symilar import Symilar

ROOT = Path(__file__).resolve().parent.parent
PATHS = ("bench", "checks", "src", "tests", "dev.py", "hatch_build.py")
# How many lines in a row may be the same in two files. Comments, docstrings, imports, signatures
# and empty lines do not count.
MOST_LINES = 5
# Django writes migrations. Stories are the texts of made-up reports, each in a single file.
_LEFT_OUT = ("migrations", "stories", "node_modules", "__pycache__")


class _PlainBuilder(AstroidBuilder):  # type: ignore[misc]
    """Builds syntax trees without inferring types, which is slow and would find nothing more."""

    def delayed_assattr(self, node: Any) -> None:
        """Do not infer attributes."""


def check(paths: Iterable[str]) -> int:
    """Print the code repeated in files and folders; return 1 if there is any, else 0."""
    finder = Symilar(MOST_LINES, True, True, True, True)
    builder = _PlainBuilder(astroid.MANAGER, apply_transforms=False)
    for file in _python(paths):
        text = file.read_text("utf-8")
        tree = builder.string_build(text, path=str(file))
        finder.append_stream(str(file), io.StringIO(text), tree=tree)
    if not finder.linesets:
        return 0
    with contextlib.redirect_stdout(io.StringIO()) as report:
        finder.run()
    if re.search(r"^TOTAL .* duplicates=0 ", report.getvalue(), re.M):
        return 0
    print(report.getvalue().strip())
    return 1


def _python(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        yield from (file for file in files if not set(file.parts) & set(_LEFT_OUT))


if __name__ == "__main__":
    sys.exit(check(sys.argv[1:] or PATHS))
