"""``cusp work`` and ``cusp work-readings``: background processes that Cusp starts itself."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from cusp.cli._project import set_up, stop


def work(job: Annotated[str, typer.Argument(help="The number of the job")]) -> None:
    """Run an upload job (started by the web pages)."""
    set_up()
    from cusp.web.record.intake.upload_jobs import work_off
    from cusp.web.record.models import UploadJob

    try:
        work_off(UUID(job))
    except (ValueError, UploadJob.DoesNotExist):
        stop(f"There is no upload job {job}.")


def work_readings() -> None:
    """Read the findings of every report not yet read (started when reports are added)."""
    set_up()
    from cusp.web.record.findings.stored_findings import read_missing

    read_missing()
