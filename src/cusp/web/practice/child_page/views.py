"""What happened for this child? Where things stand, one timeline, and what can be recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.oversight import words
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.practice import chairs, looks, midway, reach, reasons
from cusp.web.practice.child_page import rows, timeline
from cusp.web.practice.child_page.forms import ChairForm, MidwayForm, ReasonForm
from cusp.web.practice.choices import ChairRole
from cusp.web.practice.doing import doing
from cusp.web.practice.models import Case, Child
from cusp.web.practice.pages import Asking, frame, private

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.SEE_CHILDREN)
@require_safe
def child(request: HttpRequest, ref: str) -> HttpResponse:
    """A child: where things stand, and one timeline."""
    asking, row = _asked(request, ref)
    looks.looked_at_child(asking.user, row)
    as_at = asking.snapshot.as_at if asking.snapshot else asking.today
    newest_first = request.GET.get("order") != "oldest"
    now = rows.now(row, doing([row.pk], on=asking.today), as_at=as_at, today=asking.today)
    challenges = reach.challenges_for(asking.reached, asking.user, on=asking.today)
    own = list(challenges.filter(child=row).prefetch_related("steps"))
    happened = timeline.entries(row, own)
    context = {
        **_frame(asking, row),
        **now,
        "as_at": as_at,
        "roles": rows.roles_to_change(now.get("case"), now["chairs"]),
        "may_assign": rows.may_assign(asking.reached, now.get("case")),
        "years": timeline.by_year(happened, newest_first=newest_first),
        "newest_first": newest_first,
        "picture": timeline.picture(happened, until=asking.today),
    }
    return private(request, "practice/child_page/child.html", context)


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def late(request: HttpRequest, ref: str, clock: str, start: date) -> HttpResponse:
    """Say why something is or was late, and who agreed to it."""
    asking, row = _asked(request, ref)
    event = reasons.clock_of(row, clock, start)
    if event is None or not asking.snapshot:
        raise Http404
    given = reasons.latest([row.pk]).get(reasons.event_of(event))
    initial = {"reason": given.reason, "agreed_by": given.agreed_by} if given else {}
    form = ReasonForm(request.POST or None, initial=initial, done=event.done is not None)

    def save(typed: dict[str, Any]) -> None:
        typed.setdefault("new_date", None)
        reasons.give(event, **typed, on=asking.today, by=asking.user)

    said = words.sentence(event, asking.today)
    return _answer(
        request, asking, row, form, save,
        title="Record why it was late" if event.done else "Record why it is late",
        said="The reason has been recorded.", intro=f"{said}.",
    )  # fmt: skip


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def midway_review(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a midway review."""
    asking, row = _asked(request, ref)
    name = asking.reached.names[0] if asking.reached.names else str(asking.user)
    form = MidwayForm(request.POST or None, initial={"on": asking.today, "name": name})
    return _answer(
        request, asking, row, form,
        lambda typed: midway.record(row, **typed, today=asking.today, by=asking.user),
        title="Record a midway review", said="The midway review has been recorded.",
    )  # fmt: skip


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def chair(request: HttpRequest, ref: str) -> HttpResponse:
    """Change who chairs a child's conferences, or who reviews its care."""
    asking, row = _asked(request, ref)
    if not rows.may_assign(asking.reached, Case.objects.filter(child=row).first()):
        raise PermissionDenied
    named = request.GET.get("role", ChairRole.CHAIR.value)
    if named not in ChairRole.values:
        raise Http404
    role = ChairRole(named)
    now = chairs.chair_of(row, role, on=asking.today)
    initial = {"since": asking.today, "seen_version": now.pk if now else 0}
    form = ChairForm(request.POST or None, initial=initial)
    intro = f"{role.label} now: {now.name if now else 'nobody'}. "

    def save(typed: dict[str, Any]) -> None:
        seen = typed.pop("seen_version") or None
        chairs.assign(row, role=role, **typed, seen=seen, by=asking.user)

    return _answer(
        request, asking, row, form, save,
        title=f"Change the {role.label.lower()}", said="The change has been saved.",
        intro=f"{intro}The new person will see this child from the first day.",
    )  # fmt: skip


def _asked(request: HttpRequest, ref: str) -> tuple[Asking, Child]:
    """Who asks, and the child; the page is not found if it is beyond their reach."""
    asking = Asking(request)
    return asking, reach.child_for(asking.reached, ref, on=asking.today)


def _frame(asking: Asking, row: Child, *trail: tuple[str, str]) -> dict[str, Any]:
    # The trail has no number of a child: it may be read over a shoulder, and it is in the title.
    own = ("Child", row.get_absolute_url() if trail else "")
    mine = ("My children", reverse("practice-mine"))
    return frame(asking, "practice-child", mine, own, *trail)


def _answer(  # noqa: PLR0913 - what every form of a child has
    request: HttpRequest,
    asking: Asking,
    row: Child,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    intro: str = "",
) -> HttpResponse:
    if request.method != "POST":
        looks.looked_at_child(asking.user, row, what="opened a form about a child")
    context = {**_frame(asking, row, (title, "")), "title": title, "intro": intro,
               "caption": f"Child {row.child_id}"}  # fmt: skip
    return looks.never_kept(
        form_pages.answer(
            request, form, save, to=row.get_absolute_url(), said=said, context=context,
            template="practice/child_page/form.html",
        )
    )  # fmt: skip
