"""The report as one page that is whole by itself: the same words, figures and charts as the PDF.

Nothing is fetched: fonts and charts are inside. It holds no script; the settings stand in a data block.
"""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from dashboard.report.document import Document
from dashboard.report.pdf import FONTS
from dashboard.report.printed import print_document

_STYLE = Path(__file__).with_name("page.css")
_FILES = (
    ("FONT-SANS-BOLD", "ReportSans-Bold.ttf"),
    ("FONT-SANS", "ReportSans-Regular.ttf"),
    ("FONT-SERIF", "ReportSerif-Bold.ttf"),
)


def write_html(document: Document) -> bytes:
    """The bytes of the file: the same report, the same bytes."""
    printed = print_document(document)
    body = [
        *_front(printed),
        *(part for section in printed["sections"] for part in _section(section)),
        *_end(printed),
    ]
    settings = printed["settings"].replace("<", "\\u003c")
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(printed['title'])}</title>",
        f'<meta name="description" content="{escape(printed["description"])}">',
        f"<style>{_style()}</style>",
        f'<script type="application/json" id="settings">{settings}</script></head>',
        "<body><main>",
        *body,
        f"</main><footer>{escape(printed['footer'])}</footer></body></html>",
    ]
    return "\n".join(lines).encode()


def _style() -> str:
    css = _STYLE.read_text(encoding="utf-8")
    for name, file in _FILES:
        data = b64encode((FONTS / file).read_bytes()).decode()
        css = css.replace(name + ")", f"data:font/ttf;base64,{data})")
    return css


def _front(printed: dict[str, Any]) -> list[str]:
    logo = printed["logo"]
    return [
        f'<img class="logo" src="{escape(logo["address"])}" alt="{escape(logo["alt"])}">' if logo else "",
        f'<p class="quiet">{escape(printed["eyebrow"])}</p>',
        f"<h1>{escape(printed['title'])}</h1>",
        *(f'<p class="lead">{escape(words)}</p>' for words in printed["lead"]),
        *(_headlines(printed["headlines"]) if printed["headlines"] else []),
    ]


def _headlines(block: dict[str, Any]) -> list[str]:
    return [
        f"<h2>{escape(block['finding'])}</h2>",
        _quiet(block["about"]),
        '<div class="headlines">',
        _grid(block["grid"]),
        "</div>",
        *_notes(block["notes"]),
    ]


def _section(section: dict[str, Any]) -> list[str]:
    return [
        f"<h2>{escape(section['title'])}</h2>",
        *_notes(section["notes"]),
        *(f"<p>{escape(words)}</p>" for words in section["sentences"]),
        *(part for block in section["blocks"] for part in _block(block)),
    ]


def _block(block: dict[str, Any]) -> list[str]:
    chart, grid = block["chart"], block["grid"]
    return [
        f"<h3>{escape(block['finding'])}</h3>",
        _quiet(block["about"]),
        _figure(chart) if chart else "" if grid is None else _grid(grid),
        *_notes(block["notes"]),
        _folded(block["table_words"], _grid(grid)) if chart and grid else "",
    ]


def _figure(chart: dict[str, str]) -> str:
    """One of the two is shown, by the width of the screen; the other is not read out either."""
    wide, narrow = (f'<div class="{name}">{chart[key]}</div>' for name, key in _SCREENS)
    return f"<figure>{wide}{narrow}</figure>"


_SCREENS = (("on-wide", "svg"), ("on-narrow", "narrow"))


def _folded(summary: str, content: str) -> str:
    """What is opened by who wants it; on paper it is open (see page.css)."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def _quiet(words: str) -> str:
    return f'<p class="quiet">{escape(words)}</p>'


def _notes(listed: list[str]) -> list[str]:
    return [_quiet(" ".join(listed))] if listed else []


def _grid(grid: dict[str, Any], write: Callable[[str], str] = escape) -> str:
    """A real table; it can be reached and moved by keyboard where a screen is too narrow for it.

    `write` sets the first cell of each row.
    """
    wide = set(grid["wide"]) - {0}
    marks = [' class="words"' if number in wide else "" for number in range(len(grid["head"]))]
    heads = zip(marks, grid["head"], strict=True)
    head = "".join(f'<th scope="col"{mark}>{escape(words)}</th>' for mark, words in heads)
    rows = "".join(_row(row, marks, write) for row in grid["rows"])
    caption = escape(grid["caption"])
    many = ' class="many"' if len(grid["head"]) >= _MANY else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{caption}">'
        f"<table{many}><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_MANY = 5
"""Columns from which a table is moved sideways on a phone rather than set in words one under the other."""


def _row(row: list[str], marks: list[str], write: Callable[[str], str]) -> str:
    cells = zip(marks[1:], row[1:], strict=True)
    rest = "".join(f"<td{mark}>{escape(words)}</td>" for mark, words in cells)
    return f'<tr><th scope="row">{write(row[0])}</th>{rest}</tr>'


def _command(words: str) -> str:
    """An option is never parted from its hyphens."""
    return " ".join(f"<span>{escape(word)}</span>" for word in words.split(" "))


def _end(printed: dict[str, Any]) -> list[str]:
    references, own = printed["references"], printed["own_words"]
    return [
        f'<div class="own"><p class="quiet">{escape(own["label"])}</p><p>{escape(own["text"])}</p></div>'
        if own
        else "",
        "<h2>Limits</h2>",
        _list(printed["limits"]),
        "<h2>How to read these figures</h2>",
        *(f"<p>{escape(words)}</p>" for words in printed["protection"]),
        _folded("Ranges, marks and what is left out", _list(printed["reading"])),
        "<h3>Where the figures come from</h3>",
        _folded("Release and checksum", _provenance(printed)),
        "<h3>How to ask for a figure again</h3>" if references["rows"] else "",
        _folded("The commands", _quiet(references["words"]) + _grid(references, _command))
        if references["rows"]
        else "",
    ]


def _provenance(printed: dict[str, Any]) -> str:
    lines = (
        f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>"
        for name, value in printed["provenance"]
    )
    return f"<dl>{''.join(lines)}</dl>"


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(words)}</li>" for words in items) + "</ul>"
