"""The note of examples that an officer compiles."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection, ReportSentence
from tests.web.markup import words
from tests.web.praised import PRAISE, WEAK, graded, put_in_praise


@pytest.fixture
def read(db: None) -> Inspection:
    """The inspection of Leeds whose report praises supervision; Kent is weak at it."""
    return put_in_praise()


def test_an_officer_takes_examples_down(signed_in: Callable[..., Client], read: Inspection) -> None:
    officer = signed_in(Role.OFFICER)
    back = f"/learn/?q={WEAK}"
    assert "Add to your note" in officer.get(back).content.decode()
    first = ReportSentence.objects.get(text=PRAISE[0])
    for _ in range(2):  # the same example added twice appears once
        answer = officer.post("/notes/add/", {"said": first.pk, "back": "/learn/?q=x"})
        assert (answer.status_code, answer["Location"]) == (302, "/learn/?q=x")
    shown = officer.get("/notes/").content.decode()
    assert shown.count(PRAISE[0]) == 1
    assert (
        "Leeds, inspected 4 March 2019, overall effectiveness good, page 1: "
        "http://testserver/authorities/leeds/inspections/2019-03-04/paragraph-1/"
    ) in shown
    assert "now graded" not in shown
    officer.post("/notes/clear/")
    assert "Your note is empty" in officer.get("/notes/").content.decode()


@pytest.mark.parametrize("said", ["", "x", "0", "99999999999999"])
def test_what_cannot_be_taken_down_is_said(
    signed_in: Callable[..., Client], read: Inspection, said: str
) -> None:
    officer = signed_in(Role.OFFICER)
    answer = officer.post("/notes/add/", {"said": said, "back": "https://elsewhere.example/"})
    assert answer["Location"] == "/learn/"
    first = ReportSentence.objects.first()
    assert first is not None
    away = officer.post("/notes/add/", {"said": first.pk, "back": "https://elsewhere.example/"})
    assert away["Location"] == "/notes/"


def test_examples_in_the_note_are_put_in_order_and_removed(
    signed_in: Callable[..., Client], read: Inspection
) -> None:
    officer = signed_in(Role.OFFICER)
    for text in PRAISE:
        officer.post("/notes/add/", {"said": ReportSentence.objects.get(text=text).pk})

    def note() -> tuple[list[int], list[str]]:
        shown = officer.get("/notes/").content.decode()
        copied = shown.partition('id="note"')[2].partition("</div>")[0]
        order = sorted(range(3), key=lambda n: copied.find(PRAISE[n]))
        keys = re.findall(r'name="remove"\s+value="([0-9a-f]+)"', shown)
        return [n for n in order if PRAISE[n] in copied], keys

    order, keys = note()
    assert (order, len(keys)) == ([0, 1, 2], 3)
    officer.post("/notes/change/", {"up": keys[2]})
    assert note()[0] == [0, 2, 1]
    officer.post("/notes/change/", {"down": keys[0]})
    assert note()[0] == [2, 0, 1]
    officer.post("/notes/change/", {"down": keys[1]})  # it is already last
    assert note()[0] == [2, 0, 1]
    officer.post("/notes/change/", {"remove": keys[0]})
    assert note()[0] == [2, 1]
    again = officer.post("/notes/change/", {"remove": keys[0]}, follow=True)
    assert "no longer in your note" in again.content.decode()
    assert officer.post("/notes/change/", {}).status_code == 302
    assert note()[0] == [2, 1]


def test_a_note_says_that_a_council_is_graded_weak_today(
    signed_in: Callable[..., Client], read: Inspection
) -> None:
    graded("leeds", date(2023, 3, 6), "inadequate")
    officer = signed_in(Role.OFFICER)
    officer.post("/notes/add/", {"said": ReportSentence.objects.get(text=PRAISE[0]).pk})
    assert "This council is now graded inadequate." in words(
        officer.get("/notes/").content.decode()
    )


def test_a_note_kept_before_this_version_can_still_be_shown_and_changed(
    signed_in: Callable[..., Client], read: Inspection
) -> None:
    officer = signed_in(Role.OFFICER)
    session = officer.session
    session["notes"] = [{"text": "Old", "source": "Leeds"}]
    session.save()
    shown = officer.get("/notes/").content.decode()
    (key,) = re.findall(r'name="remove"\s+value="([0-9a-f]+)"', shown)
    officer.post("/notes/change/", {"remove": key})
    assert "Your note is empty" in officer.get("/notes/").content.decode()
