"""Columns that every table of the record has: which authority, and where the record ends."""

from __future__ import annotations

from typing import Any

from cusp.history.record_end import RecordEnd
from cusp.reports.authorities import join_keys
from cusp.web.record.models import Authority

Row = dict[str, Any]
# How every table names an authority: with the keys to join others by.
AUTHORITY_COLUMNS = ("authority", "authority_code", "ofsted_urn", "la_code")


def named(authority: Authority) -> Row:
    """An authority in the columns of :data:`AUTHORITY_COLUMNS`."""
    return {
        "authority": authority.name,
        "authority_code": authority.code,
        **join_keys(authority.code),
    }


def ends(end: RecordEnd | None) -> Row:
    """Where the record ends, as a date and as pages say it."""
    return {
        "record_ends": end.newest if end else None,
        "record_ends_note": end.sentence() if end else None,
    }
