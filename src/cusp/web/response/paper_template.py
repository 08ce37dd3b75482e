"""The council's Word template for papers: one file, which an administrator can put in place.

Files are stored by hash in the folder ``paper-template`` of the data folder, and ``current.json``
says which one is used. A limited process checks a file before it is stored.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from cusp.outside.process import GivenUp, NotNow, NoWorkers, once
from cusp.plans import paper_worker
from cusp.tables import CannotWrite, atomic_file
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.outside_files import turn
from cusp.web.response.refusals import CannotChange

_WAIT, _WITHIN = 2.0, 20.0


class Template(msgspec.Struct, frozen=True):
    """The template in use: its name when it was uploaded, and who uploaded it."""

    name: str
    sha256: str
    on: date
    by: str

    def read(self) -> bytes:
        """The file."""
        return (_folder() / f"{self.sha256}.docx").read_bytes()


def current() -> Template | None:
    """The template in use, if there is one."""
    try:
        found = msgspec.json.decode((_folder() / "current.json").read_bytes(), type=Template)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return found if (_folder() / f"{found.sha256}.docx").exists() else None


@transaction.atomic
def put_in_place(upload: File[bytes], *, on: date, by: User) -> Template:
    """Check a file and use it from now on. Raises ``CannotChange``."""
    data = _checked(upload)
    name = Path(upload.name or "template.docx").name[:200]
    template = Template(name, hashlib.sha256(data).hexdigest(), on, str(by))
    audit.record_change("paper template put in place", by=by, about=name, sha256=template.sha256)
    try:
        with atomic_file(_folder() / f"{template.sha256}.docx") as part:
            part.write_bytes(data)
        with atomic_file(_folder() / "current.json") as part:
            part.write_bytes(msgspec.json.encode(template))
    except CannotWrite as error:
        raise CannotChange(f"The template was not saved: {error}", field="file") from None
    return template


@transaction.atomic
def remove(*, by: User) -> None:
    """Go back to Cusp's own styles; the file is kept."""
    template = current()
    if template is None:
        return
    audit.record_change("paper template removed", by=by, about=template.name)
    (_folder() / "current.json").unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "paper-template"


def _checked(upload: File[bytes]) -> bytes:
    most = paper_worker.LARGEST_TEMPLATE_MB
    if not (upload.name or "").lower().endswith(".docx"):
        raise CannotChange("The file must be a Word document (.docx)", field="file")
    if (upload.size or 0) > most * 1_000_000:
        raise CannotChange(f"The file must be smaller than {most} MB", field="file")
    data: bytes = upload.read()
    try:
        with turn(wait=_WAIT):
            order = paper_worker.check_order(data)
            answer = once(paper_worker.TASK, order, paper_worker.LIMITS, within=_WITHIN)
    except (NotNow, NoWorkers):
        raise CannotChange("Cusp is busy. Try again in a minute", field="file") from None
    except GivenUp as error:
        raise CannotChange(f"Checking the file {error}", field="file") from None
    if why := paper_worker.read_answer(answer).why:
        raise CannotChange(why, field="file")
    return data
