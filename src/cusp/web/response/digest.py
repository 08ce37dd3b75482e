"""The digest: an email a day at most to people who lead actions, and to officers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from cusp.plans import record
from cusp.web.accounts import audit
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.common.wording import say_date
from cusp.web.response import decision_groups, plans, standing
from cusp.web.response.models import Action
from cusp.web.response.own_actions import SOON, OwnAction, OwnActions, sorted_out
from cusp.web.response.plan_record import plan_record
from cusp.wording import counted

_log = logging.getLogger(__name__)
# Of a longer list, this many are written out; the page has the rest.
MOST = 10
_LONGEST = 120
# Logged before an email is sent, so that a run that is cut off never sends it a second time.
SENT, NOT_SENT = "digest sent", "digest not sent"


class Digest(msgspec.Struct, frozen=True):
    """An email to a person."""

    person: User
    subject: str
    text: str


class Digests(msgspec.Struct, frozen=True):
    """What is to be sent, and who leads actions but cannot see the plan."""

    digests: list[Digest]
    cannot_see: list[str]


def all_digests(*, on: date, site: str) -> Digests:
    """An email for each person who has something to update or to decide."""
    plan = plans.current_plan()
    if plan is None:
        return Digests([], [])
    whole = plan_record(plan, on)
    groups = decision_groups.groups(whole, decision_groups.not_in_plan(plan))
    led = _led(plan.pk)
    made: list[Digest] = []
    cannot_see: list[str] = []
    for person in User.objects.filter(is_active=True).prefetch_related("grants"):
        own = sorted_out(whole, led.get(person.pk, frozenset()))
        if not allowed(person, Permission.SEE_PLAN):
            cannot_see += [str(person)] if own.open else []
            continue
        decide = groups if allowed(person, Permission.WRITE_PLAN) else []
        if own.urgent or decide:
            made.append(_digest(person, whole, own, decide, on=on, site=site))
    return Digests(made, cannot_see)


def send(digest: Digest, *, on: date) -> Literal["sent", "sent already", "failed"]:
    """Send an email unless the person has had one on that day. A failure is logged, not raised."""
    person = {"person": digest.person.pk, "on": on.isoformat()}
    events = Event.objects.filter(detail__person=person["person"], detail__on=person["on"])
    if events.filter(action=SENT).count() > events.filter(action=NOT_SENT).count():
        return "sent already"
    audit.record_change(SENT, by=None, about=digest.person.email, **person)
    try:
        EmailMessage(digest.subject, digest.text, settings.EMAIL_FROM, [digest.person.email]).send()
    except Exception as error:  # noqa: BLE001  # one person's email must not stop the others
        _log.exception("the digest to %s was not sent", digest.person.email)
        audit.record_change(
            NOT_SENT, by=None, about=digest.person.email, why=str(error)[:200], **person
        )
        return "failed"
    return "sent"


def site_address() -> str:
    """The address of the site, for links; empty if the settings do not say."""
    name = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
    if not name or name.startswith(("*", ".")) or name == "localhost":
        return ""
    return f"http{'s' if settings.HTTPS else ''}://{name}"


def _led(plan: int) -> dict[int, frozenset[str]]:
    rows = Action.objects.filter(priority__plan=plan, lead_person__isnull=False)
    led: dict[int, frozenset[str]] = {}
    for row in rows.only("number", "lead_person"):
        assert row.lead_person_id is not None  # filtered above
        led[row.lead_person_id] = led.get(row.lead_person_id, frozenset()) | {row.public_id}
    return led


def _digest(
    person: User,
    plan: record.Plan,
    own: OwnActions,
    groups: list[decision_groups.Group],
    *,
    on: date,
    site: str,
) -> Digest:
    decide = len({item.id for group in groups for item in group.items})
    need = f"{counted(decide, 'thing')} {'needs' if decide == 1 else 'need'} a decision"
    parts = [f"Dear {_line(str(person))}"]
    if own.urgent:
        parts += [f"{own.sentence}.", *_own(own, plan), _see("Update them", site, "plan-mine")]
    if groups:
        counts = "\n".join(f"{group.title}: {len(group.items):,}" for group in groups)
        answer = f"{standing.sentence(plan)}. {need}:"
        parts += [answer, counts, _see("See what they are", site, "plan-decisions")]
    parts.append(f"Cusp sent this email on {say_date(on)}. Please do not reply.")
    return Digest(
        person,
        f"Improvement plan: {own.counts if own.urgent else need}",
        "\n\n".join(parts) + "\n",
    )


def _own(own: OwnActions, plan: record.Plan) -> list[str]:
    lists = (
        ("Late", own.late),
        (f"Due in the next {SOON} days", own.soon),
        (f"No update for more than {plan.reporting_cycle} days", own.stale),
    )
    return [_list(title, rows, plan) for title, rows in lists if rows]


def _list(title: str, rows: Iterable[OwnAction], plan: record.Plan) -> str:
    every = list(rows)
    lines = [
        f"- {action.id}. {_line(action.text)}\n  {standing.status(action, plan.as_at)}"
        for action, _ in every[:MOST]
    ]
    more = [f"- and {len(every) - MOST} more"] if len(every) > MOST else []
    return "\n".join([f"{title}:", *lines, *more])


def _line(text: str) -> str:
    """Text on one line, cut short if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _see(what: str, site: str, page: str) -> str:
    return f"{what}: {site}{reverse(page)}" if site else f"{what} in Cusp, under Plan."
