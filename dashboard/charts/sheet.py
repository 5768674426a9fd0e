"""A figure laid out like a page: texts and bars stacked downwards in pixels, sideways in shares of the width.

The y axis counts pixels from the top and the height is fixed, so only the width stretches with the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import plotly.graph_objects as go

from dashboard.charts.fitting import measure_text, wrap_text
from dashboard.charts.theme import NARROWEST, SMALL, Theme, base_layout, hidden_axis
from dashboard.wording import format_percent

LINE = 18
"""Pixels from one line of text to the next."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text is set. `is_markup` marks one whose parts are escaped already."""

    size: int = SMALL
    colour: str = ""
    bold: bool = False
    is_markup: bool = False


PLAIN = Style()
STRONG = Style(bold=True)
MARKUP = Style(is_markup=True)
LABEL = Style(size=14, bold=True)
"""The name of a row."""


def quiet(theme: Theme) -> Style:
    """Text that explains."""
    return Style(colour=theme.muted)


@dataclass(kw_only=True)
class Sheet:
    """A figure being laid out. `y` is how far down it has got; `left` and `right` are margins in pixels."""

    theme: Theme
    fits: int = NARROWEST
    left: int = 0
    right: int = 0
    y: float = 0
    traces: list[dict[str, object]] = field(default_factory=list)
    notes: list[dict[str, object]] = field(default_factory=list)
    shapes: list[dict[str, object]] = field(default_factory=list)
    panels: list[tuple[float, float]] = field(default_factory=list)

    @property
    def plot(self) -> int:
        """Pixels between the margins on the narrowest screen."""
        return self.fits - self.left - self.right

    def put_text(
        self, words: str, style: Style = PLAIN, *, right: bool = False, inside: bool = False, lift: float = 0
    ) -> None:
        """One line at the left edge (or the right one), `lift` pixels up from here; does not move down.

        `inside` starts it at the plot instead of at the edge.
        """
        text = words if style.is_markup else escape(words, quote=False)
        shift = self.right if right else (0 if inside else -self.left)
        self.notes.append(
            {
                "text": f"<b>{text}</b>" if style.bold else text,
                "x": 1 if right else 0,
                "xref": "paper",
                "xanchor": "right" if right else "left",
                "xshift": shift,
                "y": self.y - lift + LINE / 2,
                "yref": "y",
                "yanchor": "middle",
                "align": "right" if right else "left",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": style.size, "color": style.colour or self.theme.text},
            }
        )

    def write(self, words: str, style: Style = PLAIN, *, inside: bool = False, keep: float = 0) -> None:
        """A paragraph broken to fit, and down past it. `keep` pixels stay free at its right."""
        width = self.fits - (self.left if inside else 0) - keep - 4
        for line in wrap_text(words, width, style.size, bold=style.bold):
            self.put_text(line, style, inside=inside)
            self.y += LINE

    def write_pair(self, label: str, style: Style, number: str, tail: str) -> None:
        """A label and, at its right, a number with what belongs to it; under it where there is no room."""
        width = measure_text(number + tail, bold=True) + 8
        if width > self.fits * 0.55:
            self.write(label, style)
            self.skip(LINE)
        else:
            self.write(label, style, keep=width)
        text = f"<b>{escape(number, quote=False)}</b>{escape(tail, quote=False)}"
        self.put_text(text, MARKUP, right=True, lift=LINE)
        self.skip(2)

    def put_bar(
        self, start: float, length: float, *, colour: str, thickness: float = 22, **more: object
    ) -> None:
        """A bar from `start`, its top at the present height; does not move down."""
        self.traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "base": [start],
                "x": [length],
                "y": [self.y + thickness / 2],
                "width": [thickness],
                "marker": {"color": colour, "line": {"width": 0}},
                "hoverinfo": "skip",
                "textangle": 0,
                **more,
            }
        )

    def open_panel(
        self, height: float, shares: Sequence[float] = (0, 0.5, 1), names: Sequence[str] = ()
    ) -> str:
        """Room for lines on a scale of 0 to 100 %, and down past it. Gives the name of its y axis.

        `names` stand at its lines where they are no percentages.
        """
        self.panels.append((self.y, self.y + height))
        self.y += height
        percents = [format_percent(share).removesuffix("%" if share < 1 else "") for share in shares]
        for share, name in zip(shares, names or percents, strict=True):
            self._rule(share * height, name)
        return f"y{len(self.panels) + 1}"

    def _rule(self, above: float, words: str) -> None:
        """A line across the panel, `above` its foot, with what it stands for at the left."""
        self.put_text(words, quiet(self.theme), lift=above + LINE / 2)
        self.notes[-1].update(xanchor="right", xshift=-7)
        line = {"color": self.theme.border if above else self.theme.context, "width": 1}
        ends = {"x0": 0, "x1": 1, "y0": self.y - above, "y1": self.y - above}
        self.shapes.append(
            {"type": "line", "xref": "paper", "yref": "y", "layer": "below", "line": line, **ends}
        )

    def _scale_panels(self, total: float) -> dict[str, object]:
        return {
            f"yaxis{number}": {
                **hidden_axis(0, 1),
                "anchor": "x",
                "domain": [max(0.0, 1 - bottom / total), 1 - top / total],
            }
            for number, (top, bottom) in enumerate(self.panels, start=2)
        }

    def skip(self, pixels: float) -> None:
        """Leaves room."""
        self.y += pixels

    def finish(self, low: float = 0, high: float = 1) -> go.Figure:
        """The figure, built in one call: adding to a figure bit by bit validates all of it every time."""
        height = max(round(self.y), LINE * 2)
        return go.Figure(
            {
                "data": self.traces,
                "layout": {
                    **base_layout(self.theme),
                    "height": height,
                    "margin": {"l": self.left, "r": self.right, "t": 0, "b": 0, "pad": 0},
                    "xaxis": hidden_axis(low, high),
                    "yaxis": hidden_axis(height, 0),
                    "annotations": self.notes,
                    "shapes": self.shapes,
                    **self._scale_panels(height),
                },
            }
        )
