"""Pages for administrators: names of people, teams and chairs, never children."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.practice import access
from cusp.web.practice.access import ReachFields
from cusp.web.practice.looks import never_kept, person_of
from cusp.wording import counted, listed

_TEMPLATES = "practice/access_page"
_FORM = ["GET", "HEAD", "POST"]


class ReachForm(form_pages.EditForm):
    """Whose children a person sees."""

    compared: ClassVar[dict[str, str]] = {
        "whole_service": "Whole service", "teams": "Teams", "names": "Names",
    }  # fmt: skip
    whole_service = forms.BooleanField(
        label="The whole service. They can also load returns", required=False
    )
    teams = forms.MultipleChoiceField(
        label="Children of these teams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Teams on the newest return",
    )
    names = forms.MultipleChoiceField(
        label="Children chaired or reviewed under these names",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="This person’s own names in the list of chairs and reviewing officers",
    )

    def __init__(self, *args: Any, stored: ReachFields, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("teams", access.teams(), stored.teams, "no longer on the newest return")
        self._offer("names", access.chairs(), stored.names, "no longer on the list of chairs")

    def _offer(self, field: str, known: list[str], stored: tuple[str, ...], gone: str) -> None:
        choices = [(one, one) for one in known]
        choices += [(one, f"{one} ({gone})") for one in stored if one not in known]
        if choices:
            self.fields[field].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[field]

    def reach(self) -> ReachFields:
        """What was chosen."""
        data = self.cleaned_data
        return ReachFields(
            data["whole_service"], tuple(data.get("teams", ())), tuple(data.get("names", ()))
        )


@needs(Permission.SET_REACH)
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Everybody who may see children, and which."""
    rows = [{"person": one, "sees": _sees(access.stored_for(one))} for one in access.people()]
    blind = sum(not row["sees"] for row in rows)
    context = {
        "rows": rows,
        "answer": _answer(len(rows), blind),
        "trail": [("Who sees children", "")],
    }
    return never_kept(render(request, f"{_TEMPLATES}/index.html", context))


def _answer(people: int, blind: int) -> str:
    if not people:
        return "Nobody has the role “Practice”"
    if blind == people:
        return "Nobody can see any children yet"
    can = people - blind
    return f"{counted(can, 'person', 'people')} can see children"


def _sees(fields: ReachFields) -> list[str]:
    if fields.whole_service:
        return ["The whole service"]
    found = []
    if fields.teams:
        found.append(f"{'Team' if len(fields.teams) == 1 else 'Teams'}: {listed(fields.teams)}")
    if fields.names:
        found.append(f"Children chaired or reviewed by {listed(fields.names)}")
    return found


@needs(Permission.SET_REACH)
@require_http_methods(_FORM)
def change(request: HttpRequest, number: int) -> HttpResponseBase:
    """Decide which children a person sees."""
    person = _person(number)
    stored, version = access.stored_for(person), access.version_for(person)
    initial = {
        "whole_service": stored.whole_service, "teams": stored.teams, "names": stored.names,
        "seen_version": version,
    }  # fmt: skip
    form = ReachForm(request.POST or None, initial=initial, stored=stored)

    def save(typed: dict[str, Any]) -> None:
        seen = typed["seen_version"]
        access.change(person, form.reach(), seen_version=seen, by=person_of(request))

    context = {
        "title": f"Which children does {person} see?",
        "caption": "Who sees children",
        "trail": [("Who sees children", reverse("practice-access")), (str(person), "")],
        "no_teams": "teams" not in form.fields,
        "no_names": "names" not in form.fields,
    }
    answer: HttpResponse = form_pages.answer(
        request, form, save, to=reverse("practice-access"), said="Saved.", context=context,
        template=f"{_TEMPLATES}/change.html",
    )  # fmt: skip
    return never_kept(answer)


def _person(number: int) -> User:
    found = next((one for one in access.people() if one.pk == number), None)
    if found is None:
        raise Http404("Nobody with this number has the role “Practice”.")
    return found
