"""Which measures may leave practice, and which of their figures are withheld and why?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.practice import looks, sharing
from cusp.web.practice.pages import Asking, frame
from cusp.web.response import shared_figures
from cusp.wording import counted


class SharingForm(forms.Form):
    """The measures to share."""

    codes = forms.MultipleChoiceField(
        label="Measures to share",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The figures of every return are shared, those of returns to come as well",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the form, with what is shared now ticked."""
        found = sharing.choices()
        kwargs["initial"] = {"codes": [one.code for one in found if one.shared]}
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.code, one.title) for one in found]


@needs(Permission.LOAD_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what is shared, and see what is withheld."""
    asking = Asking(request)
    if not asking.may_load:
        raise PermissionDenied
    form = SharingForm(request.POST or None)
    if form_pages.saved(
        form, lambda typed: sharing.share(typed["codes"], on=asking.today, by=asking.user)
    ):
        messages.success(request, "The choice has been saved.")
        return redirect("practice-sharing")
    shared = sum(one.shared for one in sharing.choices())
    context = {
        "answer": f"{counted(shared, 'measure')} shared with the plan and the boards"
        if shared
        else "No measure leaves practice yet",
        "form": form,
        "withheld": shared_figures.withheld(),
        **frame(asking, "practice-sharing", ("Sharing", "")),
    }
    status = 400 if form.is_bound else 200
    page = render(request, "practice/sharing_page/sharing.html", context, status=status)
    looks.never_kept(page)
    return page
