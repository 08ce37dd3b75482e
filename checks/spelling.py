"""Finds misspellings and American spellings: ``python -m checks.spelling [PATH…]``.

codespell does the work; ``[tool.codespell]`` in pyproject.toml says what it ignores. It comes with
a dictionary that turns British spellings into American ones. We reverse it and add missing words.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import codespell_lib

ROOT = Path(__file__).resolve().parent.parent
PATHS = (
    ".ci",
    "bench",
    "checks",
    "docs",
    "src",
    "tests",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "README.md",
    "dev.py",
    "hatch_build.py",
)
_TO_AMERICAN = Path(codespell_lib.__file__).parent / "data" / "dictionary_en-GB_to_en-US.txt"
# American spellings missing from codespell's dictionary, and verbs in -ize with all their forms.
_MORE = {
    "offense": "offence",
    "offenses": "offences",
    "neighborhood": "neighbourhood",
    "neighborhoods": "neighbourhoods",
    "traveled": "travelled",
    "traveler": "traveller",
    "travelers": "travellers",
    "traveling": "travelling",
    "gotten": "got",
}
_VERBS = re.findall(
    r"\w+",
    """
    anonym energ equal external familiar hospital ideal immun internal item legal local marginal
    mobil national pseudonym scrutin stabil stigmat sympath token victim
    """,
)
_ENDINGS = ("ize", "ized", "izes", "izing", "ization", "izations", "izer", "izers")


def american() -> dict[str, str]:
    """Each American spelling, with the British spellings separated by commas."""
    found: dict[str, list[str]] = {}
    lines = _TO_AMERICAN.read_text("utf-8").splitlines()
    pairs = [line.split("->") for line in lines if "->" in line]
    british = {word for word, _ in pairs} | set(_MORE.values())
    for word, spellings in [*pairs, *((ours, theirs) for theirs, ours in _more())]:
        for spelling in filter(None, map(str.strip, spellings.split(","))):
            if spelling not in british:
                found.setdefault(spelling, []).append(word)
    return {spelling: ", ".join(words) for spelling, words in sorted(found.items())}


def _more() -> Iterator[tuple[str, str]]:
    yield from _MORE.items()
    for verb in _VERBS:
        for ending in _ENDINGS:
            yield verb + ending, verb + ending.replace("iz", "is")


def check(paths: list[str]) -> int:
    """Print every misspelling in files and folders; return 1 if there are any, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        dictionary = Path(folder) / "american.txt"
        # A comma at the end stops codespell from choosing one of several spellings.
        lines = [f"{a}->{b}{',' * (',' in b)}\n" for a, b in american().items()]
        dictionary.write_text("".join(lines), "utf-8")
        found = codespell_lib.main("--dictionary", "-", "--dictionary", str(dictionary), *paths)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(check(sys.argv[1:] or [path for path in PATHS if (ROOT / path).exists()]))
