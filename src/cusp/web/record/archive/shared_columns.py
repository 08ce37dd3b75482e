"""Columns shared by all tables: the authority, and the end of the record."""

from __future__ import annotations

from typing import Any

from cusp.history.record_end import RecordEnd
from cusp.reports.authorities import join_keys
from cusp.web.record.models import Authority

Row = dict[str, Any]
# Every table has these, so that it can be joined with other data.
AUTHORITY_COLUMNS = ("authority", "authority_code", "ofsted_urn", "la_code")


def named(authority: Authority) -> Row:
    """The values of :data:`AUTHORITY_COLUMNS` for an authority."""
    return {
        "authority": authority.name,
        "authority_code": authority.code,
        **join_keys(authority.code),
    }


def ends(end: RecordEnd | None) -> Row:
    """The end of the record, as a date and a sentence."""
    return {
        "record_ends": end.newest if end else None,
        "record_ends_note": end.sentence() if end else None,
    }
