"""Rows that are only ever added: recorded on a day by a person, and never changed or deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class NeverChanged(TypeError):
    """Someone tried to change or delete a row of a table that is only added to."""


class Entry(models.Model):
    """A row that is never changed: recorded on a day by a person."""

    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Stored as well as the link, so that a row still says who when the account is deleted.
    by_then = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ("id",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises :class:`NeverChanged` if it is already stored."""
        if not self._state.adding:
            raise NeverChanged(f"{type(self).__name__} {self.pk} cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises :class:`NeverChanged`."""
        raise NeverChanged(f"{type(self).__name__} {self.pk} cannot be deleted")
