"""What is true behind the cells of one figure: atoms (rows alike on every axis) and the cells they are in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.measured import Measured, Place


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """The true numbers, which only the defender knows, and the sums that cells are, which everybody knows."""

    true: Any
    """One row an atom, one column a part: how many."""
    cells: Any
    """One row a cell, one column an atom: is it in it? Sparse."""
    places: tuple[Place, ...]
    """Of each cell."""
    keys: Any
    """Of each cell: the fingerprint of its rows."""
    atom_of: Mapping[Any, int]
    """Of each row of the figure, by its label in the frame. A row over the cap of its person has none."""

    @property
    def n_parts(self) -> int:
        return int(self.true.shape[1])

    @property
    def sums(self) -> Any:
        """One row a cell: its true parts, and everybody in the last column."""
        parts = self.cells @ self.true
        return numpy.column_stack([parts, parts.sum(axis=1)])

    def cells_of_row(self, label: Any) -> list[int]:
        """The cells that a row is in."""
        if label not in self.atom_of:
            return []
        return [int(cell) for cell in self.cells[:, [self.atom_of[label]]].tocoo().coords[0]]

    def axes_of(self, cell: int) -> frozenset[str]:
        """What a cell is narrowed on: dimensions, and the period as quarter or year."""
        period, selection = self.places[cell]
        kind = [] if not period else ["quarter" if "Q" in period else "year"]
        return frozenset([*kind, *(dimension.value for dimension, _ in selection)])


def lay_out(measured: Measured, lattice: Lattice, periods: Sequence[str]) -> Layout:
    """Atoms and cells of the lattice. An attacker is granted to know which atoms there are."""
    from scipy.sparse import csr_array

    codes = measured.codes(lattice, periods)
    names = list(codes)
    seen, atom_of = numpy.unique(
        numpy.column_stack([codes[name] for name in names]), axis=0, return_inverse=True
    )
    atom_of = atom_of.ravel()
    n_parts, records = measured.counted.n_parts, measured.records
    true = numpy.bincount(atom_of * n_parts + records.parts, minlength=len(seen) * n_parts)
    keys = numpy.zeros(len(seen), dtype=numpy.uint64)
    numpy.add.at(keys, atom_of, records.keys[records.cases])
    atoms = {name: seen[:, at] for at, name in enumerate(names)}
    rows, columns = [], []
    places: list[Place] = []
    for table in lattice.tables():
        own = table.place_rows(atoms)
        inside = numpy.flatnonzero(own >= 0)
        found, numbers = numpy.unique(own[inside], return_inverse=True)
        rows.append(numbers.ravel() + len(places))
        columns.append(inside)
        places += [table.selection(int(place)) for place in found]
    row, column = numpy.concatenate(rows), numpy.concatenate(columns)
    cells = csr_array(
        (numpy.ones(len(row), dtype=numpy.int64), (row, column)), shape=(len(places), len(seen))
    )
    cell_keys = numpy.zeros(len(places), dtype=numpy.uint64)
    numpy.add.at(cell_keys, row, keys[column])
    return Layout(
        true=true.reshape(-1, n_parts),
        cells=cells,
        places=tuple(places),
        keys=cell_keys,
        atom_of=dict(zip(measured.rows.index, atom_of.tolist(), strict=True)),
    )
