"""Returns, uploads and people for the numbers in addresses of returns, lists and access."""

from datetime import date

import msgspec

from cusp.returns.record import Kind
from cusp.web.accounts.models import User
from cusp.web.practice.choices import LoadState
from cusp.web.practice.load_checks import Found
from cusp.web.practice.models import ListUpload, LoadJob, Snapshot
from tests.web.practice.conftest import AS_AT, NOW, UNTIL


def held(as_at: date = AS_AT, kind: Kind = "annex_a", **fields: object) -> Snapshot:
    """A return that is held, without its files."""
    return Snapshot.objects.create(
        kind=kind, as_at=as_at, file="held.xlsx", sha256="b" * 64, folder=f"{as_at}-{kind}",
        rows=1, errors=0, warnings=0, loaded_at=NOW, loaded_by_then="x", retain_until=UNTIL,
        **fields,
    )  # fmt: skip


def numbers(person: User) -> dict[str, str]:
    """What stands for a number, by how an address begins; the first that fits counts."""
    found = Found(kind="annex_a", sha256="c" * 64, rows=0, lists=(), errors=0, warnings=0)
    job = LoadJob.objects.create(
        state=LoadState.CHECKED, name="a.xlsx", as_at=AS_AT, retain_until=UNTIL, asked_at=NOW,
        by_then="x", found=msgspec.to_builtins(found),
    )  # fmt: skip
    upload = ListUpload.objects.create(kind="chairs", name="a.csv", rows=[], at=NOW, by_then="x")
    deleted = held(kind="cin", deleted_at=NOW, proof={"why": "x"})
    return {
        "/practice/returns/uploads/": str(job.pk),
        "/practice/returns/<int:number>/proof": str(deleted.pk),
        "/practice/returns/": str(held().pk),
        "/practice/lists/uploads/": str(upload.pk),
        "/practice/access/": str(person.pk),
    }
