"""The About tab: what a measure means, where every row went, how far off it could be, the query that ran."""

from collections.abc import Sequence
from html import escape

from dashboard.wording import format_count, format_date, format_interval, plural_unit
from pipelines.publication import Buckets, MoneyRate, PublishedTable, Rate, Shown, TooFew, TooSoon

_BUCKETS = {
    "met": "Counted as yes",
    "not_met": "Counted as no",
    "pending": "Could still happen",
    "not_applicable": "Cannot happen",
    "unknown": "Ended, not recorded",
}
_DIRECTIONS = {
    "higher": "More is better.",
    "lower": "Less is better.",
    "neither": "More is not better in itself, so it takes no target.",
}


def build_about(tables: Sequence[PublishedTable]) -> str:
    """The definitions behind one panel, each once, as HTML."""
    once = {table.definition.name: table for table in tables}
    return f'<div class="ro-about">{"".join(_build_definition(table) for table in once.values())}</div>'


def _build_definition(table: PublishedTable) -> str:
    meaning = table.definition
    parts = [
        f"<h3>{escape(meaning.title)}</h3>",
        f"<p>{escape(meaning.question)} {escape(meaning.why)}</p>",
        f"<p>Counted in {escape(plural_unit(meaning.unit))}. {escape(table.basis.label)}: "
        f"{escape(table.period_label)}. {_DIRECTIONS.get(meaning.direction, '')}</p>",
        f"<p>The statement: “{escape(meaning.statement)}”</p>" if meaning.statement else "",
        _build_buckets(table),
        _build_list(meaning.caveats),
        f"<p>Source: {escape(meaning.source)}. Owner: {escape(meaning.owner)}, reviewed "
        f"{format_date(meaning.reviewed)}. Definition <code>{escape(meaning.name)}</code> version "
        f"<code>{escape(meaning.version)}</code>; {escape(table.stamp.kind)} "
        f"<code>{escape(table.stamp.id)}</code>.</p>",
        _build_query(table.sql),
    ]
    return "".join(parts)


def _build_buckets(table: PublishedTable) -> str:
    """Which rows go where, with their number where the table has one row, and the bounds they leave."""
    counts = _find_buckets(table)
    items = []
    for name, words in table.definition.buckets:
        number = f": {format_count(getattr(counts, name))}" if counts and hasattr(counts, name) else ""
        label = escape(_BUCKETS.get(name, name))
        items.append(f"<li><strong>{label}{number}</strong>, {escape(words)}</li>")
    listed = f"<ul>{''.join(items)}</ul>" if items else ""
    if counts is None or counts.bounds is None:
        return listed
    return (
        f"{listed}<p>If nothing that is open or unknown had ended well, or if all of it had: "
        f"{format_interval(*counts.bounds)}.</p>"
    )


def _find_buckets(table: PublishedTable) -> Buckets | None:
    if len(table.rows) != 1:
        return None
    match table.cell:
        case Shown(figure=Rate(buckets=buckets) | MoneyRate(buckets=buckets)):
            return buckets
        case TooFew(buckets=buckets) | TooSoon(buckets=buckets):
            return buckets
        case _:
            return None


def _build_list(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>" if sentences else ""


def _build_query(sql: str) -> str:
    if not sql:
        return ""
    return f'<details><summary>The query that ran</summary><pre tabindex="0">{escape(sql)}</pre></details>'
