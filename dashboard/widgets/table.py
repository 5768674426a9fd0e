"""A real HTML table: read by a screen reader, copied into a sheet, printed. Not a canvas."""

import re
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.wording import explain_markers

_NUMBER = re.compile(r"(\[[a-z]+\]|(under |over |[−+])?([A-Z]{3} |\W)?[\d.,]+%?( (to|of|·|pts?)\b.*)?)?")
"""A number, an amount, a range or a marker: such a column stands to the right."""


def show_table(rows: Sequence[Mapping[str, str]], caption: str, *, is_caption_seen: bool = True) -> None:
    """The rows with their caption, and what the markers in them mean.

    A caption that only repeats the heading above is not seen, but still read out.
    """
    if not rows:
        st.html(f'<p class="ro-note">{escape(caption)}: nothing to list.</p>')
        return
    notes = "".join(f'<p class="ro-note">{escape(note)}</p>' for note in explain_markers(rows))
    st.html(build_table(rows, caption, is_caption_seen=is_caption_seen) + notes)


def build_table(rows: Sequence[Mapping[str, str]], caption: str, *, is_caption_seen: bool = True) -> str:
    """The table as HTML; the first column names its row."""
    columns = list(rows[0])
    numbers = {name for name in columns[1:] if all(_NUMBER.fullmatch(row.get(name, "")) for row in rows)}
    head = "".join(f'<th scope="col"{_kind(name in numbers)}>{escape(name)}</th>' for name in columns)
    body = "".join(_build_row(row, columns, numbers) for row in rows)
    unseen = "" if is_caption_seen else ' class="ro-unseen"'
    # A wide table scrolls inside its own box, which the keyboard can reach; the page never overflows.
    return (
        f'<div class="ro-scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="ro-table"><caption{unseen}>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _build_row(row: Mapping[str, str], columns: Sequence[str], numbers: set[str]) -> str:
    first, *others = columns
    cells = "".join(f"<td{_kind(name in numbers)}>{escape(row.get(name, ''))}</td>" for name in others)
    return f'<tr><th scope="row">{escape(row.get(first, ""))}</th>{cells}</tr>'


def _kind(is_number: bool) -> str:
    return ' class="is-number"' if is_number else ""
