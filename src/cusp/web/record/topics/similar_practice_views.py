"""Learn from others: who was praised for what one was criticised for; and a note of examples."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cusp.findings import NoModel
from cusp.history.sequence import NOT_GIVEN
from cusp.reports.authorities import join_keys
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS
from cusp.web.record.models import Passage, ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.filters import CouncilFilters
from cusp.web.record.topics.statistics import NAMES, ReadReport, reports_read, turned

_log = logging.getLogger(__name__)
_FROM = re.compile(r"([-\w]{1,120})/(\d{4}-\d\d-\d\d)/([-\w]{1,30})/?", re.ASCII)
_LONGEST = 2_000
# As many examples as a note holds: the session is no archive.
MOST_NOTES = 50
_TURNS = 10
# As tables say it.
_NONE_GIVEN: dict[str, str] = {NOT_GIVEN: "not given"}
EXAMPLES = (
    "Supervision of social workers is irregular",
    "Children who go missing are not offered return interviews in time",
    "Pathway plans are out of date",
)
COLUMNS = (
    *AUTHORITY_COLUMNS, "inspection", "area", "grade", "page", "sentence", "sure",
    "topic", "worth", "address",
)  # fmt: skip


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def learn_page(request: HttpRequest) -> HttpResponse:
    """The page."""
    every = reports_read()
    form = CouncilFilters(request.GET.dict(), every)
    passage, text = _asked(request)
    context: dict[str, Any] = {
        "form": form, "any_read": bool(every), "passage": passage, "text": text,
        "typed": "" if passage else text, "came_from": _came_from(request) if passage else "",
        "answer": "Who was praised for what we are criticised for?", "examples": EXAMPLES,
        "lost": bool(request.GET.get("from")) and not text, "back": request.get_full_path(),
        "trail": [("Topics", reverse("topics")), ("Learn from others", "")],
    }  # fmt: skip
    if text and every:
        try:
            context |= _found(form, text, passage, every)
        except NoModel as error:
            context["cannot_say"] = _cannot_say(error)
        asked = {k: v for k, v in request.GET.items() if k in {"q", "from", *form.fields} and v}
        context["data_links"] = [
            (name, f"/learn.{ending}?{urlencode(asked)}")
            for name, ending in (("JSON", "json"), ("CSV", "csv"))
        ]
    return render(request, "record/topics/learn.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def learn_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same examples as data."""
    every = reports_read()
    filters = CouncilFilters(request.GET.dict(), every)
    passage, text = _asked(request)
    try:
        found = _found(filters, text, passage, every) if text and every else {"results": []}
    except NoModel as error:
        return downloads.json_response({"detail": _cannot_say(error)}, 503)
    data = [_row(example, site_of(request)) for example in found["results"]]
    if form != "json":
        return downloads.response(data, form=form, name="learn", columns=COLUMNS)
    about = [{"topic": code, "sure": sure} for code, _, sure in found.get("about", ())]
    told = {"schema": "cusp.learn/1", "text": text, "about": about, "examples": data}
    return downloads.json_response(told)


@needs(Permission.ADD_REPORTS)
@require_safe
@never_cache
def notes(request: HttpRequest) -> HttpResponse:
    """The examples taken down since signing in, as text to copy."""
    taken = request.session.get("notes", [])
    n = len(taken)
    context = {
        "notes": taken, "trail": [("Learn from others", reverse("learn")), ("Note", "")],
        "answer": f"{n} example{'' if n == 1 else 's'} in your note" if n
        else "Your note is empty",
    }  # fmt: skip
    return render(request, "record/topics/learn_notes.html", context)


@needs(Permission.ADD_REPORTS)
@require_POST
def add_note(request: HttpRequest) -> HttpResponse:
    """Takes an example down, once; it stays as it read, even if the report is read anew."""
    typed = request.POST.get("said", "")[:12]
    pk = int(typed) if typed.isascii() and typed.isdigit() else 0
    said = ReportSentence.objects.select_related("inspection__authority").filter(pk=pk).first()
    taken: list[dict[str, str]] = request.session.get("notes", [])
    if said is None:
        messages.error(request, "That sentence was read anew meanwhile: find it again.")
        return redirect("learn")
    note = _note(said, site_of(request))
    if len(taken) >= MOST_NOTES:
        messages.error(request, f"A note holds {MOST_NOTES} examples: copy them and clear it.")
        return redirect("notes")
    if note not in taken:
        request.session["notes"] = [*taken, note]
    messages.success(request, f"In your note: {said.inspection.authority}.")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else reverse("notes"))


@needs(Permission.ADD_REPORTS)
@require_POST
def clear_notes(request: HttpRequest) -> HttpResponse:
    """Empties the note."""
    request.session.pop("notes", None)
    return redirect("notes")


def _cannot_say(error: NoModel) -> str:
    # The reason names files of the server, which are for its log and not for visitors.
    _log.error("learn from others: %s", error)
    return (
        "Cusp cannot say now what this is about, since its model cannot be used. "
        "The log of the server says why."
    )


def _asked(request: HttpRequest) -> tuple[Passage | None, str]:
    """The words typed, else the passage of ``from`` and its words."""
    if typed := _typed(request):
        return None, typed
    found = _FROM.fullmatch(request.GET.get("from", "")[:200])
    if found:
        try:
            start = date.fromisoformat(found[2])
        except ValueError:
            return None, ""
        passage = (
            Passage.objects.select_related("inspection__authority")
            .filter(inspection__authority__slug=found[1], inspection__start=start)
            .filter(address=found[3])
            .first()
        )
        if passage:
            return passage, " ".join(passage.text.split())[:_LONGEST]
    return None, ""


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:_LONGEST].replace("\x00", " ").split())


def _came_from(request: HttpRequest) -> str:
    return request.GET.get("from", "")[:200]


def _found(
    form: CouncilFilters, text: str, passage: Passage | None, every: tuple[ReadReport, ...]
) -> dict[str, Any]:
    """The examples for a text, and who turned; one's own council is left out."""
    own = passage.inspection.authority.slug if passage else ""
    asked = form.asked
    reports = {report.pk: report for report in every if asked.takes(report) and report.slug != own}
    about = similar_practice.about(text)
    ranked = similar_practice.rank(text, about, similar_practice.candidates(about), reports)
    rows = similar_practice.sentences_of(example.candidate.pk for example in ranked)
    results = [
        {
            "said": rows[example.candidate.pk], "report": reports[example.candidate.inspection],
            "grade": _grade(reports[example.candidate.inspection], example.candidate.area),
            "worth": round(example.worth, 3),
        }
        for example in ranked
        if example.candidate.pk in rows
    ]  # fmt: skip
    turns = [turn for turn in turned(every, about.main) if turn.after.pk in reports]
    return {
        "about": [(code, NAMES[code], sure) for code, sure in about.topics], "results": results,
        "turns": turns[:_TURNS], "turned": len(turns), "main": about.main,
        "sure": bool(about.topics) and about.topics[0][1] >= similar_practice.SURE_TOPIC,
        "answer": _answer(results, NAMES.get(about.main, "")),
    }  # fmt: skip


def _answer(results: list[dict[str, Any]], name: str) -> str:
    n = len({example["report"].slug for example in results})
    if not n:
        return f"{name}: no council here is praised for it"
    return f"{name}: {n} council{'' if n == 1 else 's'} to learn from"


def _grade(report: ReadReport, area: str) -> tuple[str, str]:
    """The grade of the section a sentence stands in, else the overall one, and what is graded."""
    if grade := report.area_grades.get(area, ""):
        return grade, area_name(area)
    return report.outcome, area_name("overall")


def _row(example: dict[str, Any], site: str) -> downloads.Row:
    said, report = example["said"], example["report"]
    values = (
        report.name, report.code, *join_keys(report.code).values(), report.start,
        said.area or None, _NONE_GIVEN.get(example["grade"][0], example["grade"][0]) or None,
        said.page, said.text, said.sure, said.topic, example["worth"],
        site + reverse("passage", args=[*report.address, said.address]),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _note(said: ReportSentence, site: str) -> dict[str, str]:
    one = said.inspection
    address = reverse("passage", args=[one.authority.slug, one.start.isoformat(), said.address])
    page = f", page {said.page}" if said.page else ""
    judged = dict(one.judgements.values_list("area", "grade"))
    area = said.area if said.area in judged else "overall"
    grade = f", {area_name(area).lower()} {judged[area]}" if area in judged else ""
    return {
        "text": said.text,
        "source": f"{one.authority}, inspected {say_date(one.start)}{grade}{page}: {site}{address}",
    }
