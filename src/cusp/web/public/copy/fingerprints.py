"""What pages are made from, as hashes: if a hash is the same, so are its pages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import django
import msgspec
from django.conf import settings
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel

import cusp
from cusp.web.boards.models import Publication
from cusp.web.record.archive.national_facts import end_of_record, standings
from cusp.web.record.models import (
    Authority,
    Document,
    Inspection,
    Measure,
    MeasureSeries,
    MeasuresFile,
    Neighbours,
)
from cusp.web.response.models import PublishedStatement

_LEFT_OUT = frozenset({"node_modules", "__pycache__"})
# Settings that pages show.
_SHOWN = (
    "HOME_AUTHORITY", "CONTACT_NAME", "CONTACT_EMAIL", "CONTACT_PHONE", "PRIVACY_EMAIL",
)  # fmt: skip


def of_program(site: str) -> str:
    """The program itself and the settings that pages show; ``site`` is the copy's own address."""
    shown = [str(getattr(settings, name, "")) for name in _SHOWN]
    return _hash([_of_files(), django.__version__, site, *shown])


def of_councils() -> dict[str, str]:
    """For each council, by slug: everything stored about it and its inspections.

    This is more than its inspections' pages show, so that no change is missed. A briefing of this
    installation's own council also says what it has published.
    """
    slugs = dict(Authority.objects.values_list("pk", "slug"))
    councils = dict(Inspection.objects.values_list("pk", "authority_id"))
    found: dict[int, list[bytes]] = defaultdict(list)
    for authority in Authority.objects.order_by("pk").values_list():
        found[authority[0]].append(_packed(authority))
    for model, inspection in about_inspections():
        for row in model._default_manager.order_by("pk").values_list(inspection, *_columns(model)):
            council = councils.get(row[0])
            if council is not None:
                found[council].append(_packed((model._meta.label, *row)))
    hashes = {slug: _hash(found[key]) for key, slug in slugs.items()}
    if (home := settings.HOME_AUTHORITY) in hashes:
        own = _of_tables(PublishedStatement, Publication)
        hashes[home] = _hash([hashes[home], *own])
    return hashes


def of_groups(*, on: date) -> dict[str, str]:
    """For each group of pages (``addresses.group_of``): everything that its pages are made from."""
    found = of_councils()
    shared = [*_of_tables(Measure, MeasureSeries, MeasuresFile, Neighbours, Authority)]
    end = repr(end_of_record())
    standing = standings(on=on)
    for slug, code in Authority.objects.values_list("slug", "code"):
        own = [found[slug], end, repr(standing.get(code or slug))]
        found[f"{slug} measures"] = _hash([*shared, *own])
    return found


def _of_tables(*models: type[Model]) -> Iterator[str]:
    for model in models:
        rows = model._default_manager.order_by("pk").values_list()
        yield _hash(_packed(row) for row in rows.iterator())


def about_inspections() -> Iterator[tuple[type[Model], str]]:
    """The record's tables with rows about an inspection, and how each row names its inspection."""
    yield Inspection, "pk"
    yield Document, "inspection"
    for relation in Inspection._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, ForeignObjectRel) or not isinstance(model, type):
            continue
        if model._meta.app_label == Inspection._meta.app_label:
            yield model, relation.field.attname


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _of_files() -> str:
    """Every file of the package: its code, templates, models, and the built style sheet."""
    root = Path(cusp.__file__).parent
    return _hash(
        part
        for path in sorted(root.rglob("*"))
        if not _LEFT_OUT & set(path.parts) and path.is_file()
        for part in (path.relative_to(root).as_posix(), path.read_bytes())
    )


def _packed(row: object) -> bytes:
    return msgspec.json.encode(row, enc_hook=str)


def _hash(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
