"""The task of the processes that read files for :mod:`cusp.reports.batch`."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from cusp.reports.documents import NotAReport
from cusp.reports.reader import read_report
from cusp.reports.record import Report

Answer = tuple[Report | None, str | None]
TASK = "cusp.reports.worker:answer"


def answer(order: bytes) -> bytes:
    """Read the file whose path is ordered."""
    return msgspec.json.encode(answer_for(Path(os.fsdecode(order))))


def answer_for(path: Path) -> Answer:
    """A report, or one sentence on why not. Unexpected errors are reported and stop nothing."""
    try:
        return read_report(path), None
    except NotAReport as error:
        return None, str(error)
    except MemoryError:
        return None, "reading it took too much memory"
    except Exception as error:  # noqa: BLE001  # whatever it is, the other files are still read
        return (
            None,
            f"the reader failed on it ({type(error).__name__}: {error}); please report this",
        )
