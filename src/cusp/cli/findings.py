"""``cusp findings``: what each sentence of a report says, strength or weakness, and its topics."""

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
from cusp.cli._forms import Form
from cusp.cli._given import Jobs, Out, Seconds, made_of_each, not_read
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
    "file", "area", "paragraph", "sentence", "page", "polarity", "sure", "topic_1", "topic_1_sure",
    "topic_2", "topic_2_sure", "topic_3", "topic_3_sure", "cannot_say", "text",
)  # fmt: skip
_MARKS = {"strength": "green", "weakness": "red", "mixed": "yellow", "context": "dim"}


def findings(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH…", help="Files, folders, patterns such as *.pdf"),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option("--sentences", help="FILE.txt: one sentence a line, no report"),
    ] = None,
    out: Out = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Read each sentence of reports: strength, weakness, mixed or context, and its topics.

    What cannot be read is named with the reason, everything else is read, and the exit status
    is then 1.
    """
    files = files_of(paths or [])
    if not files and sentences is None:
        _err.print("No PDF files there. Name files, folders or patterns, or give --sentences FILE.")
        raise typer.Exit(1)
    with explained(CannotWrite, NoModel):
        if out:
            check_ending(out)
        load()  # a model that cannot be used is said before anything is read
        read, failed = made_of_each(files, findings_of, jobs=jobs, seconds=seconds)
        lines = _of_lines(sentences) if sentences else []
        found = [*chain.from_iterable(read), *(lines or ())]
        if out:
            _FORM.write(found, out)
    if not out:
        _print(found)
    failed += lines is None
    where = f" into {out}" if out else ""
    _err.print(Text(f"{len(found)} sentences{where}, {failed} files not read"))
    if failed:
        raise typer.Exit(1)


def _of_lines(path: Path) -> list[Finding] | None:
    """One finding a line of a file of sentences, also for lines of which nothing can be said.

    ``None`` where the file cannot be read, after saying why.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        not_read(printable(path), error.strerror or str(error))
        return None
    except UnicodeDecodeError:
        not_read(printable(path), "it is not text in UTF-8")
        return None
    # Not splitlines(): a form feed or the like within a line begins no other.
    lines = text.removesuffix("\n").split("\n") if text else []
    return findings_of_sentences(lines, file=printable(path))


def _print(found: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    names = {topic.code: topic.words for topic in TOPICS}
    by_file: dict[str | None, list[Finding]] = {}
    for one in found:
        by_file.setdefault(one.file, []).append(one)
    for file, those in by_file.items():
        table = Table(title=Text(file or ""), title_justify="left", box=None, pad_edge=False)
        for heading in ("page", "no.", "reads as", "topics", "sentence"):
            table.add_column(heading, overflow="fold")
        for one in those:
            table.add_row(*_cells(one, names))
        console.print(table)
        console.print()


def _cells(one: Finding, names: dict[str, str]) -> tuple[Text, ...]:
    unsure = "" if one.is_sure else " (not sure)"
    polarity = f"cannot say: {one.cannot_say}" if one.cannot_say else f"{one.polarity}{unsure}"
    topics = ", ".join(
        names[t.topic] + ("" if t.sure >= SURE_TOPIC else " (not sure)") for t in one.topics
    )
    return (
        Text(str(one.cites[0].page) if one.cites else ""),
        Text(f"{one.paragraph}.{one.sentence}" if one.paragraph else str(one.sentence)),
        Text(polarity, style=_MARKS[one.polarity]),
        Text("" if one.cannot_say else topics),
        Text(one.text),
    )


def _rows(one: Finding) -> Iterator[Row]:
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "file": one.file,
        "area": one.area,
        "paragraph": one.paragraph,
        "sentence": one.sentence,
        "page": one.cites[0].page if one.cites else None,
        "polarity": one.polarity,
        "sure": one.sure,
        "cannot_say": one.cannot_say,
        "text": one.text,
    }
    for n, topic in enumerate(one.topics, 1):
        row |= {f"topic_{n}": topic.topic, f"topic_{n}_sure": topic.sure}
    yield row


_FORM = Form("findings", COLUMNS, _rows, to_json, to_builtins)
