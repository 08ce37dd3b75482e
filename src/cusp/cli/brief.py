"""``cusp brief``: one page in plain English about a council's inspection, each fact cited."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from cusp.briefing import Briefing, Facts, brief
from cusp.briefing import to_json as briefing_json
from cusp.briefing.facts import MeetingFact
from cusp.briefing.folder import NoBriefing, facts_in_folder
from cusp.briefing.meeting import CannotUseMeeting, read_meeting
from cusp.briefing.text import as_markdown, as_text
from cusp.cli._dates import NotADate, read_date
from cusp.cli._errors import explained
from cusp.cli._project import prepare
from cusp.findings import NoModel
from cusp.history.inspections import NotAnInspection
from cusp.tables import CannotWrite, atomic_file

_err = Console(stderr=True, soft_wrap=True, highlight=False)
_ADDRESS = re.compile(r"/boards/([\w-]+)/([\w-]+)/?$")
_ERRORS = (CannotUseMeeting, CannotWrite, NoBriefing, NoModel, NotADate, NotAnInspection)


def brief_command(
    authority: Annotated[str, typer.Argument(metavar="AUTHORITY", help="The council’s name")],
    inspection: Annotated[
        str | None,
        typer.Option("--inspection", metavar="DATE", help="A day on site (default: the latest)"),
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option(
            "--meeting",
            metavar="ADDRESS",
            help="The meeting about the inspection: /boards/BOARD/DATE/ in Cusp, or a FILE.json",
        ),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="Read the reports in a folder"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to FILE.json, .md, .docx or .pdf")
    ] = None,
) -> None:
    """Write a one-page briefing on an inspection, with the source of each sentence.

    Without --corpus, it uses the reports and published statements in Cusp's own record. What has no
    source is not said.
    """
    with explained(*_ERRORS):
        write = _writer(out) if out else None
        on = read_date(inspection, "--inspection") if inspection else None
        facts = facts_in_folder(corpus, authority, on) if corpus else _stored(authority, on)
        if meeting:
            facts = msgspec.structs.replace(facts, meeting=_meeting(meeting))
        made = brief(facts, as_at=datetime.now().astimezone().date())
        if out and write:
            with atomic_file(out) as part:
                part.write_bytes(write(made))
    if not out:
        Console(highlight=False).print(Text(as_text(made)))
    where = f", written to {out}" if out else ""
    _err.print(Text(f"{len(made.sentences)} sentences{where}"))
    for left in made.left_out:
        _err.print(Text(f"left out: {left.what}. {left.why}"))


def _writer(out: Path) -> Callable[[Briefing], bytes]:
    """What writes a file of this kind. Raises CannotWrite."""
    ending = out.suffix.lower()
    if ending == ".json":
        return briefing_json
    if ending == ".md":
        return lambda made: as_markdown(made).encode()
    if ending == ".docx":
        from cusp.briefing.word import docx_bytes

        return docx_bytes
    if ending == ".pdf":
        from cusp.briefing.pdf import pdf_bytes

        return pdf_bytes
    raise CannotWrite(f"{out.name}: the name must end in .json, .md, .docx or .pdf")


def _meeting(where: str) -> MeetingFact:
    """The meeting in a file, or at an address of this installation. Raises CannotUseMeeting."""
    found = _ADDRESS.search(where)
    if found is None:
        return read_meeting(Path(where))
    prepare()
    from cusp.web.boards.facts import meeting_fact

    fact = meeting_fact(*found.groups())
    if fact is None:
        raise CannotUseMeeting(
            f"{where}: no agenda has been published there with an open item about the inspection"
        )
    return fact


def _stored(authority: str, on: date | None) -> Facts:
    """The facts in the record of this installation."""
    prepare()
    from cusp.web.public.briefing.stored import facts_of_council

    return facts_of_council(authority, on)
