"""A figure laid out like a page: texts and bars stacked downwards in pixels, sideways in shares of the width.

The y axis counts pixels from the top and the height is fixed, so only the width stretches with the screen.
"""

from dataclasses import dataclass, field
from html import escape

import plotly.graph_objects as go

from dashboard.charts.fitting import wrap_text
from dashboard.charts.theme import NARROWEST, SMALL, Theme, base_layout, hidden_axis

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
    axes: dict[str, object] = field(default_factory=dict)

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
        width = (self.plot if inside else self.fits) - keep - 4
        for line in wrap_text(words, width, style.size, bold=style.bold):
            self.put_text(line, style, inside=inside)
            self.y += LINE

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

    def skip(self, pixels: float) -> None:
        """Leaves room."""
        self.y += pixels

    def finish(self, low: float = 0, high: float = 1, **layout: object) -> go.Figure:
        """The figure, built in one call: adding to a figure bit by bit validates all of it every time."""
        return go.Figure(
            {
                "data": self.traces,
                "layout": {
                    **base_layout(self.theme),
                    "height": max(round(self.y), LINE * 2),
                    "margin": {"l": self.left, "r": self.right, "t": 0, "b": 0, "pad": 0},
                    "xaxis": hidden_axis(low, high),
                    "yaxis": hidden_axis(max(self.y, LINE * 2), 0),
                    "annotations": self.notes,
                    "shapes": self.shapes,
                    **self.axes,
                    **layout,
                },
            }
        )
