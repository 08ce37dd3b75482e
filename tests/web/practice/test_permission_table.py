"""Every address of practice by everybody, as the table in the docs says; all must be listed.

"no" is 403, or 404 where nobody may learn that a child exists. Pages that list children open for
everybody with the role, with only those within reach: the tests of each page show that.
"""

import re
from collections.abc import Callable

import msgspec
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice import challenges
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import LoadState, Stage, Theme
from cusp.web.practice.load_checks import Found
from cusp.web.practice.models import Child, ListUpload, LoadJob, Snapshot
from cusp.web.practice.teams import slug_of
from tests.conftest import ROOT
from tests.web.addresses import patterns
from tests.web.clients import with_second_factor
from tests.web.practice.challenge_rows import child_in
from tests.web.practice.rows import NORTH, SOUTH, due, figure, sees, snapshot_row

pytestmark = pytest.mark.django_db

PEOPLE = (
    "officer", "action owner", "member", "administrator", "practice without reach",
    "chair of another child", "manager of another team", "chair", "manager", "head",
)  # fmt: skip
ROW = re.compile(r"^\| `(/[^`]+)` \|(.+)\|$", re.MULTILINE)


def table() -> dict[str, dict[str, str]]:
    text = (ROOT / "docs" / "practice-permissions.md").read_text("utf-8")
    rows = (
        (address, (c.strip() for c in cells.split("|"))) for address, cells in ROW.findall(text)
    )
    return {address: dict(zip(PEOPLE, cells, strict=True)) for address, cells in rows}


def addresses() -> list[str]:
    """Every address of practice."""
    return sorted(
        f"/{route}"
        for route, pattern, _ in patterns()
        if pattern.callback.__module__.startswith("cusp.web.practice")
    )


def people(person: Callable[..., User]) -> dict[str, User]:
    """Everybody of the table. The child is in the north; its reviewing officer is Carla Dunn."""
    found = {role.label.lower(): person(role) for role in Role if role is not Role.PRACTICE}
    return found | {
        "practice without reach": person(Role.PRACTICE),
        "chair of another child": sees(person, "other-chair", names=["Eve Ito"]),
        "manager of another team": sees(person, "other-manager", teams=[SOUTH]),
        "chair": sees(person, "chair", names=["Carla Dunn"]),
        "manager": sees(person, "manager", teams=[NORTH]),
        "head": sees(person, "head", whole_service=True),
    }


def values(child: Child, everybody: dict[str, User]) -> dict[str, str]:
    """What stands for each part of an address."""
    today = timezone.localdate()
    row = challenges.raise_challenge(
        child, theme=Theme.DRIFT, concern="The plan drifts.",
        to=To(Stage.INFORMAL, 1, person=everybody["manager"]),
        when=When(today, today, everybody["chair"]),
    )  # fmt: skip
    year = today.year if today.month > 3 else today.year - 1
    return {"ref": child.ref, "number": str(row.number), "year": str(year)}


def numbers_of(person: User) -> dict[str, str]:
    """What stands for a number, by how an address begins; the first that fits counts."""
    found = Found(kind="annex_a", sha256="c" * 64, rows=0, lists=(), errors=0, warnings=0)
    now = timezone.now()
    job = LoadJob.objects.create(
        state=LoadState.CHECKED, name="a.xlsx", as_at=now.date(), retain_until=now.date(),
        asked_at=now, by_then="x", found=msgspec.to_builtins(found),
    )  # fmt: skip
    upload = ListUpload.objects.create(kind="chairs", name="a.csv", rows=[], at=now, by_then="x")
    deleted = snapshot_row(kind="cin", deleted_at=now, proof={"why": "x"})
    return {
        "/practice/returns/uploads/": str(job.pk),
        "/practice/returns/<int:number>/proof": str(deleted.pk),
        "/practice/returns/": str(snapshot_row().pk),
        "/practice/lists/uploads/": str(upload.pk),
        "/practice/access/": str(person.pk),
    }


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(table()) == addresses()


def test_each_person_may_do_what_the_table_says(person: Callable[..., User]) -> None:
    everybody = people(person)
    child_in(SOUTH, "1", chair="Eve Ito")
    child = child_in(NORTH, chair="Carla Dunn")
    known = values(child, everybody)
    numbers = numbers_of(everybody["head"])
    figure(Snapshot.objects.get(kind="annex_a"), "A1", (8, 10))
    late = due(child.case, -3)
    known |= {"kind": "chairs", "form": "csv", "code": "A1", "slug": slug_of(NORTH)}
    known |= {"clock": late.clock, "start": str(late.start)}
    wrong = []
    clients = {name: with_second_factor(user) for name, user in everybody.items()}
    for written, cells in table().items():
        own = next((n for start, n in numbers.items() if written.startswith(start)), None)
        values_here = known | ({"number": own} if own else {})
        address = filled(written, values_here)
        assert Client().get(address)["Location"].startswith("/account/login/"), address
        for name, cell in cells.items():
            status = clients[name].get(address).status_code
            if status == 405:  # it only takes what a button sends
                with transaction.atomic():
                    status = clients[name].post(address).status_code
                    transaction.set_rollback(True)
            if (status not in (403, 404)) is not (cell == "yes"):
                wrong.append((name, address, cell, status))
    assert wrong == []


def filled(address: str, known: dict[str, str]) -> str:
    """The address with a value in each place."""
    return re.sub(r"<\w+:(\w+)>", lambda part: known[part[1]], address)
