"""``cusp findings``: whether each sentence is a strength or a weakness, and its topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._errors import explained
from cusp.cli._options import Jobs, Out, Seconds, map_reports, not_read
from cusp.cli._results_file import Form
from cusp.findings.findings_model import NoModel, load
from cusp.findings.reading import (
    Finding,
    findings_of,
    findings_of_sentences,
    to_builtins,
    to_json,
)
from cusp.findings.topics import SURE_TOPIC, TOPICS
from cusp.reports.batch import SECONDS
from cusp.reports.files import files_of, printable
from cusp.tables import CannotWrite, Cell, Row, check_ending

_err = Console(stderr=True, soft_wrap=True, highlight=False)
COLUMNS = (
    "file",
    "area",
    "paragraph",
    "sentence",
    "page",
    "polarity",
    "sure",
    *(f"topic_{number}{suffix}" for number in (1, 2, 3) for suffix in ("", "_sure")),
    "cannot_say",
    "text",
)
_MARKS = {"strength": "green", "weakness": "red", "mixed": "yellow", "context": "dim"}


def findings(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH…", help="Files, folders or patterns such as *.pdf"),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option("--sentences", help="FILE.txt with one sentence per line"),
    ] = None,
    out: Out = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Find strengths and weaknesses in reports, sentence by sentence, with their topics.

    Each sentence is a strength, a weakness, mixed or context.

    If a file cannot be read, the reason is shown, the others are still read and the exit status is
    1.
    """
    files = files_of(paths or [])
    if not files and sentences is None:
        _err.print("No PDF files found. Enter files, folders or patterns, or --sentences FILE.")
        raise typer.Exit(1)
    with explained(CannotWrite, NoModel):
        if out:
            check_ending(out)
        load()  # if the model cannot be used, fails now rather than after reading
        read, failed = map_reports(files, findings_of, jobs=jobs, seconds=seconds)
        lines = _of_lines(sentences) if sentences else []
        found = [*chain.from_iterable(read), *(lines or ())]
        if out:
            _FORM.write(found, out)
    if not out:
        _print(found)
    failed += lines is None
    where = f"; written to {out}" if out else ""
    _err.print(Text(f"{len(found)} sentences, {failed} files not read{where}"))
    if failed:
        raise typer.Exit(1)


def _of_lines(path: Path) -> list[Finding] | None:
    """A finding for each line in a file of sentences, even if its finding is "cannot say".

    Prints the reason and returns ``None`` if the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        not_read(printable(path), error.strerror or str(error))
        return None
    except UnicodeDecodeError:
        not_read(printable(path), "it is not UTF-8 text")
        return None
    # Not splitlines(), which would also split at characters such as form feeds.
    lines = text.removesuffix("\n").split("\n") if text else []
    return findings_of_sentences(lines, file=printable(path))


def _print(found: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    names = {topic.code: topic.words for topic in TOPICS}
    by_file: dict[str | None, list[Finding]] = {}
    for finding in found:
        by_file.setdefault(finding.file, []).append(finding)
    for file, group in by_file.items():
        table = Table(title=Text(file or ""), title_justify="left", box=None, pad_edge=False)
        for heading in ("page", "no.", "finding", "topics", "sentence"):
            table.add_column(heading, overflow="fold")
        for finding in group:
            table.add_row(*_cells(finding, names))
        console.print(table)
        console.print()


def _cells(finding: Finding, names: dict[str, str]) -> tuple[Text, ...]:
    unsure = "" if finding.clear else " (not sure)"
    polarity = (
        f"cannot say: {finding.cannot_say}" if finding.cannot_say else f"{finding.polarity}{unsure}"
    )
    topics = ", ".join(
        names[t.topic] + ("" if t.sure >= SURE_TOPIC else " (not sure)") for t in finding.topics
    )
    return (
        Text(str(finding.cites[0].page) if finding.cites else ""),
        Text(
            f"{finding.paragraph}.{finding.sentence}"
            if finding.paragraph
            else str(finding.sentence)
        ),
        Text(polarity, style=_MARKS[finding.polarity]),
        Text("" if finding.cannot_say else topics),
        Text(finding.text),
    )


def _rows(finding: Finding) -> Iterator[Row]:
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "file": finding.file,
        "area": finding.area,
        "paragraph": finding.paragraph,
        "sentence": finding.sentence,
        "page": finding.cites[0].page if finding.cites else None,
        "polarity": finding.polarity,
        "sure": finding.sure,
        "cannot_say": finding.cannot_say,
        "text": finding.text,
    }
    for n, topic in enumerate(finding.topics, 1):
        row |= {f"topic_{n}": topic.topic, f"topic_{n}_sure": topic.sure}
    yield row


_FORM = Form("findings", COLUMNS, _rows, to_json, to_builtins)
