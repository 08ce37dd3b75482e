"""Fields of forms: what is filled in stays readable, but can no longer be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_READ_ONLY = 1
_MOST_FIELDS = 50_000


def settle_form(pdf: pikepdf.Pdf) -> str:
    """Make a document's form read-only. Returns "form", "xfa" or, if it has none, nothing."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return ""
    kind = "form"
    if "/XFA" in form:
        kind = "xfa"
        del form["/XFA"]
    if form.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    fields = form.get("/Fields")
    if not isinstance(fields, Array) or not len(fields):
        del pdf.Root["/AcroForm"]
        return kind if kind == "xfa" else ""
    for field in fields_of(fields):
        field.Ff = int(field.get("/Ff", 0)) | _READ_ONLY
        if field.get("/FT") == Name.Sig and "/V" in field:
            del field["/V"]  # the signature of a whole document does not hold for a part of another
    for key in set(form.keys()) - {"/Fields", "/DR", "/DA", "/Q"}:
        del form[key]
    return kind


def fields_of(fields: Any) -> Iterator[Dictionary]:
    """Every field, and every place where one is shown."""
    waiting, seen = [fields], 0
    while waiting and seen < _MOST_FIELDS:
        for field in waiting.pop():
            if isinstance(field, Dictionary):
                seen += 1
                yield field
                if isinstance(field.get("/Kids"), Array):
                    waiting.append(field.Kids)
