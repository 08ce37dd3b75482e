"""Checks the layout of templates: ``python -m checks.templates [--fix] [PATH…]``.

djlint checks the formatting (``[tool.djlint]`` in pyproject.toml), and corrects it with ``--fix``.
Two rules are our own. No line may be too long. No line may start with punctuation that belongs to
the previous line: djlint puts components on separate lines, so ``(<c-tag>Good</c-tag>).`` would
appear on the page as ``( Good ).``
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATHS = ("src",)
LONGEST = 120
_LEFT_OUT = ("node_modules", "static")
_LOOSE = re.compile(r"\s*[.,;:!?)]+(\s|$)")


def check(paths: Iterable[str]) -> int:
    """Print faults in the templates in files and folders; return 1 if there are any, else 0.

    djlint prints what it would change.
    """
    files = sorted(set(_templates(paths)))
    faults = [f"{file}:{fault}" for file in files for fault in _faults(file)]
    for fault in faults:
        print(fault, flush=True)
    formatted = _djlint("--check", files) == 0
    return 0 if formatted and not faults else 1


def fix(paths: Iterable[str]) -> int:
    """Format the templates in files and folders; return 0, or djlint's status if it fails."""
    return _djlint("--reformat", sorted(set(_templates(paths))), "--warn", "--quiet")


def _templates(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        files = path.rglob("*.html") if path.is_dir() else [path]
        yield from (file for file in files if not set(file.parts) & set(_LEFT_OUT))


def _faults(file: Path) -> Iterator[str]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if len(line) > LONGEST:
            yield f"{number}: {len(line)} characters; the limit is {LONGEST}"
        if _LOOSE.match(line):
            yield f"{number}: starts with punctuation, so a space would appear before it"


def _djlint(mode: str, files: Iterable[Path], *options: str) -> int:
    names = [str(file) for file in files]
    settings = ("--configuration", str(ROOT / "pyproject.toml"), "--prefer-configuration")
    command = [sys.executable, "-m", "djlint", mode, *settings, *options, *names]
    return subprocess.call(command) if names else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    chosen = [path for path in given if path != "--fix"] or [str(ROOT / path) for path in PATHS]
    sys.exit(fix(chosen) if "--fix" in given else check(chosen))
