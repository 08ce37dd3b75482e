"""No child's number reaches anyone who may not see that child: in no page, header, file or log.

A made-up council is loaded from the generator, and things are written about two of its children.
Every address of Cusp is then fetched as every kind of person.
"""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cusp.made_up import made_up_council
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice import challenges, midway, sharing, snapshots
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Stage, Theme
from cusp.web.practice.models import Case, Chairing, Child, Figure, Reach, Snapshot
from tests.web.addresses import patterns
from tests.web.clients import with_second_factor

pytestmark = [pytest.mark.django_db]
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
LAST = date(2026, 10, 31)
TODAY = timezone.localdate()
NOTED = "The plan has drifted"


@pytest.fixture
def council(db: None) -> Snapshot:
    made = made_up_council(seed=2, children=30, months=1, last=LAST)
    loaded = made.annex_a(LAST)
    return snapshots.load(
        loaded, retain_until=date(2030, 1, 1), at=datetime(2026, 11, 2, tzinfo=UTC), by=None
    ).snapshot


@pytest.fixture
def mine(council: Snapshot) -> Child:
    """The child of the chair, on a plan or in care."""
    case = Case.objects.filter(in_care=True).order_by("pk").first()
    assert case
    Chairing.objects.create(child=case.child, role="reviewing officer", name="Wilhelmina Roe")
    return case.child


@pytest.fixture
def people(mine: Child, person: Callable[..., User]) -> dict[str, User | None]:
    team = mine.case.team
    other = Case.objects.exclude(team__in=["", team]).values_list("team", flat=True)[0]
    found: dict[str, User | None] = {"nobody": None}
    for role in (Role.OFFICER, Role.ACTION_OWNER, Role.MEMBER, Role.ADMINISTRATOR):
        found[role.value] = person(role)
    reaches: dict[str, dict[str, Any]] = {
        "without reach": {}, "chair": {"names": ["Wilhelmina Roe"]},
        "other manager": {"teams": [other]}, "head": {"whole_service": True},
    }  # fmt: skip
    for who, reach in reaches.items():
        user = person(Role.PRACTICE, email=f"{who.replace(' ', '-')}@one.example")
        Reach.objects.create(user=user, **reach)
        found[who] = user
    return found


@pytest.fixture
def written(mine: Child, people: dict[str, User | None]) -> None:
    """What people wrote about the child."""
    chair, manager = people["chair"], people["other manager"]
    assert chair
    assert manager
    challenges.raise_challenge(
        mine, theme=Theme.DRIFT, concern=NOTED, to=To(Stage.FORMAL, 1, None, "A manager"),
        when=When(TODAY, TODAY, chair),
    )  # fmt: skip
    midway.record(
        mine, on=TODAY - timedelta(days=3), name="Wilhelmina Roe", contact_with_child=False,
        note=NOTED, today=TODAY, by=chair,
    )  # fmt: skip
    sharing.share(["P3", "P6", "C1", "C5", "N1"], on=TODAY, by=people["head"])


def signed_in(user: User | None) -> Client:
    return with_second_factor(user) if user else Client()


def addresses(mine: Child, *, of_practice: bool) -> Iterator[str]:
    clock = mine.clocks.exclude(start=None).first()
    values = {
        "ref": [mine.ref], "code": ["C5"], "by": ["team"], "form": ["json", "csv"],
        "kind": ["chairs", "supervision"], "ending": ["xlsx"], "slug": ["education-board"],
        "clock": [clock.clock if clock else "T29"], "number": ["1"],
        "start": [str(clock.start) if clock else "2026-01-01"], "role": ["chair"],
    }  # fmt: skip
    for route, pattern, _ in patterns():
        practice = pattern.callback.__module__.startswith("cusp.web.practice")
        if practice == of_practice:
            names = PLACE.findall(route)
            for chosen in product(*(values.get(name, ["1"]) for name in names)):
                filled = iter(chosen)
                yield "/" + PLACE.sub(lambda _, filled=filled: next(filled), route)  # type: ignore[misc]


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    return f"{answer.headers}{answer.getvalue().decode(errors='replace')}"


def named_in(said: str, ids: set[str]) -> set[str]:
    return {one for one in re.findall(r"(?<!\d)\d{7}(?!\d)", said) if one in ids}


def test_nobody_is_told_of_a_child_they_may_not_see(
    mine: Child,
    people: dict[str, User | None],
    written: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    every = set(Child.objects.values_list("child_id", flat=True))
    of_other = set(
        Case.objects.filter(team__in=people["other manager"].reach.teams)  # type: ignore[union-attr]
        .values_list("child__child_id", flat=True)
    )  # fmt: skip
    may = {"head": every, "chair": {mine.child_id}, "other manager": of_other}
    seen: dict[str, set[str]] = {who: set() for who in people}
    wrong = []
    for who, user in people.items():
        client = signed_in(user)
        groups = [True] if who in may or who == "without reach" else [True, False]
        for address in (one for of in groups for one in addresses(mine, of_practice=of)):
            said = told(client, address)
            names = named_in(said, every)
            seen[who] |= names
            if names - may.get(who, set()):
                wrong.append((who, address, len(names)))
            if NOTED in said and who not in ("head", "chair"):
                wrong.append((who, address, 0))
    assert wrong == []
    assert seen["chair"] == {mine.child_id}
    assert seen["head"]
    assert named_in(caplog.text, every) == set()


def test_a_child_who_is_not_yours_looks_like_one_who_does_not_exist(
    mine: Child, people: dict[str, User | None]
) -> None:
    client = signed_in(people["other manager"])
    theirs = client.get(f"/practice/children/{mine.ref}/")
    nobodys = client.get("/practice/children/a1b2c3d4e5f6/")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    hidden = theirs.content.replace(mine.ref.encode(), b"")
    assert hidden == nobodys.content.replace(b"a1b2c3d4e5f6", b"")


def test_an_error_page_and_its_log_name_no_child(
    mine: Child,
    people: dict[str, User | None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the database went away")

    client = signed_in(people["head"])
    client.raise_request_exception = False
    monkeypatch.setattr("cusp.web.practice.looks.looked_at_child", fails)
    caplog.set_level(logging.DEBUG)
    answer = client.get(f"/practice/children/{mine.ref}/")
    assert answer.status_code == 500
    assert mine.child_id not in answer.content.decode() + caplog.text


def test_every_answer_with_children_is_never_kept(
    mine: Child, people: dict[str, User | None], written: None
) -> None:
    every = set(Child.objects.values_list("child_id", flat=True))
    client = signed_in(people["head"])
    kept = []
    for address in addresses(mine, of_practice=True):
        answer = client.get(address)
        names = named_in(answer.getvalue().decode(errors="replace"), every)
        if names and "no-store" not in answer.get("Cache-Control", ""):
            kept.append(address)
    assert kept == []


def test_what_members_see_holds_no_small_number_of_children(
    mine: Child, people: dict[str, User | None], written: None
) -> None:
    # So few children that everything shared would be a small number or a share of few.
    assert Figure.objects.filter(by="", code="P3", numerator__gt=0, numerator__lte=5).exists()
    page = signed_in(people["member"]).get("/plan/practice/").content.decode()
    assert "No figure of this measure can be shown" in page
