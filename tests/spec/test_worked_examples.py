"""Every definition's worked example on a real engine: the small table a reader sees, the same answer."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

from pipelines.measures.answers import (
    Answer,
    AnswerRow,
    Ask,
    ClusterAnswer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    RatioAnswer,
    ScoreAnswer,
    TallyAnswer,
)
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains, fill_grain

MEASURES = list(load_catalogue())


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return build_grains()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_worked_example(measure: Measure, connection: duckdb.DuckDBPyConnection) -> None:
    example = measure.example
    assert example is not None, f"{measure.name} has no worked example"
    fill_grain(connection, measure.grain, example.rows)
    where = tuple((Dimension(key), value) for key, value in example.ask.get("where", {}).items())
    by = tuple(Dimension(name) for name in example.ask.get("by", []))
    (table,) = compute_answers(connection, [Ask(measure=measure, basis=measure.basis, where=where, by=by)])
    row = next((row for row in table.rows if row.currency == example.answer.get("currency", "")), None)
    assert row is not None
    assert _as_example(row, row.answer) == _in_full(row.answer, example.answer)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_measure_of_nothing_is_empty_and_not_an_error(
    measure: Measure, connection: duckdb.DuckDBPyConnection
) -> None:
    fill_grain(connection, measure.grain, [])
    (table,) = compute_answers(connection, [Ask(measure=measure, basis=measure.basis)])
    for row in table.rows:
        numbers = _as_example(row, row.answer)
        assert not any(
            value
            for key, value in numbers.items()
            if key not in ("currency", "fewest") and not _is_zeros(value)
        )


def _is_zeros(value: Any) -> bool:
    return isinstance(value, list) and not any(value)


def _in_full(answer: Answer, expected: dict[str, Any]) -> dict[str, Any]:
    """An example leaves out the buckets that are empty."""
    if isinstance(answer, RateAnswer | MoneyRateAnswer | RatioAnswer):
        return {**dict.fromkeys(BUCKET_NAMES, 0), **expected}
    return {"pending": 0, **expected} if isinstance(answer, TallyAnswer) else expected


def _as_example(row: AnswerRow, answer: Answer) -> dict[str, Any]:  # noqa: PLR0911 (one for each kind)
    currency = {"currency": row.currency} if row.currency else {}
    match answer:
        case RateAnswer():
            return {name: getattr(answer.buckets, name) for name in BUCKET_NAMES}
        case CountAnswer():
            return {"value": answer.value}
        case MoneyRateAnswer():
            buckets = {name: getattr(answer.buckets, name) for name in BUCKET_NAMES}
            return {**buckets, "numerator": answer.numerator, "denominator": answer.denominator, **currency}
        case TallyAnswer():
            return {"values": [list(pair) for pair in answer.values], "pending": answer.pending, **currency}
        case DistributionAnswer():
            found = answer.distribution
            blanks = {name: getattr(found, name) for name in ("not_applicable", "prefer_not", "blank")}
            return {"counts": list(found.counts), **blanks}
        case CurveAnswer():
            return {"rows": [list(row) for row in answer.rows]}
        case PathwayAnswer():
            return {
                "rows": [[stage, reason or "", n] for stage, reason, n in sorted(answer.rows, key=_by_stage)]
            }
        case RatioAnswer():
            overall = {"overall_met": answer.overall.met, "overall_denominator": answer.overall.denominator}
            return {**{name: getattr(answer.buckets, name) for name in BUCKET_NAMES}, **overall}
        case ScoreAnswer():
            return {"rows": _sums(answer.rows), "fewest": answer.fewest}
        case ClusterAnswer():
            return {"rows": _sums(answer.rows)}
        case FlowAnswer():
            return {"total": answer.total, "parts": list(answer.parts), "n": answer.n, **currency}


def _sums(rows: Sequence[tuple[tuple[int | None, ...], int]]) -> list[Any]:
    """TOML has no nothing: 0 stands for it."""
    return [[[value or 0 for value in values], n] for values, n in rows]


def _by_stage(row: tuple[str, str | None, int]) -> int:
    stages = [
        "referred",
        "accepted",
        "reached",
        "offered",
        "consented",
        "conference",
        "agreement",
        "took_part",
    ]
    return stages.index(row[0])
