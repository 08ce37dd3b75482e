"""What a return holds, and what a person is asked before it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from django.conf import settings

from cusp.calendar.wording import in_words
from cusp.returns import pseudonyms
from cusp.returns.forms import annex_a
from cusp.returns.record import Problem, Return
from cusp.web.practice import snapshots
from cusp.web.practice.models import Case, Snapshot
from cusp.web.practice.snapshots import current
from cusp.wording import counted

# How many problems the page shows; the workbook has them all.
MOST_SHOWN = 50
# Below this share of children in common, it may be another council's file.
_IN_COMMON = 0.3
# Below this share of the last return's children, something may have been left out.
_FAR_FEWER = 0.5
# From this share of rows on, a return has many errors.
_MANY = 0.05
# The question about a file for a day for which another is held.
ANOTHER_FILE = "another file"
KINDS = {"annex_a": "Annex A", "cin": "Children in need census", "ssda903": "SSDA903"}


class Question(msgspec.Struct, frozen=True):
    """Something that somebody must say yes to before a return is loaded."""

    code: str
    text: str


class ListFound(msgspec.Struct, frozen=True):
    """A list of a return; ``rows`` is None if the list is missing."""

    label: str
    name: str
    rows: int | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found in a return. ``first`` are the first problems, errors before warnings."""

    kind: str
    sha256: str
    rows: int
    lists: tuple[ListFound, ...]
    errors: int
    warnings: int
    first: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()


def found_in(loaded: Return) -> Found:
    """What a return holds. Problems name no child: they are stored outside the snapshot."""
    lists = lists_of({n: len(table) for n, table in loaded.lists.items()},
                     {name: len(table) for name, table in loaded.tables.items()})  # fmt: skip
    errors = sum(one.severity == "error" for one in loaded.problems)
    return Found(
        kind=loaded.kind, sha256=loaded.sha256, rows=sum(one.rows or 0 for one in lists),
        lists=lists, errors=errors, warnings=len(loaded.problems) - errors,
        first=first_of(loaded.problems), questions=questions(loaded),
    )  # fmt: skip


def lists_of(numbered: dict[int, int], named: dict[str, int]) -> tuple[ListFound, ...]:
    """Every list of Annex A with its rows, or the tables of another return."""
    if named and not numbered:
        return tuple(ListFound("", name, rows) for name, rows in named.items())
    return tuple(
        ListFound(f"List {n}", form.name, numbered.get(n)) for n, form in annex_a().items()
    )


def first_of(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first problems to show, errors before warnings, without the numbers of children."""
    ordered = sorted(problems, key=lambda one: one.severity != "error")
    return tuple(
        msgspec.structs.replace(one, child_id=None, what=_without(one.what, one.child_id))
        for one in ordered[:MOST_SHOWN]
    )


def _without(what: str, child_id: str | None) -> str:
    return what.replace(child_id, "the id") if child_id else what


def questions(loaded: Return) -> tuple[Question, ...]:
    """What to ask before this return is loaded, given the returns that are held now."""
    if snapshots.held_already(loaded):
        return ()
    held = Snapshot.objects.filter(deleted_at=None, kind=loaded.kind)
    same = held.filter(as_at=loaded.as_at).first()
    asked = [*_about_the_day(loaded, same, held.first())]
    if loaded.kind == "annex_a":
        asked += _about_the_children(loaded)
    errors = sum(one.severity == "error" and one.row is not None for one in loaded.problems)
    rows = rows_of(loaded)
    if errors > _MANY * rows:
        asked.append(
            Question(
                "errors",
                f"It has {counted(errors, 'error')} in {counted(rows, 'row')}. What cannot be read "
                "is left out of clocks and measures.",
            )
        )
    return tuple(asked)


def rows_of(loaded: Return) -> int:
    """How many rows all its lists or tables have."""
    return sum(len(table) for table in (*loaded.lists.values(), *loaded.tables.values()))


def _about_the_day(
    loaded: Return, same: Snapshot | None, newest: Snapshot | None
) -> Iterable[Question]:
    if same:
        yield Question(
            ANOTHER_FILE,
            f"Another file was loaded for {in_words(loaded.as_at)}: {same.file}. Loading this one "
            "deletes it and leaves a proof of deletion.",
        )
    later = sum(f" is after {in_words(loaded.as_at)}," in one.what for one in loaded.problems)
    if later > _MANY * rows_of(loaded):
        yield Question(
            "day",
            f"{counted(later, 'date is', 'dates are')} after {in_words(loaded.as_at)}. Check the "
            "date that you entered.",
        )
    if newest and newest.as_at > loaded.as_at:
        yield Question(
            "older",
            f"It is older than the newest return, which is as at {in_words(newest.as_at)}. "
            "Pages will still show the newest one. This one only adds to the trends.",
        )


def _about_the_children(loaded: Return) -> Iterable[Question]:
    last = current()
    if last is None:
        return
    if last.pseudonyms != bool(settings.PSEUDONYM_KEY):
        with_or_without = "with" if last.pseudonyms else "without"
        yield Question(
            "pseudonyms",
            f"The newest return was loaded {with_or_without} pseudonyms and this one would not be. "
            "No child would be recognised from one to the other.",
        )
        return
    theirs = set(Case.objects.values_list("child__child_id", flat=True))
    ours = {own_id(one) for one in _children(loaded)}
    common = len(theirs & ours)
    if common < _IN_COMMON * min(len(theirs), len(ours)):
        yield Question(
            "other children",
            f"{f'Only {common:,}' if common else 'None'} of its "
            f"{counted(len(ours), 'child', 'children')} {'is' if common == 1 else 'are'} on the "
            "newest return. It may be another council’s file.",
        )
    elif len(ours) < _FAR_FEWER * len(theirs):
        yield Question(
            "fewer children",
            f"It has {counted(len(ours), 'child', 'children')} and the newest return has "
            f"{len(theirs):,}. Something may have been left out.",
        )


def _children(loaded: Return) -> set[str]:
    tables = (one.rows for one in loaded.lists.values() if "child_id" in one.rows.column_names)
    return {one for rows in tables for one in rows["child_id"].unique().to_pylist() if one}


def own_id(child_id: str) -> str:
    """A child's number as it is stored: a pseudonym if the council has set a key."""
    if settings.PSEUDONYM_KEY:
        return pseudonyms.pseudonym(child_id, settings.PSEUDONYM_KEY.encode())
    return child_id
