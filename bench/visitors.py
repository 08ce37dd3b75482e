"""Visitors for Locust, who go through the record like readers, pausing for BENCH_WAIT seconds."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, constant, task

from bench.words import WORDS

_wait = float(os.environ.get("BENCH_WAIT", "0"))
_places = json.loads(Path(os.environ["BENCH_PLACES"]).read_text("utf-8"))


class Reader(HttpUser):
    """A person who looks something up."""

    wait_time = between(_wait / 2, _wait * 1.5) if _wait else constant(0)

    @task(3)
    def authority(self) -> None:
        """An authority's page."""
        slug = random.choice(_places["authorities"])
        self.client.get(f"/authorities/{slug}/", name="authority")

    @task(3)
    def inspection(self) -> None:
        """An inspection's page."""
        self.client.get(random.choice(_places["inspections"]), name="inspection")

    @task(2)
    def comparison(self) -> None:
        """Two inspections side by side."""
        self.client.get(random.choice(_places["comparisons"]), name="comparison")

    @task(2)
    def search(self) -> None:
        """A search."""
        self.client.get("/search/", params={"q": random.choice(WORDS)}, name="search")

    @task(1)
    def country(self) -> None:
        """The national page, the front page or the topics."""
        address, name = random.choice(
            (("/", "front page"), ("/country/", "country"), ("/topics/", "topics"))
        )
        self.client.get(address, name=name)

    @task(1)
    def floor(self) -> None:
        """A small static file, as a baseline."""
        self.client.get("/static/cusp/icon.svg", name="(a small file)")
