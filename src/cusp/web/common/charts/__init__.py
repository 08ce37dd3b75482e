"""Charts drawn on the server as SVG (``docs/decisions/0015-charts-drawn-on-the-server.md``).

Each function takes facts from the library and returns one ``<svg>`` for a page. Colours come from
classes in the style sheet, because the page's policy forbids inline styles. Anything shown by
colour is also shown by a letter, word or figure. Links are inside the chart.
"""

from __future__ import annotations

from cusp.web.common.charts.bars import shares_bar, years_bars
from cusp.web.common.charts.flow import flow_picture
from cusp.web.common.charts.lanes import lanes
from cusp.web.common.charts.map import tile_map
from cusp.web.common.charts.place import place_scale
from cusp.web.common.charts.readings import readings_line
from cusp.web.common.charts.sparkline import sparkline

__all__ = [
    "flow_picture",
    "lanes",
    "place_scale",
    "readings_line",
    "shares_bar",
    "sparkline",
    "tile_map",
    "years_bars",
]
