"""Times of day as people type them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from cusp.web.common.time_input import TimeInputField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8.15am", time(8, 15)),
        ("08:15", time(8, 15)),
        ("2pm", time(14)),
        ("12 pm", time(12)),
        ("12am", time(0)),
        ("Midday", time(12)),
        ("14.30", time(14, 30)),
        ("", None),
    ],
)
def test_a_time_as_people_type_it(typed: str, meant: time | None) -> None:
    assert TimeInputField(label="Start", required=False).clean(typed) == meant


@pytest.mark.parametrize("typed", ["8", "25:00", "8.60", "14pm", "early", "0am"])
def test_a_time_that_is_not_clear(typed: str) -> None:
    with pytest.raises(ValidationError, match="Start must be a time"):
        TimeInputField(label="Start").clean(typed)
