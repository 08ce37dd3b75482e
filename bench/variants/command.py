"""``python -m bench variants [--reports N] [--kind KIND] [--out FILE.jsonl] [FOLDER]``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.variants import boxes
from bench.variants.choosing import Original, originals, read
from bench.variants.facts import facts_of
from bench.variants.irregular import laid_out_here, on_real_reports, regular
from bench.variants.judging import OUTCOMES, Verdict, Wanted, judge, problems_of
from bench.variants.kinds import Beside, Variant, variants
from cusp import Report

_SHOWN = 4  # differences of a case that are printed


@dataclass(frozen=True)
class Case:
    """The result for one variant of one report."""

    file: str
    stratum: str
    variant: Variant
    verdict: Verdict


def main(arguments: Sequence[str]) -> None:
    """Makes variants, reads them and prints the results by kind."""
    options = _parser().parse_args(arguments)
    changes = _chosen([*variants(), *on_real_reports()], options.kind, options.name)
    own = _chosen([*laid_out_here()], options.kind, options.name)
    began = time.perf_counter()
    corpus = Path(options.folder)
    found = originals(corpus, options.reports)
    if not found:
        sys.exit(f"There are no real reports in {corpus}. Set CUSP_CORPUS or give a folder.")
    cases = list(cases_of(regular(), Beside(None, None), own)) if own else []
    for i, original in enumerate(found):
        cases += list(cases_of(original, beside(original, found[(i + 1) % len(found)]), changes))
        print(f"  {original.name}  ({original.stratum})", file=sys.stderr, flush=True)
    _print_table(cases)
    _print_faults(cases)
    print(f"\n{len(cases)} variants of {len(found)} reports, {time.perf_counter() - began:.0f} s")
    if options.out:
        _write(cases, Path(options.out))


def _chosen(
    every: Sequence[Variant], kinds: Sequence[str] | None, name: str | None
) -> list[Variant]:
    of_kind = [v for v in every if not kinds or v.kind in kinds]
    return [v for v in of_kind if not name or name in v.name]


def _parser() -> argparse.ArgumentParser:
    root = Path(__file__).resolve().parents[2]
    default = os.environ.get("CUSP_CORPUS") or root.parent / "shared" / "corpus"
    parser = argparse.ArgumentParser(prog="python -m bench variants", description=__doc__)
    parser.add_argument("folder", nargs="?", default=default, help="folder of reports")
    parser.add_argument("--reports", type=int, default=10, help="how many (default: 10)")
    parser.add_argument("--kind", action="append", help="only this kind; can be repeated")
    parser.add_argument("--name", help="only variants with this text in their name")
    parser.add_argument("--out", help="file for all cases, as JSON Lines")
    return parser


def cases_of(original: Original, others: Beside, chosen: Sequence[Variant]) -> Iterator[Case]:
    """Makes, reads and judges variants of a report."""
    facts, known = facts_of(original.report), problems_of(original.report)
    amiss = boxes.words_amiss(original.data, original.report)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "variant.pdf"
        for variant in chosen:
            made = variant.make(original, others)
            if made is None:
                continue
            path.write_bytes(made)
            wanted = Wanted(variant.truth(original, facts) if variant.truth else facts, known)
            answer = read(path)
            places = (
                boxes.differences(boxes.words_amiss(made, answer), amiss)
                if isinstance(answer, Report)
                else []
            )
            verdict = judge(variant.demand, wanted, answer, places)
            yield Case(original.name, original.stratum, variant, verdict)


def beside(original: Original, following: Original) -> Beside:
    """Reports to merge with: the council's latest other report, and another council's."""
    own = [p for p in sorted(original.path.parent.glob("*.pdf")) if p != original.path]
    own = [p for p in own if p.read_bytes()[:5] == b"%PDF-"]
    return Beside(own[-1].read_bytes() if own else None, following.data)


def _print_table(cases: Sequence[Case]) -> None:
    kinds = list(dict.fromkeys(case.variant.kind for case in cases))
    print(f"{'kind':<12}" + "".join(f"{o:>10}" for o in OUTCOMES) + f"{'needless':>10}")
    for kind in kinds:
        of_kind = [case.verdict for case in cases if case.variant.kind == kind]
        counts = Counter(verdict.outcome for verdict in of_kind)
        needless = sum(verdict.needless for verdict in of_kind)
        print(f"{kind:<12}" + "".join(f"{counts[o]:>10}" for o in OUTCOMES) + f"{needless:>10}")


def _print_faults(cases: Sequence[Case]) -> None:
    for outcome, heading in (
        ("silent", "Silent: wrong, with no new problem"),
        ("misnamed", "Misnamed: the new problem does not say what is wrong"),
    ):
        found = [case for case in cases if case.verdict.outcome == outcome]
        print(f"\n{heading} ({len(found)})")
        for case in found:
            print(f"\n{case.file} | {case.variant.kind} | {case.variant.name}")
            _print_details(case.verdict)


def _print_details(verdict: Verdict) -> None:
    for difference in verdict.uncovered[:_SHOWN]:
        print(f"    {difference}")
    if len(verdict.uncovered) > _SHOWN:
        print(f"    and {len(verdict.uncovered) - _SHOWN} more")
    for problem in verdict.problems[:_SHOWN]:
        print(f"    problem: {problem}")


def _write(cases: Sequence[Case], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for case in cases:
            verdict = case.verdict
            line = {
                "file": case.file,
                "stratum": case.stratum,
                "kind": case.variant.kind,
                "variant": case.variant.name,
                "outcome": verdict.outcome,
                "needless": verdict.needless,
                "uncovered": [str(d) for d in verdict.uncovered],
                "differences": [str(d) for d in verdict.differences],
                "problems": list(verdict.problems),
                "refusal": verdict.refusal,
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
