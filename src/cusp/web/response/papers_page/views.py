"""Papers made from the plan as Word, PDF and Excel files, and the council's template."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.outside.process import NotNow, NoWorkers
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.outside_files import AGAIN_AFTER
from cusp.web.common.uploads import takes_files
from cusp.web.response import paper_making, paper_template
from cusp.web.response.history_page.comparing import started_on, why_not_day
from cusp.web.response.history_page.forms import CompareForm
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Plan
from cusp.web.response.papers_page.forms import SinceForm, TemplateForm
from cusp.web.response.plan_record import plan_record

_ENDINGS = (("Word", "docx"), ("PDF", "pdf"), ("Excel", "xlsx"))
_TEMPLATES = "response/papers_page"


@needs(Permission.SEE_PLAN)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper, in each kind of file."""
    return render(request, f"{_TEMPLATES}/papers.html", _context(plan_now()))


@needs(Permission.SEE_PLAN)
@require_safe
def since(request: HttpRequest) -> HttpResponse:
    """Go to the paper about changes since the date that was typed."""
    plan = plan_now()
    form = SinceForm(request.GET, plan=plan)
    if not form.is_valid():
        context = _context(plan) | {"form": form}
        return render(request, f"{_TEMPLATES}/papers.html", context, status=400)
    address = reverse("plan-paper", args=["changes", form.cleaned_data["ending"]])
    return redirect(f"{address}?from={form.cleaned_data['day']}&to={timezone.localdate()}")


@needs(Permission.SEE_PLAN)
@require_safe
def paper(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """One paper as a file; ``on`` gives the day of the plan, today if it is left out."""
    if kind not in paper_making.KINDS or ending not in paper_making.CONTENT_TYPES:
        raise Http404("There is no such paper.")
    plan = plan_now()
    if kind == "changes":
        form = CompareForm(request.GET, plan=plan)
        if not form.is_valid():
            return redirect(f"{reverse('plan-history-compare')}?{request.GET.urlencode()}")
        first, day = form.days()
        before = plan_record(plan, first)
    else:
        day, before = _day(request, plan), None
    try:
        data = paper_making.made(kind, ending, plan_record(plan, day), before)
    except (NotNow, NoWorkers):
        return _later(request, plan)
    except paper_making.NotMade as why:
        context = _context(plan) | {"why": str(why)}
        return render(request, f"{_TEMPLATES}/papers.html", context, status=500)
    answer = HttpResponse(data, content_type=paper_making.CONTENT_TYPES[ending])
    name = f"{paper_making.KINDS[kind].file_name}-{day}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs(Permission.SET_PAPER_TEMPLATE)
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest) -> HttpResponse:
    """The council's Word template: which one is used, and a form to use another."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    me, today = people.me(request), timezone.localdate()
    return form_pages.answer(
        request,
        form,
        lambda typed: paper_template.put_in_place(typed["file"], on=today, by=me),
        to=reverse("plan-paper-template"),
        said="New papers will use this template.",
        context={"current": paper_template.current(), "trail": [("Word template", "")]},
        template=f"{_TEMPLATES}/template.html",
    )


@needs(Permission.SET_PAPER_TEMPLATE)
@require_POST
def remove_template(request: HttpRequest) -> HttpResponse:
    """Go back to Cusp's own styles."""
    paper_template.remove(by=people.me(request))
    messages.success(request, "The template is no longer used.")
    return redirect("plan-paper-template")


def _context(plan: Plan) -> dict[str, Any]:
    started = started_on(plan)
    return {
        "papers": [
            {
                "name": sort.name,
                "about": sort.about,
                "files": [
                    (e, reverse("plan-paper", args=[kind, ending])) for e, ending in _ENDINGS
                ],
            }
            for kind, sort in paper_making.KINDS.items()
            if kind != "changes"
        ],
        "form": SinceForm(initial={"day": started, "ending": "docx"}, plan=plan),
        "template": paper_template.current(),
        "trail": [("Plan", reverse("plan")), ("Papers", "")],
    }


def _day(request: HttpRequest, plan: Plan) -> date:
    typed = request.GET.get("on")
    if not typed:
        return timezone.localdate()
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Http404("There is no such date.") from None
    if why := why_not_day(plan, day):
        raise Http404(f"{why}.")
    return day


def _later(request: HttpRequest, plan: Plan) -> HttpResponse:
    context = _context(plan) | {"why": "Cusp is busy. Try again in a few seconds."}
    answer = render(request, f"{_TEMPLATES}/papers.html", context, status=503)
    answer["Retry-After"] = str(AGAIN_AFTER)
    return answer
