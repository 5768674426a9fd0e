"""Where every row of a rate's population went, as rows of text: what is counted, and what is not and why."""

from collections.abc import Sequence

from dashboard.wording import format_count, format_interval, format_percent, label_of, marker
from pipelines.publication import (
    FEWEST_FOR_A_RATE,
    Buckets,
    MoneyRate,
    PublishedRow,
    PublishedTable,
    Rate,
    Ratio,
    Shown,
    TooFew,
    TooSoon,
)


def list_denominators(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each row of the table: the five buckets, and how far the rate could be off.

    Empty where nothing in it has buckets: another kind of figure, or a release, whose parts do not add up.
    """
    rows = [_list_row(row) for row in table.rows]
    return rows if any(find_buckets(row) for row in table.rows) else []


def list_unknown(tables: Sequence[PublishedTable]) -> list[dict[str, str]]:
    """One row for each rate in which a result was not recorded, the largest share first: of all that ended or
    could still happen, how many ended without one.
    """
    found = [
        (buckets.unknown / (buckets.population - buckets.not_applicable), table, buckets)
        for table in tables
        for row in table.rows
        if (buckets := find_buckets(row)) is not None and buckets.unknown
    ]
    return [
        {
            "Measure": table.definition.title,
            "Result not recorded": format_percent(share) if _is_enough(buckets) else "[low]",
            "Based on": f"{format_count(buckets.unknown)} of "
            f"{format_count(buckets.population - buckets.not_applicable)}",
        }
        for share, table, buckets in sorted(found, key=lambda one: -one[0])
    ]


def _is_enough(buckets: Buckets) -> bool:
    return buckets.population - buckets.not_applicable >= FEWEST_FOR_A_RATE


def _list_row(row: PublishedRow) -> dict[str, str]:
    name = ", ".join(label_of(dimension, code) for dimension, code in row.by) or "All"
    buckets = find_buckets(row)
    if buckets is None:
        return {"Group": name, **dict.fromkeys(_COLUMNS, marker(row.cell) or "[x]")}
    counts = (buckets.population, buckets.met, buckets.not_met, buckets.pending, buckets.unknown)
    bounds = format_interval(*buckets.bounds) if buckets.bounds and buckets.denominator else marker(row.cell)
    values = (*map(format_count, (*counts, buckets.not_applicable)), bounds)
    return {"Group": name, **dict(zip(_COLUMNS, values, strict=True))}


_COLUMNS = (
    *("In all", "Counted as yes", "Counted as no", "Could still happen", "Ended, not recorded"),
    *("Cannot happen", "Lowest and highest it could be"),
)


def find_buckets(row: PublishedRow) -> Buckets | None:
    """The buckets of one cell, where it has any that may be read."""
    match row.cell:
        case Shown(figure=Rate(buckets=buckets) | MoneyRate(buckets=buckets) | Ratio(buckets=buckets)):
            return buckets
        case TooFew(buckets=buckets) | TooSoon(buckets=buckets):
            return buckets
        case _:
            return None
