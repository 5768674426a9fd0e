"""The table that must stand under a curve: how many are still followed, and what became of the others."""

from collections.abc import Mapping

from dashboard.charts.rows import rows_of
from dashboard.wording import format_count, format_interval, format_percent, marker, upper_first
from pipelines.publication import Curve, CurvePoint, Hidden, PublishedRow, PublishedTable, Shown, TooSoon

MONTHS = "Months since the start"


def find_curve(row: PublishedRow | None) -> Curve | None:
    """The curve of a row, where it may be drawn."""
    match row.cell if row else None:
        case Shown(figure=Curve() as curve) if curve.points and curve.stops_at_day >= 0:
            return curve
    return None


def pair_rows(
    table: PublishedTable, earlier: PublishedTable | None
) -> list[tuple[PublishedRow, PublishedRow | None]]:
    """Each row with the same one of the period before; None where that holds none."""
    before = {row.by: row for row in rows_of(earlier)} if earlier else {}
    return [(row, before.get(row.by)) for row in rows_of(table)]


def start_of(curve: Curve) -> CurvePoint:
    """Day 0: everybody is followed, nobody has met it."""
    return CurvePoint(day=0, share=0.0, low=0.0, high=0.0, at_risk=curve.n, n_met=0, n_ended=0)


def tabulate_risk(
    table: PublishedTable, row: PublishedRow, lead: Mapping[str, str], days: Mapping[str, int]
) -> list[dict[str, str]]:
    """One row for each line of the table after `lead`, one column for each of `days`."""
    curve = find_curve(row)
    if curve is None:
        mark = marker(row.cell) or marker(TooSoon())
        return [{**lead, MONTHS: "Share", **dict.fromkeys(days, mark)}]
    columns = {name: _tabulate_day(curve, day) for name, day in days.items()}
    names = ("Share", "95% interval", "Still followed", _met_words(table), "Ended another way")
    return [
        {**lead, MONTHS: name, **{column: values[place] for column, values in columns.items()}}
        for place, name in enumerate(names)
    ]


def _met_words(table: PublishedTable) -> str:
    return upper_first(dict(table.definition.buckets).get("met", "Done by then"))


def _tabulate_day(curve: Curve, day: int) -> tuple[str, ...]:
    point = start_of(curve) if day == 0 else curve.at(day)
    if point is None:
        return (marker(TooSoon()),) * 5
    followed = next((later.at_risk for later in curve.points if later.day >= day), point.at_risk)
    return (
        format_percent(point.share),
        format_interval(point.low, point.high),
        format_count(curve.n if day == 0 else followed),
        *(marker(Hidden()) if n is None else format_count(n) for n in (point.n_met, point.n_ended)),
    )
