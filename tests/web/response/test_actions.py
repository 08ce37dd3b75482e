"""Actions: nothing dated is lost, and two people do not overwrite each other."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cusp.web.accounts.models import User
from cusp.web.common.stored_files import StoredFile
from cusp.web.response import actions
from cusp.web.response.actions import ActionFields, EvidenceFields
from cusp.web.response.models import (
    Action,
    ActionUpdate,
    DueDate,
    Evidence,
    NeverChanged,
    Plan,
    PlanChange,
    Priority,
)
from cusp.web.response.plan_record import plan_record
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile
from tests.web.response.conftest import DUE, STARTED

pytestmark = pytest.mark.database

LATER = STARTED + timedelta(days=30)


def test_the_first_date_is_never_lost(action: Action, officer: User) -> None:
    actions.redate(action, date(2024, 9, 30), reason="Staff changes", on=LATER, by=officer)
    actions.redate(action, date(2024, 12, 20), reason="New system", on=LATER, by=officer)
    rows = plan_record(Plan.objects.get()).priorities[0].actions[0].due
    assert [(d.due, d.set_on, d.reason) for d in rows] == [
        (DUE, STARTED, ""),
        (date(2024, 9, 30), LATER, "Staff changes"),
        (date(2024, 12, 20), LATER, "New system"),
    ]
    assert {d.by for d in rows} == {"Officer"}


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [
        (LATER - timedelta(days=1), "Sooner", "due"),
        (DUE, "The same", "due"),
        (date(2024, 9, 30), " ", "reason"),
        (date(2024, 4, 15), "Before it starts", "due"),
    ],
    ids=["past", "same", "no-reason", "before-start"],
)
def test_a_new_date_that_cannot_be_right_is_refused(
    action: Action, officer: User, due: date, reason: str, field: str
) -> None:
    fields = ActionFields(action.text, action.lead, start=date(2024, 5, 1))
    actions.change_action(action, fields, seen_version=1, on=STARTED, by=officer)
    with pytest.raises(CannotChange) as refused:
        actions.redate(action, due, reason=reason, on=LATER, by=officer)
    assert refused.value.field == field
    assert [d.due for d in action.due_dates.all()] == [DUE]


def test_due_before_start_is_refused(priority: Priority, officer: User, action: Action) -> None:
    fields = ActionFields("Recruit", start=date(2024, 6, 1))
    with pytest.raises(CannotChange, match="on or after the start date, 1 June 2024"):
        actions.add_action(priority, fields, due=date(2024, 5, 1), on=STARTED, by=officer)
    late = ActionFields(action.text, start=DUE + timedelta(days=1))
    with pytest.raises(CannotChange, match="on or after the start"):
        actions.change_action(action, late, seen_version=1, on=STARTED, by=officer)


def test_ids_are_never_used_again(priority: Priority, action: Action, officer: User) -> None:
    second = actions.add_action(priority, ActionFields("Train"), on=STARTED, by=officer)
    actions.close(second, reason="Merged with A1", on=STARTED, by=officer)
    third = actions.add_action(priority, ActionFields("Recruit"), on=STARTED, by=officer)
    assert [a.public_id for a in (action, second, third)] == ["A1", "A2", "A3"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(priority=priority, number=1, text="Again")


def test_two_people_editing_an_action_both_see_both_versions(action: Action, officer: User) -> None:
    seen = action.row_version
    theirs = ActionFields("Audit 30 case files a month", lead="Head of quality assurance")
    actions.change_action(action, theirs, seen_version=seen, on=STARTED, by=officer)
    yours = ActionFields("Audit 20 case files a week", lead="Principal social worker")
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.change_action(action, yours, seen_version=seen, on=STARTED, by=officer)
    assert (refused.value.theirs, refused.value.yours) == (theirs, yours)
    assert Action.objects.get().text == theirs.text
    version = refused.value.version
    actions.change_action(action, yours, seen_version=version, on=STARTED, by=officer)
    assert Action.objects.get().text == yours.text
    texts = [c.state["text"] for c in PlanChange.objects.filter(thing="A1")]
    assert texts == ["Audit 20 case files a month", theirs.text, yours.text]


def test_saving_what_is_already_there_is_no_conflict_and_no_change(
    action: Action, officer: User
) -> None:
    same = actions.fields_of(action)
    before = PlanChange.objects.count()
    actions.change_action(action, same, seen_version=99, on=STARTED, by=officer)
    assert PlanChange.objects.count() == before


def test_an_update_needs_words_and_is_never_changed(action: Action, officer: User) -> None:
    with pytest.raises(CannotChange):
        actions.report_progress(action, "  ", on=STARTED, by=officer)
    update = actions.report_progress(action, "12 files audited", on=STARTED, by=officer)
    update.text = "20 files audited"
    with pytest.raises(NeverChanged):
        update.save()
    with pytest.raises(NeverChanged):
        update.delete()
    assert ActionUpdate.objects.get().text == "12 files audited"


def test_a_rating_is_of_the_plans_own_key_and_may_need_evidence(
    action: Action, officer: User
) -> None:
    with pytest.raises(CannotChange, match="Select a rating"):
        actions.rate_delivery(action, "Purple", on=STARTED, by=officer)
    with pytest.raises(CannotChange, match="needs evidence"):
        actions.rate_delivery(action, "Blue", on=STARTED, by=officer)
    evidence = EvidenceFields(
        "Audit report", "18 of 20 files good", STARTED, link="https://wexcombe.example/a"
    )
    actions.add_evidence(action, evidence, on=STARTED, by=officer)
    actions.rate_delivery(action, "Blue", on=STARTED, by=officer)
    actions.rate_delivery(action, "Green", on=LATER, by=officer, why="A new audit is due")
    assert [r.code for r in action.ratings.all()] == ["Blue", "Green"]


@pytest.mark.parametrize(
    ("link", "file", "as_at", "field"),
    [
        ("", None, STARTED, "link"),
        ("https://a.example", StoredFile("a.pdf", "0" * 64, 1), STARTED, "link"),
        ("javascript:alert(1)", None, STARTED, "link"),
        ("https://a.example", None, LATER, "as_at"),
    ],
)
def test_evidence_is_a_file_or_a_link_and_not_from_the_future(
    action: Action, officer: User, link: str, file: StoredFile | None, as_at: date, field: str
) -> None:
    fields = EvidenceFields("Audit", "Better", as_at, file=file, link=link)
    with pytest.raises(CannotChange) as refused:
        actions.add_evidence(action, fields, on=STARTED, by=officer)
    assert refused.value.field == field
    assert not Evidence.objects.exists()


def test_the_database_refuses_evidence_that_is_both(action: Action) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            action=action, what="a", shows="b", as_at=STARTED, on=STARTED,
            link="https://a.example", sha256="0" * 64,
        )  # fmt: skip


def test_done_closed_and_reopened(action: Action, officer: User) -> None:
    with pytest.raises(CannotChange, match="past"):
        actions.mark_done(action, done=LATER, on=STARTED, by=officer)
    actions.mark_done(action, done=STARTED, on=LATER, by=officer)
    for again in (
        lambda: actions.mark_done(action, done=LATER, on=LATER, by=officer),
        lambda: actions.close(action, reason="No longer needed", on=LATER, by=officer),
        lambda: actions.redate(action, date(2025, 1, 1), reason="x", on=LATER, by=officer),
    ):
        with pytest.raises(CannotChange, match="done on 11 March 2024"):
            again()
    actions.reopen(action, reason="The audits stopped.", on=LATER, by=officer)
    assert (action.done, action.closed) == (None, "")
    said = action.updates.get().text
    assert said == "Reopened (it was done on 11 March 2024). The audits stopped."
    with pytest.raises(CannotChange, match="why"):
        actions.close(action, reason="", on=LATER, by=officer)
    actions.close(action, reason="Merged with A2", on=LATER, by=officer)
    assert action.closed == "Merged with A2"


def test_a_lead_whose_account_is_deleted_stays_by_name(
    action: Action, officer: User, priority: Priority
) -> None:
    lead = User.objects.create_user("sam@wexcombe.example", name="Sam Lee")
    fields = ActionFields(action.text, lead_person=lead)
    actions.change_action(action, fields, seen_version=1, on=STARTED, by=lead)
    actions.report_progress(action, "Begun", on=STARTED, by=lead)
    lead.delete()
    action.refresh_from_db()
    assert (action.lead, action.lead_person) == ("Sam Lee", None)
    record = plan_record(Plan.objects.get()).priorities[0].actions[0]
    assert (record.lead, record.updates[0].by) == ("Sam Lee", "Sam Lee")


def test_a_change_cannot_be_dated_before_the_latest_one(action: Action, officer: User) -> None:
    with pytest.raises(CannotChange, match="last changed on 11 March 2024"):
        actions.report_progress(action, "x", on=STARTED - timedelta(days=1), by=officer)


def test_a_failed_change_leaves_nothing(
    action: Action, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Plan.objects.get().stamp, PlanChange.objects.count()

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("cusp.web.response.history.audit.record_change", fail)
    with pytest.raises(OSError, match="full"):
        actions.redate(action, date(2024, 9, 30), reason="Late", on=LATER, by=officer)
    assert DueDate.objects.count() == 1
    assert (Plan.objects.get().stamp, PlanChange.objects.count()) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction write at a time"
)
def test_two_actions_added_at_once_get_different_numbers(priority: Priority, officer: User) -> None:
    failed: list[Exception] = []

    def add(text: str) -> None:
        try:
            actions.add_action(priority, ActionFields(text), on=STARTED, by=officer)
        except Exception as error:  # noqa: BLE001 - shown below
            failed.append(error)
        connection.close()

    threads = [threading.Thread(target=add, args=(f"Action {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(Action.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
