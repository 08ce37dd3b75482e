"""A date in three fields."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cusp.web.common.date_input import DateInputField


class Asking(forms.Form):
    on = DateInputField(label="Date", required=False)


def ask(query: str) -> Asking:
    form = Asking(QueryDict(query))
    form.is_valid()
    return form


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_can_be_typed_in_three_fields_or_sent_in_one(day: date) -> None:
    typed = ask(f"on_day={day.day}&on_month={day.month}&on_year={day.year:04}")
    whole = ask(f"on={day.isoformat()}")

    assert typed.cleaned_data["on"] == day
    assert whole.cleaned_data["on"] == day


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("on_day=31&on_month=3", "Date must include a year"),
        ("on_year=2019", "Date must include a day and a month"),
        ("on_day=30&on_month=2&on_year=2019", "Date must be a real date"),
        ("on_day=1&on_month=2&on_year=19", "Date must be a real date"),
        ("on_day=x&on_month=y&on_year=2019", "Date must be a real date"),
        ("on=yesterday", "Date must include a month and a year"),
    ],
)
def test_what_is_no_date_is_refused_and_says_why(query: str, message: str) -> None:
    assert str(ask(query).errors["on"][0]).startswith(message)


def test_a_month_may_be_a_name_and_nothing_at_all_is_no_date() -> None:
    assert ask("on_day=22&on_month=October&on_year=2019").cleaned_data["on"] == date(2019, 10, 22)
    assert ask("").cleaned_data["on"] is None


def test_the_three_fields_show_what_was_asked_and_each_has_a_label() -> None:
    html = str(ask("on=2019-03-31"))

    for part, value in (("day", "31"), ("month", "3"), ("year", "2019")):
        assert f'name="on_{part}" value="{value}"' in html
        assert f'for="id_on_{part}"' in html
