"""Addresses for accounts: our own views, and the allauth views that Cusp uses.

allauth has many more, such as signing up or resetting a password by email. Only those listed here
are available in Cusp.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.http import HttpResponseBase
from django.urls import path

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.accounts.views import directory, log, own, people

_View = Callable[..., HttpResponseBase]


def _everyone(view: _View) -> _View:
    """An allauth view for people who have not signed in yet."""
    return _marked(view, Permission.SEE_PUBLIC_RECORD)


def _owner(view: _View) -> _View:
    """An allauth view that shows or changes the person's own account."""
    return _marked(view, Permission.OWN_ACCOUNT)


def _marked(view: _View, permission: Permission) -> _View:
    @needs(permission)
    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    return marked


urlpatterns = [
    path("account/", own.account, name="account"),
    path("account/first/<str:number>/<str:token>/", own.first_password, name="first-password"),
    path("account/login/", _everyone(account.login), name="account_login"),
    path("account/logout/", _everyone(account.logout), name="account_logout"),
    path("account/closed/", _everyone(account.account_inactive), name="account_inactive"),
    path("account/confirm/", _owner(account.reauthenticate), name="account_reauthenticate"),
    path("account/password/", _owner(account.password_change), name="account_change_password"),
    # allauth sends people without a password here: they sign in with the directory.
    path("account/no-password/", own.to_account, name="account_set_password"),
    path("account/second-factor/", own.to_account, name="mfa_index"),
    path("account/second-factor/code/", _everyone(mfa.authenticate), name="mfa_authenticate"),
    path("account/second-factor/confirm/", _owner(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-factor/set/", _owner(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/remove/", _owner(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery/", _owner(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery/new/",
        _owner(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/directory/cancelled/",
        _everyone(social.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "account/directory/error/",
        _everyone(social.login_error),
        name="socialaccount_login_error",
    ),
    path(
        "account/directory/<slug:provider_id>/",
        directory.login,
        name="openid_connect_login",
    ),
    path(
        "account/directory/<slug:provider_id>/callback/",
        directory.callback,
        name="openid_connect_callback",
    ),
    path("people/", people.index, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.link, name="person-link"),
    path("people/<int:pk>/close/", people.close, name="person-close"),
    path("people/<int:pk>/reopen/", people.reopen, name="person-reopen"),
    path("people/<int:pk>/unlock/", people.unlock, name="person-unlock"),
    path("people/<int:pk>/forget-factor/", people.forget_factor, name="person-forget-factor"),
    path("log/", log.log, name="log"),
    path("log.csv", log.log_csv, name="log-csv"),
]
