"""Visitors for Locust, who read the plan's pages, signed in, pausing for BENCH_WAIT seconds."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, constant, task

_wait = float(os.environ.get("BENCH_WAIT", "0"))
_pages = json.loads(Path(os.environ["BENCH_PLACES"]).read_text("utf-8"))


class Officer(HttpUser):
    """A person at work on the plan."""

    wait_time = between(_wait / 2, _wait * 1.5) if _wait else constant(0)

    def on_start(self) -> None:
        """Be signed in."""
        self.client.cookies.set("sessionid", os.environ["BENCH_COOKIE"])

    @task(20)
    def page(self) -> None:
        """Any page of the plan."""
        address = random.choice(_pages)
        self.client.get(address, name=address.partition("?")[0], allow_redirects=False)

    @task(1)
    def floor(self) -> None:
        """A small static file, as a baseline."""
        self.client.get("/static/cusp/icon.svg", name="(a small file)")
