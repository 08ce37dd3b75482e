"""The tasks that separate processes carry out: check papers, and make the pack.

Papers come from outside, so no other process opens them.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from cusp.outside.process import Limits
from cusp.packs import wording
from cusp.packs.passed import Checked, Merged, ToCheck, ToMerge
from cusp.packs.record import Check

CHECK_TASK = "cusp.packs.worker:check"
MERGE_TASK = "cusp.packs.worker:merge"
# Checking 300 pages takes about a second and 130 MB, and merging them 250 MB.
CHECK_LIMITS = Limits(seconds=60.0, megabytes=800)
MERGE_LIMITS = Limits(seconds=120.0, megabytes=1_000)
LARGEST_MB = 100


def check(request: bytes) -> bytes:
    """Check every paper in the request."""
    asked = msgspec.msgpack.decode(request, type=list[ToCheck])
    return msgspec.msgpack.encode([_checked(each) for each in asked])


def _checked(asked: ToCheck) -> Checked:
    try:
        return _look(asked)
    except MemoryError:
        text = "Checking it took too much memory. Save it again with smaller pictures."
        return Checked(Check(findings=wording.stop("too large", text)))
    except OSError as error:
        text = f"It cannot be read ({error.strerror or 'unknown reason'})."
        return Checked(Check(findings=wording.stop("not opened", text)))
    except Exception as error:  # noqa: BLE001  # whatever a file contains, check the others
        text = f"It could not be checked ({type(error).__name__}). Save it again as PDF."
        return Checked(Check(findings=wording.stop("damaged", text)))


def _look(asked: ToCheck) -> Checked:
    from cusp.packs.office_checks import check_office, is_office
    from cusp.packs.pdf_checks import check_pdf

    path = Path(asked.path)
    size = path.stat().st_size
    if size > LARGEST_MB * 2**20:
        text = (
            f"It is {size / 2**20:,.0f} MB; a paper can have up to {LARGEST_MB} MB. Save it with "
            "smaller pictures, or split it up."
        )
        return Checked(Check(findings=wording.stop("too large", text)))
    with path.open("rb") as file:
        start = file.read(1024)
    if not start.strip():
        return Checked(Check(findings=wording.stop("not a pdf", "It is empty. Check the file.")))
    if is_office(start):
        return Checked(check_office(path))
    if b"%PDF-" not in start:
        text = "It is not a PDF. Save it as PDF, with tags for accessibility."
        return Checked(Check(findings=wording.stop("not a pdf", text)))
    return check_pdf(path, Path(asked.clean_to) if asked.clean_to else None)


def merge(request: bytes) -> bytes:
    """Make the pack."""
    from cusp.packs import merging
    from cusp.tables import CannotWrite

    asked = msgspec.msgpack.decode(request, type=ToMerge)
    try:
        made = merging.merge(asked.cover, asked.lines, asked.papers, Path(asked.out))
    except CannotWrite as error:
        made = Merged(why=str(error))
    except MemoryError:
        made = Merged(why="making the pack took too much memory")
    except Exception as error:  # noqa: BLE001  # a process that dies says nothing
        made = Merged(why=f"making the pack failed ({type(error).__name__}: {error})")
    return msgspec.msgpack.encode(made)
