"""Test settings: a separate data folder, and passwords that are quick to hash."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="cusp-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["CUSP_DATA"] = _folder
# Playwright keeps an event loop in the test process. Django would refuse to use the database
# alongside it, although none of our tests are asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for _name in [name for name in os.environ if name.startswith("CUSP_OIDC")]:
    del os.environ[_name]

os.environ.pop("CUSP_AUTHORITY", None)

from cusp.web.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
