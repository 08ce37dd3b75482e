"""The top of the plan: its title and dates, and its two rating keys."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.plans.record import KeyEntry
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.response import key_uses, plans
from cusp.web.response.header_page.forms import HeaderForm
from cusp.web.response.header_page.keys_form import COLOURS, MEANINGS, NAMES, KeysForm, Name
from cusp.web.response.lookup import plan_now
from cusp.web.response.place_field import HOW
from cusp.web.response.plans import Keys, PlanFields

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def edit(request: HttpRequest) -> HttpResponse:
    """Change the title, the dates, the approval route, the version and the reporting cycle."""
    plan = plan_now()
    start = msgspec.structs.asdict(plans.fields_of(plan)) | {"seen_version": plan.row_version}

    def save(typed: dict[str, Any]) -> None:
        fields = PlanFields(**{name: typed[name] for name in PlanFields.__struct_fields__})
        plans.change_plan(plan, fields, seen_version=typed["seen_version"], **_who(request))

    title = "Edit title and dates"
    return form_pages.answer(
        request,
        HeaderForm(request.POST or None, initial=start),
        save,
        to=reverse("plan"),
        said="The plan has been saved.",
        context={"title": title, "caption": plan.title, "trail": _trail(title)},
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def keys(request: HttpRequest) -> HttpResponse:
    """Change the keys for delivery and impact."""
    plan = plan_now()
    uses: dict[Name, key_uses.Uses] = {
        "delivery": key_uses.of_delivery(plan),
        "impact": key_uses.of_impact(plan),
    }
    form = KeysForm(
        request.POST or None,
        initial={"seen_version": plan.row_version},
        keys=plans.keys_of(plan),
        uses=uses,
    )

    def save(typed: dict[str, Any]) -> None:
        wanted, seen = form.keys(), typed["seen_version"]
        with form_pages.differing_in(_said):
            plans.change_keys(
                plan,
                delivery=wanted.delivery,
                impact=wanted.impact,
                seen_version=seen,
                **_who(request),
            )

    groups = [(_TITLES[name], name, form.groups(name)) for name in NAMES]
    return form_pages.answer(
        request,
        form,
        save,
        to=reverse("plan-keys"),
        said="The keys have been saved.",
        context={"groups": groups, "how": HOW, "back": reverse("plan"), "trail": _trail("Keys")},
        template="response/header_page/keys.html",
    )


_TITLES: dict[Name, str] = {
    "delivery": "Delivery: how far an action has got",
    "impact": "Impact: what has changed for children",
}


class _Said(msgspec.Struct, frozen=True):
    """Both keys in words, to show side by side what differs."""

    delivery: tuple[str, ...]
    impact: tuple[str, ...]


def _said(keys: Keys) -> _Said:
    return _Said(
        delivery=tuple(_entry(one, "delivery") for one in keys.delivery),
        impact=tuple(_entry(one, "impact") for one in keys.impact),
    )


def _entry(entry: KeyEntry, name: Name) -> str:
    needs_evidence = ", needs evidence" if entry.needs_evidence else ""
    colour = COLOURS[entry.colour].lower()
    treated = MEANINGS[name][entry.means].lower()
    return f"{entry.code}: {entry.words} ({treated}, {colour}{needs_evidence})"


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _trail(name: str) -> list[tuple[str, str]]:
    return [("Plan", reverse("plan")), (name, "")]
