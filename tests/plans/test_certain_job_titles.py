"""A lead is published without asking only if it is certainly a job title."""

import pytest

from cusp.plans.leads import certain_job_title


@pytest.mark.parametrize(
    "lead",
    [
        "Head of quality assurance",
        "Director of Children's Services",
        "Assistant Director, Early Help",
        "Principal Social Worker",
        "head of Fostering and Adoption",
        "Virtual School Head",
        "Independent chair",
        "Officer",
    ],
)
def test_job_titles(lead: str) -> None:
    assert certain_job_title(lead)


@pytest.mark.parametrize(
    "lead",
    [
        "Sam Lee",
        "Sam Lee, Head of Service",
        "Head of Service (Sam Lee)",
        "Director of Children's Services: A. Okafor",
        "sam lee",
        "officer sam lee",
        "Sarah Head",
        "",
    ],
)
def test_names_and_what_may_be_one(lead: str) -> None:
    assert not certain_job_title(lead)
