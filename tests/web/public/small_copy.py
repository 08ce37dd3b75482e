"""A copy with the pages of two councils and one topic: those of the whole country take a minute."""

import re

import pytest
from django.conf import LazySettings

from cusp.web.public.copy import addresses, fingerprints


def leave_out_most(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links to other councils and topics become text, and static files are served as built."""
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    left_out = addresses._NEED_A_SERVER.pattern + r"|^/authorities/(?!wexcombe\b|kent\b)."
    left_out += r"|^/topics/(?!adoption\b)."
    monkeypatch.setattr(addresses, "_NEED_A_SERVER", re.compile(left_out))
    monkeypatch.setattr(fingerprints, "_of_files", lambda: "the program")
