"""A stand-in for Ofsted's site for each test that needs it."""

from collections.abc import Iterator

import pytest

from tests.reports.fake_ofsted import FakeOfsted, running


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOfsted]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as fake:
        yield fake
