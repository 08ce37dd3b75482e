"""How long a process waits for a database that another program has locked.

How long the worker waits after a failure is in ``worker``.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OF_THE_WORKER = 5.0
"""Short, so that the reason is soon shown; the worker tries again."""
OF_A_PAGE = 30.0
_UID = "how long to wait for locks"


def wait_for_locks(seconds: float) -> None:
    """Have every connection opened from now on wait so long, and then fail."""

    def limit(connection: BaseDatabaseWrapper, **_: Any) -> None:
        milliseconds = int(1000 * seconds)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
            else:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])

    connection_created.connect(limit, weak=False, dispatch_uid=_UID)
