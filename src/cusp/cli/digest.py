"""``cusp digest``: email people what they must update, and officers what needs a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from cusp.cli._project import set_up, stop

if TYPE_CHECKING:
    from cusp.web.response.digest import Digest

_out = Console(soft_wrap=True, highlight=False)


def digest(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the emails and send nothing")
    ] = False,
) -> None:
    """Email people what they must update in the improvement plan.

    People who lead actions get those that are late, due soon or without a recent update. Officers
    also get what needs a decision. Nobody gets more than one email a day. The exit status is 1 if
    an email could not be sent.
    """
    set_up()
    from django.conf import settings
    from django.db import DatabaseError
    from django.utils import timezone

    from cusp.web.background.process_lock import AlreadyRunning, only_process
    from cusp.web.response import digest as digests

    if not dry_run:
        _check_settings()
    try:
        found = digests.all_digests(on=timezone.localdate(), site=digests.site_address())
        if dry_run:
            _print(found.digests)
        else:
            with only_process(settings.DATA / "digest.lock", note="cusp digest"):
                failed = _send(found.digests)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        stop(f"The database cannot be used ({reason}). Check DATABASE_URL or CUSP_DATA.")
    except AlreadyRunning:
        stop("Another cusp digest is running.")
    for name in found.cannot_see:
        _out.print(f"{name} leads actions but has no role that can see the plan.", markup=False)
    if not dry_run and failed:
        raise typer.Exit(1)


def _check_settings() -> None:
    from django.conf import settings

    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        stop("EMAIL_URL is not set, so nothing can be sent. To see the emails, use --dry-run.")
    if not settings.EMAIL_FROM:
        stop("CUSP_EMAIL_FROM is not set. Set it to the address that emails should come from.")


def _print(found: list[Digest]) -> None:
    for one in found:
        _out.print(f"To: {one.person.email}\nSubject: {one.subject}\n\n{one.text}", markup=False)
    _out.print(f"{_emails(len(found))} would be sent.")


def _send(found: list[Digest]) -> int:
    from django.utils import timezone

    from cusp.web.response import digest as digests

    outcomes = [digests.send(one, on=timezone.localdate()) for one in found]
    for one, outcome in zip(found, outcomes, strict=True):
        if outcome == "failed":
            _out.print(f"{one.person.email}: not sent. The log has the details.", markup=False)
    again = outcomes.count("sent already")
    _out.print(
        f"{_emails(outcomes.count('sent'))} sent"
        + (f", {again} already sent today" if again else "")
        + (f", {outcomes.count('failed')} not sent" if "failed" in outcomes else "")
    )
    return outcomes.count("failed")


def _emails(number: int) -> str:
    return f"{number} email{'' if number == 1 else 's'}"
