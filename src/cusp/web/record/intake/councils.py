"""Finding a report's council, and registering councils not recognised by name."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction
from django.utils.text import slugify

from cusp.reports import Report
from cusp.reports.authorities import bare_name, match_authority
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.record.archive import revision
from cusp.web.record.models import Authority


class NoSuchCouncil(ValueError):
    """No council has this name; the message says so."""


def register(name: str, *, by: User | None) -> Authority:
    """Add a council not recognised by name, such as the demo's made-up council; only once."""
    bare = bare_name(name)[:120]
    slug = slugify(bare)[:110]
    if not slug:
        raise NoSuchCouncil(f"“{name}” is not the name of a council.")
    with transaction.atomic():
        found, new = Authority.objects.get_or_create(
            slug=slug, defaults={"name": bare, "registered": True}
        )
        if found.code is None and not found.registered:
            found.registered = new = True
            found.save(update_fields=["registered"])
        if new:
            audit.record_change("council registered", by=by, about=found.name)
            revision.bump()
    return found


def council_of(report: Report) -> Authority | None:
    """A report's council: the one the reader matched, or a registered one."""
    if report.authority is None:
        return None
    if report.authority.code:
        return Authority.objects.filter(code=report.authority.code).first()
    bare = bare_name(report.authority.printed)[:120]
    slug = slugify(bare)[:110]
    return Authority.objects.filter(slug=slug, code=None, registered=True).first()


def called(name: str, *, on: date | None = None) -> Authority:
    """The council with a given name or slug; raises :class:`NoSuchCouncil`."""
    known = match_authority(name, on=on)
    found = Authority.objects.filter(code=known.code).first() if known else None
    if found is None:
        slug = slugify(bare_name(name))
        found = Authority.objects.filter(slug=slug).exclude(code=None, registered=False).first()
    if found is None:
        raise NoSuchCouncil(f"There is no council called “{name}”.")
    return found


def there_on(council: Authority, day: date) -> bool:
    """Whether a council existed on a day."""
    began, ended = council.began or date.min, council.ended or date.max
    return began <= day <= ended


def with_council(report: Report, council: Authority) -> Report:
    """The report with the council that a person chose, as if the reader had matched it."""
    assert report.authority is not None  # checked by the caller
    authority = msgspec.structs.replace(report.authority, name=council.name, code=council.code)
    problems = tuple(p for p in report.problems if p.field != "authority.name")
    return msgspec.structs.replace(report, authority=authority, problems=problems)
