"""``cusp demo``: Cusp with example reports on a made-up council, in a separate folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare
from cusp.reports.batch import read_reports

COUNCIL = "Wexcombe"
_out = Console(soft_wrap=True, highlight=False)


def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Folder for the demo's data")] = Path(
        "demo"
    ),
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="A folder of real reports to add as well")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Port to listen on")] = 8000,
    serve: Annotated[bool, typer.Option(help="Start the server when the demo is built")] = True,
) -> None:
    """Build a demo in a separate folder and start Cusp with it.

    It has specimen reports on a made-up council, Wexcombe, from 2013 to 2026, and facts about every
    other council's inspections. If there is a folder of real reports (--corpus or CUSP_CORPUS), the
    ones on Southend-on-Sea are added too. Wexcombe has an improvement plan with a year of history,
    seven monthly returns of made-up children, and boards with meetings. A start page leads through
    it all.
    """
    os.environ["CUSP_DATA"] = str(folder.absolute())
    os.environ["CUSP_AUTHORITY"] = "wexcombe"
    os.environ["CUSP_MFA_FOR"] = "none"
    os.environ["CUSP_DEMO"] = "1"
    os.environ.pop("DATABASE_URL", None)
    prepare(register=[COUNCIL])
    from cusp.specimens import write_all

    files = write_all(folder / "specimens")
    real = (corpus or Path(os.environ.get("CUSP_CORPUS") or "nowhere")) / "southend-on-sea"
    added = _add([*files, *(sorted(real.glob("*.pdf")) if real.is_dir() else [])])
    _people()
    _plan()
    _boards()
    _practice()  # last: it adds to the plan today, and the boards' past does before
    _out.print(f"{added} reports in the demo's record, in {folder}")
    from cusp.web.demo.people import PASSWORD, PEOPLE

    _out.print(f"The demo's council, {COUNCIL}, is made up.")
    for email, (name, role) in PEOPLE.items():
        _out.print(f"  sign in as {email} ({name}, {role}), password: {PASSWORD}")
    address = f"http://127.0.0.1:{port}/"
    _out.print(f"\nStart at {address}story/")
    if serve:
        from cusp.cli.web import web

        web(host="127.0.0.1", port=port, workers=2)


def _add(files: list[Path]) -> int:
    """Add reports and return how many the record holds."""
    from cusp.web.record.background_work import prepare_pages
    from cusp.web.record.intake.upload_jobs import add_now
    from cusp.web.record.models import Document

    for outcome in read_reports(files):
        path = Path(outcome.path)
        state, message, _ = add_now(outcome, path=path, name=path.name)
        if state == "refused":
            _out.print(f"not added: {path.name}: {message}", markup=False)
    prepare_pages()
    return Document.objects.count()


def _people() -> None:
    from cusp.web.accounts.models import RoleGrant, User
    from cusp.web.demo.people import PASSWORD, PEOPLE

    for email, (name, role) in PEOPLE.items():
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, name=name, password=PASSWORD)
            RoleGrant.objects.create(user=user, role=role)


def _plan() -> None:
    from django.utils import timezone

    from cusp.cli._demo_plan import tell
    from cusp.web.accounts.models import User

    officer, owner, member = (
        User.objects.get(email=f"{who}@wexcombe.example") for who in ("officer", "owner", "member")
    )
    tell(officer=officer, owner=owner, member=member, today=timezone.localdate())


def _practice() -> None:
    from django.utils import timezone

    from cusp.cli._demo_practice import tell
    from cusp.web.accounts.models import User

    people = {
        who: User.objects.get(email=f"{who}@wexcombe.example")
        for who in ("officer", "head", "chair", "manager")
    }
    tell(**people, today=timezone.localdate())


def _boards() -> None:
    from django.utils import timezone

    from cusp.cli._demo_board import tell
    from cusp.web.accounts.models import User
    from cusp.web.boards import packs
    from cusp.web.boards.models import Publication

    officer, member = (
        User.objects.get(email=f"{who}@wexcombe.example") for who in ("officer", "member")
    )
    if tell(officer=officer, member=member, today=timezone.localdate()):
        for publication in Publication.objects.all():
            packs.make_for(publication)
