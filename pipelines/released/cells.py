"""One published cell as one row of a release, and back.

A row has the state, the words of a hidden cell, and the figure as JSON; value, low, high and n stand beside
it so that the file can be read with any tool. A cell that is hidden without a word has no row: none can be
told from zero.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.errors import ReleaseError
from pipelines.publication import (
    FEWEST_TO_LEAN_ON,
    Count,
    Curve,
    CurvePoint,
    Days,
    Distribution,
    Figure,
    Flow,
    FlowPart,
    Hidden,
    Money,
    MoneyRate,
    Pathway,
    PathwayStep,
    PublishedCell,
    Rate,
    Ratio,
    Score,
    Shown,
)

COORDINATES = (
    "measure", "statistic", "currency", "period", "programme", "site", "offence_category", "harmed_took_part",
)  # fmt: skip
"""The columns that say which cell a row is. Empty: everything, or all to date."""


@dataclass(frozen=True, kw_only=True)
class ReleasedCell:
    """One cell of the lattice that has something to say."""

    measure: str
    statistic: str
    """What belongs to the figure and is no filter: "role=harmed"; several with "&" between."""
    currency: str
    period: str
    """"2025", "2025Q3", or empty for all to date."""
    selection: tuple[tuple[str, str], ...]
    """Dimension and value of what it is narrowed to."""
    cell: PublishedCell


def to_row(released: ReleasedCell) -> dict[str, Any]:
    """The row of a cell that is shown, or hidden with words."""
    chosen = dict(released.selection)
    where = {name: chosen.get(name, "") for name in COORDINATES[4:]}
    cell = released.cell
    figure = cell.figure if isinstance(cell, Shown) else None
    return {
        "measure": released.measure,
        "statistic": released.statistic,
        "currency": released.currency,
        "period": released.period,
        **where,
        "state": cell.state,
        "words": cell.words if isinstance(cell, Hidden) else "",
        "value": _number(figure, "value", "mean", "median", "total_minor"),
        "low": _number(figure, "low"),
        "high": _number(figure, "high"),
        "n": _number(figure, "denominator", "n"),
        "figure": "" if figure is None else figure_json(figure),
    }


def _number(figure: Figure | None, *names: str) -> float | None:
    found = next((getattr(figure, name) for name in names if hasattr(figure, name)), None)
    return None if found is None else float(found)


def figure_json(figure: Figure) -> str:
    """The figure's kind and numbers, in one order: the same figure, the same text."""
    return json.dumps({"is": type(figure).__name__, **asdict(figure)}, sort_keys=True, separators=(",", ":"))


def from_row(row: dict[str, Any]) -> ReleasedCell:
    """The cell that a row was made from."""
    return ReleasedCell(
        measure=row["measure"],
        statistic=row["statistic"],
        currency=row["currency"],
        period=row["period"],
        selection=selection_of(row),
        cell=read_cell(row),
    )


def selection_of(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Dimension and value of what the row's cell is narrowed to, by the dimension's name."""
    return tuple(sorted((name, row[name]) for name in COORDINATES[4:] if row[name]))


def read_cell(row: dict[str, Any]) -> PublishedCell:
    """The cell of a row. Raises `ReleaseError` for what is no cell of a release, whoever sealed it."""
    try:
        if row["state"] == "hidden" and isinstance(row["words"], str):
            return Hidden(words=row["words"])
        if row["state"] == "shown":
            figure = read_figure(row["figure"])
            return Shown(figure=figure, is_cautious=_is_of_few(figure))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ReleaseError(
        "this release holds a cell that cannot be read. No figure is shown. Ask for the release again."
    )


def _is_of_few(figure: Figure) -> bool:
    """As a warehouse flags it; a file of another hand may not say otherwise."""
    n = figure.denominator if isinstance(figure, Rate) else getattr(figure, "n", None)
    return n is not None and n < FEWEST_TO_LEAN_ON


def read_figure(text: str) -> Figure:
    """The figure that `figure_json` wrote."""
    found = json.loads(text)
    build = _FIGURES.get(found.pop("is"))
    if build is None:
        raise ValueError("a release holds no such figure")
    return build(found)


def _distribution(found: dict[str, Any]) -> Figure:
    return Distribution(**{**found, "counts": tuple(found["counts"])})


def _curve(found: dict[str, Any]) -> Figure:
    return Curve(**{**found, "points": tuple(CurvePoint(**point) for point in found["points"])})


def _pathway(found: dict[str, Any]) -> Figure:
    steps = [
        PathwayStep(**{**step, "left": tuple((reason, n) for reason, n in step["left"])})
        for step in found["steps"]
    ]
    return Pathway(steps=tuple(steps), is_protected=found["is_protected"])


def _flow(found: dict[str, Any]) -> Figure:
    return Flow(
        **{
            **found,
            "parts": tuple(FlowPart(**part) for part in found["parts"]),
            "hidden": tuple(found["hidden"]),
        }
    )


_FIGURES: dict[str, Callable[[dict[str, Any]], Figure]] = {
    "Rate": lambda found: Rate(**found),
    "MoneyRate": lambda found: MoneyRate(**found),
    "Count": lambda found: Count(**found),
    "Money": lambda found: Money(**found),
    "Days": lambda found: Days(**found),
    "Ratio": lambda found: Ratio(**found),
    "Score": lambda found: Score(**found),
    "Distribution": _distribution,
    "Curve": _curve,
    "Pathway": _pathway,
    "Flow": _flow,
}
