"""``python3 dev.py bench attack plan [TRIES] [sqlite] [postgresql]``: kill -9 while a plan changes.

In each try an officer sends updates, new dates and ratings from several windows at once, and the
server or one of its web processes is killed at some moment. 200 tries on each database, unless
another number is given.

Bars: no change that was acknowledged is lost, nothing is half made or made twice, and the plan's
history and its rows agree after every kill.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import requests
from tests.web.browser.site import Ready

from bench.attack._examined import Examiner
from bench.attack._served import PATIENCE, Served, kill, on_each, read_tries
from cusp.specimens import write_all

TRIES, WINDOWS, ACTIONS = 200, 4, 6
# The last moment for a kill, and how long the windows go on, in seconds.
_LATEST = 2.0
_VICTIMS = ("server", "web")


class Attack:
    """What was tried on one database, and what came of it."""

    def __init__(self, site: Served, examiner: Examiner, chance: random.Random) -> None:
        self.site, self.examiner, self.chance = site, examiner, chance
        self.killed: Counter[str] = Counter()
        self.sent = 0
        self.acknowledged: list[str] = []
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def tried(self, number: int) -> None:
        """Change and kill once, and examine what is left."""
        stop = threading.Event()
        windows = [threading.Thread(target=self._window, args=(stop,)) for _ in range(WINDOWS)]
        for window in windows:
            window.start()
        time.sleep(self.chance.uniform(0, _LATEST))
        victim = self._kill()
        stop.set()
        for window in windows:
            window.join()
        self.site.start()
        found = self._faults()
        self.faults += found
        print(
            f"  {number}: {victim} killed, {len(self.acknowledged)} of {self.sent} changes "
            f"acknowledged, {len(self.faults)} faults so far",
            *(f"\n  FAULT: {fault}" for fault in found), flush=True,
        )  # fmt: skip

    def _window(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with self._lock:
                self.sent += 1
                token = f"change-{self.sent}"
                address, data = self._change(token)
            if acknowledged(self.site, address, data):
                with self._lock:
                    self.acknowledged.append(token)

    def _change(self, token: str) -> tuple[str, dict[str, str]]:
        """A change that carries its token in a text that is kept."""
        action = f"/plan/actions/A{self.chance.randint(1, ACTIONS)}/"
        kind = self.chance.choice(("update", "update", "date", "rate", "impact"))
        if kind == "update":
            return f"{action}update/", {"text": token}
        if kind == "date":
            # Days are chosen far apart, so that hardly any is the same as before.
            due = date.today() + timedelta(days=self.chance.randint(1, 9000))  # noqa: DTZ011
            typed = {"due_day": due.day, "due_month": due.month, "due_year": due.year}
            return f"{action}date/", {k: str(v) for k, v in typed.items()} | {"reason": token}
        if kind == "rate":
            return f"{action}rate/", {"code": "Green", "why": token}
        return "/plan/areas/1/rate/", {"code": "1", "why": token}

    def _kill(self) -> str:
        victim = self.chance.choice(_VICTIMS)
        if victim == "server":
            self.site.kill_server()
        else:
            found = self.site.processes(victim)
            if not found:
                victim = "none"
            else:
                kill(self.chance.choice(found))
        self.killed[victim] += 1
        return victim

    def _faults(self) -> list[str]:
        state = self.examiner.ask("plan")
        times = Counter(state["texts"])
        lost = [token for token in self.acknowledged if not times[token]]
        twice = [token for token, count in times.items() if count > 1]
        return [
            *state["faults"],
            *(f"{token} was acknowledged and is lost" for token in lost),
            *(f"{token} was made twice" for token in twice),
        ]


def acknowledged(site: Served, address: str, data: dict[str, str]) -> bool:
    """Send a form; whether the server said that it was saved."""
    try:
        answer = site.session.post(
            f"{site.address}{address}",
            data={**data, "csrfmiddlewaretoken": site.token},
            timeout=PATIENCE,
            allow_redirects=False,
        )
    except requests.RequestException:
        return False
    return answer.status_code == 302 and answer.headers["location"].startswith("/plan/")


def main(arguments: list[str]) -> None:
    """Attacks a server of its own on each database."""
    tries, names, seed = read_tries(arguments, usual=TRIES)
    held = True
    with on_each(names) as databases:
        for name, folder, ready in databases:
            held &= _on(name, folder, ready, tries, random.Random(seed))  # nothing secret
    sys.exit(0 if held else 1)


def _on(name: str, folder: Path, ready: Ready, tries: int, chance: random.Random) -> bool:
    (paper,) = (f for f in write_all(folder / "papers") if f.stem == "wexcombe-2024")
    with ready.copied(folder / "data") as copied:
        environment = {**copied, "CUSP_AUTHORITY": "wexcombe"}
        with Served(environment) as site:
            _begin(site, paper)
            examiner = Examiner(site.environment)
            attack = Attack(site, examiner, chance)
            try:
                for number in range(1, tries + 1):
                    attack.tried(number)
            finally:
                examiner.close()
    counts = ", ".join(f"{what} {count}" for what, count in sorted(attack.killed.items()))
    print(f"{name}: killed {counts}; {len(attack.acknowledged)} changes acknowledged")
    said = f"BROKEN: {len(attack.faults)} faults" if attack.faults else "held"
    print(f"  {said}", flush=True)
    return not attack.faults


def _begin(site: Served, paper: Path) -> None:
    """A plan with a few actions."""
    site.cusp("add", str(paper))
    site.sign_in()
    received = {"received_day": "4", "received_month": "3", "received_year": "2024"}
    assert acknowledged(site, "/plan/start/", received), site.page("/plan/start/")
    for number in range(ACTIONS):
        typed = {"text": f"Do thing {number}", "lead": "Head of service"}
        due = {"due_day": "1", "due_month": "3", "due_year": "2030"}
        assert acknowledged(site, "/plan/areas/1/actions/new/", typed | due)
