"""Importing an existing plan from Excel or Word: nothing is added until an officer has checked."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response.models import Action, Plan, PlanImport
from cusp.web.response.plan_record import plan_record
from tests.plans.workbook.books import simple
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
HEADS = ("Ref", "Priority", "What we will do", "Who", "Start", "By when", "RAG", "Progress", "KPI")


@pytest.fixture
def page(officer: User, plan: Plan) -> Client:
    return browser(officer)


def content(answer: Any) -> str:
    return " ".join(str(answer.content.decode()).split())


def upload(page: Client, data: bytes, name: str = "plan.xlsx") -> Any:
    return page.post("/plan/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def as_proposed(page: Client, **other: str) -> Any:
    """Go on with the columns that Cusp suggests, or with others."""
    row = PlanImport.objects.latest("pk")
    form = page.get(f"/plan/import/{row.pk}/").context["form"]
    data = {
        name: "on" if value is True else str(value)
        for name, field in form.fields.items()
        if (value := field.initial) not in (False, None)
    }
    data |= {name.replace("__", "-"): value for name, value in other.items()}
    return page.post(f"/plan/import/{row.pk}/", data, follow=True)


def check(page: Client, *areas: str) -> Any:
    row = PlanImport.objects.latest("pk")
    data = {f"area-{number}": area for number, area in enumerate(areas)}
    return page.post(f"/plan/import/{row.pk}/check/", data, follow=True)


def areas() -> Any:
    return plan_record(Plan.objects.get()).priorities


def book(*rows: tuple[Any, ...]) -> bytes:
    return simple(HEADS, *rows)


TWO = (
    ("1.1", "Plans", "Audit plans", "Sam Lee", None, "31/3/2019", "Green", "Begun", "80%"),
    ("1.2", "Plans", "Train", "Head of learning", None, "ongoing", "Purple", None, None),
    ("2.1", "Oversight", "Meet weekly", None, None, date(2019, 4, 30), None, None, None),
)


def test_columns_are_suggested_and_can_be_corrected(page: Client) -> None:
    said = content(upload(page, book(*TWO)))
    assert "What is in each column?" in said
    assert "For example: Audit plans · Train · Meet weekly" in said
    assert "Measures and evidence are not imported" in said
    row = PlanImport.objects.get()
    answer = as_proposed(page, **{"column-0-C": ""})
    assert "that says what will be done" in content(answer)
    answer = as_proposed(page, **{"column-0-B": "lead"})
    assert "Columns B and D are both “Lead”" in content(answer)
    answer = as_proposed(page, **{"read-0": ""})
    assert "Choose at least one table" in content(answer)
    assert page.get(f"/plan/import/{row.pk}/check/").status_code == 302
    assert not Action.objects.exists()


def test_everything_is_shown_before_it_is_added(page: Client) -> None:
    upload(page, book(*TWO))
    said = content(as_proposed(page))
    assert "3 actions found" in said
    assert "Row 3, Due: “ongoing” is not a date" in said
    assert "Row 3, Delivery rating: “Purple” is not in the plan’s own key" in said
    assert "31 March 2019" in said
    assert not Action.objects.exists()
    answer = check(page, "new", "")
    assert answer.status_code == 400
    assert "Choose an area for “Oversight”" in content(answer)
    many = len(areas())
    said = content(check(page, "new", "P1"))
    assert "3 actions imported from plan.xlsx." in said
    new = areas()[-1]
    assert (len(areas()), new.title, new.inspectors_words) == (many + 1, "Plans", None)
    one, two = new.actions
    assert (one.text, one.lead, one.due[0].due) == ("Audit plans", "Sam Lee", date(2019, 3, 31))
    assert [r.code for r in one.delivery] == ["Green"]
    assert [u.text for u in one.updates] == ["Begun"]
    assert (two.due, two.delivery, two.lead) == ((), (), "Head of learning")
    assert [a.text for a in areas()[0].actions] == ["Meet weekly"]
    assert Event.objects.get(action="existing plan accepted").detail["changes"] == 3
    assert "1.1: <a" in content(page.get("/plan/import/"))


def test_the_same_file_again_adds_nothing(page: Client) -> None:
    data = book(*TWO)
    upload(page, data)
    as_proposed(page)
    check(page, "new", "P1")
    said = content(upload(page, data))
    assert "Officer imported this file" in said
    as_proposed(page)
    name = areas()[-1].id
    said = content(check(page, name, "P1"))
    assert "0 actions imported from plan.xlsx. 3 were in the plan already." in said
    assert Action.objects.count() == 3


def test_two_rows_with_the_same_words_are_both_added(page: Client) -> None:
    upload(page, book(TWO[0], TWO[0]))
    as_proposed(page)
    check(page, "new")
    assert Action.objects.count() == 2


@pytest.mark.database
def test_all_or_nothing(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from cusp.web.response import actions
    from cusp.web.response.refusals import CannotChange

    usual, calls = actions.add_action, []

    def failing(*args: Any, **kwargs: Any) -> Action:
        calls.append(1)
        if len(calls) == 3:
            raise CannotChange("No.")
        return usual(*args, **kwargs)

    upload(page, book(*TWO))
    as_proposed(page)
    monkeypatch.setattr(actions, "add_action", failing)
    before, logged = areas(), Event.objects.count()
    answer = check(page, "new", "P1")
    assert (answer.status_code, "Row 4: No." in content(answer)) == (400, True)
    assert (areas(), Event.objects.count()) == (before, logged)
    assert PlanImport.objects.get().state == "waiting"


def test_values_that_cannot_be_right_are_left_out_and_named(page: Client) -> None:
    soon = TODAY + timedelta(days=30)
    data = simple(
        ("Action", "Lead", "Start", "Due", "Done", "RAG"),
        ("Audit", "x" * 201, date(2020, 5, 1), date(2020, 4, 1), soon, "Blue"),
        ("Train", "<script>alert(1)</script>", None, 43555, None, None),
    )
    upload(page, data)
    said = content(as_proposed(page))
    for why in (
        "Row 2, Lead: This is longer than 200 characters",
        "Row 2, Start: The due date is before the start date, so the start is left out",
        "Row 2, Done: The day on which it was done is in the future",
        "Row 2, Delivery rating: “Blue” needs evidence",
        "Row 3, Due: 43555 is a number, not a date",
    ):
        assert why in said
    assert "<script>alert" not in said
    answer = check(page, "new")
    assert answer.status_code == 400  # without a title, there is no new area
    check(page, "P1")
    one, two = areas()[0].actions
    assert (one.lead, one.start, one.due[0].due, one.done) == ("", None, date(2020, 4, 1), None)
    assert (two.lead, two.due) == ("<script>alert(1)</script>", ())


def test_a_word_table_is_read(page: Client) -> None:
    new = docx.Document()
    table = new.add_table(0, 4)
    for cells in (
        ("Ref", "Action", "Lead", "Due"),
        ("Priority 1: Oversight", "", "", ""),
        ("1.1", "Audit", "Head of service", "31/10/2019"),
        ("1.2", "Train", "", "end of 2019"),
    ):
        row = table.add_row().cells
        for cell, text in zip(row, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 3))
    table.cell(2, 2).merge(table.cell(3, 2))
    out = io.BytesIO()
    new.save(out)
    upload(page, out.getvalue(), "plan.docx")
    said = content(as_proposed(page))
    assert "2 actions found" in said
    assert "“end of 2019” is not a date" in said
    assert "shares the joined cell" in said
    check(page, "new")
    assert areas()[-1].title == "Priority 1: Oversight"
    assert [a.lead for a in areas()[-1].actions] == ["Head of service"] * 2


def test_cancelling_deletes_the_file(page: Client) -> None:
    upload(page, book(*TWO))
    said = content(page.post(f"/plan/import/{PlanImport.objects.get().pk}/cancel/", follow=True))
    assert "The plan has not changed" in said
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"%PDF-1.7 plan", "PDF"), (b"", "The file is empty"), (b"PK\x03\x04 x", "plan.xlsx")],
    ids=["pdf", "empty", "broken"],
)
def test_other_files_are_refused_in_a_sentence(page: Client, data: bytes, why: str) -> None:
    answer = upload(page, data)
    assert (answer.status_code, why in content(answer)) == (400, True)
    assert not PlanImport.objects.exists()


def test_a_file_without_actions_is_a_sentence(page: Client) -> None:
    upload(page, simple(("Action", "Lead"), (None, "Sam")))
    answer = as_proposed(page)
    assert "has no action under the column that you chose" in content(answer)


def test_only_officers_import(page: Client, person: Callable[..., User]) -> None:
    upload(page, book(*TWO))
    number = PlanImport.objects.get().pk
    other = browser(person(Role.ACTION_OWNER))
    for address in ("", f"{number}/", f"{number}/check/", f"{number}/cancel/"):
        assert other.post(f"/plan/import/{address}").status_code == 403
    assert page.get("/plan/import/999/").status_code == 404
    assert page.get(f"/plan/workbook/{number}/").status_code == 404


@pytest.mark.corpus
def test_the_case_with_joined_cells(page: Client, corpus: Path) -> None:
    case = corpus.parent / "cases" / "plans-and-boards" / "14-joined-cells.docx"
    if not case.exists():
        pytest.skip("the shared cases are not here")
    upload(page, case.read_bytes(), case.name)
    as_proposed(page)
    check(page, "new", "new")
    first, second = areas()[-2:]
    assert (first.title, second.title) == ("Oversight by managers", "Plans")
    assert [(a.lead, [d.due.isoformat() for d in a.due]) for a in first.actions] == [
        ("Service manager", ["2019-10-31"]), ("Service manager", ["2019-11-30"]),
    ]  # fmt: skip
    assert [(a.lead, a.due) for a in second.actions] == [("Head of service", ())]
