"""Form fields for who may see an item or a paper, explained in words."""

from __future__ import annotations

from django import forms

from cusp.meetings import schedule_12a
from cusp.web.boards.choices import Access
from cusp.web.common.date_input import DateInputField

_OPEN = "Open: everyone may see it"
ACCESS = (
    (Access.OPEN.value, _OPEN),
    (
        Access.EXEMPT.value,
        "Exempt: the board may exclude the public, by a resolution that names a paragraph of "
        "Schedule 12A",
    ),
    (
        Access.CONFIDENTIAL.value,
        "Confidential: the law says that the public must be excluded, for example because a "
        "government department or a court forbids publication",
    ),
)


class RestrictionFields(forms.Form):
    """Why a thing is exempt, and when to look at it again."""

    paragraphs = forms.TypedMultipleChoiceField(
        label="If it is exempt: paragraphs of Schedule 12A",
        coerce=int,
        choices=[(one.number, f"{one.number}. {one.what}") for one in schedule_12a().paragraphs],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    public_interest = forms.CharField(
        label="If it is exempt: why the public interest is against publication",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    review = DateInputField(
        label="If it is exempt: when to look again at whether it stays exempt", required=False
    )
