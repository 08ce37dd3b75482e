"""Pictures drawn on the server as SVG (``docs/decisions/0015-charts-drawn-on-the-server.md``).

Each takes facts of the library and gives one ``<svg>`` for a page. Colours come from the style
sheet's classes, for the page's policy forbids styles of its own; whatever a colour says, a letter,
a word or a figure says too; whatever can be followed is a link inside the picture.
"""

from __future__ import annotations

from cusp.web.common.charts.bars import shares_bar, years_bars
from cusp.web.common.charts.flow import flow_picture
from cusp.web.common.charts.map import tile_map
from cusp.web.common.charts.place import place_scale
from cusp.web.common.charts.sparkline import sparkline

__all__ = ["flow_picture", "place_scale", "shares_bar", "sparkline", "tile_map", "years_bars"]
