"""What the web server runs in each process."""

from __future__ import annotations

from cusp.web.serving.bridge import Bridge


def build() -> Bridge:
    """Django behind the bridge, with the number of threads in the settings."""
    from cusp.web.wsgi import application  # sets Django up, which the imports below need

    # isort: split
    from django.conf import settings

    from cusp.web.background.lifeline import end_with_parent
    from cusp.web.background.lock_timeout import OF_A_PAGE, wait_for_locks
    from cusp.web.serving.screening import refusal

    end_with_parent()
    wait_for_locks(OF_A_PAGE)
    return Bridge(application, refusal, threads=settings.THREADS)
