"""``cusp work`` and ``cusp work-readings``: what Cusp starts itself, in the background."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from cusp.cli._project import set_up, stop


def work(order: Annotated[str, typer.Argument(help="The number of the order")]) -> None:
    """Work off an order to add files (started by the web pages)."""
    set_up()
    from cusp.web.record.intake.upload_jobs import work_off
    from cusp.web.record.models import UploadJob

    try:
        work_off(UUID(order))
    except (ValueError, UploadJob.DoesNotExist):
        stop(f"There is no order {order}.")


def work_readings() -> None:
    """Read the words of every report that was not read yet (started when reports are added)."""
    set_up()
    from cusp.web.record.findings.stored_findings import read_missing

    read_missing()
