"""What was carried over? Shows two inspections side by side, with officers' corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cusp.history.sequence import Change, changes
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import say_date
from cusp.web.record.archive.carried_links import VERDICTS, Carried
from cusp.web.record.archive.library_records import inspection_facts
from cusp.web.record.archive.lookup import inspection_at
from cusp.web.record.archive.passages import parts_of
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.comparison import carried_over
from cusp.web.record.comparison.forms import CorrectionForm
from cusp.web.record.findings import page_context
from cusp.web.record.models import Inspection


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def comparison(request: HttpRequest, slug: str, earlier: date, later: date) -> HttpResponse:
    """The comparison page."""
    if earlier > later:
        return redirect("comparison", slug=slug, earlier=later, later=earlier)
    before, after = _two(slug, earlier, later)
    found, being_compared = None, ""
    try:
        found = carried_over.carried(before, after)
    except carried_over.BeingCompared as why:
        being_compared = str(why)
    context: dict[str, Any] = {
        "being_compared": being_compared,
        "before": before,
        "after": after,
        "changes": judged(before, after),
        "found": found,
        "answer": being_compared or answer(before, after, found),
        "incomplete": [inspection for inspection in (before, after) if not inspection.complete],
        "turned": page_context.of_comparison(before, after),
        "verdicts": VERDICTS,
        "trail": [
            ("Authorities", reverse("authorities")),
            (before.authority.name, before.authority.get_absolute_url()),
            ("Compare inspections", ""),
        ],
        "data_links": [
            ("JSON", request.path.rstrip("/") + ".json"),
            ("CSV", request.path.rstrip("/") + ".csv"),
        ],
        "form": CorrectionForm(before, after),
    }
    if before.document and after.document:
        context["old_items"] = _items(before)
        context["new_items"] = _items(after)
    return render(request, "record/comparison/comparison.html", context)


@needs(Permission.CORRECT_LINKS)
@require_POST
@follows_moves
def correct(request: HttpRequest, slug: str, earlier: date, later: date) -> HttpResponse:
    """Save an officer's correction."""
    before, after = _two(slug, earlier, later)
    form = CorrectionForm(before, after, request.POST)
    back = reverse("comparison", args=[slug, earlier.isoformat(), later.isoformat()])
    if not form.is_valid():
        wrong = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"The correction was not saved: {wrong}")
        return redirect(back)
    try:
        correction = carried_over.correct(before, after, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except carried_over.CannotCorrect as error:
        messages.error(request, str(error))
    else:
        verdict = VERDICTS[correction.verdict].lower()
        messages.success(
            request,
            f"Saved: item {correction.later_number} in {after.start.year} is {verdict} from item "
            f"{correction.earlier_number} in {before.start.year}.",
        )
    return redirect(back)


def judged(before: Inspection, after: Inspection) -> tuple[Change, ...]:
    """Both inspections' judgements, matched by area."""
    return changes(earlier=inspection_facts(before), later=inspection_facts(after))


def answer(before: Inspection, after: Inspection, found: Carried | None) -> str:
    """What was carried over, in a sentence."""
    if found is None:
        return "Areas for improvement cannot be compared: a report is missing"
    if not before.improvements:
        return f"The inspection of {say_date(before.start)} raised no areas for improvement"
    areas = "area" if before.improvements == 1 else "areas"
    carried = f"{found.earlier_items or 'None'} of {before.improvements} {areas} for improvement"
    verb = "was" if found.earlier_items == 1 else "were"
    return f"{carried} {verb} carried over from {before.start.year} into {after.start.year}"


def _two(slug: str, earlier: date, later: date) -> tuple[Inspection, Inspection]:
    if earlier == later:
        raise Http404("An inspection cannot be compared with itself.")
    return inspection_at(slug, earlier), inspection_at(slug, later)


def _items(inspection: Inspection) -> dict[int, Any]:
    report = inspection.document.report if inspection.document else None
    parts = parts_of(report).values() if report else ()
    return {part.number: part for part in parts if part.kind == "item" and part.number}
