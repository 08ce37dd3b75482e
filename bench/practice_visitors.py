"""Visitors for Locust, who read pages of practice, each signed in as one of three people."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, constant, task

_wait = float(os.environ.get("BENCH_WAIT", "0"))
# For each person: their cookie and the pages that they can open.
_people = json.loads(Path(os.environ["BENCH_PLACES"]).read_text("utf-8"))


class Colleague(HttpUser):
    """A person at work on practice."""

    wait_time = between(_wait / 2, _wait * 1.5) if _wait else constant(0)

    def on_start(self) -> None:
        """Be signed in as one of them."""
        cookie, self.pages = random.choice(_people)
        self.client.cookies.set("sessionid", cookie)

    @task(20)
    def page(self) -> None:
        """Any page of practice."""
        name, address = random.choice(self.pages)
        self.client.get(address, name=name, allow_redirects=False)

    @task(1)
    def floor(self) -> None:
        """A small static file, as a baseline."""
        self.client.get("/static/cusp/icon.svg", name="(a small file)")
