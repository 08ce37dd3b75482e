"""The council's own lists: all or nothing, repeatable, and looked at before they are loaded."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from cusp.returns.local_lists import Kind, LocalList, Row
from cusp.web.accounts.models import Event, User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import chairs, local_lists
from cusp.web.practice.choices import ChairRole, LocalListKind
from cusp.web.practice.local_lists import Changes
from cusp.web.practice.models import Case, Chairing, Child, ListUpload, MidwayReview, Supervision
from tests.web.clients import signed_in
from tests.web.practice.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def on_the_return(db: None) -> Child:
    """Child 1 is on the newest return, and no other."""
    child = Child.objects.create(child_id="1")
    Case.objects.create(child=child)
    return child


def loaded(kind: str, *rows: Row) -> Changes:
    upload = local_lists.keep(
        LocalListKind(kind), LocalList(list(rows)), name="list.csv", at=NOW, by=None
    )
    found = local_lists.changes(kind, local_lists.rows_of(upload))
    return local_lists.accept(upload, seen=found.digest, by=None)


def counts(found: Changes) -> tuple[int, int, int, int]:
    return len(found.added), len(found.changed), len(found.removed), found.same


def chair(row: int, child: str, name: str, until: date | None = None) -> Row:
    return Row(row=row, child_id=child, role="reviewing officer", name=name, until=until)


def test_a_list_of_chairs_replaces_the_one_before() -> None:
    assert counts(loaded("chairs", chair(2, "1", "Ann"), chair(3, "2", "Bo"))) == (2, 0, 0, 0)
    again = loaded("chairs", chair(2, "1", "Ann", until=DAY), chair(3, "3", "Bo"))
    assert counts(again) == (1, 1, 1, 0)
    assert again.unknown == (3,)
    held = Chairing.objects.order_by("name").values_list("child__child_id", "name", "until")
    assert list(held) == [("1", "Ann", DAY), ("3", "Bo", None)]


def test_supervision_is_added_to_and_never_doubled() -> None:
    first = Row(row=2, on=DAY, worker="Ann", supervisor="Jo", actions_checked=True)
    assert counts(loaded("supervision", first)) == (1, 0, 0, 0)
    assert counts(loaded("supervision", first)) == (0, 0, 0, 1)
    other = Row(row=2, on=DAY, worker="Ann", supervisor="Jo", child_id="1", reflective=False)
    assert counts(loaded("supervision", other)) == (1, 0, 0, 0)
    # What is blank takes nothing back.
    said = Row(row=2, on=DAY, worker="Ann", supervisor="Jo", reflective=True)
    assert counts(loaded("supervision", said)) == (0, 1, 0, 0)
    row = Supervision.objects.get(child=None)
    assert (row.actions_checked, row.reflective) == (True, True)


def test_midway_reviews_are_added_once() -> None:
    row = Row(row=2, child_id="1", on=DAY, name="Ann", contact_with_child=True)
    assert counts(loaded("midway", row)) == (1, 0, 0, 0)
    assert counts(loaded("midway", row)) == (0, 0, 0, 1)
    assert MidwayReview.objects.get().contact_with_child


def test_a_list_that_would_now_do_something_else_is_refused() -> None:
    rows = LocalList([chair(2, "1", "Ann")])
    upload = local_lists.keep(LocalListKind.CHAIRS, rows, name="list.csv", at=NOW, by=None)
    seen = local_lists.changes("chairs", rows.rows).digest
    loaded("chairs", chair(2, "1", "Bo"))
    with pytest.raises(CannotChange, match="has changed since"):
        local_lists.accept(upload, seen=seen, by=None)
    assert Chairing.objects.get().name == "Bo"


def test_with_a_key_only_pseudonyms_are_kept(settings: LazySettings) -> None:
    settings.PSEUDONYM_KEY = "a key of the council's own"
    rows = LocalList([chair(2, "77123", "Ann")])
    upload = local_lists.keep(LocalListKind.CHAIRS, rows, name="list.csv", at=NOW, by=None)
    assert "77123" not in str(upload.rows)
    assert upload.rows[0]["child_id"].startswith("P-")


def test_a_list_is_uploaded_looked_at_and_loaded(head: User) -> None:
    client = signed_in(head)
    text = "Child ID,Role,Name,From,To\n1,IRO,Carla Dunn,1/4/2025,\n9,IRO,Carla Dunn,,\n"
    file = SimpleUploadedFile("chairs.csv", text.encode())
    to = client.post("/practice/lists/chairs/", {"file": file})["Location"]
    page = client.get(to)
    assert "1 row is about a child" in " ".join(page.text.split())
    assert not Chairing.objects.exists()
    client.post(to, {"seen": page.context["seen"]})
    assert (Chairing.objects.count(), ListUpload.objects.count()) == (2, 0)
    assert Event.objects.filter(action="loaded a list", detail__added=2).exists()


def test_a_list_with_errors_is_named_cell_by_cell_and_not_kept(head: User) -> None:
    file = SimpleUploadedFile("chairs.csv", b"Child ID,Role,Name\n1,Boss,Ann\n")
    answer = signed_in(head).post("/practice/lists/chairs/", {"file": file})
    assert answer.status_code == 400
    assert "“Boss” is not a value for this column" in answer.text
    assert "B2" in answer.text
    assert not ListUpload.objects.exists()


@pytest.mark.parametrize("kind", ["chairs", "supervision", "midway"])
def test_a_template_can_be_uploaded_once_it_is_filled_in(kind: Kind, head: User) -> None:
    answer = signed_in(head).get(f"/practice/lists/{kind}/template.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-template.csv"'
    file = SimpleUploadedFile("list.csv", answer.content)
    sent = signed_in(head).post(f"/practice/lists/{kind}/", {"file": file})
    assert "list.csv has headings but no rows" in sent.text


def test_a_chair_is_assigned_by_hand(on_the_return: Child, person: Callable[..., User]) -> None:
    by, role = person(), ChairRole.CHAIR
    first = chairs.assign(on_the_return, role=role, name=" Ann  Bell", since=DAY, seen=None, by=by)
    later = date(2026, 5, 1)
    with pytest.raises(CannotChange, match="It is now Ann Bell"):
        chairs.assign(on_the_return, role=role, name="Bo", since=later, seen=None, by=by)
    chairs.assign(on_the_return, role=role, name="Bo", since=later, seen=first.pk, by=by)
    held = Chairing.objects.order_by("since").values_list("name", "since", "until")
    assert list(held) == [("Ann Bell", DAY, date(2026, 4, 30)), ("Bo", later, None)]
    assert chairs.chair_of(on_the_return, role, on=DAY) == first
    logged = Event.objects.filter(action="assigned a conference chair").latest("pk")
    assert logged.about == f"child {on_the_return.ref}"
