"""The top of the plan: its title and dates, and its two rating keys."""

import re
from datetime import date
from typing import get_args, get_type_hints

import pytest
from django.test import Client

from cusp.plans.record import KeyEntry
from cusp.web.accounts.models import User
from cusp.web.response import actions, keys, plans
from cusp.web.response.header_page.keys_form import COLOURS, MEANINGS
from cusp.web.response.models import Action, Plan, PlanChange
from cusp.web.response.records import key_of
from tests.web.response.conftest import RECEIVED, STARTED
from tests.web.response.test_pages import browser, typed_date

pytestmark = pytest.mark.django_db

EDIT, KEYS = "/plan/edit/", "/plan/keys/"


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


# Title and dates


def header(seen: int = 1, **typed: str) -> dict[str, str]:
    return {
        "title": "Getting to good",
        "reporting_cycle": "60",
        "seen_version": str(seen),
        **typed_date("received", RECEIVED),
        **typed,
    }


def test_the_header_is_edited_and_the_dates_follow(page: Client, plan: Plan) -> None:
    # Received a day later than thought: 70 working days end on 17 June, a Monday.
    typed = header(approval_route="Board, then cabinet", version="2")
    typed |= typed_date("received", date(2024, 3, 5))
    typed |= typed_date("deadline_stated", date(2024, 6, 14))
    said = page.post(EDIT, typed, follow=True).content.decode()
    assert "Getting to good" in said
    assert "17 June 2024, as Cusp works it out" in said
    assert "14 June 2024" in said
    assert "3 days earlier than the one worked out" in said
    assert "17 June 2024" in page.get("/plan/duties/").content.decode()
    plan.refresh_from_db()
    assert (plan.version, plan.reporting_cycle) == ("2", 60)
    assert f'href="{EDIT}"' in page.get("/plan/").content.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"title": ""}, "Enter a title"),
        ({"reporting_cycle": "0"}, "Enter 1 day or more"),
        (typed_date("received", date(2024, 2, 1)), "must be after the inspection"),
        (typed_date("deadline_stated", date(2024, 3, 1)), "must be after the day"),
        (typed_date("received", date(2200, 1, 1)), "must be today or in the past"),
    ],
)
def test_a_header_that_cannot_be_right_is_refused(
    page: Client, plan: Plan, typed: dict[str, str], why: str
) -> None:
    answer = page.post(EDIT, header() | typed)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert Plan.objects.get().title == plan.title


def test_a_header_edited_by_two_people_shows_both_versions(
    page: Client, plan: Plan, officer: User
) -> None:
    theirs = plans.PlanFields("Our plan", received=RECEIVED)
    plans.change_plan(plan, theirs, seen_version=1, on=STARTED, by=officer)
    answer = page.post(EDIT, header())
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "Our plan" in said
    assert "Getting to good" in said
    assert page.post(EDIT, header(seen=2)).status_code == 302


# Keys


def row(name: str, n: int, entry: KeyEntry, **changed: str) -> dict[str, str]:
    """The fields of an entry as the page sends them."""
    typed = {
        "place": str(n + 1),
        "code": entry.code,
        "words": entry.words,
        "means": entry.means,
        "colour": entry.colour,
        **({"evidence": "on"} if entry.needs_evidence else {}),
        **changed,
    }
    return {f"{name}-{n}-{part}": value for part, value in typed.items()}


def sent(
    delivery: tuple[KeyEntry, ...], impact: tuple[KeyEntry, ...], seen: int = 1
) -> dict[str, str]:
    typed = {"seen_version": str(seen)}
    for name, key in (("delivery", delivery), ("impact", impact)):
        for n, entry in enumerate(key):
            typed |= row(name, n, entry)
    return typed


def stored() -> tuple[tuple[KeyEntry, ...], tuple[KeyEntry, ...]]:
    plan = Plan.objects.get()
    return key_of(plan.delivery_key), key_of(plan.impact_key)


def test_every_meaning_and_colour_can_be_chosen() -> None:
    hints = get_type_hints(KeyEntry)
    for labels in MEANINGS.values():
        assert set(labels) == set(get_args(hints["means"]))
    assert set(COLOURS) == set(get_args(hints["colour"]))


def test_the_page_has_each_entry_and_empty_ones_at_the_end(page: Client, plan: Plan) -> None:
    said = page.get(KEYS).content.decode()
    for name, key in (("delivery", keys.DELIVERY), ("impact", keys.IMPACT)):
        codes = re.findall(rf'name="{name}-\d+-code"(?: value="([^"]*)")?', said)
        assert codes == [*(entry.code for entry in key), "", ""]
    assert f'href="{KEYS}"' in page.get("/plan/").content.decode()


def test_saving_what_is_there_changes_nothing(page: Client, plan: Plan) -> None:
    assert page.post(KEYS, sent(keys.DELIVERY, keys.IMPACT)).status_code == 302
    assert stored() == (keys.DELIVERY, keys.IMPACT)
    assert not PlanChange.objects.filter(what="keys changed").exists()


def test_entries_are_added_reworded_moved_and_removed(page: Client, plan: Plan) -> None:
    typed = sent(keys.DELIVERY, keys.IMPACT)
    typed |= row("delivery", 0, keys.DELIVERY[0], place="3.5")  # after the third
    typed |= row("delivery", 1, keys.DELIVERY[1], words="as agreed")
    typed |= row("delivery", 3, keys.DELIVERY[3], remove="on")
    new = KeyEntry("Paused", "waiting for others", "none", "grey", needs_evidence=True)
    typed |= row("delivery", 6, new, place="")
    typed |= row("delivery", 7, KeyEntry("", "", "none"), place="", means="")
    said = page.post(KEYS, typed, follow=True).content.decode()
    assert "The keys have been saved." in said
    white, _green, amber, _red, amber_e, blue = keys.DELIVERY
    reworded = KeyEntry("Green", "as agreed", "on track", "green")
    assert stored() == ((reworded, amber, white, amber_e, blue, new), keys.IMPACT)


def test_a_key_without_colours_keeps_the_councils_own_words(page: Client, plan: Plan) -> None:
    own = (
        KeyEntry("Green", "delivered", "delivered"),
        KeyEntry("Amber", "on track", "on track"),
        KeyEntry("Amber E", "delivered, evidence to be tested", "delivered"),
        KeyEntry("Red", "not started", "not started"),
    )
    assert page.post(KEYS, sent(own, keys.IMPACT)).status_code == 302
    assert stored()[0] == own


def test_an_entry_in_use_cannot_be_removed_or_renamed(
    page: Client, plan: Plan, action: Action, officer: User
) -> None:
    actions.rate_delivery(action, "Green", on=STARTED, by=officer)
    assert "Used for action A1." in page.get(KEYS).content.decode()
    typed = sent(keys.DELIVERY, keys.IMPACT)
    for changed in ({"remove": "on"}, {"code": "Verdant"}, {"code": "", "words": ""}):
        answer = page.post(KEYS, typed | row("delivery", 1, keys.DELIVERY[1], **changed))
        assert answer.status_code == 400
        assert "“Green” has been used for action A1" in answer.content.decode()
    assert stored() == (keys.DELIVERY, keys.IMPACT)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"words": ""}, "Enter what “Green” means"),
        ({"code": ""}, "Enter the rating, or select Remove"),
        ({"code": "White"}, "“White” is in the key twice"),
        ({"means": ""}, "Choose how Cusp treats “Green”"),
        ({"means": "great"}, "Select a valid choice"),
        ({"place": "1"}, "“White” and “Green” have the same place"),
        ({"place": "first"}, "Enter a number, such as 3 or 2.5"),
    ],
)
def test_an_entry_that_is_not_complete_is_asked_for(
    page: Client, plan: Plan, changed: dict[str, str], why: str
) -> None:
    typed = sent(keys.DELIVERY, keys.IMPACT) | row("delivery", 1, keys.DELIVERY[1], **changed)
    answer = page.post(KEYS, typed)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert stored() == (keys.DELIVERY, keys.IMPACT)


def test_keys_edited_by_two_people_show_both_versions(
    page: Client, plan: Plan, officer: User
) -> None:
    plans.change_keys(
        plan, delivery=keys.DELIVERY[:-1], impact=keys.IMPACT, seen_version=1, on=STARTED,
        by=officer,
    )  # fmt: skip
    mine = (*keys.DELIVERY, KeyEntry("Paused", "waiting for others", "none"))
    answer = page.post(KEYS, sent(mine, keys.IMPACT))
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "Delivery key" in said
    assert "Impact key" not in said  # the same in both
    assert "Paused: waiting for others (none of these, no colour)" in said
    assert page.post(KEYS, sent(mine, keys.IMPACT, seen=2)).status_code == 302
    assert stored()[0] == mine
