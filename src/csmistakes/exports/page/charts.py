"""Charts, drawn as inline SVG while the page is written: by Vega-Lite in vl-convert, without browser or network.

Colours are the page's own variables, so that a chart follows light and dark. Every figure is in a table as well.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.exports.page.markup import Html, el
from csmistakes.masking import one_line

Spec = dict[str, Any]
_WIDTH = 330  # pixels: a phone's width; larger screens show several side by side
_LABEL = 150  # pixels of a name
_PADDING = {"left": 20, "top": 5, "right": 12, "bottom": 5}  # a browser's font may be wider than the measured one
_INK, _QUIET, _LINE, _SERIES = "var(--ink)", "var(--quiet)", "var(--line)", "var(--series)"
_CONFIG: Spec = {
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        **dict.fromkeys(("labelColor", "titleColor"), _QUIET),
        **dict.fromkeys(("gridColor", "domainColor", "tickColor"), _LINE),
        **dict.fromkeys(("labelFontSize", "titleFontSize"), 12),
        "titleFontWeight": "normal",
        "labelLimit": _LABEL,
    },
}


@dataclass(frozen=True, slots=True)
class Week:
    """The score of a week with the ends of its interval."""

    week: str
    score: float | None = None
    low: float | None = None
    high: float | None = None


class Charts:
    """Draws charts. UsageError if the library is not installed."""

    def __init__(self) -> None:
        try:
            self._vega = importlib.import_module("vl_convert")
        except ImportError:
            raise UsageError("--html needs vl-convert-python", advice="pip install 'csmistakes[html]'") from None

    def histogram(self, caption: str, counts: Mapping[int, int]) -> Html:
        """Return the spread of scores: conversations by tens, 90 standing for 90 to 100."""
        rows = [
            {"scores": f"{k}–{k + 10 if k == 90 else k + 9}", "conversations": counts.get(k, 0)}
            for k in range(0, 100, 10)
        ]
        x = {"field": "scores", "type": "ordinal", "sort": None, "title": "score", "axis": {"labelAngle": -45}}
        y = {
            "field": "conversations",
            "type": "quantitative",
            "title": "conversations",
            "axis": {"tickMinStep": 1, "tickCount": 5},
        }
        return self._figure(caption, rows, {"mark": {"type": "bar", "color": _SERIES}, "encoding": {"x": x, "y": y}})

    def line(self, caption: str, weeks: Sequence[Week]) -> Html:
        """Return scores by week, each with the ends of its interval; a week without a score is a gap in the line."""
        rows = [asdict(week) for week in weeks]
        x = {"field": "week", "type": "ordinal", "title": None, "axis": {"labelAngle": -45, "labelOverlap": True}}
        y = {"field": "score", "type": "quantitative", "scale": {"zero": False, "nice": True}, "title": "score"}
        band = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
        layers = [
            {"mark": {"type": "rule", "color": _QUIET, "aria": False}, "encoding": band},
            {"mark": {"type": "line", "color": _SERIES, "point": {"color": _SERIES}}, "encoding": {"x": x, "y": y}},
        ]
        return self._figure(caption, rows, {"layer": layers})

    def intervals(
        self, caption: str, title: str, rows: Sequence[tuple[str, float, float, float]], *, is_share: bool
    ) -> Html:
        """Return a mark and the ends of its interval for each name, in the order given."""
        data = [
            {"name": f"{one_line(name)}", "value": value, "low": low, "high": high} for name, value, low, high in rows
        ]
        y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelFontSize": 12}}
        scale = {"zero": is_share, "nice": True}
        axis = {"format": "%" if is_share else "~r", "tickCount": 5}
        x = {"field": "value", "type": "quantitative", "title": title, "scale": scale, "axis": axis}
        ends = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
        layers: list[Spec] = [
            {"mark": {"type": "rule", "color": _QUIET, "aria": False}, "encoding": ends},
            {
                "mark": {"type": "point", "filled": True, "size": 60, "color": _SERIES, "opacity": 1},
                "encoding": {"y": y, "x": x},
            },
        ]
        return self._figure(caption, data, {"height": {"step": 22}, "layer": layers})

    def _figure(self, caption: str, rows: Sequence[Mapping[str, Any]], spec: Spec) -> Html:
        size = {
            "width": _WIDTH,
            "height": 190,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "background": None,
            "padding": _PADDING,
        }
        whole = {**size, "data": {"values": rows}, "config": _CONFIG, **spec}
        svg = Html(self._vega.vegalite_to_svg(whole, allowed_base_urls=[]))
        return el("figure", svg, el("figcaption", caption), class_="chart")
