"""Reconstruction: whose outcome is whose? From every cell at once, with everybody's characteristics known.

The attacker knows how many people each atom holds, and looks for how many of them met the outcome. A linear
program holds every cell to its bounds, hidden ones too, and comes as near to what was published as it can;
for up to 200 people in whole numbers only. Of several solutions that do equally well, the mean says
how sure each answer is. Bounded least squares is tried beside it. Predicting somebody from what is true of
others like them is inference, not disclosure: the attack is measured against that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.view import View

WHOLE_NUMBERS_TO = 200
SUREST = 0.05
CLOSE = 1e-5
"""Least squares end here: a share of people says nothing in a smaller step."""
SURE_DIGITS = 4
"""Below this, one answer is as sure as another."""
SMOOTHING = 5.0
NODES = 500
SOLUTIONS = 6
"""Programs that differ only in what they prefer where the cells leave a choice."""
SEED = 20_260


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
    guess, totals = view.told.guess[:, :2], view.layout.cells @ n
    both = guess.sum(axis=1)
    # Everybody's number is known, so the share says more than the number of the part does.
    wanted = guess[:, 0] / numpy.where(both > 0, both, 1) * totals
    yield _between_bounds(view, wanted, n, inferred)
    has = numpy.isfinite(wanted) & (totals > 0)
    if has.any():
        rows = view.layout.cells[numpy.flatnonzero(has)].astype(float)
        yield _least_squares(rows, wanted[has], n, inferred)


def _least_squares(rows: Any, wanted: Any, n: Any, inferred: Any) -> Any:
    from scipy.optimize import lsq_linear
    from scipy.sparse import diags_array, vstack

    towards = 0.1
    whole = vstack([rows, diags_array(towards / numpy.sqrt(numpy.maximum(n, 1)))], format="csr")
    right = numpy.concatenate([wanted, towards * inferred * n / numpy.sqrt(numpy.maximum(n, 1))])
    found = lsq_linear(
        whole, right, bounds=(0, numpy.maximum(n, 1e-9)), tol=CLOSE, lsmr_tol="auto", max_iter=100
    )
    return found.x


def _between_bounds(view: View, wanted: Any, n: Any, inferred: Any) -> Any:
    """The mean of the solutions that miss least; between equals, those nearer to what is inferred."""
    random, (atoms,) = numpy.random.default_rng(SEED), n.shape
    program = _Program(view, wanted, n)
    found = [
        program.solve(0.01 * (random.random(atoms) - inferred), atoms)
        for _ in range(SOLUTIONS if n.sum() else 0)
    ]
    solved = [one for one in found if one is not None]
    return numpy.mean(solved, axis=0) if solved else inferred * n


class _Program:
    """Atoms, and for every published share by how much a solution misses it; all within the cells' bounds."""

    def __init__(self, view: View, wanted: Any, n: Any) -> None:
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        told, cells, totals = view.told, view.layout.cells.astype(float), view.layout.cells @ n
        said = numpy.flatnonzero(numpy.isfinite(wanted) & (totals > 0))
        # Who did not meet the outcome bounds those who did: everybody's number is known.
        low = numpy.maximum(told.low[:, 0], totals - told.high[:, 1])
        high = numpy.minimum(numpy.minimum(told.high[:, 0], totals - told.low[:, 1]), totals)
        none, one = csr_array((len(totals), len(said))), eye_array(len(said), format="csr")
        rows, far = cells[said], numpy.full(len(said), numpy.inf)
        self._is_whole = n.sum() <= WHOLE_NUMBERS_TO
        self._limits = Bounds(0, numpy.concatenate([n, far]))
        self._n_misses = len(said)
        self._conditions = LinearConstraint(
            vstack([hstack([cells, none]), hstack([rows, -one]), hstack([rows, one])], format="csr"),
            numpy.concatenate([numpy.minimum(low, totals), -far, wanted[said]]),
            numpy.concatenate([high, wanted[said], far]),
        )

    def solve(self, preference: Any, atoms: int) -> Any:
        """How many of each atom met it; None where no solution was found."""
        from scipy.optimize import milp

        found = milp(
            numpy.concatenate([preference, numpy.ones(self._n_misses)]),
            integrality=numpy.repeat([int(self._is_whole), 0], [atoms, self._n_misses]),
            bounds=self._limits,
            constraints=self._conditions,
            options={"node_limit": NODES, "mip_rel_gap": 0.02},
        )
        return None if found.x is None else found.x[:atoms]


def _accuracy(layout: Layout, shares: Any) -> tuple[float, float]:
    """Share of people guessed right, of all and of those in the surest atoms."""
    n, met = layout.true.sum(axis=1), layout.true[:, 0]
    right = numpy.where(shares > 0.5, met, n - met)
    # Equally sure atoms count in proportion: whole ones in any order would move the figure by chance.
    sureness = -numpy.abs(shares - 0.5).round(SURE_DIGITS)
    place = numpy.unique(sureness, return_inverse=True)[1].ravel()
    n_at, right_at = numpy.bincount(place, weights=n), numpy.bincount(place, weights=right)
    wanted = SUREST * n.sum()
    taken = (wanted - (numpy.cumsum(n_at) - n_at)).clip(0, n_at)
    return float(right.sum() / n.sum()), float(taken @ (right_at / n_at) / wanted)
