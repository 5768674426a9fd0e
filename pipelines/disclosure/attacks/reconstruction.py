"""Reconstruction: whose outcome is whose? From every cell at once, with everybody's characteristics known.

The attacker knows how many people each atom holds, and looks for how many of them met the outcome: bounded
least squares over all cells, for up to 200 people whole numbers only. Predicting somebody from what is true
of others like them is inference, not disclosure: the attack is measured against that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.view import View

WHOLE_NUMBERS_TO = 200
SUREST = 0.05
SMOOTHING = 5.0
NODES = 2_000


@dataclass(frozen=True, kw_only=True)
class Reconstructed:
    """Shares of people whose outcome is right."""

    people: int
    accuracy: float
    inference: float
    surest: float
    """Of the 5 % the attack is surest of."""
    surest_inference: float


def reconstruct(view: View) -> Reconstructed:
    """Attack a share: a figure of two parts."""
    layout = view.layout
    n = layout.true.sum(axis=1).astype(float)
    inferred = _infer(layout)
    # The attacker is granted the better of the two ways.
    accuracy, surest = max(
        _accuracy(layout, found / numpy.maximum(n, 1)) for found in _solve(view, n, inferred)
    )
    inference, surest_inference = _accuracy(layout, inferred)
    return Reconstructed(
        people=int(n.sum()), accuracy=accuracy, inference=inference, surest=surest,
        surest_inference=surest_inference,
    )  # fmt: skip


def _infer(layout: Layout) -> Any:
    """The share of others, by atom: its cells without the atom itself, drawn to the share of everybody."""
    n, met = layout.true.sum(axis=1).astype(float), layout.true[:, 0].astype(float)
    overall = met.sum() / max(1.0, n.sum())
    of_cell_n, of_cell_met = layout.cells @ n, layout.cells @ met
    others_n = layout.cells.T @ of_cell_n - n * (layout.cells.T @ numpy.ones(len(of_cell_n)))
    others_met = layout.cells.T @ of_cell_met - met * (layout.cells.T @ numpy.ones(len(of_cell_n)))
    return (others_met + SMOOTHING * overall) / (others_n + SMOOTHING)


def _solve(view: View, n: Any, inferred: Any) -> Iterator[Any]:
    guess, cells = view.told.guess[:, 0], view.layout.cells
    both = view.told.guess[:, 0] + view.told.guess[:, 1]
    totals = cells @ n
    # Everybody's number is known, so the share says more than the number of the part does.
    wanted = numpy.where(numpy.isnan(guess), numpy.nan, guess / numpy.where(both > 0, both, 1) * totals)
    few = view.told.is_hidden[:, 0] & numpy.isfinite(view.told.high[:, 0])
    wanted = numpy.where(few & numpy.isnan(wanted), view.told.low[:, 0], wanted)
    has = numpy.isfinite(wanted) & (totals > 0) & ~numpy.isnan(guess)
    if not has.any():
        yield inferred * n
        return
    rows = cells[numpy.flatnonzero(has)].astype(float)
    if n.sum() <= WHOLE_NUMBERS_TO:
        yield _whole_numbers(rows, wanted[has], n, inferred)
    yield _least_squares(rows, wanted[has], n, inferred)


def _least_squares(rows: Any, wanted: Any, n: Any, inferred: Any) -> Any:
    from scipy.optimize import lsq_linear
    from scipy.sparse import diags_array, vstack

    towards = 0.1
    whole = vstack([rows, diags_array(towards / numpy.sqrt(numpy.maximum(n, 1)))], format="csr")
    right = numpy.concatenate([wanted, towards * inferred * n / numpy.sqrt(numpy.maximum(n, 1))])
    found = lsq_linear(whole, right, bounds=(0, numpy.maximum(n, 1e-9)), lsmr_tol="auto", max_iter=100)
    return found.x


def _whole_numbers(rows: Any, wanted: Any, n: Any, inferred: Any) -> Any:
    """The least sum of absolute misses; between equals, the one nearer to what is inferred."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import eye_array, hstack, vstack

    count, atoms = rows.shape
    one = eye_array(count, format="csr")
    conditions = LinearConstraint(
        vstack([hstack([rows, -one]), hstack([rows, one])], format="csr"),
        numpy.concatenate([numpy.full(count, -numpy.inf), wanted]),
        numpy.concatenate([wanted, numpy.full(count, numpy.inf)]),
    )
    found = milp(
        numpy.concatenate([0.01 * (0.5 - inferred), numpy.ones(count)]),
        integrality=numpy.concatenate([numpy.ones(atoms), numpy.zeros(count)]),
        bounds=Bounds(0, numpy.concatenate([n, numpy.full(count, numpy.inf)])),
        constraints=conditions,
        options={"node_limit": NODES, "mip_rel_gap": 0.02},
    )
    return inferred * n if found.x is None else found.x[:atoms]


def _accuracy(layout: Layout, shares: Any) -> tuple[float, float]:
    """Share of people guessed right, of all and of those in the surest atoms."""
    n, met = layout.true.sum(axis=1), layout.true[:, 0]
    right = numpy.where(shares > 0.5, met, n - met)
    order = numpy.argsort(-numpy.abs(shares - 0.5), kind="stable")
    until = numpy.searchsorted(numpy.cumsum(n[order]), SUREST * n.sum()) + 1
    surest = order[:until]
    return float(right.sum() / n.sum()), float(right[surest].sum() / n[surest].sum())
