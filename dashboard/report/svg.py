"""A chart of the app as SVG: the same figure, so the same published cells and nothing more.

Our charts are sheets: texts and bars stacked downwards in pixels, with lines in panels. This writes what a
sheet can hold, and refuses anything else rather than leave it out. What a screen shows on hovering is not
written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

FONT = "Report Sans"
_SPAN = re.compile(r'<span style="color:(#[0-9A-Fa-f]{6})">(.*?)</span>')
_DASHES = {"solid": "", "dash": "8 5", "dot": "2 4", "dashdot": "8 4 2 4", "longdash": "12 5"}
_ANCHORS = {"left": "start", "right": "end", "center": "middle"}
_MIDDLE = 0.34
"""Of the size of a letter: from the middle of a line down to the line it stands on."""


def write_svg(figure: Any, alt: str, *, width: int) -> str:
    """The figure `width` pixels wide, with `alt` as its title. The same figure, the same bytes."""
    found = figure.to_plotly_json()
    canvas = _Canvas(layout=found["layout"], width=width)
    height = canvas.height
    body = [
        *(canvas.shape(shape) for shape in _listed(canvas.layout, "shapes") if shape.get("layer") == "below"),
        *(mark for mark in canvas.traces(found["data"])),
        *(canvas.shape(shape) for shape in _listed(canvas.layout, "shapes") if shape.get("layer") != "below"),
        *(canvas.text(note) for note in _listed(canvas.layout, "annotations")),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={quoteattr(alt)} font-family="{FONT}">'
    )
    return "\n".join([head, f"<title>{escape(alt)}</title>", *(mark for mark in body if mark), "</svg>"])


def _listed(layout: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    return layout.get(name) or ()


def _n(value: float) -> str:
    """A coordinate: two decimals are finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, kw_only=True)
class _Canvas:
    """Where the shares and pixels of a sheet's axes lie."""

    layout: Mapping[str, Any]
    width: int

    @property
    def height(self) -> int:
        return int(self.layout["height"])

    def _x(self, value: float, ref: str = "x") -> float:
        margin = self.layout["margin"]
        plot = self.width - margin["l"] - margin["r"]
        low, high = (0.0, 1.0) if ref == "paper" else self.layout["xaxis"]["range"]
        return float(margin["l"] + (value - low) / (high - low) * plot)

    def _y(self, value: float, ref: str = "y") -> float:
        axis = self.layout["yaxis" + ref.removeprefix("y")]
        low, high = axis["range"]
        bottom, top = axis.get("domain", (0, 1))
        share = bottom + (value - low) / (high - low) * (top - bottom)
        return float((1 - share) * self.height)

    def shape(self, shape: Mapping[str, Any]) -> str:
        xs = [_n(self._x(shape[end], shape.get("xref", "x"))) for end in ("x0", "x1")]
        ys = [_n(self._y(shape[end], shape.get("yref", "y"))) for end in ("y0", "y1")]
        if shape["type"] != "line":
            raise ValueError(f"a sheet draws no {shape['type']}")
        return f'<line x1="{xs[0]}" y1="{ys[0]}" x2="{xs[1]}" y2="{ys[1]}"{_stroke(shape["line"])}/>'

    def traces(self, traces: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        before: Mapping[str, Any] = {}
        for trace in traces:
            if trace["type"] == "bar":
                yield self._bar(trace)
            elif "markers" in trace.get("mode", ""):
                yield from self._markers(trace)
            else:
                yield self._line(trace, before)
            before = trace

    def _bar(self, trace: Mapping[str, Any]) -> str:
        start, length = trace["base"][0], trace["x"][0]
        left, right = sorted((self._x(start), self._x(start + length)))
        middle, thick = self._y(trace["y"][0]), trace["width"][0]
        if right <= left:
            return ""
        marker = trace["marker"]
        line = marker.get("line", {})
        edge = _stroke(line) if line.get("width") else ""
        bar = (
            f'<rect x="{_n(left)}" y="{_n(middle - thick / 2)}" width="{_n(right - left)}" '
            f'height="{_n(thick)}" fill="{marker["color"]}"{edge}/>'
        )
        words = (trace.get("text") or [""])[0]
        return bar + (self._inside(words, (left + right) / 2, middle, trace) if words else "")

    def _inside(self, words: str, x: float, y: float, trace: Mapping[str, Any]) -> str:
        font = trace.get("insidetextfont", {})
        return _text(words, (x, y), size=font.get("size", 13), colour=font.get("color", ""), anchor="middle")

    def _markers(self, trace: Mapping[str, Any]) -> Iterator[str]:
        marker = trace["marker"]
        half = marker["size"] / 2
        line = marker.get("line", {})
        edge = _stroke(line) if line.get("width") else ""
        for x, y in zip(trace["x"], trace["y"], strict=True):
            points = _MARKS[marker["symbol"].removesuffix("-open")]
            fill = "#FFFFFF" if marker["symbol"].endswith("-open") else marker["color"]
            at_x, at_y = self._x(x), self._y(y, trace.get("yaxis", "y"))
            if points is None:
                yield f'<circle cx="{_n(at_x)}" cy="{_n(at_y)}" r="{_n(half)}" fill="{fill}"{edge}/>'
            else:
                path = " ".join(f"{_n(at_x + dx * half)},{_n(at_y + dy * half)}" for dx, dy in points)
                yield f'<polygon points="{path}" fill="{fill}"{edge}/>'

    def _line(self, trace: Mapping[str, Any], before: Mapping[str, Any]) -> str:
        points = self._steps(trace)
        if trace.get("fill") == "tonexty":
            path = " ".join(f"{_n(x)},{_n(y)}" for x, y in [*points, *reversed(self._steps(before))])
            colour, opacity = _rgba(trace["fillcolor"])
            return f'<polygon points="{path}" fill="{colour}" fill-opacity="{opacity}"/>'
        if trace.get("fill") not in (None, "none"):
            raise ValueError(f"a sheet fills nothing {trace['fill']}")
        if not trace["line"].get("width"):
            return ""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        return f'<polyline points="{path}" fill="none"{_stroke(trace["line"])}/>'

    def _steps(self, trace: Mapping[str, Any]) -> list[tuple[float, float]]:
        ref = trace.get("yaxis", "y")
        points = [(self._x(x), self._y(y, ref)) for x, y in zip(trace["x"], trace["y"], strict=True)]
        if trace.get("line", {}).get("shape") != "hv":
            return points
        stepped = points[:1]
        for (_, last), (x, y) in pairwise(points):
            stepped += [(x, last), (x, y)]
        return stepped

    def text(self, note: Mapping[str, Any]) -> str:
        if note.get("showarrow"):
            raise ValueError("a sheet draws no arrow")
        x = self._x(note["x"], note.get("xref", "x")) + note.get("xshift", 0)
        y = self._y(note["y"], note.get("yref", "y")) - note.get("yshift", 0)
        font = note["font"]
        anchor = _ANCHORS[note.get("xanchor", "center")]
        return _text(note["text"], (x, y), size=font["size"], colour=font["color"], anchor=anchor)


_MARKS: dict[str, tuple[tuple[float, float], ...] | None] = {
    "circle": None,
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle-up": ((0, -1), (1, 1), (-1, 1)),
    "triangle-down": ((0, 1), (1, -1), (-1, -1)),
}


def _stroke(line: Mapping[str, Any]) -> str:
    colour, opacity = _rgba(line["color"])
    dashes = _DASHES[line.get("dash", "solid")]
    seen = "" if opacity == "1" else f' stroke-opacity="{opacity}"'
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f' stroke="{colour}" stroke-width="{_n(line["width"])}"{seen}{broken}'


def _rgba(colour: str) -> tuple[str, str]:
    """A colour and its opacity: SVG readers differ on rgba()."""
    if not colour.startswith("rgba("):
        return colour, "1"
    *parts, opacity = [part.strip() for part in colour[5:-1].split(",")]
    return "#" + "".join(f"{int(part):02X}" for part in parts), opacity


def _text(words: str, at: tuple[float, float], *, size: float, colour: str, anchor: str) -> str:
    x, y = at
    weight = ' font-weight="700"' if "<b>" in words else ""
    if words.count("<b>") == 1 and not words.startswith("<b>"):
        weight = ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + size * _MIDDLE)}" font-size="{_n(size)}" fill="{colour or "#1B2528"}" '
        f'text-anchor="{anchor}"{weight} xml:space="preserve">{_spans(words)}</text>'
    )


def _spans(words: str) -> str:
    """The words of a text, bold and coloured parts as spans."""
    parts = re.split(r'(<b>.*?</b>|<span style="[^"]*">.*?</span>)', words)
    is_whole = sum(1 for part in parts if part) == 1
    return "".join(_span(part, is_whole=is_whole) for part in parts if part)


def _span(part: str, *, is_whole: bool) -> str:
    coloured = _SPAN.fullmatch(part)
    if coloured:
        return f'<tspan fill="{coloured[1]}">{_plain(coloured[2])}</tspan>'
    if part.startswith("<b>") and not is_whole:
        return f'<tspan font-weight="700">{_plain(part)}</tspan>'
    if not is_whole:
        return f'<tspan font-weight="400">{_plain(part)}</tspan>'
    return _plain(part)


def _plain(words: str) -> str:
    return escape(unescape(re.sub(r"</?b>|</?span[^>]*>", "", words)))
