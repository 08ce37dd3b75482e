"""Counts and lists in words."""

from __future__ import annotations

from cusp.wording import counted, listed


def test_counts() -> None:
    assert counted(1, "day") == "1 day"
    assert counted(0, "day") == "0 days"
    assert counted(1200, "day") == "1,200 days"
    assert counted(1, "child", "children") == "1 child"
    assert counted(2, "child", "children") == "2 children"


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["one"]) == "one"
    assert listed(["one", "two"]) == "one and two"
    assert listed(["one", "two", "three"]) == "one, two and three"
    assert listed(iter(["one", "two", "three"]), last="or") == "one, two or three"
