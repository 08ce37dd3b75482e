"""One run of ``cusp sync``: councils in turn, what came of each said at once, and a last line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import DatabaseError
from rich.console import Console

from cusp.cli._given import progress
from cusp.cli._sync_out import CHANGES
from cusp.cli.add import prepare_pages
from cusp.reports.acquire.ofsted_site import Provider, SiteChanged, all_providers
from cusp.reports.acquire.rounds import (
    BrokenOff,
    Checked,
    Listed,
    NotChecked,
    Round,
    everyone,
    those_named,
)
from cusp.reports.acquire.web import CannotFetch, Web
from cusp.tables import CannotWrite
from cusp.web.record.intake.sync import Came, Change, Into, take_in
from cusp.web.record.intake.sync_log import Tally, ran
from cusp.web.record.intake.sync_memory import Memory, Note
from cusp.web.record.intake.sync_wording import counted
from cusp.web.record.models import Inspection

_NAMED = 10
_out = Console(soft_wrap=True, highlight=False, markup=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


class Run:
    """A run; ``names`` are the councils asked for, none for all."""

    def __init__(
        self, folder: Path, names: list[str], *, since: date, jobs: int | None, quiet: bool
    ) -> None:
        self.folder, self.names, self.since = folder, names, since
        self.jobs, self.quiet = jobs, quiet
        self.tally = Tally(named=names)
        self.changes: list[Change] = []
        self.added: list[Inspection] = []
        self.notes: list[str] = []
        self.news = False

    def go(self, web: Web, site: str, out: Path | None) -> int:
        """Check, add and say; gives the exit status."""
        interrupted = False
        try:
            self._checked(web, site)
        except (CannotFetch, SiteChanged) as error:
            self.tally.stopped = f"Ofsted’s list of councils could not be read: {error}"
        except BrokenOff as why:
            self.tally.stopped = str(why)
        except KeyboardInterrupt:
            interrupted = True
            self.tally.stopped = "interrupted"
        written = self._written(out)
        ran(self.tally)
        self._last_words()
        if interrupted:
            return 130
        prepare_pages(len(self.added))
        return 0 if written and not (self.tally.failed or self.tally.stopped) else 1

    def _checked(self, web: Web, site: str) -> None:
        listed = all_providers(web.page, site=site)
        chosen = those_named(listed, self.names) if self.names else everyone(listed)
        into = Into(self.folder, Memory(self.folder), web.now(), bool(self.names), self.jobs)
        self._note_listed(chosen, into)
        whole = not self.names
        left = Round(self.folder, chosen.councils, since=self.since, now=into.at, whole=whole)
        self.tally.of, self.tally.checked = len(chosen.councils), len(left.skipped)
        if left.skipped and not self.quiet:
            _out.print(
                f"Carrying on from an interrupted run: {counted(len(left.skipped), 'council')} "
                f"already checked, {len(left.left)} to go."
            )
        with progress("checking") as bar:
            task = bar.add_task("checking", total=len(left.left))
            for found in left.go(web):
                self._settle(found, into)
                bar.advance(task)

    def _settle(self, found: Checked | NotChecked, into: Into) -> None:
        """Take one council's reports in, and say what changed there."""
        if isinstance(found, NotChecked):
            self._failed(f"{found.council.known.name}: not checked: {found.why}")
            return
        came = Came()
        try:
            take_in(found, into, came)
            self.tally.checked += 1
        except DatabaseError as error:
            first = str(error).strip().splitlines()[0]
            self._failed(f"{found.council.known.name}: the database failed ({first})")
        finally:
            self._say(came)

    def _say(self, came: Came) -> None:
        self.tally.still += came.still
        self.tally.added += sum(one.change == "added" for one in came.changes)
        self.tally.changes += len(came.changes)
        self.changes += came.changes
        self.added += came.added
        for one in came.changes:
            _out.print(one.text)
        for said in came.failed:
            self._failed(said)

    def _failed(self, said: str) -> None:
        self.tally.failed += 1
        _err.print(said, style="red")

    def _note_listed(self, chosen: Listed, into: Into) -> None:
        for said in chosen.not_found:
            self._failed(f"Not checked: {said}")
        for one in chosen.unknown:
            self._note_unknown(one, into)
        if chosen.missing:
            names = [one.name for one in chosen.missing]
            more = f"; and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            self.notes.append(
                f"Not on Ofsted’s list, so not checked: {'; '.join(names[:_NAMED])}{more}."
            )

    def _note_unknown(self, one: Provider, into: Into) -> None:
        said = f"“{one.name}” (URN {one.urn}) is on Ofsted’s list, but Cusp does not know it"
        self.notes.append(f"{said}, so it was not checked: {one.address}")
        note = Note(f"URN {one.urn}", "unknown", one.name, into.at)
        self.news = into.memory.is_news(note) or self.news
        if self.names:
            self._failed(f"Not checked: {one.name}, which Cusp does not know")

    def _written(self, out: Path | None) -> bool:
        if out is None:
            return True
        try:
            CHANGES.write(self.changes, out)
        except CannotWrite as error:
            _err.print(str(error), style="red")
            return False
        return True

    def _last_words(self) -> None:
        tally = self.tally
        if self.quiet and not (tally.changes or tally.failed or tally.stopped or self.news):
            return
        for said in self.notes:
            _out.print(said)
        if tally.still:
            files = counted(tally.still, "file")
            _out.print(
                f"{files} downloaded earlier still cannot be added; "
                f"{self.folder / 'sync.jsonl'} says why."
            )
        if tally.stopped and not tally.of:
            _err.print(f"Nothing was checked: {tally.stopped}", style="red")
            return
        if tally.stopped:
            then = "Run it again later" if self.names else "The next run carries on from here"
            _err.print(f"Stopped early: {tally.stopped}. {then}.")
        _out.print(summary(tally))


def summary(tally: Tally) -> str:
    """The last line of a run."""
    said = f"{counted(tally.checked, 'council')} checked"
    if tally.checked < tally.of:
        said = f"{tally.checked} of {counted(tally.of, 'council')} checked"
    return f"{said}: {outcome(tally)}."


def outcome(tally: Tally) -> str:
    """What changed, in a few words."""
    parts = []
    if tally.added:
        parts.append(f"{counted(tally.added, 'report')} added")
    if other := tally.changes - tally.added:
        parts.append(counted(other, "other change"))
    if tally.failed:
        parts.append(counted(tally.failed, "problem"))
    return ", ".join(parts) or "nothing new"
