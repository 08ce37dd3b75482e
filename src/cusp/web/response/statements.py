"""Publishing the statement of action: a version never changes, and a draft is never public."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.web.accounts.models import User
from cusp.web.record.archive import revision
from cusp.web.record.archive.published_response import PublishedResponse
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Authority
from cusp.web.response import history, statement_numbers
from cusp.web.response import statement_content as content
from cusp.web.response.models import Plan, PublishedStatement
from cusp.web.response.refusals import CannotChange
from cusp.web.response.statement_making import Made, make


class Seen(msgspec.Struct, frozen=True):
    """A version for its readers: what it says, and when it was published."""

    version: int
    on: date
    statement: content.Statement


@transaction.atomic
def publish(plan: Plan, *, seen: str, on: date, by: User | None) -> PublishedStatement:
    """Publish what was chosen as the next version. ``seen`` is the digest of what the officer saw.

    Raises ``CannotChange`` if it would now say anything else, or nothing new.
    """
    locked = history.begin(plan.pk, on=on)
    made = make(locked)
    _check(made, seen)
    authority = locked.inspection.authority
    last = PublishedStatement.objects.filter(authority=authority).order_by("version").last()
    if last and last.sha256 == seen:
        raise CannotChange(f"Nothing has changed since version {last.version}.")
    row = PublishedStatement.objects.create(
        plan=locked,
        authority=authority,
        version=last.version + 1 if last else 1,
        content=content.stored(made.statement),
        sha256=seen,
        on=on,
        **history.by_whom(by),
    )
    _enter(row, made, on=on, by=by)
    said = {"version": row.version, "withheld": len(made.withheld)}
    history.write(locked, locked, "statement published", on=on, by=by, **said)
    revision.bump()
    return row


def _check(made: Made, seen: str) -> None:
    if not made.statement.priorities:
        raise CannotChange("Choose at least one area to publish.")
    if content.digest(made.statement) != seen:
        raise CannotChange(
            "The plan or your choices have changed since you opened this page. "
            "Check the statement again before you publish it."
        )


def _enter(row: PublishedStatement, made: Made, *, on: date, by: User | None) -> None:
    """Enter each number in the ledger, in the transaction that makes it public."""
    for thing, decided in made.decided.items():
        for one in decided:
            entry = statement_numbers.entry_of(
                one, paper=str(row), counts_from=made.counts_from[thing]
            )
            entry.statement, entry.on = row, on
            for name, value in history.by_whom(by).items():
                setattr(entry, name, value)
            entry.save()


def versions(authority: Authority) -> list[PublishedStatement]:
    """Every version of a council's statement, newest first, without what it says."""
    rows = PublishedStatement.objects.filter(authority=authority).defer("content")
    return list(rows.select_related("plan").order_by("-version"))


def version_of(authority: Authority, version: int) -> Seen | None:
    """A version, if it exists."""
    row = PublishedStatement.objects.filter(authority=authority, version=version).first()
    return Seen(row.version, row.on, content.from_stored(row.content)) if row else None


def last_version_on(authority: Authority, day: date) -> int | None:
    """The number of the last version that was published on a day."""
    rows = PublishedStatement.objects.filter(authority=authority, on=day)
    last: int | None = rows.aggregate(last=Max("version"))["last"]
    return last


def published_response(authority: Authority) -> PublishedResponse | None:
    """The latest version, for the council's own page."""
    return _latest().get(authority.pk)


@kept_until_changed()
def _latest() -> dict[int, PublishedResponse]:
    rows = PublishedStatement.objects.order_by("version").values_list("authority", "pk")
    latest = PublishedStatement.objects.filter(pk__in=dict(rows).values())
    return {row.authority_id: _counted(row) for row in latest}


def _counted(row: PublishedStatement) -> PublishedResponse:
    statement = content.from_stored(row.content)
    return PublishedResponse(
        version=row.version,
        on=row.on,
        inspected=statement.inspected[0],
        areas=len(statement.priorities),
        actions=len(statement.actions),
        done=sum(action.done is not None for action in statement.actions),
    )
