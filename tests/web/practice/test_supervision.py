"""The supervision log: how often, for whom not at all, and what it does."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.practice import supervision
from cusp.web.practice.models import Reach, Supervision
from cusp.web.practice.supervision import Held, Share
from tests.web.clients import signed_in
from tests.web.markup import page, words
from tests.web.practice.rows import NORTH, SOUTH, on_plan, snapshot_row, today

ON = date(2026, 3, 31)


def held(worker: str, days: int, team: str = NORTH, number: int = 1, **more: int) -> Held:
    return Held(worker=worker, team=team, last=ON - timedelta(days), number=number, **more)


def test_workers_come_from_cases_and_supervisions_from_the_log() -> None:
    found = supervision.workers(
        [(NORTH, "Asha", 12), (NORTH, "Ben", 3), (SOUTH, "Ben", 4), (NORTH, "Cy", 1),
         (NORTH, "", 9)],
        # Asha moved from the south; a supervision of somebody who has left counts for nobody.
        [held("Asha", 28, SOUTH), held("Ben", 29), held("Ben", 5, SOUTH), held("Dee", 1)],
        on=ON,
    )  # fmt: skip
    assert [(one.team, one.name, one.days) for one in found] == [
        (NORTH, "Asha", 28), (NORTH, "Ben", 29), (NORTH, "Cy", None), (SOUTH, "Ben", 5),
    ]  # fmt: skip
    assert supervision.within(found, 4) == Share(2, 4)
    assert [one.name for one in supervision.without(found)] == ["Cy"]
    assert supervision.answer(found, 4) == "2 of 4 workers have had supervision in the last 4 weeks"


def test_shares_leave_out_what_was_not_recorded() -> None:
    found = supervision.workers(
        [(NORTH, "Asha", 12), (NORTH, "Ben", 3)],
        [held("Asha", 28, number=5, checked=3, not_checked=1, was_reflective=2, not_reflective=2)],
        on=ON,
    )
    (team,) = supervision.by_team(found, 4)
    assert team.checked == Share(3, 4, not_recorded=1)
    assert (team.checked.percent, team.reflective.percent, team.longest) == ("75%", "50%", 28)
    assert Share(0, 0).percent == "–"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), "No workers to show"),
        ((1, 2), "Every worker has had supervision in the last 4 weeks"),
        ((40, None), "No worker has had supervision in the last 4 weeks"),
        ((40, 2), "1 of 2 workers has had supervision in the last 4 weeks"),
    ],
)
def test_the_heading_says_how_many(days: tuple[int | None, ...], said: str) -> None:
    named = [(NORTH, str(n), 1) for n in range(len(days))]
    log = [held(str(n), since) for n, since in enumerate(days) if since is not None]
    assert supervision.answer(supervision.workers(named, log, on=ON), 4) == said


@pytest.mark.django_db
def test_a_manager_records_and_sees_supervision_of_their_own_team_only(
    person: Callable[..., User],
) -> None:
    snapshot_row()
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, teams=[NORTH])
    on_plan("1001", worker="Asha Bell")
    on_plan("1002", worker="Cy Lane")
    on_plan("1003", worker="Ben Okafor", team=SOUTH)
    client = signed_in(user)
    typed = {
        "worker": f"Asha Bell\t{NORTH}", "on": str(today()), "supervisor": "Dana Price",
        "child_id": "1003", "actions_checked": "yes", "reflective": "no", "actions": "Visit weekly",
    }  # fmt: skip
    address = "/practice/supervision/new/"
    refused = client.post(address, typed).content.decode()
    assert "No child of your teams has this number" in refused
    assert client.post(address, {**typed, "child_id": "1001"}).status_code == 302
    row = Supervision.objects.get()
    assert (row.worker, row.team, row.actions_checked, row.reflective) == (
        "Asha Bell", NORTH, True, False,
    )  # fmt: skip
    assert row.child
    assert row.child.child_id == "1001"
    assert not Event.objects.filter(detail__icontains="1001").exists()
    text = words(page(client, "/practice/supervision/"))
    assert "1 of 2 workers has had supervision in the last 4 weeks" in text
    assert "No supervision in the last 12 months (1) Cy Lane" in text
    assert "100% (1 of 1)" in text
    assert "Ben Okafor" not in text
    assert "in the last 6 weeks" in words(page(client, "/practice/supervision/?weeks=6"))


@pytest.mark.django_db
def test_a_chair_has_no_workers(person: Callable[..., User]) -> None:
    snapshot_row()
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, names=["Carla Dunn"])
    on_plan("1001", worker="Asha Bell")
    client = signed_in(user)
    assert "Asha Bell" not in page(client, "/practice/supervision/")
    assert client.get("/practice/supervision/new/").status_code == 403
