"""What the lists of a return hold: their columns, types and codes, from ``annex_a.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

Type = Literal["text", "id", "date", "count", "age", "code"]
_LETTERED = re.compile(r"[a-z]{1,2}[).]\s*")
_TOKEN = re.compile(r"[a-z0-9]+")
# Columns that every list of people begins with.
_OF_A_CHILD = ("child_id", "sex", "ethnicity", "birth_date", "age")
_OF_AN_ADOPTER = ("adopter_id", "sex", "ethnicity")


class Codes(msgspec.Struct, frozen=True):
    """The codes of a column. ``spellings`` are ways to write one; ``begins`` are first words.

    ``printed`` is how the form itself writes a stored value.
    """

    spellings: Mapping[str, str] = {}
    begins: Mapping[str, str] = {}
    printed: Mapping[str, str] = {}

    def read(self, text: str) -> str | None:
        """The stored value for what a cell says, or None if it is not one of the codes."""
        said = " ".join(text.casefold().replace("’", "'").split())
        for each in (_LETTERED.sub("", said, count=1), said):
            first = _TOKEN.match(each)
            if first and (found := self.begins.get(first[0])):
                return found
            if found := self.spellings.get(_plain(each)):
                return found
        return None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a list. The first of ``headings`` is the official one.

    ``later`` columns came in a later edition, so a file need not have them. Dates of ``to_come``
    columns, such as due dates, may be later than the return.
    """

    name: str
    headings: tuple[str, ...]
    type: Type = "text"
    codes: Codes | None = None
    blank: bool = False
    later: bool = False
    shared: bool = False
    to_come: bool = False

    @property
    def heading(self) -> str:
        """Its official heading."""
        return self.headings[0]


class ListForm(msgspec.Struct, frozen=True, kw_only=True):
    """A list: its columns in order, and those by which a row is known.

    ``number`` is 0 for the tables of returns other than Annex A.
    """

    number: int
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needs: tuple[str, ...]
    once: bool = False

    @property
    def label(self) -> str:
        """What problems call it: its number, or its name if it has none."""
        return str(self.number or self.name)

    @property
    def id_column(self) -> str:
        """The column that says whom a row is about."""
        return self.key[0]

    def column(self, name: str) -> Column:
        """The column with one of our names."""
        return next(column for column in self.columns if column.name == name)


def _plain(text: str) -> str:
    return " ".join(_TOKEN.findall(text))


@lru_cache(1)
def annex_a() -> Mapping[int, ListForm]:
    """The lists of Annex A, by number."""
    data, codes = _data(), code_sets()
    shared = {
        name: _column({"name": name} | values, codes, shared=True)
        for name, values in data["shared"].items()
    }
    return {each["number"]: _list(each, shared, codes) for each in data["list"]}


@lru_cache(1)
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("annex_a.toml").read_text("utf-8"))


@lru_cache(1)
def code_sets() -> Mapping[str, Codes]:
    """The sets of codes, by name."""
    return _codes(_data()["codes"], _data()["begins"])


def _codes(
    spelt: Mapping[str, Mapping[str, list[str]]], begins: Mapping[str, str]
) -> dict[str, Codes]:
    found = {
        name: Codes(
            spellings={_plain(w.casefold()): v for v, ways in values.items() for w in ways},
            printed={value: ways[0] for value, ways in values.items()},
        )
        for name, values in spelt.items()
    }
    for name, listed in begins.items():
        found[name] = Codes(begins={code.casefold(): code for code in listed.split()})
    return found


def _list(
    data: Mapping[str, Any], shared: Mapping[str, Column], codes: Mapping[str, Codes]
) -> ListForm:
    first = _OF_AN_ADOPTER if data["key"][0] == "adopter_id" else _OF_A_CHILD
    columns = [shared[name] for name in first]
    columns += [
        shared[each] if isinstance(each, str) else _column(each, codes) for each in data["columns"]
    ]
    return ListForm(
        number=data["number"], name=data["name"], columns=tuple(columns),
        key=tuple(data["key"]), needs=tuple(data["needs"]), once=data.get("once", False),
    )  # fmt: skip


def _column(data: Mapping[str, Any], codes: Mapping[str, Codes], *, shared: bool = False) -> Column:
    named = data.get("codes")
    return Column(
        name=data["name"], headings=(data["heading"], *data.get("also", ())),
        type="code" if named else data.get("type", "text"),
        codes=codes[named] if named else None,
        blank=data.get("blank", False), later=data.get("later", False), shared=shared,
    )  # fmt: skip
