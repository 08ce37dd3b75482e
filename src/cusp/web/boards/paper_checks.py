"""Checks an uploaded paper, in a separate process, before it is attached.

What stops a paper refuses the file. A question stops publication until the clerk answers it.
Everything else is shown with what to do.
"""

from __future__ import annotations

from django.core.files.base import File

from cusp.meetings import Check
from cusp.outside.process import Limits, NotNow, NoWorkers, once
from cusp.packs import Finding, check_paper
from cusp.web.boards import paper_files
from cusp.web.boards.models import AgendaPaper
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.outside_files import turn
from cusp.web.common.stored_files import StoredFile

_WAIT, _WITHIN = 10.0, 60.0
OFFICE = (".docx", ".xlsx")
# A pack leaves these out, but the file that people can download by itself keeps them.
_IN_THE_FILE = ("attachments", "scripts", "comments")
_KEPT = "Only the pack leaves these out: they are still in the file itself"
_CONFIRM = ". Remove them and upload it again, or confirm that they may be published"


def kept_and_checked(upload: File[bytes]) -> PaperFile:
    """Store an uploaded paper, with what was found in it. Raises ``CannotChange``."""
    file = paper_files.keep(upload)
    try:
        return _checked(file)
    except BaseException:
        forget(file)
        raise


def forget(file: StoredFile) -> None:
    """Delete a stored file that no paper uses."""
    if not AgendaPaper.objects.filter(sha256=file.sha256).exists():
        paper_files.place_of(file.sha256).unlink(missing_ok=True)


def _checked(file: StoredFile) -> PaperFile:
    try:
        found = check_paper(paper_files.place_of(file.sha256), opened=opened)
    except (NotNow, NoWorkers):
        raise CannotChange("Cusp is busy. Try again in a minute", field="file") from None
    office = file.name.lower().endswith(OFFICE)
    stops = [one for one in found.stops if not (office and one.kind == "not a pdf")]
    if stops:
        raise CannotChange(f"This file cannot be used. {stops[0].text}".rstrip("."), field="file")
    checks = [_check(one) for one in found.findings if one.weight != "stops"]
    if office:
        checks.append(Check(code="office", what=_OFFICE, asks=False))
    return PaperFile(file=file, pages=found.pages or None, checks=tuple(checks))


_OFFICE = (
    "It is not a PDF, so it is published beside the pack and not in it. Add a PDF as well if "
    "members read the pack."
)


def _check(finding: Finding) -> Check:
    text, asks = finding.text, finding.weight == "asks"
    if finding.weight == "removed":
        asks = finding.kind in _IN_THE_FILE
        text = f"{text} {_KEPT}{_CONFIRM if asks else ''}."
    # The text says on which pages it is.
    return Check(code=finding.kind, what=text, asks=asks)


def opened(task: str, request: bytes, limits: Limits) -> bytes:
    """Start a process with a turn, so that few files are opened at the same time."""
    with turn(wait=_WAIT):
        return once(task, request, limits, within=_WITHIN)
