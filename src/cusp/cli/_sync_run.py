"""One run of ``cusp sync``: check each council, print what changed and end with a summary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import DatabaseError
from rich.console import Console

from cusp.cli._options import progress
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
from cusp.web.record.models import Inspection
from cusp.wording import counted

_MOST_NAMES = 10
_out = Console(soft_wrap=True, highlight=False, markup=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


class Run:
    """A run over the councils in ``names``, or all councils if it is empty."""

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
        """Check every council, add new reports and print changes; return the exit status."""
        interrupted = False
        try:
            self._check(web, site)
        except (CannotFetch, SiteChanged) as error:
            self.tally.stopped = f"Ofsted’s list of councils could not be read: {error}"
        except BrokenOff as error:
            self.tally.stopped = str(error)
        except KeyboardInterrupt:
            interrupted = True
            self.tally.stopped = "interrupted"
        written = self._write(out)
        ran(self.tally)
        self._print_summary()
        if interrupted:
            return 130
        prepare_pages(len(self.added))
        return 0 if written and not (self.tally.failed or self.tally.stopped) else 1

    def _check(self, web: Web, site: str) -> None:
        listed = all_providers(web.page, site=site)
        chosen = those_named(listed, self.names) if self.names else everyone(listed)
        into = Into(self.folder, Memory(self.folder), web.now(), bool(self.names), self.jobs)
        self._note_listed(chosen, into)
        everything = not self.names
        todo = Round(self.folder, chosen.councils, since=self.since, now=into.at, whole=everything)
        self.tally.of, self.tally.checked = len(chosen.councils), len(todo.skipped)
        if todo.skipped and not self.quiet:
            _out.print(
                f"Carrying on from an interrupted run: {counted(len(todo.skipped), 'council')} "
                f"already checked, {len(todo.left)} to go."
            )
        with progress("checking") as bar:
            task = bar.add_task("checking", total=len(todo.left))
            for found in todo.go(web):
                self._add_reports(found, into)
                bar.advance(task)

    def _add_reports(self, found: Checked | NotChecked, into: Into) -> None:
        """Add one council's reports and print what changed."""
        if isinstance(found, NotChecked):
            self._fail(f"{found.council.known.name}: not checked: {found.why}")
            return
        result = Came()
        try:
            take_in(found, into, result)
            self.tally.checked += 1
        except DatabaseError as error:
            first = str(error).strip().splitlines()[0]
            self._fail(f"{found.council.known.name}: the database failed ({first})")
        finally:
            self._print_changes(result)

    def _print_changes(self, result: Came) -> None:
        self.tally.still += result.still
        self.tally.added += sum(change.change == "added" for change in result.changes)
        self.tally.changes += len(result.changes)
        self.changes += result.changes
        self.added += result.added
        for change in result.changes:
            _out.print(change.text)
        for problem in result.failed:
            self._fail(problem)

    def _fail(self, problem: str) -> None:
        self.tally.failed += 1
        _err.print(problem, style="red")

    def _note_listed(self, chosen: Listed, into: Into) -> None:
        for problem in chosen.not_found:
            self._fail(f"Not checked: {problem}")
        for provider in chosen.unknown:
            self._note_unknown(provider, into)
        if chosen.missing:
            names = [council.name for council in chosen.missing]
            more = f"; and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
            self.notes.append(
                f"Not on Ofsted’s list, so not checked: {'; '.join(names[:_MOST_NAMES])}{more}."
            )

    def _note_unknown(self, provider: Provider, into: Into) -> None:
        name, urn = provider.name, provider.urn
        self.notes.append(
            f"“{name}” (URN {urn}) is on Ofsted’s list, but Cusp does not recognise it, "
            f"so it was not checked: {provider.address}"
        )
        note = Note(f"URN {urn}", "unknown", name, into.at)
        self.news = into.memory.is_news(note) or self.news
        if self.names:
            self._fail(f"Not checked: {name}, which Cusp does not recognise")

    def _write(self, out: Path | None) -> bool:
        if out is None:
            return True
        try:
            CHANGES.write(self.changes, out)
        except CannotWrite as error:
            _err.print(str(error), style="red")
            return False
        return True

    def _print_summary(self) -> None:
        tally = self.tally
        if self.quiet and not (tally.changes or tally.failed or tally.stopped or self.news):
            return
        for note in self.notes:
            _out.print(note)
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
    """The last line that a run prints."""
    checked = counted(tally.checked, "council")
    if tally.checked < tally.of:
        checked = f"{tally.checked} of {counted(tally.of, 'council')}"
    return f"{checked} checked: {outcome(tally)}."


def outcome(tally: Tally) -> str:
    """What changed, in a few words."""
    parts = []
    if tally.added:
        parts.append(f"{counted(tally.added, 'report')} added")
    if others := tally.changes - tally.added:
        parts.append(counted(others, "other change"))
    if tally.failed:
        parts.append(counted(tally.failed, "problem"))
    return ", ".join(parts) or "nothing new"
