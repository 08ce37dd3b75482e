"""The children in need census: an XML file with each child's referrals, assessments and plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from xml.etree import ElementTree

import msgspec

from cusp.outside.large_sheets import Care, LargeSheet
from cusp.returns.coded import Built, build, coded
from cusp.returns.record import Problem, Return
from cusp.returns.sources import CannotRead

LARGEST_MB = 600
_NAMESPACE = re.compile(rb"""\sxmlns\s*=\s*(?:"[^"]*"|'[^']*')""")
_AGAIN = "Export the census again as XML."
_REFERRAL = "CINreferralDate"


def census_year(year: int) -> tuple[date, date]:
    """The first and last day of a census year: 2026 runs from 1 April 2025 to 31 March 2026."""
    return date(year - 1, 4, 1), date(year, 3, 31)


def from_xml(name: str, data: bytes, as_at: date, sha256: str = "") -> Return:
    """The census in an XML file. Raises :class:`CannotRead`."""
    root = _root(name, data)
    year = _year(root)
    records: dict[str, list[dict[str, str]]] = {each: [] for each in coded("cin")}
    for child in root.iter("Child"):
        _take_child(child, records)
    built = {table: _build(table, rows, as_at) for table, rows in records.items()}
    problems = [problem for each in built.values() for problem in each.problems]
    if year is None:
        problems.append(
            Problem(
                severity="error", what="The header does not say which year the census is for",
                mend="Enter the year and the reference date in the header.",
            )
        )  # fmt: skip
    else:
        problems += _outside(built["assessments"], year)
    return Return(
        kind="cin", as_at=as_at, edition=str(year or ""), file=name, sha256=sha256,
        tables={table: each.table for table, each in built.items()}, problems=problems,
    )  # fmt: skip


def _root(name: str, data: bytes) -> ElementTree.Element:
    if len(data) > LARGEST_MB * 2**20:
        raise CannotRead(f"{name} is over {LARGEST_MB} MB, far larger than a census.")
    if b"\0" in data[:200]:
        raise CannotRead(f"{name} is not XML in UTF-8. {_AGAIN}")
    # Entities can make a small file fill all memory. A census has none.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise CannotRead(f"{name} defines a document type, which a census does not. {_AGAIN}")
    head = _NAMESPACE.sub(b"", data[:4096])
    try:
        root = ElementTree.fromstring(head + data[4096:])
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise CannotRead(f"{name} is not well-formed XML ({error}). {_AGAIN}") from None
    if root.tag != "Message" or root.find("Children") is None:
        raise CannotRead(
            f"{name} is not a children in need census: check that it is the right file."
        )
    collection = root.findtext("Header/CollectionDetails/Collection", "CIN").strip().upper()
    if collection != "CIN":
        raise CannotRead(f"{name} is a different collection ({collection}), not the census.")
    return root


def _year(root: ElementTree.Element) -> int | None:
    """The census year. The reference date says it most surely: it is the last day."""
    said = root.findtext("Header/CollectionDetails/ReferenceDate", "").strip()
    if found := re.fullmatch(r"(\d{4})-03-31", said):
        return int(found[1])
    year = root.findtext("Header/CollectionDetails/Year", "").strip()
    return int(year) if re.fullmatch(r"20\d\d", year) else None


def _take_child(child: ElementTree.Element, records: Mapping[str, list[dict[str, str]]]) -> None:
    said: dict[str, str] = {}
    for part in child:
        if part.tag in ("ChildIdentifiers", "ChildCharacteristics"):
            _take_texts(part, said)
    own = {"LAchildID": said.get("LAchildID", "")}
    records["children"].append(said | own)
    for details in child.iterfind("CINdetails"):
        referral = own | _texts(details)
        records["referrals"].append(referral)
        base = own | {_REFERRAL: referral.get(_REFERRAL, "")}
        for part in details:
            if (table := _by_element().get(part.tag)) is not None:
                record: dict[str, str] = dict(base)
                _take_texts(part, record)
                records[table].append(record)
            if part.tag == "ChildProtectionPlans":
                start = part.findtext("CPPstartDate", "")
                for review in part.iter("CPPreviewDate"):
                    records["reviews"].append(
                        own | {"CPPstartDate": start, "CPPreviewDate": review.text or ""}
                    )


@lru_cache(1)
def _by_element() -> Mapping[str, str]:
    """The table of each part of a child's details."""
    return {each.element: name for name, each in coded("cin").items()}


def _texts(element: ElementTree.Element) -> dict[str, str]:
    """The texts of an element's own parts."""
    return {part.tag: (part.text or "").strip() for part in element if not len(part)}


def _take_texts(element: ElementTree.Element, record: dict[str, str]) -> None:
    """Add every text inside an element. Parts that stand more than once are joined."""
    for part in element.iter():
        text = (part.text or "").strip()
        if len(part) or not text:
            continue
        record[part.tag] = f"{record[part.tag]}, {text}" if part.tag in record else text


def _build(name: str, records: list[dict[str, str]], as_at: date) -> Built:
    form = coded("cin")[name]
    codes = list(dict.fromkeys(code for _, code in form.columns()))
    used = [code for code in codes if any(code in record for record in records)]
    # A column that had two names is here under the one that this file uses.
    for column in form.form.columns:
        if not any(code in used for code in column.headings):
            used.append(column.heading)
    rows = [[record.get(code, "") for code in used] for record in records]
    built = build(form, LargeSheet(name, 1, 1, [used, *rows], Care()), 0, as_at)
    problems = [
        msgspec.structs.replace(problem, row=None, column=None) for problem in built.problems
    ]
    return Built(built.table, built.values, problems)


def _outside(assessments: Built, year: int) -> Iterator[Problem]:
    """Assessments that were authorised in another year."""
    first, last = census_year(year)
    values = assessments.values
    pairs = zip(values["child_id"], values["assessment_authorised"], strict=True)
    for child, day in pairs:
        if day and not first <= day <= last:
            yield Problem(
                list="assessments", heading="AssessmentAuthorisationDate", child_id=child,
                severity="warning",
                what=f"The assessment was authorised on {day:%d/%m/%Y}, outside the census year "
                f"({first:%d/%m/%Y} to {last:%d/%m/%Y})",
                mend="It does not count in this year. Check the date, or leave it out.",
            )  # fmt: skip
