"""Pages about people: who has an account and what they can do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.web.accounts import lockout, people, second_factor
from cusp.web.accounts.forms import PersonForm, RolesForm
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.accounts.roles import Role

_TRAIL = [("People", "/people/")]


@needs(Permission.MANAGE_PEOPLE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everyone with an account."""
    everybody = list(User.objects.prefetch_related("grants").order_by("-is_active", "email"))
    locked = lockout.locked_addresses()
    with_factor = second_factor.people_with_one()
    rows = [
        {
            "person": person,
            "roles": sorted(Role(grant.role).label for grant in person.grants.all()),
            "locked": lockout.counted_as(person.email) in locked,
            "second_factor": person.pk in with_factor,
            "lacks": person.pk not in with_factor and second_factor.must_have(person),
        }
        for person in everybody
    ]
    context = {
        "rows": rows,
        "open": sum(person.is_active for person in everybody),
        "locked": sum(bool(row["locked"]) for row in rows),
        "trail": [("People", "")],
    }
    return render(request, "accounts/people.html", context)


@needs(Permission.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a person an account; the link to create a password is shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.add(**form.cleaned_data, by=_me(request))
        except people.CannotChange as error:
            form.add_error("email", str(error))
        else:
            return _show_link(request, person)
    context = {"form": form, "trail": [*_TRAIL, ("Add a person", "")]}
    return render(request, "accounts/person_new.html", context, status=400 if form.errors else 200)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: their roles and the state of their account."""
    found = get_object_or_404(User, pk=pk)
    has_roles = [Role(grant.role) for grant in found.grants.all()]
    form = RolesForm(request.POST or None, initial={"roles": [role.value for role in has_roles]})
    if request.method == "POST" and form.is_valid():
        try:
            people.change_roles(person=found, roles=form.cleaned_data["roles"], by=_me(request))
        except people.CannotChange as error:
            form.add_error("roles", str(error))
        else:
            messages.success(request, f"Roles saved for {found}.")
            return redirect("person", pk=pk)
    context = {
        "person": found,
        "form": form,
        "locked": lockout.counted_as(found.email) in lockout.locked_addresses(),
        "second_factor": second_factor.has(found),
        "leads": people.leads(found),
        "trail": [*_TRAIL, (str(found), "")],
    }
    return render(request, "accounts/person.html", context, status=400 if form.errors else 200)


@needs(Permission.MANAGE_PEOPLE)
@never_cache
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Create a link that lets a person set a new password."""
    found = get_object_or_404(User, pk=pk)
    try:
        return _show_link(request, found)
    except people.CannotChange as error:
        messages.warning(request, str(error))
        return redirect("person", pk=pk)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    answer = _change(request, pk, people.close, "Account closed: {}.")
    person = User.objects.get(pk=pk)
    leads = people.leads(person)
    if leads and not person.is_active:
        messages.warning(request, leads)
    return answer


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a closed account."""
    return _change(request, pk, people.reopen, "Account reopened: {}.")


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlock a locked account."""
    return _change(request, pk, people.unlock, "Account unlocked: {}.")


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def forget_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn off two-factor authentication for someone who has lost their phone."""
    return _change(
        request, pk, people.forget_second_factor, "Two-factor authentication is off for {}."
    )


def _change(request: HttpRequest, pk: int, change: Callable[..., None], said: str) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    try:
        change(person=found, by=_me(request))
    except people.CannotChange as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said.format(found))
    return redirect("person", pk=pk)


def _show_link(request: HttpRequest, person: User) -> HttpResponse:
    # Shown once and not stored: it cannot be recovered from the database.
    number, token = people.new_link(person=person, by=_me(request))
    address = request.build_absolute_uri(reverse("first-password", args=[number, token]))
    context = {
        "person": person,
        "address": address,
        "trail": [
            *_TRAIL,
            (str(person), reverse("person", args=[person.pk])),
            ("Sign-in link", ""),
        ],
    }
    return render(request, "accounts/person_link.html", context)


def _me(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # the guard requires signing in
    return request.user
