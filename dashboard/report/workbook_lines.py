"""The lines of a workbook: each number of a figure in a row of its own, with what it is and whence."""

from dashboard.charts.pathway import OF_FEW
from dashboard.charts.rows import rows_of
from dashboard.report.figures import base_of, lead_of
from dashboard.report.narrative import title_of
from dashboard.report.references import refer_to
from dashboard.wording import format_count, label_of, lower_first, marker, upper_first
from pipelines.publication import (
    Count,
    Curve,
    CurvePoint,
    Distribution,
    Figure,
    Flow,
    Hidden,
    Money,
    MoneyRate,
    NoCases,
    Pathway,
    PublishedRow,
    PublishedTable,
    Rate,
    Shown,
)
from pipelines.vocabulary import minor_units

HEAD = (
    "Measure", "Group", "Part", "Value", "Low (95%)", "High (95%)", "Met", "Out of", "Unit", "In words",
    "Period", "Definition version", "Release", "Ask for it again",
)  # fmt: skip
"""The columns of every table of figures. No cell stays empty: what a column does not apply to says so."""

ALL = "All"
NOT_APPLICABLE = marker(NoCases())
HIDDEN = marker(Hidden())

Cell = str | float
Line = tuple[str, Cell, Cell, Cell, Cell, Cell, str]
"""Part, value, low, high, met, out of, and the kind of number: one line of a figure."""


def lines_of(table: PublishedTable) -> list[tuple[tuple[Cell, ...], str]]:
    """Each line as the cells under `HEAD`, with its kind of number."""
    reference = refer_to(table)
    found: list[tuple[tuple[Cell, ...], str]] = []
    for row in rows_of(table):
        group = ", ".join(label_of(dimension, code) for dimension, code in row.by)
        for part, value, low, high, met, of, kind in _parts(row):
            words = part or f"{lead_of(row.cell)}; {base_of(table, row)}"
            line = (
                title_of(table), group, part, value, low, high, met, of, _unit(row, kind), words,
                reference.period, reference.version, reference.release, reference.command,
            )  # fmt: skip
            found.append((tuple(map(_fill, HEAD, line)), kind))
    return found


def _fill(column: str, value: Cell) -> Cell:
    """A screen reader says nothing for an empty cell: not that there is nothing to say."""
    if value != "":
        return value
    return ALL if column in ("Group", "Part") else NOT_APPLICABLE


def _unit(row: PublishedRow, kind: str) -> str:
    currency = getattr(row.cell.figure, "currency", "") if isinstance(row.cell, Shown) else ""
    if kind == "share" and currency:
        return f"share of {currency}"
    return currency if kind == "money" else kind


def _parts(row: PublishedRow) -> list[Line]:
    """The lines of one cell; the marker as its value where there is no number."""
    if not isinstance(row.cell, Shown):
        return [("", marker(row.cell), "", "", "", "", "")]
    return _figure_lines(row.cell.figure)


def _figure_lines(figure: Figure) -> list[Line]:
    match figure:
        case Rate():
            return [("", figure.value, figure.low, figure.high, figure.met, figure.denominator, "share")]
        case MoneyRate():
            units = minor_units(figure.currency)
            met, of = figure.met_minor / units, figure.denominator_minor / units
            return [("", figure.value, figure.low, figure.high, met, of, "share")]
        case Count(value=value):
            return [("", value, "", "", "", "", "count")]
        case Money():
            units = minor_units(figure.currency)
            return [("", figure.total_minor / units, "", "", "", figure.n, "money")]
        case _:
            return _shape_lines(figure)


_FIVE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def _shape_lines(figure: Figure) -> list[Line]:
    match figure:
        case Distribution(counts=counts):
            names = ("Disagree", "Neither", "Agree") if len(counts) == 3 else _FIVE
            return [
                (f"Answers: {lower_first(name)}", n, "", "", "", figure.n, "count")
                for name, n in zip(names, counts, strict=True)
            ]
        case Pathway(steps=steps):
            lines: list[Line] = []
            for step in steps:
                lines.append((step.label, step.reached, "", "", "", "", "count"))
                lines += [(f"Left: {reason}", n, "", "", "", "", "count") for reason, n in step.left]
                if figure.is_protected:
                    lines.append((f"Left: {lower_first(OF_FEW)}", HIDDEN, "", "", "", "", ""))
            return lines
        case Curve(points=points):
            return [_point_line(point) for point in points]
        case Flow():
            units = minor_units(figure.currency)
            whole: Line = ("Agreed", figure.total_minor / units, "", "", "", figure.n, "money")
            parts: list[Line] = [
                (part.label, part.amount_minor / units, "", "", "", "", "money") for part in figure.parts
            ]
            hidden: list[Line] = [(upper_first(name), HIDDEN, "", "", "", "", "") for name in figure.hidden]
            return [whole, *parts, *hidden]
        case _:
            return [("", "", "", "", "", "", "")]


def _point_line(point: CurvePoint) -> Line:
    """One day of a curve: its share, how many had met it by then, and how many were still followed.

    The share is no division of the two: those no longer followed count for as long as they were.
    """
    met: Cell = HIDDEN if point.n_met is None else point.n_met
    followed = f"{format_count(point.at_risk)} still followed"
    return (f"Day {point.day}: {followed}", point.share, point.low, point.high, met, "", "share")
