"""Pages about your own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts import people, second_factor
from cusp.web.accounts.forms import FirstPasswordForm, allows
from cusp.web.accounts.permissions import Permission, needs


@needs(Permission.OWN_ACCOUNT)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Your roles and how you sign in."""
    user = request.user
    assert user.is_authenticated
    context = {
        "roles": [(role.label, allows(role)) for role in sorted(user.roles, key=lambda r: r.value)],
        "has_second_factor": second_factor.has(user),
        "must_have_second_factor": second_factor.must_have(user),
        "has_password": user.has_usable_password(),
        "trail": [("Your account", "")],
    }
    return render(request, "accounts/account.html", context)


@needs(Permission.OWN_ACCOUNT)
@require_safe
def to_account(_request: HttpRequest) -> HttpResponse:
    """Where allauth sends people after they change their account."""
    return redirect("account")


@needs(Permission.SEE_PUBLIC_RECORD)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Create a password with a link from an administrator."""
    person = people.of_link(number, token)
    if person is None:
        return render(request, "accounts/link_over.html", status=404)
    form = FirstPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.set_password(person=person, password=form.cleaned_data["new_password1"])
        messages.success(request, "Your password has been saved. You can now sign in.")
        return redirect("account_login")
    context = {"form": form, "person": person}
    return render(
        request, "accounts/first_password.html", context, status=400 if form.errors else 200
    )
