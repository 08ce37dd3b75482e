"""Writes a fine-tuned network for onnxruntime, with weights as one-byte integers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from cusp.findings.sentence_model.input import Batch, batch_of
from cusp.findings.sentence_model.word_pieces import WordPieces
from cusp.findings.training.sentences.network import Network

_INPUTS, _OUTPUTS = Batch._fields, ("polarity", "topic")


def exported(network: Network, known: WordPieces) -> bytes:
    """The network as an ONNX file."""
    example = batch_of(known, [([], known.numbers("children are safe")), ([], [known.start])])
    shapes = {name: {0: "sentences", 1: "pieces"} for name in _INPUTS}
    shapes |= {name: {0: "sentences"} for name in _OUTPUTS}
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            network.eval(), tuple(torch.from_numpy(array) for array in example), str(whole),
            input_names=list(_INPUTS), output_names=list(_OUTPUTS), dynamic_axes=shapes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        # With seven bits, processors without newer instructions give the same answers.
        quantize_dynamic(
            whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
        return small.read_bytes()
