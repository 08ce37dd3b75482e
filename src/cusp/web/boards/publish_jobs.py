"""Publishing by the worker: it makes the living papers, publishes the agenda and makes the packs.

An officer asks for it with a digest of what they saw. If anything else would be published, nothing
is, and the officer is told why.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction
from django.utils import timezone

from cusp.outside.process import NotNow, NoWorkers
from cusp.web.accounts.models import User
from cusp.web.background.worker import is_passing
from cusp.web.boards import history, packs, publishing
from cusp.web.boards.choices import JobState
from cusp.web.boards.living import making
from cusp.web.boards.living.laying_out import NotMade
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting, Publication, PublishJob
from cusp.web.boards.notices import notice_for
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.publishing import Draft
from cusp.web.boards.refusals import CannotChange

if TYPE_CHECKING:
    from cusp.web.background.status import Status

_log = logging.getLogger(__name__)
_CHANGED = (
    "The agenda has changed since you opened this page. Check the preview, then publish it again."
)


class Ready(msgspec.Struct, frozen=True):
    """What would be published now, and a hash that differs if something else would be."""

    draft: Draft
    digest: str
    papers: tuple[AgendaPaper, ...] = ()
    to_be_made: tuple[AgendaPaper, ...] = ()


def ready(
    meeting: Meeting,
    *,
    rows: Sequence[AgendaItem] | None = None,
    publications: Sequence[Publication] | None = None,
) -> Ready:
    """What would be published now. ``rows`` are its items and ``publications``, if fetched."""
    if rows is None:
        rows = list(meeting.agenda_items.prefetch_related("papers"))
    every = tuple(paper for row in rows for paper in row.papers.all())
    papers = [one for one in every if not (one.sha256 or one.withdrawn or one.item.withdrawn)]
    found = publishing.draft(meeting, rows=rows, publications=publications)
    told = (found.public, found.members, [(paper.pk, paper.row_version) for paper in papers])
    return Ready(
        found,
        hashlib.sha256(msgspec.json.encode(told)).hexdigest(),
        every,
        tuple(papers),
    )


@transaction.atomic
def ask(
    meeting: Meeting, *, seen: str, late_reason: str, at: datetime, on: date, by: User | None
) -> PublishJob:
    """Ask the worker to publish an agenda. Raises ``CannotChange`` or ``NotReady``."""
    history.begin(meeting.board_id, on=on)
    waiting = waiting_job(meeting)
    if waiting:
        return waiting
    found = ready(meeting)
    if found.digest != seen:
        raise CannotChange(_CHANGED)
    publishing.check_status(meeting)
    publishing.check_ready(found.draft, meeting.publications.last())
    notice = notice_for(meeting, today=on)
    if not late_reason.strip() and (notice.late or notice.publish_by is None):
        raise CannotChange(publishing.why_late(notice), field="late_reason")
    return PublishJob.objects.create(
        meeting=meeting, by=by, asked_at=at, late_reason=late_reason.strip()[:500], seen=seen
    )


def waiting_job(meeting: Meeting) -> PublishJob | None:
    """The job that publishes this agenda, if it has not ended."""
    return meeting.publish_jobs.filter(state=JobState.WAITING).first()


def run_next(status: Status) -> bool:
    """Publish the agenda that was asked for first; False if there is none."""
    job = PublishJob.objects.filter(state=JobState.WAITING).select_related("by").first()
    if job is None:
        return False
    status.doing("Publishing an agenda")
    run(job)
    return True


def run(job: PublishJob) -> None:
    """Publish an agenda, or record why it was not."""
    meeting = Meeting.objects.select_related("board").get(pk=job.meeting_id)
    today = timezone.localdate()
    try:
        made = _made(job, publishing.to_be_made(meeting), today)
        _say(job, "Publishing the agenda")
        publication = _publish(job, meeting, made, today)
    except (CannotChange, NotMade) as refused:
        _failed(job, str(refused))
        return
    except (NotNow, NoWorkers):
        raise  # the worker tries again
    except Exception as error:
        if is_passing(error):
            raise
        _log.exception("%s: not published", meeting)
        _failed(job, "There was an error in Cusp; the log has the details. Try again.")
        return
    packs.make_for(publication)


def _failed(job: PublishJob, why: str) -> None:
    job.state, job.why, job.doing = JobState.FAILED, why, ""
    job.save()


def _made(job: PublishJob, papers: list[AgendaPaper], today: date) -> dict[int, PaperFile]:
    made = {}
    for number, paper in enumerate(papers, start=1):
        _say(job, f"Making paper {number} of {len(papers)}")
        made[paper.pk] = making.make(paper, today=today)
    return made


@transaction.atomic
def _publish(
    job: PublishJob, meeting: Meeting, made: dict[int, PaperFile], today: date
) -> Publication:
    _lock(meeting, today)
    if ready(meeting).digest != job.seen:
        raise CannotChange(_CHANGED)
    row = publishing.publish(
        meeting, at=timezone.now(), on=today, by=job.by, late_reason=job.late_reason, made=made
    )
    # In the same transaction: a worker that was stopped here must not try to publish again.
    job.state, job.doing = JobState.DONE, ""
    job.save()
    return row


def _lock(meeting: Meeting, today: date) -> Board:
    board = history.begin(meeting.board_id, on=today)
    meeting.refresh_from_db()
    return board


def _say(job: PublishJob, doing: str) -> None:
    job.doing = doing
    PublishJob.objects.filter(pk=job.pk).update(doing=doing)
