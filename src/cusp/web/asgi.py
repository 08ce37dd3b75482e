"""What the web server runs in each of its processes."""

from __future__ import annotations

from cusp.web.serving.bridge import Bridge


def build() -> Bridge:
    """Django behind the bridge, with as many threads as are set."""
    from cusp.web.wsgi import application  # sets Django up, which the following needs

    # isort: split
    from django.conf import settings

    from cusp.web.background.lifeline import end_with_parent
    from cusp.web.background.patience import OF_A_PAGE, wait_for_locks
    from cusp.web.serving.screening import refusal

    end_with_parent()
    wait_for_locks(OF_A_PAGE)
    return Bridge(application, refusal, threads=settings.THREADS)
