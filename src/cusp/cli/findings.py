"""``cusp findings``: what each sentence of a report says, strength or weakness, and its topics."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.findings.findings_model import NoModel, load
from cusp.findings.reading import (
    Finding,
    findings_of,
    findings_of_sentences,
    to_builtins,
    to_json,
)
from cusp.findings.topics import SURE_TOPIC, TOPICS
from cusp.reports.batch import SECONDS, Limits, read_reports
from cusp.reports.export import CannotWrite, disarmed, whole
from cusp.reports.files import files_of, printable

_err = Console(stderr=True, soft_wrap=True, highlight=False)
COLUMNS = (
    "file", "area", "paragraph", "sentence", "page", "polarity", "sure", "topic_1", "topic_1_sure",
    "topic_2", "topic_2_sure", "topic_3", "topic_3_sure", "cannot_say", "text",
)  # fmt: skip
Row = dict[str, str | int | float | None]
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
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="FILE.jsonl, .csv, .xlsx or .parquet; else a table"),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes [all processors]")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="Most time for one file")
    ] = SECONDS,
) -> None:
    """Read each sentence of reports: strength, weakness, mixed or context, and its topics.

    What cannot be read is named with the reason, everything else is read, and the exit status
    is then 1.
    """
    files = files_of(paths or [])
    if not files and sentences is None:
        _err.print("No PDF files there. Name files, folders or patterns, or give --sentences FILE.")
        raise typer.Exit(1)
    try:
        writer = _writer(out) if out else None
        load()  # a model that cannot be used is said before anything is read
        found, failed = _read_all(files, jobs, Limits(seconds=seconds))
        found += _of_lines(sentences, failed)
        if out and writer:
            with whole(out) as part:
                writer(found, part)
    except (CannotWrite, NoModel) as error:
        _err.print(Text(str(error), style="red"))
        raise typer.Exit(1) from None
    if not out:
        _print(found)
    where = f" into {out}" if out else ""
    _err.print(Text(f"{len(found)} sentences{where}, {len(failed)} files not read"))
    if failed:
        raise typer.Exit(1)


def _read_all(
    files: list[Path], jobs: int | None, limits: Limits
) -> tuple[list[Finding], list[str]]:
    """The findings of every file that can be read, in the order of ``files``, and what cannot."""
    found: dict[str, list[Finding]] = {}
    failed: list[str] = []
    for outcome in read_reports(files, jobs=jobs, limits=limits) if files else ():
        if outcome.report is None:
            _not_read(outcome.path, outcome.error or "", failed)
        else:
            found[outcome.path] = findings_of(outcome.report)
    names = (printable(path) for path in files)
    return [one for name in names for one in found.get(name, ())], failed


def _of_lines(path: Path | None, failed: list[str]) -> list[Finding]:
    """One finding a line of a file of sentences, also for lines of which nothing can be said."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        _not_read(printable(path), error.strerror or str(error), failed)
        return []
    except UnicodeDecodeError:
        _not_read(printable(path), "it is not text in UTF-8", failed)
        return []
    # Not splitlines(): a form feed or the like within a line begins no other.
    lines = text.removesuffix("\n").split("\n") if text else []
    return findings_of_sentences(lines, file=printable(path))


def _not_read(path: str, why: str, failed: list[str]) -> None:
    failed.append(path)
    _err.print(Text(f"not read {path}: {why}", style="red"))


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


def _writer(out: Path) -> Callable[[Sequence[Finding], Path], None]:
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise CannotWrite(f"{out.name}: the name must end in one of {', '.join(_WRITERS)}")
    return writer


def _row(one: Finding) -> Row:
    row: Row = dict.fromkeys(COLUMNS)
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
    return row


def _write_jsonl(found: Sequence[Finding], out: Path) -> None:
    with out.open("wb") as file:
        for one in found:
            file.write(to_json(one) + b"\n")


def _write_csv(found: Sequence[Finding], out: Path) -> None:
    """Signed for Excel as UTF-8; text that looks like a formula is disarmed."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({k: disarmed(v) for k, v in _row(one).items()} for one in found)


def _write_xlsx(found: Sequence[Finding], out: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("findings")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 14)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for i, one in enumerate(found, 1):
            row = _row(one)
            sheet.write_row(i, 0, [row[column] for column in COLUMNS])


def _write_parquet(found: Sequence[Finding], out: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [to_builtins(one) for one in found]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)


_WRITERS: dict[str, Callable[[Sequence[Finding], Path], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
