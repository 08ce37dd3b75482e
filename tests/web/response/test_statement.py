"""The statement of action: chosen line by line, published as fixed versions, never leaking."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cusp.plans.record import Reading
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.record.archive import revision
from cusp.web.record.archive.published_response import PublishedResponse
from cusp.web.response import actions, measures, statement_choices, statements
from cusp.web.response.actions import ActionFields
from cusp.web.response.choices import CountsFrom
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import (
    Action,
    LedgerEntry,
    Measure,
    NeverChanged,
    Plan,
    PlanChange,
    Priority,
    PublishedStatement,
)
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile
from cusp.web.response.statement_choices import ALL, ChosenAction, ChosenArea, ChosenMeasure
from cusp.web.response.statement_content import Statement, digest
from cusp.web.response.statement_making import Made, make
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.database

PUBLIC = "/authorities/wexcombe/response/"
JUNE, JULY = date(2024, 6, 30), date(2024, 7, 31)
LATER = date(2024, 8, 12)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def measure(priority: Priority, officer: User) -> Measure:
    fields = MeasureFields("Visits in time", definition="Visits within 10 days")
    return measures.add_measure(priority, fields, on=STARTED, by=officer)


def read(measure: Measure, on: date, part: int, whole: int, officer: User) -> None:
    reading = Reading(on, round(100 * part / whole, 1), part, whole)
    measures.add_reading(measure, reading, on=LATER, by=officer)


def choose(plan: Plan, officer: User, **fields: object) -> None:
    now = statement_choices.chosen_for(plan).area("P1")
    area = ChosenArea("P1", **fields)  # type: ignore[arg-type]
    seen = now.version if now else 0
    statement_choices.choose_area(plan, area, seen_version=seen, on=LATER, by=officer)


def with_measure(plan: Plan, officer: User, counts_from: str = "") -> None:
    chosen = ChosenMeasure("M1", readings=ALL, counts_from=counts_from)
    choose(plan, officer, measures=(chosen,))


def made_now(plan: Plan) -> Made:
    plan.refresh_from_db()
    return make(plan)


def publish(plan: Plan, officer: User, on: date = LATER) -> PublishedStatement:
    seen = digest(made_now(plan).statement)
    return statements.publish(plan, seen=seen, on=on, by=officer)


def readings(row: PublishedStatement) -> list[tuple[object, ...]]:
    shown = row.content["priorities"][0]["measures"][0]["readings"]
    return [(r["on"], r["numerator"], r["denominator"], r["withheld"]) for r in shown]


# What is published


def test_a_draft_is_never_public(
    client: Client, page: Client, plan: Plan, action: Action, officer: User
) -> None:
    choose(plan, officer, actions=(ChosenAction("A1"),))
    for address in ("", "1/", "0/", "2/", "99999999999999999999/", f"{LATER.isoformat()}/"):
        assert client.get(PUBLIC + address).status_code == 404
        assert page.get(PUBLIC + address).status_code == 404
    for address in ("response.json", "response.csv", "response/1.json", "response/1.xlsx"):
        assert client.get(f"/authorities/wexcombe/{address}").status_code == 404
    for address in ("", "top/", "areas/1/", "preview/"):
        assert client.get(f"/plan/statement/{address}").status_code == 302
    assert "statement of action" not in client.get("/authorities/wexcombe/").content.decode()


def test_only_what_was_chosen_is_published(
    client: Client, plan: Plan, action: Action, officer: User
) -> None:
    secret = actions.ActionFields("Buy a secret building", lead="Sam Lee")
    first = Priority.objects.get(number=1)
    actions.add_action(first, secret, on=STARTED, by=officer)
    actions.report_progress(action, "Kim is unwell.", on=STARTED, by=officer)
    actions.report_progress(action, "12 files audited.", on=LATER, by=officer)
    actions.rate_delivery(action, "Green", why="Hidden reason", on=LATER, by=officer)
    choose(plan, officer, actions=(ChosenAction("A1", lead="Head of service", update=1),))
    row = publish(plan, officer)
    said = client.get(PUBLIC).content.decode()
    assert "Wexcombe will take 1 action in 1 area by 28 June 2024" in said
    assert "12 files audited." in said
    assert "Head of service" in said
    everything = said + json.dumps(row.content)
    for hidden in ("secret", "Sam Lee", "Kim", "Hidden reason", "Officer", "quality assurance"):
        assert hidden not in everything
    assert "Head of quality assurance" not in everything


def test_other_pages_can_say_what_it_counts(plan: Plan, action: Action, officer: User) -> None:
    choose(plan, officer)
    publish(plan, officer)
    choose(plan, officer, actions=(ChosenAction("A1"),))
    publish(plan, officer)
    found = statements.published_response(plan.inspection.authority)
    assert found == PublishedResponse(
        2, LATER, inspected=plan.inspection.start, areas=1, actions=1, done=0
    )


def test_the_plan_links_to_the_statement_once_it_is_public(
    page: Client, plan: Plan, action: Action, officer: User
) -> None:
    link = f'href="{PUBLIC}"'
    assert link not in page.get("/plan/").content.decode()
    choose(plan, officer, actions=(ChosenAction("A1"),))
    publish(plan, officer)
    assert link in page.get("/plan/").content.decode()


def test_a_later_version_never_changes_an_earlier_one(
    client: Client, plan: Plan, action: Action, officer: User
) -> None:
    choose(plan, officer, actions=(ChosenAction("A1"),))
    first = publish(plan, officer)
    before = client.get(f"{PUBLIC}1.json").json()
    fields = ActionFields("Audit 40 case files a month")
    actions.change_action(action, fields, seen_version=1, on=LATER, by=officer)
    actions.redate(action, date(2024, 9, 30), reason="x", on=LATER, by=officer)
    publish(plan, officer, on=LATER + timedelta(days=1))
    assert client.get(f"{PUBLIC}1.json").json() == before
    old = client.get(f"{PUBLIC}1/").content.decode()
    assert "Audit 20 case files a month" in old
    assert "Read version 2" in old
    new = client.get(PUBLIC).content.decode()
    assert "Audit 40 case files a month" in new
    assert "First due 28 June 2024" in new
    with pytest.raises(NeverChanged):
        first.save()
    with pytest.raises(NeverChanged):
        first.delete()
    assert client.get(f"{PUBLIC}{LATER.isoformat()}/")["Location"] == f"{PUBLIC}1/"
    assert client.get(f"{PUBLIC}{STARTED.isoformat()}/").status_code == 404


def test_it_is_published_as_it_was_seen_or_not_at_all(
    plan: Plan, action: Action, officer: User
) -> None:
    choose(plan, officer, actions=(ChosenAction("A1"),))
    seen = digest(make(plan).statement)
    fields = ActionFields("Audit 40 case files")
    actions.change_action(action, fields, seen_version=1, on=LATER, by=officer)
    plan.refresh_from_db()
    with pytest.raises(CannotChange, match="Check the statement again"):
        statements.publish(plan, seen=seen, on=LATER, by=officer)
    assert not PublishedStatement.objects.exists()
    publish(plan, officer)
    with pytest.raises(CannotChange, match="Nothing has changed since version 1"):
        publish(plan, officer)


def test_publishing_is_logged_and_makes_cached_pages_anew(
    client: Client, plan: Plan, action: Action, officer: User
) -> None:
    council = "/authorities/wexcombe/"
    assert "version 1" not in client.get(council).content.decode()
    before = revision.current()
    choose(plan, officer, actions=(ChosenAction("A1"),))
    publish(plan, officer)
    assert revision.current() > before
    said = client.get(council).content.decode()
    assert f'href="{PUBLIC}"' in said
    assert "version 1, published on 12 August 2024" in said
    event = Event.objects.get(action="plan statement published")
    assert (event.detail["version"], event.who) == (1, officer)
    assert PlanChange.objects.filter(what="statement published").count() == 1


def test_an_empty_statement_is_not_published(plan: Plan, officer: User) -> None:
    with pytest.raises(CannotChange, match="at least one area"):
        publish(plan, officer)


def test_two_officers_choosing_for_the_same_area(plan: Plan, officer: User) -> None:
    choose(plan, officer)
    with pytest.raises(ChangedMeanwhile):
        statement_choices.choose_area(plan, ChosenArea("P1"), seen_version=0, on=LATER, by=officer)
    other = ChosenArea("P2")
    statement_choices.choose_area(plan, other, seen_version=0, on=LATER, by=officer)
    assert [one.id for one in statement_choices.chosen_for(plan).areas] == ["P1", "P2"]


# Numbers


@pytest.mark.parametrize(
    ("part", "whole", "withheld"),
    [
        (0, 40, False), (1, 40, True), (5, 40, True), (6, 40, False), (20, 40, False),
        (34, 40, False), (35, 40, True), (39, 40, True), (40, 40, False), (4, 9, True),
        (9, 9, True), (10, 10, False),
    ],
)  # fmt: skip
def test_small_numbers_their_complements_and_shares_of_few_are_withheld(
    client: Client,
    plan: Plan,
    measure: Measure,
    officer: User,
    part: int,
    whole: int,
    withheld: bool,
) -> None:
    read(measure, JUNE, part, whole, officer)
    with_measure(plan, officer)
    row = publish(plan, officer)
    numbers = (None, None) if withheld else (part, whole)
    assert readings(row) == [(JUNE.isoformat(), *numbers, withheld)]
    entry = LedgerEntry.objects.get()
    assert (entry.numerator, entry.denominator, entry.withheld) == (*numbers, withheld)
    said = client.get(PUBLIC).content.decode()
    assert ("Withheld" in said) is withheld
    assert (f"{part} of {whole}" in said) is not withheld
    if withheld:
        assert f"{100 * part / whole:.1f}" not in json.dumps(row.content)
        assert "1 to 5" not in said


def test_a_percentage_without_its_numbers_is_withheld(
    plan: Plan, measure: Measure, officer: User
) -> None:
    measures.add_reading(measure, Reading(JUNE, 62.0), on=LATER, by=officer)
    with_measure(plan, officer)
    assert readings(publish(plan, officer))[0][3]


def test_two_dates_do_not_give_a_small_number_away(
    plan: Plan, measure: Measure, officer: User
) -> None:
    read(measure, JUNE, 20, 40, officer)
    with_measure(plan, officer, CountsFrom.APRIL)
    assert readings(publish(plan, officer)) == [(JUNE.isoformat(), 20, 40, False)]
    read(measure, JULY, 22, 60, officer)  # 2 more in July
    made = made_now(plan)
    assert [one.papers[0] for one in made.withheld] == ["Statement of action, version 1"]
    assert "Statement of action, version 1" in made.withheld[0].why
    row = publish(plan, officer)
    assert readings(row) == [
        (JUNE.isoformat(), 20, 40, False),
        (JULY.isoformat(), None, None, True),
    ]


def test_what_was_withheld_stays_protected(plan: Plan, measure: Measure, officer: User) -> None:
    read(measure, JUNE, 3, 40, officer)
    with_measure(plan, officer, CountsFrom.APRIL)
    assert readings(publish(plan, officer))[0][3]
    # With 7 by July, June was no more than 7: too near.
    read(measure, JULY, 7, 60, officer)
    row = publish(plan, officer)
    ledger = [(e.numerator, e.withheld) for e in row.numbers.all()]
    assert (None, True) in ledger


def test_a_renamed_measure_is_still_compared(plan: Plan, measure: Measure, officer: User) -> None:
    read(measure, JUNE, 20, 40, officer)
    with_measure(plan, officer, CountsFrom.APRIL)
    publish(plan, officer)
    fields = MeasureFields("Visits on time")
    measures.change_measure(measure, fields, seen_version=1, on=LATER, by=officer)
    read(measure, JULY, 22, 60, officer)
    row = publish(plan, officer)
    assert readings(row)[1][3]
    assert row.content["priorities"][0]["measures"][0]["name"] == "Visits on time"


def test_what_a_measure_counts_cannot_change_once_it_is_public(
    plan: Plan, measure: Measure, officer: User
) -> None:
    read(measure, JUNE, 20, 40, officer)
    with_measure(plan, officer, CountsFrom.APRIL)
    publish(plan, officer)
    with pytest.raises(CannotChange, match="must stay the same"):
        with_measure(plan, officer, CountsFrom.NOWHERE)


def test_a_corrected_number_is_withheld_and_names_the_version_that_said_otherwise(
    plan: Plan, measure: Measure, officer: User
) -> None:
    read(measure, JUNE, 20, 40, officer)
    with_measure(plan, officer)
    publish(plan, officer)
    read(measure, JUNE, 22, 40, officer)
    made = made_now(plan)
    assert "Statement of action, version 1" in made.withheld[0].why
    assert readings(publish(plan, officer)) == [(JUNE.isoformat(), None, None, True)]


def test_the_database_refuses_a_withheld_number(
    plan: Plan, measure: Measure, officer: User
) -> None:
    read(measure, JUNE, 20, 40, officer)
    with_measure(plan, officer)
    row = publish(plan, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            statement=row, paper="x", thing="M1", measure="x", as_at=JUNE, unit="%", numerator=3,
            withheld=True, on=LATER,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedStatement.objects.create(
            plan=plan, authority=row.authority, version=1, content={}, on=LATER
        )
    with pytest.raises(NeverChanged):
        LedgerEntry.objects.get().delete()


# Pages


def test_an_officer_chooses_sees_and_publishes(
    client: Client, page: Client, plan: Plan, action: Action, measure: Measure, officer: User
) -> None:
    read(measure, JUNE, 3, 40, officer)
    top = {"title": "Our statement", "introduction": "We accept it.", "seen_version": "0"}
    page.post("/plan/statement/top/", top)
    shown = page.get("/plan/statement/areas/1/").content.decode()
    assert 'value="Head of quality assurance"' in shown
    typed = {
        "seen_version": "0", "included": "on", "words": "on", "A1_included": "on",
        "A1_lead": "Head of quality assurance", "M1_included": "on", "M1_readings": "all",
    }  # fmt: skip
    answer = page.post("/plan/statement/areas/1/", typed, follow=True).content.decode()
    assert "1 of 1 actions, 1 of 1 measures" in answer
    shown = page.get("/plan/statement/preview/").content.decode()
    assert "It is a share of 1 to 5" in shown
    assert client.get(PUBLIC).status_code == 404
    seen = digest(made_now(plan).statement)
    assert page.post("/plan/statement/publish/", {"seen": seen}).status_code == 400
    stale = {"seen": "0" * 64, "checked": "on"}
    refused = page.post("/plan/statement/publish/", stale).content.decode()
    assert "Check the statement again" in refused
    page.post("/plan/statement/publish/", {"seen": seen, "checked": "on"})
    public = client.get(PUBLIC).content.decode()
    assert "We accept it." in public
    section = shown.split('<section class="cusp-quoted"')[1].split("</section>")[0]
    for line in filter(None, (one.strip() for one in section.partition(">")[2].splitlines())):
        assert line in public  # the preview showed what is public now
    assert "1 to 5" not in public
    found = client.get(f"{PUBLIC[:-1]}.json").json()
    assert (found["schema"], found["version"]) == ("cusp.statement/1", 1)
    table = client.get(f"{PUBLIC[:-1]}.csv").content.decode()
    assert "withheld" in table
    assert client.get(f"{PUBLIC}1.xlsx").status_code == 200
    assert client.get(f"{PUBLIC}1.parquet").status_code == 200


def test_a_personal_name_is_not_filled_in(page: Client, priority: Priority, officer: User) -> None:
    actions.add_action(priority, ActionFields("Train", lead="Sam Lee"), on=STARTED, by=officer)
    shown = page.get("/plan/statement/areas/1/").content.decode()
    assert 'value="Sam Lee"' not in shown
    assert "may be a person’s name" in shown


def test_the_preview_says_if_a_text_names_somebody(
    page: Client, plan: Plan, action: Action, officer: User
) -> None:
    officer.name = "Sam Lee"
    officer.save()
    actions.report_progress(action, "Sam lee has begun.", on=LATER, by=officer)
    choose(plan, officer, actions=(ChosenAction("A1", update=0),))
    assert "The statement names Sam Lee" in page.get("/plan/statement/preview/").content.decode()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACTION_OWNER, Role.PRACTICE])
def test_only_officers_prepare_it(plan: Plan, person: Callable[..., User], role: Role) -> None:
    other = browser(person(role))
    for address in ("", "top/", "areas/1/", "preview/"):
        assert other.get(f"/plan/statement/{address}").status_code == 403
    assert other.post("/plan/statement/publish/", {}).status_code == 403


def test_a_stored_statement_can_be_read_again(plan: Plan, action: Action, officer: User) -> None:
    choose(plan, officer, actions=(ChosenAction("A1"),))
    made = made_now(plan).statement
    row = publish(plan, officer)
    seen = statements.version_of(row.authority, 1)
    assert seen is not None
    assert isinstance(seen.statement, Statement)
    assert seen.statement == made
    assert row.sha256 == digest(seen.statement)
