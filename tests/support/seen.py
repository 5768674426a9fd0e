"""Everything of a page that reaches the browser: words, numbers drawn, and the files made on it.

An element of a kind that is not listed is refused: what cannot be read cannot be said to be clean.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import python_calamine
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Node

from dashboard.formats import format_count, format_percent

BLOCK_TAGS = ("article", "br", "button", "caption", "dd", "details", "div", "dl", "dt", "h2", "h3", "li", "p")
BLOCK_TAGS += ("pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul")
SILENT = ("class", "id", "role", "scope", "tabindex", "type", "aria-hidden", "open")
"""Attributes that say how something is set or behaves; every other one is read as words."""

LAYOUT = re.compile(
    r"layout\.(template|font|hoverlabel|margin|uniformtext|height|bargap|bar\w+)\b.*"
    r"|layout\.yaxis\d*\.(range|domain).*"
    r"|layout\.annotations\.(x|y@y|xshift|borderpad|font\.size)"
    r"|layout\.shapes\.(y0|y1|line\.width)"
    r"|layout\.shapes\.x[01]@paper"
    r"|data\.(width|textangle|marker\.size|marker\.line\.width|line\.width)"
    r"|data\.y@y"
)
"""Where numbers of a figure are pixels or the paper's edges: where words stand, and how thick a line is."""

_LOOKS = re.compile(r"^layout\.template|(color|family|anchor|[xy]ref|[xy]axis)(@\w+)?$")
"""Strings of a figure that say how it looks; every other one is read as words, seen or not."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One element: the panel it is in (empty outside of one), its kind, its words and its positions."""

    panel: str
    kind: str
    words: str
    positions: tuple[float, ...] = ()
    """Numbers that place a mark or give a bar its length."""
    empty_bars: int = 0
    """Bars of no length: only a true zero may be one."""


def read_seen(script: AppTest) -> list[Seen]:
    """Every element of the page as it was last run."""
    return [seen for node, panel in _walk(script._tree, "") for seen in _read(node, panel)]


def _walk(node: Block, panel: str) -> Iterator[tuple[Node, str]]:
    for child in node.children.values():
        if isinstance(child, Block):
            _, is_panel, key = str(getattr(child.proto, "id", "")).partition("-panel-")
            yield child, (key if is_panel else panel)
            yield from _walk(child, key if is_panel else panel)
        else:
            yield child, panel


def _read(node: Node, panel: str) -> Iterator[Seen]:
    proto: Any = node.proto
    if isinstance(node, Block):
        yield Seen(panel=panel, kind=node.type, words=str(getattr(proto, "label", "")))
        return
    assert isinstance(node, Element)
    match node.type:
        case "html" if proto.body.startswith("<style>"):
            return
        case "html":
            yield read_html(proto.body, panel)
        case "plotly_chart":
            yield read_figure(proto.spec, panel)
            yield Seen(panel=panel, kind="alt", words=proto.alt)
        case "title" | "header":
            yield Seen(panel=panel, kind=node.type, words=proto.body)
        case "selectbox":
            yield Seen(panel=panel, kind="filter", words="\n".join([proto.label, *proto.options]))
        case "button_group" | "segmented_control":
            words = [proto.label, *(option.content for option in proto.options)]
            yield Seen(panel=panel, kind="filter", words="\n".join(words))
        case "text_input":
            yield Seen(panel=panel, kind="filter", words=f"{proto.label}\n{proto.value}")
        case "alert" | "info":
            yield Seen(panel=panel, kind="info", words=proto.body)
        case "bidi_component":
            yield from _read_component(proto)
        case "empty":
            return
        case other:
            raise AssertionError(f"the taint test cannot read elements of the kind {other}: teach it to")


def _read_component(proto: Any) -> Iterator[Seen]:
    said = json.loads(proto.json)
    file = said.pop("file", None)
    if proto.component_name.endswith("screen"):
        said = {"announce": said["announce"]}
    if "query" in said:
        said["query"] = "\n".join(value for _, value in parse_qsl(said["query"]))
    yield Seen(panel="", kind="component", words="\n".join(str(value) for value in said.values()))
    if file:
        content = base64.b64decode(file["content"])
        words = _read_csv(content) if file["name"].endswith("csv") else _read_workbook(content)
        yield Seen(panel="", kind="file", words=f"{file['name']}\n{words}")


def _read_csv(content: bytes) -> str:
    return "\n".join(cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)


def _read_workbook(content: bytes) -> str:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [
        cell
        for name in book.sheet_names
        for row in [[name.lstrip("0123456789")], *book.get_sheet_by_name(name).to_python()]
        for cell in row
    ]
    return "\n".join(cell if isinstance(cell, str) else _say_number(cell) for cell in cells)


def _say_number(cell: Any) -> str:
    """Counts and whole percents are numbers in a workbook, so that people may reckon with them."""
    return format_count(int(cell)) if cell == int(cell) and cell != 1 else format_percent(cell)


def read_html(body: str, panel: str = "") -> Seen:
    """The words of a piece of HTML, and the places in its style attributes."""
    reader = _Reader()
    reader.feed(body)
    places = tuple(
        float(found) / 100 for style in reader.styles for found in re.findall(r":([\d.]+)%", style)
    )
    return Seen(panel=panel, kind="html", words="".join(reader.parts), positions=places)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts += ["\n"] if tag in BLOCK_TAGS else []
        self.styles += [value or "" for name, value in attrs if name == "style"]
        self.parts += [f"\n{value}\n" for name, value in attrs if name not in (*SILENT, "style")]

    def handle_endtag(self, tag: str) -> None:
        self.parts += ["\n"] if tag in BLOCK_TAGS else []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def read_figure(spec: str, panel: str = "") -> Seen:
    """The words of a Plotly figure, its paragraphs put together again, and what places its marks."""
    figure = json.loads(spec)
    notes = figure["layout"].pop("annotations", [])
    empty = sum(trace["x"].count(0) for trace in figure["data"] if trace["type"] == "bar")
    words = [_plain(" ".join(str(note.pop("text")) for note in notes))]
    positions: list[float] = []
    for path, value in _leaves(figure, ""):
        if isinstance(value, str):
            words.append("" if _LOOKS.search(path) else _plain(value))
            assert path.rpartition(".")[2].partition("@")[0] != "bdata", "numbers are packed: read them"
        elif isinstance(value, int | float) and not isinstance(value, bool) and not LAYOUT.fullmatch(path):
            positions.append(float(value))
    positions += [
        float(value)
        for path, value in _leaves({"layout": {"annotations": notes}}, "")
        if isinstance(value, int | float) and not isinstance(value, bool) and not LAYOUT.fullmatch(path)
    ]
    said = "\n".join(filter(None, words))
    return Seen(panel=panel, kind="figure", words=said, positions=tuple(positions), empty_bars=empty)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value with its path; a list has no numbers in it, a sheet's y and the paper's x say so."""
    if isinstance(value, dict):
        for name, inner in value.items():
            mark = "@y" if name == "y" and value.get("yaxis", "y") == "y" else ""
            mark = "@paper" if name in ("x0", "x1") and value.get("xref") == "paper" else mark
            yield from _leaves(inner, f"{path}.{name}{mark}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, value


def _plain(text: str) -> str:
    return read_html(re.sub(r"%\{text\}|<extra></extra>", "", text)).words
