"""Headline cards: one number each, never without its range, its parts and who answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.charts.strip import strip_html
from dashboard.role_words import say
from dashboard.widgets.absent import is_absent
from dashboard.widgets.page import Page
from dashboard.widgets.stories import Story
from dashboard.wording import (
    change_in_words,
    describe_cell,
    format_count,
    format_interval,
    format_money,
    format_percent,
    label_of,
    plural_unit,
    response_in_words,
    target_in_words,
    words_in_place,
)
from pipelines.publication import Buckets, Count, Hidden, MoneyRate, PublishedRow, PublishedTable, Rate, Shown


@dataclass(frozen=True, kw_only=True)
class Card:
    """One headline: the measure it shows, and another one that must stand beside it or inside it."""

    label: str
    table: PublishedTable
    beside: PublishedTable | None = None
    """A rate that the first would mislead without (collected, and paid in full)."""
    parts: PublishedTable | None = None
    """The same count, broken down."""


def show_cards(page: Page, cards: Sequence[Card]) -> None:
    """The headlines in one row on a desk, under one another on a phone."""
    cards = [replace(card, label=say(card.label)) for card in cards if not is_absent(card.table)]
    st.html(build_cards(cards))
    tables = [table for card in cards for table in (card.table, card.beside, card.parts) if table is not None]
    title, subtitle = "Headline figures", f"Headline figures · {page.told.place}"
    rows = [row for card in cards for row in tabulate_card(card)]
    page.told.stories.append(Story(title=title, subtitle=subtitle, rows=rows, tables=tables))


def tabulate_card(card: Card) -> list[dict[str, str]]:
    """One row for each figure of a card, in words."""
    named = [(card.label, card.table), ("", card.parts), ("", card.beside)]
    return [
        {
            "Figure": ", ".join(filter(None, (label or table.definition.title, _name_group(row)))),
            "In words": describe_cell(row.cell),
            "Change": _say_change(row),
            "Answered": response_in_words(row.response) if row.response else "",
        }
        for label, table in named
        if table is not None
        for row in table.rows or (PublishedRow(by=(), cell=table.cell),)
    ]


def build_cards(cards: Sequence[Card]) -> str:
    """The cards as HTML: a list, so that a screen reader says how many there are."""
    items = "".join(f'<li class="ro-card">{_build_card(card)}</li>' for card in cards)
    return f'<section aria-label="Headline figures"><ul class="ro-cards" role="list">{items}</ul></section>'


def _build_card(card: Card) -> str:
    rows = card.table.rows or (PublishedRow(by=(), cell=card.table.cell),)
    label = f"<h2>{escape(card.label)}</h2>"
    if len(rows) == 1:
        lines = [f'<div class="ro-head">{label}{_build_value(rows[0])}</div>']
        lines += _build_lines(rows[0], card.table)
    else:
        lines = [label, *(_build_one_of_several(row, card.table) for row in rows)]
    if card.parts is not None and any(row.by for row in card.parts.rows):
        lines.append(_build_parts(card.parts))
    if card.beside is not None:
        lines += [_build_beside(card.beside, row) for row in card.beside.rows]
    if len(rows) == 1 and (change := _build_change(rows[0])):
        lines.append(change)
    return "".join(lines)


def _build_one_of_several(row: PublishedRow, table: PublishedTable) -> str:
    """Figures that may not be added, such as amounts in two currencies: each whole, under its own name."""
    head = f'<div class="ro-pair"><p>{escape(_name_row(row))}</p>{_build_value(row)}</div>'
    return f'<div class="ro-one">{head}{"".join(_build_lines(row, table))}{_build_change(row)}</div>'


def _say_change(row: PublishedRow) -> str:
    return change_in_words(row.change, row.response) if isinstance(row.cell, Shown) else ""


def _build_change(row: PublishedRow) -> str:
    change = _say_change(row)
    return f'<p class="ro-change">{escape(change)}</p>' if change else ""


def _build_value(row: PublishedRow) -> str:
    """The big number. Where there are few, the range leads and is greyed."""
    match row.cell:
        case Shown(figure=Count(value=value)):
            return f'<p class="ro-value">{format_count(value)}</p>'
        case Shown(figure=Rate() | MoneyRate() as rate, is_cautious=True):
            return f'<p class="ro-value is-cautious">{format_interval(rate.low, rate.high)}</p>'
        case Shown(figure=Rate() | MoneyRate() as rate):
            return f'<p class="ro-value">{format_percent(rate.value)}</p>'
        case _:
            return ""


def _build_lines(row: PublishedRow, table: PublishedTable) -> list[str]:
    """What stands under the number, so that it is never bare; or why there is none."""
    match row.cell:
        case Shown(figure=Count(note=note)):
            lines = [_line(note)] if note else []
        case Shown(figure=Rate() | MoneyRate() as rate, is_cautious=is_cautious):
            interval = f"95% CI {format_interval(rate.low, rate.high)}"
            few = f"95% CI; {format_percent(rate.value)}, from few: the range comes first"
            lines = [
                _line(few if is_cautious else interval),
                _line(_parts_of(rate, table)),
                strip_html(row.cell, direction=table.definition.direction),
                *_left_out(rate.buckets),
            ]
        case cell:
            lines = [f'<p class="ro-state">{escape(describe_cell(cell))}</p>']
    return [*lines, *_target(row), *_response(row)]


def _parts_of(figure: Rate | MoneyRate, table: PublishedTable) -> str:
    """ "550 of 748 agreements": the unit is the definition's."""
    if isinstance(figure, Rate):
        unit = plural_unit(table.definition.unit)
        return f"{format_count(figure.met)} of {format_count(figure.denominator)} {unit}"
    met, due = (format_money(m, figure.currency) for m in (figure.met_minor, figure.denominator_minor))
    return f"{met} of {due}, in {format_count(figure.n)} promises"


def _left_out(buckets: Buckets | None) -> list[str]:
    """What the rate does not count, so that it is never a bare percentage."""
    if buckets is None:
        return []
    parts = (
        (buckets.pending, "still open or not due"),
        (buckets.unknown, "unknown"),
        (buckets.not_applicable, "not applicable"),
    )
    said = ", ".join(f"{format_count(n)} {words}" for n, words in parts if n)
    return [_line(f"Not counted: {said}")] if said else []


def _build_parts(table: PublishedTable) -> str:
    rows = "".join(f"<dt>{escape(_name_row(row))}</dt><dd>{escape(_short(row))}</dd>" for row in table.rows)
    return f'<dl class="ro-parts">{rows}</dl>'


def _build_beside(table: PublishedTable, row: PublishedRow) -> str:
    """One line: the name of the measure and the whole of its cell."""
    return f"<p><strong>{escape(table.definition.title)}:</strong> {escape(describe_cell(row.cell))}</p>"


def _response(row: PublishedRow) -> list[str]:
    return [_line(response_in_words(row.response))] if row.response is not None else []


def _target(row: PublishedRow) -> list[str]:
    """How the figure stands against what the programme set out to reach, and where it started."""
    if row.target is None:
        return []
    words = target_in_words(row.target)
    start = row.target.baseline
    if words and isinstance(start, Shown) and isinstance(start.figure, Rate | MoneyRate):
        words += f" ({row.target.baseline_period}: {format_percent(start.figure.value)})"
    return [_line(words)] if words else []


def _short(row: PublishedRow) -> str:
    cell = row.cell
    if isinstance(cell, Shown) and isinstance(cell.figure, Count):
        return format_count(cell.figure.value)
    return cell.words if isinstance(cell, Hidden) and cell.words else words_in_place(cell)


def _name_row(row: PublishedRow) -> str:
    return _name_group(row) or "In all"


def _name_group(row: PublishedRow) -> str:
    return ", ".join(label_of(dimension, code) for dimension, code in row.by)


def _line(words: str) -> str:
    return f'<p class="ro-muted">{escape(words)}</p>'
