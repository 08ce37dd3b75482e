"""``cusp demo``: Cusp with a story to click through, in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare
from cusp.reports.batch import read_reports

# Known to everyone: the demo listens to this machine only and holds nothing that is not public.
PASSWORD = "wexcombe wexcombe"
COUNCIL = "Wexcombe"
PEOPLE = {
    "officer@wexcombe.example": ("Olive Officer", "officer"),
    "member@wexcombe.example": ("Max Member", "member"),
}
_out = Console(soft_wrap=True, highlight=False)


def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo keeps its data")] = Path(
        "demo"
    ),
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="A folder of real reports to add as well")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Where to listen on this machine")] = 8000,
    serve: Annotated[bool, typer.Option(help="Start the server when the story is built")] = True,
) -> None:
    """Build a story in a folder of its own and start Cusp with it.

    The story is of made-up Wexcombe: specimen reports from 2013 to 2026. Every other council is
    there with the facts of its inspections. Real reports are added from a folder where one is named
    (or found through CUSP_CORPUS): those of Southend-on-Sea, with which the story began.
    """
    os.environ["CUSP_DATA"] = str(folder.absolute())
    os.environ["CUSP_AUTHORITY"] = "wexcombe"
    os.environ["CUSP_MFA_FOR"] = "none"
    os.environ.pop("DATABASE_URL", None)
    prepare(register=[COUNCIL])
    from cusp.specimens import write_all

    files = write_all(folder / "specimens")
    real = (corpus or Path(os.environ.get("CUSP_CORPUS") or "nowhere")) / "southend-on-sea"
    added = _add([*files, *(sorted(real.glob("*.pdf")) if real.is_dir() else [])])
    _people()
    _out.print(f"{added} reports in the record of the demo, in {folder}")
    _out.print(f"The council of the demo is {COUNCIL}, which is made up.")
    for email, (name, role) in PEOPLE.items():
        _out.print(f"  sign in as {email} ({name}, {role}), password: {PASSWORD}")
    address = f"http://127.0.0.1:{port}/"
    _out.print(f"\nStart at {address}authorities/wexcombe/")
    if serve:
        from cusp.cli.web import web

        web(host="127.0.0.1", port=port, workers=2)


def _add(files: list[Path]) -> int:
    """Add reports; gives how many are in the record."""
    from cusp.web.record.findings.stored_findings import read_missing
    from cusp.web.record.intake.upload_jobs import add_outcome, make_ready
    from cusp.web.record.models import Document

    inspections = []
    for outcome in read_reports(files):
        path = Path(outcome.path)
        state, message, inspection = add_outcome(outcome, path=path, name=path.name, by=None)
        if state == "refused":
            _out.print(f"not added: {path.name}: {message}", markup=False)
        if inspection:
            inspections.append(inspection)
    make_ready(inspections, background=False)
    read_missing()  # a few reports, so that no first look has to wait
    return Document.objects.count()


def _people() -> None:
    from cusp.web.accounts.models import RoleGrant, User

    for email, (name, role) in PEOPLE.items():
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, name=name, password=PASSWORD)
            RoleGrant.objects.create(user=user, role=role)
