"""The plan's round trip with Excel: nothing changes until an officer accepts it."""

import io
import tempfile
import threading
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from cusp.cli import app
from cusp.specimens import hostile
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import actions
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, Plan, PlanChange, PlanImport, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.refusals import CannotChange
from cusp.web.response.workbook import applying, exports
from cusp.web.response.workbook.applying import Decisions
from cusp.web.response.workbook.review import review
from tests.plans.workbook.books import column_of, edited, put, row_of, simple
from tests.web.response.conftest import DUE, STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=60)
LATER = TODAY + timedelta(days=90)
ACTIONS = (
    ("Audit 20 case files a month", "Head of quality assurance"),
    ("Train every manager", "Head of learning"),
    ("Recruit 4 social workers", "Director"),
)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def three(priority: Priority, officer: User) -> list[Action]:
    """Three actions, A1 to A3."""
    return [
        actions.add_action(priority, ActionFields(text, lead=lead), due=DUE, on=STARTED, by=officer)
        for text, lead in ACTIONS
    ]


def exported(page: Client) -> bytes:
    answer = page.get("/plan/workbook/download/")
    assert answer["Content-Disposition"].startswith('attachment; filename="improvement-plan-')
    return answer.content


def upload(page: Client, data: bytes, name: str = "plan.xlsx") -> Any:
    return page.post("/plan/workbook/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def changed(page: Client, *changes: Callable[[Worksheet], Any], before: bytes = b"") -> Any:
    """The page after uploading the export with these changes."""

    def every(sheet: Worksheet) -> None:
        for change in changes:
            change(sheet)

    return upload(page, edited(every, before or exported(page)))


def here() -> str:
    return f"/plan/workbook/{PlanImport.objects.filter(state='waiting').latest('pk').pk}/"


def accept(page: Client, **typed: str) -> Any:
    """Accept what was shown; ``typed`` has ``__`` where names have ``-``."""
    row = PlanImport.objects.filter(state="waiting").latest("pk")
    data = {name.replace("__", "-"): value for name, value in typed.items()}
    stamp = review(row, on=TODAY).stamp
    return page.post(here(), {"stamp": stamp, **data}, follow=True)


def add_row(*values: Any) -> Callable[[Worksheet], None]:
    """A new row at the end: values by heading."""

    def change(sheet: Worksheet) -> None:
        last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value) + 1
        for heading, value in zip(values[::2], values[1::2], strict=True):
            sheet.cell(last, column_of(sheet, heading)).value = value

    return change


def state() -> Any:
    """Everything about the plan that an import could change."""
    return plan_record(Plan.objects.get())


def content(answer: Any) -> str:
    return str(answer.content.decode())


# The export


def test_the_exported_version_is_found_again(
    page: Client, plan: Plan, three: list[Action], officer: User
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(page))).worksheets[0]
    (reference,) = (
        str(cell.value).removeprefix("Export reference: ")
        for (cell,) in sheet.iter_rows(max_col=1)
        if str(cell.value).startswith("Export reference:")
    )
    before = state()
    actions.report_progress(three[0], "12 files audited", on=TODAY, by=officer)
    found = exports.exported(plan, reference)
    assert found.priorities == before.priorities
    assert state().priorities != before.priorities
    for wrong in ("", "1-1-00000000", reference[:-1] + "x", "E7", "9" * 40):
        with pytest.raises(exports.NotOurs):
            exports.exported(plan, wrong)


def test_only_officers_get_there(three: list[Action], person: Callable[..., User]) -> None:
    for role in (Role.ACTION_OWNER, Role.MEMBER):
        other = browser(person(role))
        for address in ("/plan/workbook/", "/plan/workbook/download/", "/plan/import/"):
            assert other.get(address).status_code == 403
        assert "/plan/workbook/" not in content(other.get("/plan/"))


def test_the_page_of_the_plan_leads_there(page: Client, three: list[Action]) -> None:
    said = content(page.get("/plan/"))
    assert 'href="/plan/workbook/"' in said
    assert 'href="/plan/import/"' in said
    assert 'href="/plan/workbook/download/"' in content(page.get("/plan/workbook/"))


def test_the_command_line_exports_the_plan(
    three: list[Action], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("cusp.cli.plan"), "prepare", lambda: None)
    out = tmp_path / "plan.xlsx"
    done = CliRunner().invoke(app, ["plan", "export", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert sheet.cell(row_of(sheet, "A3"), column_of(sheet, "Lead")).value == "Director"
    done = CliRunner().invoke(app, ["plan", "export", str(tmp_path / "plan.csv")])
    assert (done.exit_code, "must end in .xlsx" in done.output) == (1, True)


def test_without_a_plan_there_is_nothing_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(import_module("cusp.cli.plan"), "prepare", lambda: None)
    done = CliRunner().invoke(app, ["plan", "export", str(tmp_path / "plan.xlsx")])
    assert (done.exit_code, "There is no plan yet" in done.output) == (1, True)
    assert not list(tmp_path.glob("*.xlsx"))


# Changes


def test_an_untouched_workbook_changes_nothing(page: Client, three: list[Action]) -> None:
    before = state()
    said = content(upload(page, exported(page)))
    assert "Nothing has changed" in said
    assert not PlanImport.objects.exists()
    assert state() == before


def test_nothing_is_changed_by_an_upload(page: Client, three: list[Action]) -> None:
    before = state()
    said = content(changed(page, put("A1", "Lead", "Director"), put("A2", "Due", SOON)))
    assert "2 changes" in said
    assert "Head of quality assurance" in said
    assert state() == before


def test_what_is_accepted_goes_through_the_usual_functions(
    page: Client, three: list[Action], officer: User
) -> None:
    changed(
        page,
        put("A1", "Action", "Audit 30 case files a month"),
        put("A1", "Lead", "Director"),
        put("A1", "Due", SOON),
        put("A1", "Reason for new due date", "Staff changes"),
        put("A1", "New update", "12 files audited"),
        put("A1", "Delivery rating", "Amber"),
        put("A2", "Start", date(2024, 4, 1)),
        put("A3", "Done", date(2024, 5, 31)),
    )
    every = (
        "A1-action",
        "A1-lead",
        "A1-due",
        "A1-new_update",
        "A1-delivery",
        "A2-start",
        "A3-done",
    )
    form = {f"take-{name}": "on" for name in every}
    answer = accept(page, **form, **{"reason-A1": "Staff changes"})
    assert "7 changes from plan.xlsx have been made." in content(answer)
    one, two, three_ = state().priorities[0].actions
    assert (one.text, one.lead) == ("Audit 30 case files a month", "Director")
    assert [(d.due, d.reason) for d in one.due] == [(DUE, ""), (SOON, "Staff changes")]
    assert [(u.text, u.by, u.on) for u in one.updates] == [("12 files audited", "Officer", TODAY)]
    assert [r.code for r in one.delivery] == ["Amber"]
    assert (two.start, three_.done) == (date(2024, 4, 1), date(2024, 5, 31))
    what = set(PlanChange.objects.filter(on=TODAY).values_list("thing", "what"))
    assert what == {
        ("A1", "changed"), ("A1", "re-dated"), ("A1", "updated"), ("A1", "delivery rated"),
        ("A2", "changed"), ("A3", "done"),
    }  # fmt: skip
    event = Event.objects.get(action="workbook accepted")
    assert (event.who, event.detail) == (officer, {"file": "plan.xlsx", "changes": 7})


def test_a_change_that_is_not_ticked_is_left(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Lead", "Director"), put("A2", "Lead", "Director"))
    accept(page, **{"take-A2-lead": "on"})
    assert [action.lead for action in state().priorities[0].actions[:2]] == [
        "Head of quality assurance", "Director",
    ]  # fmt: skip


def test_a_text_date_says_that_it_was_read_day_first(page: Client, three: list[Action]) -> None:
    text = f"3/4/{TODAY.year + 1}"
    said = content(changed(page, put("A1", "Due", text)))
    assert f"{text} was read with the day first: 3 April {TODAY.year + 1}" in said


def test_a_new_date_needs_a_reason(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Due", SOON), put("A1", "Lead", "Director"))
    before = state()
    answer = accept(page, **{"take-A1-due": "on", "take-A1-lead": "on"})
    assert answer.status_code == 400
    assert "Enter the reason for the new date of A1" in content(answer)
    assert state() == before


def test_a_reason_in_the_workbook_is_filled_in(page: Client, three: list[Action]) -> None:
    said = content(
        changed(page, put("A1", "Due", SOON), put("A1", "Reason for new due date", "Staff <b>"))
    )
    assert 'value="Staff &lt;b&gt;"' in said


@pytest.mark.database
def test_all_or_nothing(page: Client, three: list[Action]) -> None:
    """The last change is refused, so the first ones are not made either."""
    changed(
        page, put("A1", "Lead", "Director"), put("A2", "New update", "Begun"),
        put("A3", "Delivery rating", "Blue"),
    )  # fmt: skip
    before, logged = state(), Event.objects.count()
    answer = accept(
        page, **{"take-A1-lead": "on", "take-A2-new_update": "on", "take-A3-delivery": "on"}
    )
    assert answer.status_code == 400
    assert "needs evidence" in content(answer)
    assert state() == before
    assert Event.objects.count() == logged
    assert PlanImport.objects.get().state == "waiting"


def test_the_same_workbook_again_changes_nothing(page: Client, three: list[Action]) -> None:
    area = state().priorities[0].title
    before = edited(
        lambda sheet: [
            change(sheet)
            for change in (
                put("A1", "Due", SOON),
                put("A1", "Reason for new due date", "Staff changes"),
                put("A2", "New update", "Begun"),
                add_row("Action", "Write a policy", "Priority", area),
                lambda s: s.delete_rows(row_of(s, "A3")),
            )
        ],
        exported(page),
    )
    upload(page, before)
    form = {"take-A1-due": "on", "take-A2-new_update": "on", "reason-A1": "Staff changes"}
    accept(page, **form, **{_new_name(): "P1"})
    after = state()
    assert [action.text for action in after.priorities[0].actions][-1] == "Write a policy"
    said = content(upload(page, before))
    assert "Nothing has changed. Officer accepted this workbook" in said
    assert state() == after
    # The same workbook, edited further: only that is new.
    said = content(upload(page, edited(put("A2", "Lead", "Director"), before)))
    assert "1 change, 1 missing row" in said


def _new_name() -> str:
    (row,) = review(PlanImport.objects.latest("pk"), on=TODAY).changes.new
    return f"add-{row.row}"


# Questions, new and missing rows, conflicts


def test_a_question_is_answered_or_left_out(page: Client, three: list[Action]) -> None:
    answer = changed(
        page, put("A1", "Due", "ongoing"), put("A2", "Delivery rating", "Purple"),
        put("A3", "Lead", "=A1"),
    )  # fmt: skip
    said = content(answer)
    assert answer.redirect_chain[-1][0].endswith("/questions/")
    assert "3 questions" in said
    assert "“ongoing” is not a date" in said
    questions = review(PlanImport.objects.get(), on=TODAY).questions
    rows = {asked.id: asked.row for asked in questions}
    typed = {
        f"answer-{rows['A1']}-due_day": str(SOON.day),
        f"answer-{rows['A1']}-due_month": str(SOON.month),
        f"answer-{rows['A1']}-due_year": str(SOON.year),
        f"answer-{rows['A2']}-delivery": "Red: off track or late",
    }
    said = content(page.post(f"{here()}questions/", typed, follow=True))
    assert "2 changes, 1 open question" in said
    form = {"take-A1-due": "on", "reason-A1": "No date yet", "take-A2-delivery": "on"}
    accept(page, **form)
    one, two, last = state().priorities[0].actions
    assert (one.due[-1].due, two.delivery[-1].code, last.lead) == (SOON, "Red", "Director")
    said = content(page.get("/plan/workbook/"))
    assert "plan.xlsx: 2 changes, accepted by Officer" in " ".join(said.split())


def test_a_wrong_answer_is_asked_again(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Due", "ongoing"))
    (asked,) = review(PlanImport.objects.get(), on=TODAY).questions
    answer = page.post(f"{here()}questions/", {f"answer-{asked.row}-due_day": "3"})
    assert answer.status_code == 400
    assert "must include a month and a year" in content(answer)


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("Due", date(2024, 7, 1), "1 July 2024 has passed"),
        ("Due", None, "The due date has been removed"),
        ("Done", LATER, "must be today or in the past"),
        ("Lead", "x" * 201, "This has 201 characters"),
        ("Reason for new due date", "Staff", "the due date is the same"),
    ],
)
def test_what_the_plan_cannot_have_is_a_question(
    page: Client, three: list[Action], heading: str, value: Any, why: str
) -> None:
    assert why in content(changed(page, put("A1", heading, value)))


def test_an_id_in_two_rows_is_a_choice(page: Client, three: list[Action]) -> None:
    changed(page, add_row("Id", "A1", "Action", "Audit 50 case files", "Lead", "Director"))
    found = review(PlanImport.objects.get(), on=TODAY)
    (asked,) = found.questions
    second = found.table.rows[-1].row
    said = content(page.get(f"{here()}questions/"))
    assert f"Row {second}: Audit 50 case files" in said
    page.post(f"{here()}questions/", {f"answer-{asked.row}-id": str(second)})
    changes = review(PlanImport.objects.get(), on=TODAY).changes
    values = {c.field: c.after.text for c in changes.changed}
    assert (values["action"], values["lead"]) == ("Audit 50 case files", "Director")
    assert [(a.field) for a in changes.asked] == ["priority", "due"]


def test_an_id_that_is_no_id_can_be_chosen(page: Client, three: list[Action]) -> None:
    def broken(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "A2"), 1).value = "=A1"

    changed(page, put("A2", "Lead", "Director"), broken)
    (asked,) = (a for a in review(PlanImport.objects.get(), on=TODAY).questions if not a.id)
    assert "It is A2: Train every manager" in content(page.get(f"{here()}questions/"))
    page.post(f"{here()}questions/", {f"answer-{asked.row}-id": "A2"})
    changes = review(PlanImport.objects.get(), on=TODAY).changes
    assert [(c.id, c.field) for c in changes.changed] == [("A2", "lead")]
    assert (changes.asked, changes.missing) == ((), ())


def test_a_last_update_can_become_a_new_one(
    page: Client, three: list[Action], officer: User
) -> None:
    actions.report_progress(three[0], "Begun", on=TODAY, by=officer)
    changed(page, put("A1", "Last update", "All done"))
    (asked,) = review(PlanImport.objects.get(), on=TODAY).questions
    page.post(f"{here()}questions/", {f"answer-{asked.row}-last_update": "add"})
    accept(page, **{"take-A1-new_update": "on"})
    assert [u.text for u in state().priorities[0].actions[0].updates] == ["Begun", "All done"]


def test_new_rows_go_where_they_are_told(page: Client, three: list[Action]) -> None:
    area = state().priorities[1].title
    changed(
        page, add_row("Action", "Write a policy", "Priority", area, "Due", SOON, "Lead", "Sam"),
    )  # fmt: skip
    name = _new_name()
    said = content(page.get(here()))
    assert '<option value="P2" selected>' in said
    answer = page.post(here(), {"stamp": "x", name: ""})
    assert "or choose not to add it" in content(answer)
    accept(page, **{name: "P2"})
    (new,) = state().priorities[1].actions
    assert (new.id, new.text, new.lead, new.due[0].due) == ("A4", "Write a policy", "Sam", SOON)


def test_a_new_row_that_is_not_wanted(page: Client, three: list[Action]) -> None:
    changed(page, add_row("Action", "Write a policy"))
    before = state()
    assert "Nothing has changed" in content(accept(page, **{_new_name(): "no"}))
    assert state() == before


def test_a_new_row_that_is_due_before_it_starts(page: Client, three: list[Action]) -> None:
    changed(page, add_row("Action", "Write", "Start", LATER, "Due", SOON))
    answer = accept(page, **{_new_name(): "P1"})
    assert answer.status_code == 400
    assert "The due date must be on or after the start date" in content(answer)
    assert Action.objects.count() == 3


def test_a_missing_row_stays_open_until_closed(page: Client, three: list[Action]) -> None:
    said = content(
        changed(
            page,
            lambda sheet: sheet.delete_rows(row_of(sheet, "A2")),
            lambda sheet: sheet.delete_rows(row_of(sheet, "A3")),
        )
    )
    assert "2 missing rows" in said
    accept(page, **{"close-A3": "Merged with A1"})
    assert [a.closed for a in state().priorities[0].actions] == ["", "", "Merged with A1"]


def test_a_conflict_shows_both_versions(page: Client, three: list[Action], officer: User) -> None:
    before = exported(page)
    fields = ActionFields(three[0].text, "Head of audit")
    actions.change_action(three[0], fields, seen_version=1, on=TODAY, by=officer)
    said = content(changed(page, put("A1", "Lead", "Director"), before=before))
    assert "1 conflict" in said
    for version in ("Head of quality assurance", "Head of audit", "Director"):
        assert version in said
    assert "Choose one of the versions of A1, Lead" in content(accept(page))
    accept(page, **{"choose-A1-lead": "plan"})
    assert state().priorities[0].actions[0].lead == "Head of audit"
    changed(page, put("A1", "Lead", "Director"), put("A2", "Lead", "x"), before=before)
    accept(page, **{"choose-A1-lead": "workbook"})
    assert state().priorities[0].actions[0].lead == "Director"


def test_a_change_made_while_the_page_was_open_is_shown_first(
    page: Client, three: list[Action], officer: User
) -> None:
    changed(page, put("A1", "Lead", "Director"))
    stamp = review(PlanImport.objects.get(), on=TODAY).stamp
    fields = ActionFields(three[0].text, "Head of audit")
    actions.change_action(three[0], fields, seen_version=1, on=TODAY, by=officer)
    answer = page.post(here(), {"stamp": stamp, "take-A1-lead": "on", "choose-A1-lead": "workbook"})
    assert answer.status_code == 400
    assert "The plan has changed since you opened this page" in content(answer)
    assert state().priorities[0].actions[0].lead == "Head of audit"


def test_without_a_reference_no_change_is_ticked(page: Client, three: list[Action]) -> None:
    data = simple(("Id", "Action", "Lead"), ("A1", "Audit", "Director"), ("A2", None, None))
    said = content(upload(page, data))
    assert "does not say which export" in content(page.get(here()))
    assert "checked" not in content(page.get(here()))
    assert "1 question" in said  # an action without text


def test_moving_an_action_to_another_area(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Priority", state().priorities[1].title))
    accept(page, **{"take-A1-priority": "on"})
    assert [len(p.actions) for p in state().priorities[:2]] == [2, 1]


def test_reopening_needs_a_reason(page: Client, three: list[Action], officer: User) -> None:
    actions.mark_done(three[0], done=STARTED, on=TODAY, by=officer)
    changed(page, put("A1", "Done", None))
    assert "Enter the reason for reopening A1" in content(accept(page, **{"take-A1-done": "on"}))
    accept(page, **{"take-A1-done": "on", "reopen-A1": "The audits stopped"})
    assert state().priorities[0].actions[0].done is None


def test_another_lead_does_not_keep_the_account(
    page: Client, three: list[Action], officer: User
) -> None:
    fields = ActionFields(three[0].text, "Officer", officer)
    actions.change_action(three[0], fields, seen_version=1, on=TODAY, by=officer)
    said = content(changed(page, put("A1", "Lead", "Sam Lee")))
    assert "The account of the lead is removed" in said
    accept(page, **{"take-A1-lead": "on"})
    three[0].refresh_from_db()
    assert (three[0].lead, three[0].lead_person) == ("Sam Lee", None)


# Waiting uploads


def test_cancelling_leaves_no_trace_but_the_log(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Lead", "Director"))
    before = state()
    said = content(page.post(f"{here()}cancel/", follow=True))
    assert "The plan has not changed" in said
    assert not PlanImport.objects.exists()
    assert state() == before
    logged = list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:]
    assert logged == ["workbook uploaded", "workbook cancelled"]


def test_uploads_of_others_are_not_overwritten(
    page: Client, three: list[Action], person: Callable[..., User]
) -> None:
    before = exported(page)
    changed(page, put("A1", "Lead", "Director"), before=before)
    other = browser(person(Role.OFFICER, email="sam@wexcombe.example"))
    changed(other, put("A1", "Lead", "Sam"), before=before)
    changed(other, put("A1", "Lead", "Sam"), before=before)  # the same again is the same upload
    assert PlanImport.objects.count() == 2
    first = PlanImport.objects.earliest("pk")
    said = content(other.get("/plan/workbook/"))
    assert f'href="/plan/workbook/{first.pk}/"' in said


def test_what_was_accepted_is_not_kept(page: Client, three: list[Action]) -> None:
    changed(page, put("A1", "Lead", "Director"))
    accept(page, **{"take-A1-lead": "on"})
    row = PlanImport.objects.get()
    assert (bytes(row.content), row.answers, row.accepted_by_then) == (b"", {}, "Officer")
    assert page.get(f"/plan/workbook/{row.pk}/").status_code == 404
    with pytest.raises(CannotChange, match="already accepted"):
        applying.accept(row, Decisions(), stamp="", on=TODAY, by=None)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction write at a time"
)
def test_two_officers_accept_at_once(page: Client, three: list[Action], officer: User) -> None:
    changed(page, put("A1", "New update", "Begun"))
    row = PlanImport.objects.get()
    stamp = review(row, on=TODAY).stamp
    said: list[str] = []

    def run() -> None:
        take = Decisions(take=frozenset({("A1", "new_update")}))
        try:
            applying.accept(row, take, stamp=stamp, on=TODAY, by=officer)
            said.append("accepted")
        except CannotChange:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["accepted", "refused"]
    assert three[0].updates.count() == 1


# Bad input: one sentence each


def _rows(many: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "action", "lead"])
        for row in range(1, many + 1):
            sheet.write_row(row, 0, [f"B{row}", f"Audit {row}", "Manager"])
    return out.getvalue()


def _far_cell() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "far.xlsx"
        hostile.write_far_cell(path)
        return path.read_bytes()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"%PDF-1.7 plan", "PDF"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel workbook (.xlsx)"),
        (lambda: b"", "The file is empty"),
        (lambda: b"PK\x03\x04 nonsense", "plan.xlsx"),
        (lambda: simple(("x", "y"), (1, 2)), "has no table of actions"),
        (_far_cell, "far from the others"),
        (lambda: _rows(2_000), "plan.xlsx differs from the plan in 2,003 places"),
        (lambda: _rows(50_000), "has 50,000 rows of actions. A plan can have up to 5,000"),
    ],
    ids=["pdf", "xls", "empty", "broken", "no table", "far cell", "2,000 rows", "50,000 rows"],
)
def test_other_files_are_refused_in_a_sentence(
    page: Client, three: list[Action], make: Callable[[], bytes], why: str
) -> None:
    answer = upload(page, make())
    assert answer.status_code == 400
    assert why in content(answer)
    assert not PlanImport.objects.exists()


def test_no_file_is_a_sentence(page: Client, three: list[Action]) -> None:
    answer = page.post("/plan/workbook/", {})
    assert (answer.status_code, "Choose the edited workbook" in content(answer)) == (400, True)


@pytest.mark.database
def test_hostile_text_is_only_text(page: Client, three: list[Action]) -> None:
    """Markup, a formula as text, a NUL that Excel's escape hides, and marks that turn text."""
    text = "<script>alert(1)</script> \u202egnp.exe _x0000_ '; DROP TABLE plan"
    said = content(changed(page, put("A1", "New update", text), put("A1", "Lead", "=1+1")))
    said = content(page.get(here()))
    assert "<script>alert" not in said
    accept(page, **{"take-A1-new_update": "on"})
    (update,) = state().priorities[0].actions[0].updates
    assert update.text.startswith("<script>alert(1)</script> gnp.exe")
    assert "\x00" not in update.text
    assert "<script>alert" not in content(page.get("/plan/actions/A1/"))


def test_joined_cells_and_formulas_without_values_are_questions(
    page: Client, three: list[Action]
) -> None:
    def joined(sheet: Worksheet) -> None:
        column, row = column_of(sheet, "Lead"), row_of(sheet, "A1")
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)

    said = content(changed(page, joined, put("A3", "Due", "=TODAY()")))
    assert "The cell is joined with" in said
    assert "The cell has a formula" in said


@pytest.mark.corpus
def test_the_cases_of_dates(page: Client, three: list[Action], corpus: Path) -> None:
    """The dates of the shared cases, asked about or shown, through the page."""
    cases = corpus.parent / "cases" / "plans-and-boards"
    if not cases.exists():
        pytest.skip("the shared cases are not here")
    for name in ("04-dates.xlsx", "04-dates-1904.xlsx", "05-far-cell.xlsx"):
        answer = upload(page, (cases / name).read_bytes(), name)
        assert answer.status_code in (200, 400)
        if "far" in name:
            assert "far from the others" in content(answer)
