"""What its reader wants answered:

"What are these figures made of, how fresh are they, and what was left out?"

Every file that came in, what became of every row, what was refused and how to mend it, what is not recorded.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.widgets.denominators import list_unknown
from dashboard.widgets.page import load_tables, show_foot, show_head_without_filters
from dashboard.widgets.status_tables import (
    list_accounts,
    list_completeness,
    list_freshness,
    list_ledger,
    list_missing,
    list_quarantine,
)
from dashboard.widgets.table import show_table
from dashboard.wording import format_count, format_date, format_month
from pipelines.publication import DataStatus, Kind, Request, Source

_ACCOUNTING = "Made = accepted + refused + replaced by a later row, for every table, to the row."
_COMPLETE = "Only measures that some programme cannot be counted in, with what it does not record."
_UNKNOWN = (
    "What ended without a recorded result is in no rate: the fewer, the surer it is. All dates together."
)
_NEVER_ZERO = "What is not supplied is never shown as zero: figures that need it say “not supplied”."
_CHECKSUM = "The checksum (SHA-256) tells whether a file is the one that was loaded."


def show(source: Source) -> None:
    status = show_head_without_filters(source, "About the data")
    is_release = status.stamp.kind == "release"
    st.html(f'<p class="ro-sentence">{_answer_release(status) if is_release else _answer(status)}</p>')
    if not is_release:
        _show_section("freshness", "How fresh each programme’s data is", list_freshness(status))
        _show_section("accounts", "What became of every row", list_accounts(status), _ACCOUNTING)
        _show_section("quarantine", "Rows that were refused, and how to mend them", list_quarantine(status))
    _show_section("missing", "What is not recorded, so cannot be said", list_missing(status), _NEVER_ZERO)
    complete = list_completeness(source.load_definitions(), status)
    _show_section("complete", "Which measures each programme can be counted in", complete, _COMPLETE)
    if not is_release:
        _show_unknown(source, status)
        _show_section("ledger", "Every file that came in", list_ledger(status), _CHECKSUM)
    show_foot(source)


def _show_unknown(source: Source, status: DataStatus) -> None:
    """Every rate is counted for it, so only for who opens it."""
    title = "How much ended without a recorded result"
    with st.container(border=True, key="panel-unknown"):
        st.header(title, anchor=False)
        st.html(f'<p class="ro-subtitle">{escape(_UNKNOWN)}</p>')
        folded = st.expander("Every measure", on_change="rerun", key="unknown")
        if folded.open:
            with folded:
                rates = [one for one in source.load_definitions() if one.kind in (Kind.RATE, Kind.MONEY_RATE)]
                asked = tuple(Request(measure=one.name) for one in rates)
                show_table(list_unknown(load_tables(source, status, asked)), title, is_caption_seen=False)


def _show_section(key: str, title: str, rows: Sequence[dict[str, str]], note: str = "") -> None:
    with st.container(border=True, key=f"panel-{key}"):
        st.header(title, anchor=False)
        if note:
            st.html(f'<p class="ro-subtitle">{escape(note)}</p>')
        show_table(rows, title, is_caption_seen=False)


def _answer_release(status: DataStatus) -> str:
    return (
        f"These figures come from a <strong>release</strong>: a file of figures that were protected before "
        f"anybody saw them, with data to {format_date(status.as_of)}. It holds no case. "
        f"Release <code>{escape(status.stamp.id)}</code>."
    )


def _answer(status: DataStatus) -> str:
    accepted = sum(account.accepted for account in status.accounts)
    refused = sum(account.quarantined for account in status.accounts)
    span = (
        f", from {format_month(status.first_month)} to {format_month(status.last_month)}"
        if status.first_month and status.last_month
        else ""
    )
    return (
        f"These figures stand on <strong>{format_count(accepted)} rows</strong>{escape(span)}; "
        f"<strong>{format_count(refused)}</strong> were refused and are not counted. "
        f"Snapshot <code>{escape(status.stamp.id)}</code>."
    )
