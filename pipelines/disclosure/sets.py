"""Sets of rows inside the cells of one table: how many rows, cases and people, and the key of the cases.

Everything is a whole number, so no order of rows and no number of threads can change a result.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy

from pipelines.disclosure.draws import Part
from pipelines.disclosure.keys import KEY_SPACE

HALF = 32
"""Keys are added up in two halves of 32 bits, each exact in a float of 53: up to two million cases a cell."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Records:
    """Rows of one statistic. Every array has one entry a row."""

    cases: Any
    """Number of the case, from 0."""
    people: Any
    """Number of the person, from 0."""
    parts: Any
    """Which part of the statistic a row is in, from 0."""
    keys: Any
    """Number of a case → its record key (unsigned, 64 bits)."""
    is_case_again: Any
    """Does the row's case have another row?"""
    is_person_again: Any

    def take(self, chosen: Any) -> "Records":
        """Only the chosen rows."""
        return Records(
            cases=self.cases[chosen],
            people=self.people[chosen],
            parts=self.parts[chosen],
            keys=self.keys,
            is_case_again=self.is_case_again[chosen],
            is_person_again=self.is_person_again[chosen],
        )

    def as_one_part(self) -> "Records":
        """The same rows, all in one part."""
        return replace(self, parts=numpy.zeros_like(self.parts))


def build_records(cases: Any, people: Any, parts: Any, keys: Any) -> Records:
    """Rows of one statistic, from the number of each one's case, person and part."""
    return Records(
        cases=cases,
        people=people,
        parts=parts,
        keys=keys,
        is_case_again=numpy.bincount(cases)[cases] > 1,
        is_person_again=numpy.bincount(people)[people] > 1,
    )


def count_sets(
    records: Records, cells: Any, n_cells: int, n_parts: int, fewest: int = 1
) -> dict[int, list[Part]]:
    """Cell → its parts, for cells of at least `fewest` rows. `cells`: each row's cell; −1 is in none."""
    is_placed = cells >= 0
    placed = records.take(is_placed)
    sets = cells[is_placed].astype(numpy.int64) * n_parts + placed.parts
    size = n_cells * n_parts
    rows = numpy.bincount(sets, minlength=size)
    case_sets, cases = _different(sets, placed.cases, placed.is_case_again)
    people_sets, _ = _different(sets, placed.people, placed.is_person_again)
    n_cases = numpy.bincount(case_sets, minlength=size)
    n_people = numpy.bincount(people_sets, minlength=size)
    keys = records.keys[cases]
    low = numpy.bincount(case_sets, weights=(keys & (2**HALF - 1)).astype(float), minlength=size)
    high = numpy.bincount(case_sets, weights=(keys >> HALF).astype(float), minlength=size)
    filled = numpy.flatnonzero(rows.reshape(n_cells, n_parts).sum(axis=1) >= fewest)
    return {
        int(cell): [
            Part(
                n=int(rows[at]), cases=int(n_cases[at]), people=int(n_people[at]),
                key=(int(low[at]) + (int(high[at]) << HALF)) % KEY_SPACE,
            )
            for at in range(cell * n_parts, (cell + 1) * n_parts)
        ]
        for cell in filled.tolist()
    }  # fmt: skip


def _different(sets: Any, members: Any, is_again: Any) -> tuple[Any, Any]:
    """Each member of each set once. Only those with several rows need to be looked for."""
    # Of many pairs pandas finds them fifteen times as fast as `numpy.unique`; their order is no matter.
    from pandas import unique

    n_members = int(members.max(initial=0)) + 1
    both = unique(sets[is_again] * n_members + members[is_again])
    return (
        numpy.concatenate([sets[~is_again], both // n_members]),
        numpy.concatenate([members[~is_again], both % n_members]),
    )


def sum_by_person(
    records: Records, values: Any, cells: Any, n_cells: int
) -> list[tuple[float, float, float, int]]:
    """Cell → what its rows add up to, the two people with the most of it, and how many have any.

    Whole numbers in, exact.
    """
    is_placed = cells >= 0
    placed, amounts = records.take(is_placed), values[is_placed].astype(float)
    at = cells[is_placed].astype(numpy.int64)
    n_people = int(placed.people.max(initial=0)) + 1
    pairs, where = numpy.unique(at * n_people + placed.people, return_inverse=True)
    own, owned_in = numpy.bincount(where, weights=amounts, minlength=len(pairs)), pairs // n_people
    totals = numpy.bincount(at, weights=amounts, minlength=n_cells)
    contributors = numpy.bincount(owned_in[own > 0], minlength=n_cells)
    first, second = numpy.zeros(n_cells), numpy.zeros(n_cells)
    order = numpy.lexsort((-own, owned_in))
    cell, amount = owned_in[order], own[order]
    is_first = numpy.r_[True, cell[1:] != cell[:-1]][: len(cell)]
    first[cell[is_first]] = amount[is_first]
    # The largest comes first, so the one after it is the second largest.
    is_second = numpy.r_[False, is_first[:-1]][: len(cell)] & ~is_first
    second[cell[is_second]] = amount[is_second]
    return [
        (float(total), float(one), float(two), int(n))
        for total, one, two, n in zip(totals, first, second, contributors, strict=True)
    ]


def keep_lowest_cases(cases: Any, people: Any, keys: Any, most: int) -> Any:
    """Which rows stay when one person may add at most `most` cases: those with the lowest keys."""
    n_cases = int(cases.max(initial=0)) + 1
    pairs, where = numpy.unique(people.astype(numpy.int64) * n_cases + cases, return_inverse=True)
    person, case = pairs // n_cases, pairs % n_cases
    order = numpy.lexsort((keys[case], person))
    starts = numpy.flatnonzero(numpy.r_[True, person[order][1:] != person[order][:-1]])
    lengths = numpy.diff(numpy.r_[starts, len(order)])
    rank = numpy.arange(len(order)) - numpy.repeat(starts, lengths)
    is_kept = numpy.empty(len(pairs), dtype=bool)
    is_kept[order] = rank < most
    return is_kept[where]
