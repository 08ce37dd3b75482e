"""What pages with a form that changes something have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.db.models import Choices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common.wording import say_date

Save = Callable[[dict[str, Any]], object]


class EditForm(forms.Form):
    """A form for something that two people may edit at once; it remembers the version shown.

    ``compared`` names what is shown side by side after a conflict, if that is not its fields.
    """

    compared: ClassVar[dict[str, str]] = {}
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def saved(form: forms.Form, save: Save) -> bool:
    """Whether what was typed is now saved; if it was refused, the form says why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except CannotChange as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        if isinstance(refused, ChangedMeanwhile):
            _show_both(form, refused)
        return False
    return True


def answer(
    request: HttpRequest,
    form: forms.Form,
    save: Save,
    *,
    to: str,
    said: str,
    context: dict[str, Any],
    template: str = "common/form.html",
) -> HttpResponse:
    """Save what was sent and go back, or show the form."""
    if saved(form, save):
        messages.success(request, said)
        return redirect(to)
    status = 400 if form.is_bound else 200
    return render(request, template, {"form": form, "back": to, **context}, status=status)


@contextmanager
def differing_in(words: Callable[[Any], object]) -> Iterator[None]:
    """If somebody else has saved changes meanwhile, show both versions in these words."""
    try:
        yield
    except ChangedMeanwhile as refused:
        theirs, yours = words(refused.theirs), words(refused.yours)
        raise ChangedMeanwhile(theirs=theirs, yours=yours, version=refused.version) from refused


def _show_both(form: forms.Form, refused: ChangedMeanwhile) -> None:
    """Add the differences to the form, and the version to send when saving again."""
    data = cast(QueryDict, form.data).copy()
    data["seen_version"] = str(refused.version)
    form.data = data
    labels = getattr(form, "compared", {}) or {n: str(f.label) for n, f in form.fields.items()}
    form.conflicts = [  # type: ignore[attr-defined]  # for the template
        {"label": label, "theirs": _words(theirs), "yours": _words(yours)}
        for name, label in labels.items()
        if (theirs := getattr(refused.theirs, name, None))
        != (yours := getattr(refused.yours, name, None))
    ]


def _words(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(value, "isoformat"):
        return say_date(value)
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, tuple):
        return "\n".join(map(_words, value))
    return "Not given" if value in (None, "") else str(value)
