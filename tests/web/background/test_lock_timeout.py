"""How long the worker and pages wait for a locked database."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.signals import connection_created

from cusp.web.background import lock_timeout
from cusp.web.background.worker import reason_of
from cusp.web.record.models import RecordRevision

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def impatient() -> Iterator[Any]:
    """Another connection to the same database, which waits only for a moment."""
    lock_timeout.wait_for_locks(0.3)
    other = connections["default"].copy()
    yield other
    other.close()
    connection_created.disconnect(dispatch_uid="how long to wait for locks")


def test_a_locked_database_is_given_up_in_time_and_the_reason_told(impatient: Any) -> None:
    RecordRevision.objects.get_or_create(pk=1, defaults={"number": 1})
    with impatient.cursor() as cursor:
        connection.set_autocommit(False)
        try:
            RecordRevision.objects.update(number=2)
            began = time.monotonic()
            with pytest.raises(OperationalError) as refused:
                cursor.execute("UPDATE record_recordrevision SET number = 3")
        finally:
            connection.rollback()
            connection.set_autocommit(True)

    assert time.monotonic() - began < 3
    assert "locked by another program" in reason_of(refused.value)
