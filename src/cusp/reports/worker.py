"""The task that worker processes carry out for :mod:`cusp.reports.batch`: read one file."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from cusp.reports.documents import NotAReport
from cusp.reports.reader import read_report
from cusp.reports.record import Report

Answer = tuple[Report | None, str | None]
TASK = "cusp.reports.worker:answer"


def answer(request: bytes) -> bytes:
    """Read the file whose path is requested."""
    return msgspec.json.encode(answer_for(Path(os.fsdecode(request))))


def answer_for(path: Path) -> Answer:
    """A report, or one sentence on why there is none. Unexpected errors are not raised."""
    try:
        return read_report(path), None
    except NotAReport as error:
        return None, str(error)
    except MemoryError:
        return None, "reading it took too much memory"
    except Exception as error:  # noqa: BLE001  # whatever happens, the other files are still read
        return (
            None,
            f"the reader failed on it ({type(error).__name__}: {error}); please report this",
        )
