"""The network that is fine-tuned: MiniLM, with one layer for polarities and one for topics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel

from cusp.findings.polarity import POLARITIES
from cusp.findings.sentence_model.input import Batch

_DROPPED = 0.1


class Network(torch.nn.Module):
    """Scores of a sentence: one for each polarity, one for each topic.

    It looks at the first place and at the mean of the sentence's own places, without those of the
    sentence before it.
    """

    def __init__(self, folder: Path, kept: Sequence[int], topics: int) -> None:
        super().__init__()
        # The usual attention can be exported; the faster one cannot.
        self.body = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="eager"
        )
        pieces = self.body.embeddings.word_embeddings.weight.data[list(kept)].clone()
        self.body.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(
            pieces, freeze=False, padding_idx=0
        )
        self.body.config.vocab_size = len(kept)
        width = 2 * pieces.shape[1]
        self.dropped = torch.nn.Dropout(_DROPPED)
        self.polarity = torch.nn.Linear(width, len(POLARITIES))
        self.topic = torch.nn.Linear(width, topics)

    def forward(self, pieces: Any, own: Any, used: Any) -> tuple[Any, Any]:
        """Scores for a batch; the arguments are those of :class:`Batch` as tensors."""
        states = self.body(
            input_ids=pieces, token_type_ids=own, attention_mask=used
        ).last_hidden_state
        weight = (own * used).unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1).clamp(min=1)
        seen = self.dropped(torch.cat([states[:, 0], mean], dim=-1))
        return self.polarity(seen), self.topic(seen)

    def of(self, batch: Batch) -> tuple[Any, Any]:
        """Scores for a batch of plain numbers."""
        polarity, topic = self(*(torch.from_numpy(array) for array in batch))
        return polarity, topic
