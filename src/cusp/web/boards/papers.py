"""Papers of agenda items: attaching, checking and withdrawing them.

A paper that has been published is frozen: its file never changes, it can only be withdrawn. Papers
that Cusp makes have no file until they are published (``publishing``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.meetings import Check
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.choices import NEVER_PUBLIC, Access, Form, MeetingStatus, PaperKind
from cusp.web.boards.items import agenda_changed, check_restriction
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board
from cusp.web.boards.notices import rules_of
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import as_columns, check_version, save_fields


class PaperFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about a paper. Without an access of its own, it has its item's."""

    title: str
    own_access: bool = False
    access: str = Access.OPEN.value
    paragraphs: tuple[int, ...] = ()
    public_interest: str = ""
    review: date | None = None


@transaction.atomic
def attach_paper(
    item: AgendaItem,
    fields: PaperFields,
    *,
    on: date,
    by: User | None,
    kind: str = PaperKind.UPLOADED.value,
    file: PaperFile | None = None,
    made_from: dict[str, Any] | None = None,
) -> AgendaPaper:
    """Attach a paper to an item: an uploaded file, or one that Cusp makes when it is published.

    ``made_from`` is what Cusp needs to make it. Raises ``CannotChange``.
    """
    board = _begin(item, on)
    if kind not in PaperKind.values:
        raise CannotChange("Choose a kind of paper", field="kind")
    if kind == PaperKind.UPLOADED and file is None:
        raise CannotChange("Choose a file", field="file")
    _check_public(kind, fields, item)
    last = item.papers.aggregate(last=Max("order"))["last"] or 0
    paper = AgendaPaper.objects.create(
        item=item,
        order=last + 1,
        kind=kind,
        made_from=made_from or {},
        **as_columns(_checked(fields)),
        **file_columns(file),
    )
    if item.form != Form.ATTACHED:
        item.form = Form.ATTACHED
        item.row_version += 1
        item.save(update_fields=["form", "row_version"])
    agenda_changed(item.meeting)
    history.write(board, paper, "attached", on=on, by=by, meeting=item.meeting)
    return paper


@transaction.atomic
def change_paper(
    paper: AgendaPaper, fields: PaperFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change the title of a paper or who may see it. Raises as below."""
    board = _begin(paper.item, on)
    _refresh(paper)
    _check_public(paper.kind, fields, paper.item)
    if save_fields(paper, _checked(fields), seen_version=seen_version):
        history.write(board, paper, "changed", on=on, by=by, meeting=paper.item.meeting)


@transaction.atomic
def change_report(
    paper: AgendaPaper, made_from: dict[str, Any], *, seen_version: int, on: date, by: User | None
) -> None:
    """Change the text of a written report. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    board = _begin(paper.item, on)
    _refresh(paper)
    if paper.frozen:
        raise CannotChange("This report has been published. Withdraw it, then write a new one.")
    if made_from == paper.made_from:
        return
    check_version(paper, seen_version, theirs=paper.made_from, yours=made_from)
    paper.made_from = made_from
    paper.row_version += 1
    paper.save()
    history.write(board, paper, "text changed", on=on, by=by, meeting=paper.item.meeting)


@transaction.atomic
def replace_file(
    paper: AgendaPaper, file: PaperFile, *, seen_version: int, on: date, by: User | None
) -> None:
    """Replace the file of a paper that has not been published.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board = _begin(paper.item, on)
    _refresh(paper)
    if paper.frozen:
        raise CannotChange(
            "This paper has been published. Withdraw it, then attach the new version.",
            field="file",
        )
    check_version(paper, seen_version, theirs=paper.file_name, yours=file.file.name)
    for name, value in file_columns(file).items():
        setattr(paper, name, value)
    paper.row_version += 1
    paper.save()
    history.write(board, paper, "file replaced", on=on, by=by, meeting=paper.item.meeting)


@transaction.atomic
def answer_check(paper: AgendaPaper, index: int, answer: str, *, on: date, by: User | None) -> None:
    """Answer what a check found in a paper; ``index`` counts from 0. Raises ``CannotChange``."""
    board = _begin(paper.item, on)
    _refresh(paper)
    checks = list(checks_of(paper))
    if not 0 <= index < len(checks):
        raise CannotChange("This check is no longer there. Open the paper again.")
    if not answer.strip():
        raise CannotChange("Enter an answer", field="answer")
    who = str(audit.by_whom(by)["by_then"])
    checks[index] = msgspec.structs.replace(
        checks[index], answer=answer.strip()[:500], by=who, on=on
    )
    paper.checks = msgspec.to_builtins(checks)
    paper.row_version += 1
    paper.save()
    history.write(board, paper, "check answered", on=on, by=by, meeting=paper.item.meeting)


@transaction.atomic
def withdraw_paper(
    paper: AgendaPaper, *, why: str, seen_version: int, on: date, by: User | None
) -> None:
    """Withdraw a paper, with the reason. From now on the public cannot open it.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board = history.begin(paper.item.meeting.board_id, on=on)
    _refresh(paper)
    if not why.strip():
        raise CannotChange("Enter why the paper is withdrawn", field="why")
    check_version(paper, seen_version, theirs=paper.title, yours=why)
    paper.withdrawn, paper.why = True, why.strip()[:500]
    paper.row_version += 1
    paper.save()
    agenda_changed(paper.item.meeting)
    history.write(board, paper, "withdrawn", on=on, by=by, meeting=paper.item.meeting)


def file_columns(file: PaperFile | None) -> dict[str, Any]:
    """The columns of a paper that say what its file is."""
    if file is None:
        return {}
    return {
        "file_name": file.file.name,
        "sha256": file.file.sha256,
        "size": file.file.size,
        "pages": file.pages,
        "checks": msgspec.to_builtins(file.checks),
    }


def checks_of(paper: AgendaPaper) -> tuple[Check, ...]:
    """What was found in a paper, with the answers."""
    return msgspec.convert(paper.checks, tuple[Check, ...])


def _begin(item: AgendaItem, on: date) -> Board:
    board = history.begin(item.meeting.board_id, on=on)
    item.refresh_from_db()
    item.meeting.refresh_from_db()
    if item.meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.CALLED):
        raise CannotChange(
            f"This meeting is {item.meeting.status}, so its agenda cannot be changed."
        )
    if item.withdrawn:
        raise CannotChange("This item has been withdrawn.")
    return board


def would_be_public(item: AgendaItem) -> bool:
    """Whether an open paper of an item is for everyone once it is published."""
    meeting = item.meeting
    public = rules_of(meeting.board, meeting.date).public and not meeting.private
    return public and item.access == Access.OPEN


def _check_public(kind: str, fields: PaperFields, item: AgendaItem) -> None:
    restricted = fields.own_access and fields.access != Access.OPEN
    if kind in NEVER_PUBLIC and not restricted and would_be_public(item):
        raise CannotChange(
            "This paper has updates, questions and figures from the plan that are not public, and "
            "everyone could read it. Make it exempt or confidential, or attach the published "
            "response to the inspection",
            field="kind",
        )


def _refresh(paper: AgendaPaper) -> None:
    paper.refresh_from_db()
    if paper.withdrawn:
        raise CannotChange("This paper has been withdrawn.")


def _checked(fields: PaperFields) -> PaperFields:
    title = fields.title.strip()
    if not title:
        raise CannotChange("Enter a title", field="title")
    if len(title) > 300:
        raise CannotChange("The title must be 300 characters or fewer", field="title")
    check_restriction(fields.access, fields.paragraphs, review=fields.review, form_of="paper")
    return msgspec.structs.replace(
        fields,
        title=title,
        paragraphs=tuple(sorted(set(fields.paragraphs))),
        public_interest=fields.public_interest.strip(),
    )
