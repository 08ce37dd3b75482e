"""Fine-tunes the network on labelled sentences. The seed is fixed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cusp.findings.features import Floats
from cusp.findings.polarity import POLARITIES
from cusp.findings.sentence_model.input import batch_of, pieces_of
from cusp.findings.sentence_model.word_pieces import WordPieces
from cusp.findings.topics import CODES
from cusp.findings.training.learning import wanted_topic
from cusp.findings.training.sentences.examples import Example
from cusp.findings.training.sentences.network import Network

SEED, ROUNDS = 20, 3
_TOGETHER, _SORTED = 32, 40
_RATE, _RATE_OF_HEADS = 1.2e-4, 1e-3
_WARM, _LEAST_RATE, _DECAY = 0.08, 0.02, 0.01
# Some sentences are read alone, without a report: three in ten are learned without the one before.
_ALONE = 0.3
# Rare polarities count more, or they would never be chosen; topics count less than polarities.
_COUNTS, _SMOOTHED, _TOPICS = (1.0, 1.1, 1.5, 1.3), 0.03, 0.6
# A label of ours counts less than one we were given.
_OURS = 0.8

Pair = tuple[list[int], list[int]]


def fine_tuned(
    examples: Sequence[Example],
    known: WordPieces,
    network: Network,
    *,
    say: Callable[[str], None] = print,
) -> Network:
    """Trains the network on the examples and returns it."""
    seeded()
    cut = [pieces_of(known, example.before, example.label.text) for example in examples]
    wanted = _Wanted(examples)
    steps = ROUNDS * math.ceil(len(cut) / _TOGETHER)
    optimiser, schedule = _optimiser(network, steps)
    network.train()
    done = 0
    for _ in range(ROUNDS):
        for rows in _batches(cut):
            batch = _some_alone(known, [cut[row] for row in rows])
            with torch.autocast("cpu", dtype=torch.bfloat16):  # a third faster
                scores = network.of(batch)
            loss = wanted.loss(scores, rows)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if done % 100 == 0:
                say(f"step {done} of {steps}, loss {loss.item():.3f}")
    network.eval()
    return network


def seeded() -> None:
    """Start every source of chance afresh."""
    torch.manual_seed(SEED)
    random.seed(SEED)


def _optimiser(network: Network, steps: int) -> tuple[Any, Any]:
    heads = [*network.polarity.parameters(), *network.topic.parameters()]
    body = list(network.body.parameters())
    groups = [
        {"params": [p for p in body if p.ndim >= 2], "weight_decay": _DECAY},
        {"params": [p for p in body if p.ndim < 2], "weight_decay": 0.0},
        # These start from nothing, so they must learn faster.
        {"params": heads, "weight_decay": _DECAY, "lr": _RATE_OF_HEADS},
    ]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, fused=True)

    def share(step: int) -> float:
        return min(1.0, step / (steps * _WARM)) * max(_LEAST_RATE, 1 - step / steps)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def _batches(cut: Sequence[Pair]) -> Iterator[list[int]]:
    """All rows in a random order, with those of similar length together."""
    order = list(range(len(cut)))
    random.shuffle(order)
    found = []
    for start in range(0, len(order), _TOGETHER * _SORTED):
        some = order[start : start + _TOGETHER * _SORTED]
        some.sort(key=lambda row: len(cut[row][0]) + len(cut[row][1]))
        found += [some[i : i + _TOGETHER] for i in range(0, len(some), _TOGETHER)]
    random.shuffle(found)
    yield from found


def _some_alone(known: WordPieces, cut: Sequence[Pair]) -> Any:
    return batch_of(
        known, [([] if random.random() < _ALONE else before, own) for before, own in cut]
    )


class _Wanted:
    """What the network should say of each example, and how much each counts."""

    def __init__(self, examples: Sequence[Example]) -> None:
        labels = [example.label for example in examples]
        self._polarity = torch.tensor([POLARITIES.index(label.polarity) for label in labels])
        shares: Floats = wanted_topic(labels, CODES)
        self._topic = torch.from_numpy(shares / shares.sum(axis=1, keepdims=True))
        trust = np.array([1.0 if label.given else _OURS for label in labels], dtype=np.float32)
        self._weight = torch.tensor(_COUNTS)[self._polarity] * torch.from_numpy(trust)

    def loss(self, scores: tuple[Any, Any], rows: Sequence[int]) -> Any:
        """The mean error over some rows."""
        polarity, topic = (kind.float() for kind in scores)
        weight = self._weight[rows]
        wrong = torch.nn.functional.cross_entropy(
            polarity, self._polarity[rows], reduction="none", label_smoothing=_SMOOTHED
        )
        off_topic = -(self._topic[rows] * topic.log_softmax(-1)).sum(1)
        return (weight * wrong).sum() / weight.sum() + _TOPICS * off_topic.mean()


def pieces_file(folder: Path) -> list[str]:
    """The pieces of words that the model to be fine-tuned knows."""
    return (folder / "vocab.txt").read_text("utf-8").splitlines()
