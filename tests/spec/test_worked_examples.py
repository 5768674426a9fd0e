"""Every definition's worked example on a real engine: the small table a reader sees, the same answer."""

from typing import Any

import duckdb
import pytest

from pipelines.measures.answers import Ask
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.measure import Measure
from pipelines.measures.worked_examples import agrees, answer_example, as_example, fill_grain
from tests.support.grains import build_grains

MEASURES = list(load_catalogue())


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return build_grains()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_worked_example(measure: Measure, connection: duckdb.DuckDBPyConnection) -> None:
    found = answer_example(connection, measure)
    assert found is not None
    assert measure.example is not None
    assert agrees(found, measure.example.answer), (found, measure.example.answer)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_measure_of_nothing_is_empty_and_not_an_error(
    measure: Measure, connection: duckdb.DuckDBPyConnection
) -> None:
    fill_grain(connection, measure.grain, [])
    (table,) = compute_answers(connection, [Ask(measure=measure, basis=measure.basis)])
    for row in table.rows:
        numbers = as_example(row)
        assert not any(
            value
            for key, value in numbers.items()
            if key not in ("currency", "fewest") and not _is_zeros(value)
        )


def _is_zeros(value: Any) -> bool:
    return isinstance(value, list) and not any(value)
