"""Layers of a paper (optional content), and which of them are hidden."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def layers_of(pdf: pikepdf.Pdf) -> tuple[list[Any], list[Any]]:
    """Every layer of a document, and those that are hidden when it is opened."""
    held = pdf.Root.get("/OCProperties")
    if not isinstance(held, Dictionary) or not isinstance(held.get("/OCGs"), Array):
        return [], []
    every = [each for each in held.OCGs if isinstance(each, Dictionary)]
    usual = held.get("/D", Dictionary())
    shown = _numbers(usual.get("/ON"))
    hidden = _numbers(usual.get("/OFF"))
    if usual.get("/BaseState") == Name.OFF:
        hidden = {each.objgen for each in every} - shown
    return every, [each for each in every if each.objgen in hidden]


def layer_names(layers: list[Any]) -> list[str]:
    """The names of layers."""
    return [str(each.get("/Name", "without a name")) for each in layers]


def _numbers(listed: Any) -> set[tuple[int, int]]:
    if not isinstance(listed, Array):
        return set()
    return {each.objgen for each in listed if isinstance(each, Dictionary)}
