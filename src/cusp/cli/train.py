"""``cusp train``: every model made anew from the data, with its card."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

_err = Console(stderr=True, soft_wrap=True, highlight=False)


class Which(StrEnum):
    """The models that can be trained."""

    FINDINGS = "findings"
    PLACE = "place"


def train(
    data: Annotated[
        Path, typer.Argument(metavar="DIR", help="Holds corpus/ and labels/findings.jsonl")
    ],
    only: Annotated[Which | None, typer.Option("--only", help="One model instead of all")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the models [those in use]")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Put the new model in place of a better one too")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes for reading")
    ] = None,
) -> None:
    """Train the models that read findings and places, and write a card beside each.

    The seed is fixed, so the same data give the same models. A model that did better on reports it
    had never seen is left in its place, and the exit status is then 1. It takes minutes.
    """
    corpus, labels = data / "corpus", data / "labels" / "findings.jsonl"
    if not corpus.is_dir() or not labels.is_file():
        _err.print(f"{data} must hold the reports in corpus/ and labels/findings.jsonl.")
        raise typer.Exit(1)
    chosen = [only] if only else list(Which)
    _check_can_train(chosen)
    kept = False
    for which in chosen:
        model, one, better = _trainer(which)
        folder = out / which.value if out else model
        folder.mkdir(parents=True, exist_ok=True)
        _err.print(f"Training {which.value} into {folder}")
        try:
            card = one(corpus, labels, folder, force, jobs=jobs)
        except better as error:
            _err.print(f"{which.value}: {error}", markup=False)
            kept = True
        else:
            _err.print(f"{which.value}: {card.bytes / 1e6:.1f} MB, card in {folder / 'card.md'}")
    if kept:
        raise typer.Exit(1)


def _check_can_train(chosen: list[Which]) -> None:
    """End with a sentence where something is missing that training needs and reading does not."""
    from cusp.findings.training.labels import READ_SENTENCES

    if find_spec("sklearn") is None:
        _stop("Training needs packages that are not installed: pip install 'cusp[train]'")
    if Which.FINDINGS in chosen and not READ_SENTENCES.is_file():
        _stop(
            f"Training findings needs {READ_SENTENCES.name}, which comes with Cusp's source only. "
            "Train from the source, or give --only place."
        )


def _stop(why: str) -> NoReturn:
    _err.print(why, style="red", markup=False)
    raise typer.Exit(1)


def _trainer(which: Which) -> tuple[Path, Callable[..., Any], type[Exception]]:
    """The folder in use, the training, and what it raises where a better model is there."""
    if which is Which.FINDINGS:
        from cusp.findings import findings_model
        from cusp.findings.training import train_findings

        return findings_model.FOLDER, train_findings.train, train_findings.KeptBetter
    from cusp.findings.place import model as place_model
    from cusp.findings.training import train_place

    return place_model.FOLDER, train_place.train, train_place.KeptBetter
