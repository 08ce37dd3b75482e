"""Django's settings, from the environment (``docs/running.md`` lists what can be set)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from cusp.web.environment import data_folder, database, flag, mail, secret_key, whole, words

HERE = Path(__file__).resolve().parent

# Storage

DATA = data_folder()
PDFS = DATA / "reports"
PAGES = DATA / "page-images"
DEBUG = flag("CUSP_DEBUG")
SECRET_KEY = secret_key(DATA)
DATABASES: dict[str, Any] = {
    "default": database(or_file=DATA / "cusp.sqlite3"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Reading continues during a write; a second writer waits instead of failing at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The council of this installation (name, slug or empty) and limits for uploads

HOME_AUTHORITY = os.environ.get("CUSP_AUTHORITY", "")
# Whether this is the demo, which has a start page of its own
DEMO = flag("CUSP_DEMO")
LARGEST_UPLOAD = whole("CUSP_LARGEST_UPLOAD_MB", default=50) * 1_000_000
MOST_UPLOADS = whole("CUSP_MOST_UPLOADS", default=400)
# The total for a request; one that declares a larger size is refused unread.
LARGEST_REQUEST = 10 * LARGEST_UPLOAD
WORKERS = whole("CUSP_READERS", default=max(1, min(4, (os.cpu_count() or 2) - 1)))
OPENED_AT_ONCE = whole("CUSP_OPENED_AT_ONCE", default=2)
DATA_UPLOAD_MAX_NUMBER_FILES = MOST_UPLOADS
# The changes in a workbook of a large plan are accepted in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Child-level returns: how many months a snapshot is kept, and a key for pseudonyms (empty: none)

SNAPSHOTS = DATA / "snapshots"
SNAPSHOT_MONTHS = whole("CUSP_SNAPSHOT_MONTHS", default=24)
# The council's own standard: weeks between two supervisions of a worker.
SUPERVISION_WEEKS = whole("CUSP_SUPERVISION_WEEKS", default=4)
PSEUDONYM_KEY = os.environ.get("CUSP_PSEUDONYM_KEY", "").strip()
# The levels that a challenge can go up, the lowest first (empty: the usual ones)
CHALLENGE_LEVELS = words("CUSP_CHALLENGE_LEVELS")

# Who runs the site, for the accessibility statement and the privacy notice

CONTACT_NAME = os.environ.get("CUSP_CONTACT_NAME", "").strip()
CONTACT_EMAIL = os.environ.get("CUSP_CONTACT_EMAIL", "").strip()
CONTACT_PHONE = os.environ.get("CUSP_CONTACT_PHONE", "").strip()
PRIVACY_EMAIL = os.environ.get("CUSP_PRIVACY_EMAIL", "").strip()

# Threads that answer requests, in each process
THREADS = whole("CUSP_THREADS", default=4)

# Whether pages are cached for visitors (off only for measurements)
PAGE_CACHE = not flag("CUSP_NO_PAGE_CACHE")

# Access

ALLOWED_HOSTS = words("CUSP_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
HTTPS = flag("CUSP_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in words("CUSP_HOSTS")] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("CUSP_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = whole("CUSP_SESSION_HOURS", default=12) * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Apps and middleware

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_cotton.apps.SimpleAppConfig",  # the loaders are set below
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "cusp.web.accounts",
    "cusp.web.record",
    "cusp.web.response",
    "cusp.web.boards",
    "cusp.web.practice",
    "cusp.web.public",
    "cusp.web.demo",
    "cusp.web.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cusp.web.accounts.guard.Guard",
    "axes.middleware.AxesMiddleware",
    "cusp.web.record.archive.revision.RevisionOfRequest",
]
ROOT_URLCONF = "cusp.web.urls"
WSGI_APPLICATION = "cusp.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "common" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cusp.web.navigation.navigation",
            ],
            "builtins": [
                "cusp.web.common.templatetags.words",
                "django_cotton.templatetags.cotton",
            ],
            "libraries": {"govuk_forms": "cusp.web.common.templatetags.govuk_forms"},
        },
    }
]
FORM_RENDERER = "cusp.web.common.form_renderer.GovukRenderer"

# Browser files, built by cusp.web.assets

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
# Large uploads go straight to their final disk, so that a full disk is found early.
FILE_UPLOAD_TEMP_DIR = None

# Signing in: the council's directory (OpenID Connect) if set, or a password and second factor

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cusp.web.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "cusp.web.accounts.adapter.DirectoryAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# axes locks accounts; this only slows down a flood (a whole council may share one address).
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("CUSP_BEHIND_PROXY") else 0
ACCOUNT_FORMS = {
    "login": "cusp.web.accounts.forms.SignInForm",
    "reauthenticate": "cusp.web.accounts.forms.PasswordAgainForm",
    "change_password": "cusp.web.accounts.forms.NewPasswordForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # how long a sign-in link is valid
CSRF_FAILURE_VIEW = "cusp.web.accounts.error_views.no_token"
SOCIALACCOUNT_ONLY = False
# A link, not a form: the Content-Security-Policy would have to name every site that a council's
# directory forwards a form to. The link can only start signing in as oneself.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cusp"
MFA_TOTP_TOLERANCE = 1  # allows for slow typing, or a phone 30 seconds out
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ADAPTER = "cusp.web.accounts.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "cusp.web.accounts.second_factor.CodeForm",
    "reauthenticate": "cusp.web.accounts.second_factor.CodeAgainForm",
    "activate_totp": "cusp.web.accounts.forms.FirstCodeForm",
}
# Roles that must have a second factor; "none" for nobody.
SECOND_FACTOR_FOR: list[str] = words("CUSP_MFA_FOR") or ["administrator"]
AXES_FAILURE_LIMIT = whole("CUSP_LOCK_OUT_AFTER", default=5)
AXES_COOLOFF_TIME = whole("CUSP_LOCK_OUT_MINUTES", default=30) / 60
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "cusp.web.accounts.lockout.address_tried"
AXES_DISABLE_ACCESS_LOG = True  # our own log records sign-ins
# axes stores what was posted, so it must not store secrets.
AXES_SENSITIVE_PARAMETERS = [
    "login",
    "username",
    "ip_address",
    "code",
    "oldpassword",
    "password1",
    "password2",
    "csrfmiddlewaretoken",
]
AXES_RESET_ON_SUCCESS = True
# A lock ends on time even if guessing continues: otherwise anyone could lock a colleague out for
# ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("CUSP_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": os.environ.get("CUSP_OIDC_NAME", "your council account"),
                "client_id": os.environ.get("CUSP_OIDC_CLIENT", ""),
                "secret": os.environ.get("CUSP_OIDC_SECRET", ""),
                "settings": {
                    "server_url": os.environ["CUSP_OIDC_SERVER"],
                    # If a directory does not say whether it verified an address, it is
                    # trusted for these domains only.
                    "verified_email": words("CUSP_OIDC_DOMAINS"),
                },
            }
        ],
    }

# Email (for the digest): an SMTP server, or printed if there is none

vars().update(mail())
EMAIL_FROM = os.environ.get("CUSP_EMAIL_FROM", "").strip()

# Used codes and counted attempts, shared between all workers

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Silenced in `check --deploy`: Cusp should not demand HSTS for all of a council's subdomains, and
# locking an account by address alone is stricter than by address and origin.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "axes.W006"]

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CUSP_LOG", "WARNING")},
}
