"""What every stored report has: its PDF, by hash, and the reading."""

from __future__ import annotations

import re
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import models

from cusp.reports import Report, from_json, to_json


class StoredReport(models.Model):
    """A report's PDF, stored by hash, and its reading."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    reader = models.CharField(max_length=40)
    packed = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:  # noqa: D106
        abstract = True

    def __str__(self) -> str:
        return self.name

    @cached_property
    def report(self) -> Report:
        """The record as the reader made it, except for the folder that the file was in."""
        return _unpacked(bytes(self.packed))

    @property
    def stored_columns(self) -> dict[str, Any]:
        """Its columns, for moving it to another table, leaving out ``added_at``."""
        columns = ("sha256", "name", "size", "pages", "reader", "packed", "added_by")
        return {column: getattr(self, column) for column in columns}

    @property
    def path(self) -> Path:
        """The path of the PDF."""
        return Path(settings.PDFS) / self.sha256[:2] / f"{self.sha256}.pdf"

    def pack(self, report: Report) -> None:
        """Pack a record for storing."""
        report = without_folder(report)
        self.packed = zlib.compress(to_json(report), 6)
        self.__dict__["report"] = report


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Report:
    """A record from what is stored; people often open several pages of one report in turn."""
    return without_folder(from_json(zlib.decompress(packed)))


def without_folder(report: Report) -> Report:
    """The record without the folder that its file was in, which should stay on the server."""
    name = re.split(r"[/\\]", report.source.file)[-1]
    return msgspec.structs.replace(report, source=msgspec.structs.replace(report.source, file=name))
