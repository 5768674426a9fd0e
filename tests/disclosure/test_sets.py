"""Sets of rows in cells, against plain loops; the most anybody adds; order changes nothing."""

from typing import Any

import numpy
import pytest

from pipelines.disclosure.keys import KEY_SPACE
from pipelines.disclosure.sets import build_records, count_sets, keep_lowest_cases, sum_by_person

N, CELLS, PARTS = 400, 6, 3


@pytest.fixture(params=[1, 2, 3])
def rows(request: pytest.FixtureRequest) -> dict[str, Any]:
    random = numpy.random.default_rng(request.param)
    keys = random.integers(0, 2**63, size=120, dtype=numpy.uint64) * numpy.uint64(2) + numpy.uint64(1)
    return {
        "cases": random.integers(0, 120, size=N), "people": random.integers(0, 90, size=N),
        "parts": random.integers(0, PARTS, size=N), "keys": keys,
        "cells": random.integers(-1, CELLS, size=N), "values": random.integers(0, 50, size=N),
    }  # fmt: skip


def records(rows: dict[str, Any]) -> Any:
    return build_records(rows["cases"], rows["people"], rows["parts"], rows["keys"])


def test_a_set_has_its_rows_cases_people_and_the_sum_of_its_keys(rows: dict[str, Any]) -> None:
    found = count_sets(records(rows), rows["cells"], CELLS, PARTS)
    for cell in range(CELLS):
        for part in range(PARTS):
            inside = (rows["cells"] == cell) & (rows["parts"] == part)
            cases = set(rows["cases"][inside].tolist())
            own = found[cell][part]
            assert own.n == inside.sum()
            assert own.cases == len(cases)
            assert own.people == len(set(rows["people"][inside].tolist()))
            assert own.key == sum(int(rows["keys"][case]) for case in cases) % KEY_SPACE


def test_cells_of_fewer_rows_than_asked_for_are_not_counted(rows: dict[str, Any]) -> None:
    sizes = {cell: int((rows["cells"] == cell).sum()) for cell in range(CELLS)}
    fewest = sorted(sizes.values())[3]
    found = count_sets(records(rows), rows["cells"], CELLS, PARTS, fewest)
    assert set(found) == {cell for cell, n in sizes.items() if n >= fewest}


def test_the_order_of_rows_changes_nothing(rows: dict[str, Any]) -> None:
    order = numpy.random.default_rng(9).permutation(N)
    mixed = {name: values if name == "keys" else values[order] for name, values in rows.items()}
    assert count_sets(records(rows), rows["cells"], CELLS, PARTS) == count_sets(
        records(mixed), mixed["cells"], CELLS, PARTS
    )


def test_chosen_rows_and_one_part_are_the_same_rows_counted_less_finely(rows: dict[str, Any]) -> None:
    chosen = rows["parts"] == 1
    some = count_sets(records(rows).take(chosen).as_one_part(), rows["cells"][chosen], CELLS, 1)
    every = count_sets(records(rows), rows["cells"], CELLS, PARTS)
    assert {cell: parts[0] for cell, parts in some.items()} == {cell: every[cell][1] for cell in some}


def test_a_sum_knows_its_two_largest_people_and_how_many_have_any(rows: dict[str, Any]) -> None:
    found = sum_by_person(records(rows), rows["values"], rows["cells"], CELLS)
    for cell in range(CELLS):
        own: dict[int, int] = {}
        for at in numpy.flatnonzero(rows["cells"] == cell):
            person = int(rows["people"][at])
            own[person] = own.get(person, 0) + int(rows["values"][at])
        first, second = sorted(own.values(), reverse=True)[:2]
        assert found[cell] == (sum(own.values()), first, second, sum(n > 0 for n in own.values()))


def test_two_who_have_the_most_are_both_seen() -> None:
    own = build_records(
        numpy.array([0, 1]), numpy.array([0, 1]), numpy.array([0, 0]), numpy.ones(2, dtype=numpy.uint64)
    )
    assert sum_by_person(own, numpy.array([7, 7]), numpy.array([0, 0]), 2) == [(14, 7, 7, 2), (0, 0, 0, 0)]


def test_everybody_keeps_the_cases_with_the_lowest_keys(rows: dict[str, Any]) -> None:
    kept = keep_lowest_cases(rows["cases"], rows["people"], rows["keys"], 3)
    for person in range(90):
        mine = rows["people"] == person
        cases = sorted(set(rows["cases"][mine].tolist()), key=lambda case: int(rows["keys"][case]))
        assert set(rows["cases"][mine & kept].tolist()) == set(cases[:3])
        # A case that stays keeps all of its rows of that person.
        assert (kept[mine] == numpy.isin(rows["cases"][mine], cases[:3])).all()
