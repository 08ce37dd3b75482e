"""Check papers and make a pack of them, each in separate processes within limits."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cusp.outside.process import GivenUp, Limits
from cusp.packs import wording, worker
from cusp.packs.contents import line_of, title_of, withheld
from cusp.packs.passed import Checked, CleanPaper, Merged, ToCheck, ToMerge
from cusp.packs.record import CannotPack, Check, Cover, Entry, MadePack, Pack, PackItem

# Starts a process: the task, the request and the limits. May raise ``GivenUp``, ``NotNow`` and
# ``NoWorkers`` of ``cusp.outside.process``.
Open = Callable[[str, bytes, Limits], bytes]
_UNMERGED = "It is damaged inside and could not be merged. Save it again as PDF."
_ANSWER = "It is left out until its questions are answered"


def check_paper(file: Path | bytes, *, opened: Open) -> Check:
    """Check a file before it is published: a path, or its bytes."""
    with _scratch() as folder:
        asked = ToCheck(_path_of(file, folder / "paper"))
        return _check_all([asked], opened, 1)[0].check


def make_pack(pack: Pack, out: Path, *, opened: Open, jobs: int = 2) -> MadePack:
    """Write a pack, completely or not at all. ``jobs`` papers are checked at the same time.

    A paper that cannot be included is named in the result and on the front page. So is one with
    unanswered questions in a public copy. Raises :class:`CannotPack` if no paper can be included.
    """
    with _scratch() as folder:
        wanted = {
            line: ToCheck(_path_of(item.file, folder / f"{line}"), str(folder / f"{line}-clean"))
            for line, item in enumerate(pack.items)
            if item.file is not None and not withheld(item, pack.copy)
        }
        checked = dict(zip(wanted, _check_all(list(wanted.values()), opened, jobs), strict=True))
        entries = [
            _entry(item, checked.get(line), pack.copy) for line, item in enumerate(pack.items)
        ]
        papers = tuple(
            CleanPaper(path=wanted[line].clean_to, line=line, checked=checked[line])
            for line in wanted
            if not entries[line].left_out
        )
        merged = _merged(pack, entries, papers, out, opened)
    return _made(merged, entries)


def _merged(
    pack: Pack, entries: list[Entry], papers: tuple[CleanPaper, ...], out: Path, opened: Open
) -> Merged:
    """Merge the papers. If that fails, leave out those that cannot be merged alone either."""
    if not papers and any(entry.left_out for entry in entries):
        raise CannotPack("None of the papers could be included.", tuple(entries))
    try:
        return _merge(pack, entries, papers, out, opened)
    except CannotPack as error:
        alone = out.with_name(f".{out.stem}-alone.pdf")
        good = []
        for paper in papers:
            try:
                only = [
                    entry if line == paper.line else msgspec.structs.replace(entry, pages=0)
                    for line, entry in enumerate(entries)
                ]
                _merge(pack, only, (paper,), alone, opened)
                good.append(paper)
            except CannotPack:
                entries[paper.line] = msgspec.structs.replace(
                    entries[paper.line], pages=0, left_out=_UNMERGED
                )
            finally:
                alone.unlink(missing_ok=True)
        if len(good) == len(papers):
            raise CannotPack(str(error), tuple(entries)) from None
    return _merged(pack, entries, tuple(good), out, opened)


def _merge(
    pack: Pack, entries: Sequence[Entry], papers: tuple[CleanPaper, ...], out: Path, opened: Open
) -> Merged:
    lines = tuple(
        line_of(item, entry, pack.copy) for item, entry in zip(pack.items, entries, strict=True)
    )
    # The process is not told what the copy does not show.
    cover = Cover(title=pack.title, meeting=pack.meeting, copy=pack.copy, language=pack.language)
    order = ToMerge(cover, lines, papers, str(out.absolute()))
    request = msgspec.msgpack.encode(order)
    try:
        answer = opened(worker.MERGE_TASK, request, worker.MERGE_LIMITS)
    except GivenUp as error:
        raise CannotPack(f"Making the pack {error}. Use fewer papers.") from None
    merged = msgspec.msgpack.decode(answer, type=Merged)
    if merged.why:
        raise CannotPack(f"{merged.why[:1].upper()}{merged.why[1:]}.")
    return merged


def _entry(item: PackItem, checked: Checked | None, copy: str) -> Entry:
    title, hidden = title_of(item, copy), withheld(item, copy)
    if checked is None:
        return Entry(title=title, number=item.number, withheld=hidden)
    check, left_out = checked.check, ""
    if check.stops:
        left_out = check.stops[0].text
    elif check.questions and copy == "public" and not item.answered:
        left_out = f"{_ANSWER}."
    pages = 0 if left_out else check.pages
    return Entry(
        title=title, number=item.number, pages=pages, tagged=check.tagged, left_out=left_out,
        check=check,
    )  # fmt: skip


def _made(merged: Merged, entries: Sequence[Entry]) -> MadePack:
    placed = tuple(
        msgspec.structs.replace(entry, first_page=first)
        for entry, first in zip(entries, merged.first_pages, strict=True)
    )
    return MadePack(
        pages=merged.pages, front_pages=merged.front_pages, entries=placed,
        meets_pdf_ua=merged.meets_pdf_ua,
    )  # fmt: skip


# Checking


def _check_all(asked: list[ToCheck], opened: Open, jobs: int) -> list[Checked]:
    """Check papers, several in each process. If one ends a process, each gets its own."""
    groups = [group for at in range(jobs) if (group := list(range(at, len(asked), jobs)))]

    def check(places: list[int]) -> list[Checked]:
        return _check_group([asked[place] for place in places], opened)

    found: dict[int, Checked] = {}
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for places, answers in zip(groups, pool.map(check, groups), strict=True):
            found |= dict(zip(places, answers, strict=True))
    return [found[place] for place in range(len(asked))]


def _check_group(asked: list[ToCheck], opened: Open) -> list[Checked]:
    try:
        answer = opened(worker.CHECK_TASK, msgspec.msgpack.encode(asked), worker.CHECK_LIMITS)
    except GivenUp as error:
        if len(asked) > 1:
            return [_check_group([each], opened)[0] for each in asked]
        text = f"Checking it {error}. Save it again as PDF, or split it up."
        return [Checked(Check(findings=wording.stop("not opened", text)))]
    return msgspec.msgpack.decode(answer, type=list[Checked])


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cusp-pack-") as name:
        yield Path(name)


def _path_of(file: Path | bytes, path: Path) -> str:
    if isinstance(file, Path):
        return str(file.absolute())
    path.write_bytes(file)
    return str(path)
