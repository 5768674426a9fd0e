"""The sentence under a page's title: what happened, with numbers, made by rule from published cells.

A clause whose figure may not be shown is left out; it never becomes a claim without its number.
"""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from dashboard.role_words import say
from dashboard.widgets.page import Page
from dashboard.wording import format_count, format_money, format_percent, join_words, period_in_words
from pipelines.publication import Count, MoneyRate, NoCases, NotSupplied, Pathway, PublishedTable, Rate, Shown

_NOTHING = "There is not enough in this selection yet to say what happened."
_NOT_RECORDED = "What this page is about is not recorded in this data."


def show_sentence(page: Page, clauses: Sequence[str], about: PublishedTable) -> None:
    """ "In the 12 months to 30 September 2026, a, b and c." Clauses are HTML made by the functions below.

    `about` is the table the page stands on: without any clause it says why there is nothing to say.
    """
    said = [clause for clause in clauses if clause]
    period = page.choice.period
    when = period_in_words(period, page.status.as_of)
    opening = f"In {when}" if period != "all" else f"Over {when}"
    joined = f"{'; '.join(said[:-1])}; and {said[-1]}" if len(said) > 2 else " and ".join(said)
    instead = _NOT_RECORDED if isinstance(about.cell, NotSupplied) else _NOTHING
    words = f"{escape(opening)}, {joined}." if said else instead
    page.sentence.html(f'<p class="ro-sentence">{say(words)}</p>')


def show_words(page: Page, words: str) -> None:
    """A plain sentence in the same place."""
    page.sentence.html(f'<p class="ro-sentence">{escape(say(words))}</p>')


def say_count(table: PublishedTable, one: str, many: str) -> str:
    """ "**1** person took part", "**1,034** people took part"."""
    match table.cell:
        case Shown(figure=Count(value=value)):
            return f"<strong>{format_count(value)}</strong> {escape(one if value == 1 else many)}"
        case _:
            return ""


def say_rate(table: PublishedTable, rest: str) -> str:
    """ "**85 of 109** agreements due were kept (78%)"; without the percentage where there are few."""
    match table.cell:
        case Shown(figure=Rate() as rate, is_cautious=is_cautious):
            share = "" if is_cautious else f" ({format_percent(rate.value)})"
            parts = f"{format_count(rate.met)} of {format_count(rate.denominator)}"
            return f"<strong>{parts}</strong> {escape(rest)}{share}"
        case _:
            return ""


def say_stage(table: PublishedTable, stage: str, rest: str) -> str:
    """ "**342 of 786** referrals have led to a conference so far", from the pathway."""
    match table.cell:
        case Shown(figure=Pathway(steps=steps)):
            reached = next((step.reached for step in steps if step.stage == stage), None)
            if reached is not None:
                parts = f"{format_count(reached)} of {format_count(steps[0].reached)}"
                return f"<strong>{parts}</strong> {escape(rest)}"
    return ""


def say_money(table: PublishedTable, rest: str) -> str:
    """ "**$86,127 of $120,307** restitution due was paid"; each currency apart, never added."""
    said = []
    for row in table.rows:
        if isinstance(row.cell, Shown) and isinstance(row.cell.figure, MoneyRate):
            figure = row.cell.figure
            met, due = (
                format_money(m, figure.currency) for m in (figure.met_minor, figure.denominator_minor)
            )
            said.append(f"<strong>{escape(met)} of {escape(due)}</strong>")
    return f"{' and '.join(said)} {escape(rest)}" if said else ""


def show_if_empty(page: Page, tables: Iterable[PublishedTable]) -> None:
    """Where nothing was found at all: how to widen the selection, or that there is no data yet."""
    if all(_is_empty(table) for table in tables):
        choice = page.choice
        wider = [
            words
            for words, is_narrowed in (
                ("a longer period", choice.period != "all"),
                ("all programmes", choice.programme is not None),
                ("all types of harm", choice.offence_category is not None),
            )
            if is_narrowed
        ]
        widen = f" To widen the selection, choose {join_words(wider)}." if wider else ""
        st.info(f"There is nothing in this data for this page.{widen}")


def _is_empty(table: PublishedTable) -> bool:
    match table.cell:
        case NoCases() | Shown(figure=Count(value=0)):
            return True
        case _:
            return False
