"""The About tab: what a measure means, where every row went, how far off it could be, the query that ran."""

from collections.abc import Sequence
from html import escape

from dashboard.wording import format_count, format_date, format_interval, plural_unit
from pipelines.publication import Buckets, Definition, MoneyRate, PublishedTable, Rate, Shown, TooFew, TooSoon

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
    """A measure as it was asked: its meaning, and the counts, the source and the query of this very table."""
    when = f"{escape(table.basis.label)}: {escape(table.period_label)}."
    found = f"{escape(table.stamp.kind)} <code>{escape(table.stamp.id)}</code>."
    meaning = build_meaning(table.definition, when, _find_buckets(table))
    return f"<h3>{escape(table.definition.title)}</h3>{meaning}<p>From {found}</p>{_build_query(table.sql)}"


def build_meaning(meaning: Definition, when: str = "", counts: Buckets | None = None) -> str:
    """What a measure means, as HTML; `counts` say how many rows went where."""
    parts = [
        f"<p>{escape(meaning.question)} {escape(meaning.why)}</p>",
        f"<p>Counted in {escape(plural_unit(meaning.unit))}. {when} "
        f"{_DIRECTIONS.get(meaning.direction, '')}</p>",
        f"<p>The statement: “{escape(meaning.statement)}”</p>" if meaning.statement else "",
        _build_buckets(meaning, counts),
        _build_list(meaning.caveats),
        f"<p>Source: {escape(meaning.source)}. Owner: {escape(meaning.owner)}, reviewed "
        f"{format_date(meaning.reviewed)}. Definition <code>{escape(meaning.name)}</code> version "
        f"<code>{escape(meaning.version)}</code>.</p>",
    ]
    return "".join(parts)


def _build_buckets(meaning: Definition, counts: Buckets | None) -> str:
    """Which rows go where, with their number where it is known, and the bounds they leave."""
    items = []
    for name, words in meaning.buckets:
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
