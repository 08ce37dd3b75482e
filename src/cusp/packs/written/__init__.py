"""Papers written by Cusp or in it for a board, laid out as a tagged PDF in a separate process."""

from cusp.packs.written.record import (
    Block,
    Bullets,
    Chart,
    Heading,
    Made,
    Table,
    Text,
    WrittenPaper,
    order,
    read_answer,
)
from cusp.packs.written.worker import LIMITS, TASK

__all__ = [
    "LIMITS",
    "TASK",
    "Block",
    "Bullets",
    "Chart",
    "Heading",
    "Made",
    "Table",
    "Text",
    "WrittenPaper",
    "order",
    "read_answer",
]
