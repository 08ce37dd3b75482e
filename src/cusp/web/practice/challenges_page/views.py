"""Did challenge change anything? And one challenge with its steps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.oversight import challenges as library
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.paging import page_number
from cusp.web.practice import challenge_log, challenges, looks, reach
from cusp.web.practice.challenges_page import filters, shown
from cusp.web.practice.challenges_page.forms import ExportForm
from cusp.web.practice.challenges_page.lookup import challenge_at
from cusp.web.practice.models import Challenge
from cusp.web.practice.pages import Asking, frame, private

_TEMPLATES = "practice/challenges_page"
HERE = "practice-challenges"
_ON_A_PAGE = 50


class _Log:
    """The challenges within reach, and what was chosen in the address."""

    def __init__(self, request: HttpRequest) -> None:
        self.asking = Asking(request)
        today, user = self.asking.today, self.asking.user
        self.reached = reach.challenges_for(self.asking.reached, user, on=today)
        teams = self.reached.exclude(team="").order_by("team")
        self.form = filters.FilterForm(
            request.GET or None, teams=teams.values_list("team", flat=True).distinct()
        )
        self.chosen = self.form.chosen()
        self.period = filters.period_of(self.chosen.get("period", ""), today)
        self.rows = filters.matching(self.reached, self.chosen)

    def put_to_me(self) -> QuerySet[Challenge]:
        """Those that wait for this person's answer, whatever is chosen."""
        return reach.challenges_put_to(self.asking.user)


@needs(Permission.SEE_CHILDREN)
@require_safe
def every_challenge(request: HttpRequest) -> HttpResponseBase:
    """The log: what is open, and what challenge has changed."""
    log = _Log(request)
    asking, today = log.asking, log.asking.today
    mine = shown.rows(log.put_to_me().select_related("child"), on=today)
    found, before = _figures(log)
    listed = filters.listed(log.rows, log.chosen, log.period).select_related("child")
    is_closed = log.chosen.get("state") == "closed"
    # Open ones are sorted by the days they have taken, which the database does not know.
    rows = [] if is_closed else shown.rows(listed, on=today)
    newest = listed.order_by("-closed_on", "-number")
    page = Paginator(newest if is_closed else rows, _ON_A_PAGE).get_page(page_number(request))
    if is_closed:
        page.object_list = [shown.row_of(row, on=today) for row in page.object_list]
    on_page = {one.row.child_id for one in [*mine, *page]}
    looks.looked_at_list(asking.user, "challenges", children=len(on_page), **log.chosen)
    bands, ages = shown.age_table(rows, on=today)
    context = {
        **frame(asking, HERE, ("Challenges", "")),
        "answer": shown.answer(found, log.period.words),
        "left_out": shown.left_out(found, log.period.words),
        "mine": mine,
        "page": page,
        "listed": page.paginator.count,
        "closed_listed": is_closed,
        "bands": bands,
        "ages": ages,
        "found": found,
        "compared": shown.compared(found, before),
        "period": log.period,
        "themes": shown.named_themes(found),
        "effects": shown.named_effects(found),
        "form": log.form,
        "chosen": log.chosen,
        "any": log.chosen or page.paginator.count or found.raised or mine,
        "export": f"{reverse('practice-challenges-export')}?{request.GET.urlencode()}",
        "rule": challenge_log.rules().process(today),
        "today": today,
    }
    return private(request, f"{_TEMPLATES}/challenges.html", context)


def _figures(log: _Log) -> tuple[library.Figures, library.Figures | None]:
    """The figures of the period, and of the one before without the days at each level."""
    start, today = log.period.start, log.asking.today
    first, last = log.period.before or (start, None)
    rows = log.rows.filter(raised_on__lte=log.period.end).defer("concern").order_by("number")
    every = list(rows.filter(raised_on__gte=first) if first else rows)
    current = [row for row in every if start is None or row.raised_on >= start]
    steps_of = filters.within(log.rows, log.period)
    found = library.figures(challenge_log.with_spans(current, steps_of), on=today)
    if last is None:
        return found, None
    earlier = (row for row in every if row.raised_on <= last)
    before = [library.Logged(row.theme, challenge_log.stored_standing(row)) for row in earlier]
    return found, library.figures(before, on=today)


@needs(Permission.SEE_CHILDREN)
@require_safe
def one_challenge(request: HttpRequest, number: int) -> HttpResponseBase:
    """How one challenge stands, and what can be done next."""
    asking = Asking(request)
    row = challenge_at(asking, number)
    looks.looked_at_child(asking.user, row.child, what="viewed a challenge")
    now = challenge_log.stored_standing(row)
    context = {
        **frame(asking, HERE, ("Challenges", reverse(HERE)), (str(row), "")),
        "answer": shown.sentence(row, on=asking.today),
        "challenge": row,
        "one": shown.row_of(row, on=asking.today),
        "due": shown.due_words(challenge_log.standing_of(row)),
        "steps": row.steps.all(),
        "rights": challenges.rights_on(row, asking.user, asking.reached, on=asking.today),
        "can_rise": now.level < len(challenge_log.rules().levels) or now.stage == "informal",
        "effect_open": now.closed_on is None or now.effect in ("", "too early"),
        "child_in_reach": reach.cases_for(asking.reached, on=asking.today)
        .filter(child=row.child_id)
        .exists(),
        "rule": challenge_log.rules().process(row.formal_from or asking.today),
        "today": asking.today,
    }
    return private(request, f"{_TEMPLATES}/challenge.html", context)


@needs(Permission.SEE_CHILDREN)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """The log as a file, with a reason that is logged."""
    log = _Log(request)
    form = ExportForm(request.POST or None, today=log.asking.today)
    rows = _exported(log)
    if form.is_bound and form.is_valid():
        looks.exported(
            log.asking.user, "challenges", children=len({row.child_id for row in rows}),
            why=form.cleaned_data["why"], **log.chosen,
        )  # fmt: skip
        name = f"challenges-{log.asking.today}"
        lines = [_line(row, log) for row in rows]
        file = downloads.response(lines, form="xlsx", name=name, columns=_COLUMNS)
        return looks.never_kept(file)
    context = {
        **frame(log.asking, HERE, ("Challenges", reverse(HERE)), ("Export", "")),
        "title": "Export the log of challenges",
        "caption": "Challenges",
        "intro": f"The file has {len(rows):,} of the challenges that you can see, with the words "
        "of each concern. Store it as securely as a child’s file, and delete it after use.",
        "form": form,
        "back": f"{reverse(HERE)}?{request.GET.urlencode()}",
        "button": "Export",
    }
    status = 400 if form.is_bound else 200
    return private(request, "common/form.html", context, status=status)


_COLUMNS = (
    "challenge", "child", "team", "theme", "concern", "raised on", "raised by", "stage", "level",
    "put to", "formal from", "due", "working days", "answered on", "referred to Cafcass on",
    "effect", "closed on",
)  # fmt: skip


def _exported(log: _Log) -> list[Challenge]:
    """What is listed; without a state, what was raised in the period too."""
    listed = filters.listed(log.rows, log.chosen, log.period)
    if not log.chosen.get("state"):
        within = filters.within(log.rows, log.period)
        listed = log.rows.filter(Q(pk__in=listed.values("pk")) | Q(pk__in=within.values("pk")))
    return list(listed.select_related("child").order_by("number"))


def _line(row: Challenge, log: _Log) -> dict[str, Any]:
    one = shown.row_of(row, on=log.asking.today)
    values = (
        row.number, row.child.child_id, row.team, row.get_theme_display(), row.concern,
        row.raised_on, row.raised_by_then, row.get_stage_display(), row.level_name, row.manager,
        row.formal_from, row.due, one.days, row.answered_on, row.cafcass_on,
        row.get_effect_display() if row.effect else "", row.closed_on,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))
