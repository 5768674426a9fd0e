"""Worked examples on an engine: the small table that a definition shows, and the answer it really gives.

Columns of a row that are not named hold nothing; flags are false, codes of a dimension unknown, ids numbered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.measures.answers import (
    Answer,
    AnswerRow,
    Ask,
    ClusterAnswer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    RatioAnswer,
    ScoreAnswer,
    TallyAnswer,
)
from pipelines.measures.compute import compute_answers
from pipelines.measures.grains import GRAIN_COLUMNS, ColumnKind, Grain
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.measures.supply import Engine
from pipelines.vocabulary import Dimension

PROGRAMME = "riverside"
"""Whose every row of an example is."""

MOST_ROWS = 1_000
"""An example is read by people; more rows only keep everybody waiting."""

TYPES: Mapping[ColumnKind, str] = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.MONTH: "VARCHAR",
    ColumnKind.WHOLE: "BIGINT",
    ColumnKind.DECIMAL: "DOUBLE",
    ColumnKind.FLAG: "BOOLEAN",
}
_UNKNOWN_IF_ABSENT = {dimension.value for dimension in Dimension} | {
    *("party_type", "decision", "screening", "case_screening", "wants_informed")
}


def create_grain(engine: Engine, grain: Grain) -> None:
    """An empty table of one grain."""
    columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in GRAIN_COLUMNS[grain].items())
    engine.execute(f"CREATE OR REPLACE TABLE {grain.table} ({columns})")


def fill_grain(engine: Engine, grain: Grain, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Put these rows, `times` over, in place of what the grain's table holds; the programmes they name."""
    complete = list(_complete(grain, rows))
    engine.execute(f"DELETE FROM {grain.table}")  # noqa: S608 (a grain's own table)
    if complete:
        marks = ", ".join("(" + ", ".join("?" for _ in GRAIN_COLUMNS[grain]) + ")" for _ in complete)
        values = [value for row in complete for value in row]
        engine.execute(f"INSERT INTO {grain.table} VALUES {marks}", values)  # noqa: S608 (bound values)
    return {row[1] for row in complete}


def _complete(grain: Grain, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    number = 0
    for row in rows:
        for _ in range(row.get("times", 1)):
            number += 1
            yield [row.get(name, _default(name, kind, number)) for name, kind in GRAIN_COLUMNS[grain].items()]


def _default(name: str, kind: ColumnKind, number: int) -> Any:
    if name == "programme":
        return PROGRAMME
    if name.endswith(("_id", "_key")):
        return f"{name}-{number}"
    if kind is ColumnKind.FLAG:
        return False
    return "unknown" if name in _UNKNOWN_IF_ABSENT else None


def answer_example(engine: Engine, measure: Measure) -> dict[str, Any] | None:
    """What the definition gives for its own example, in the example's words; None where it gives nothing."""
    example = measure.example
    assert example is not None
    create_grain(engine, measure.grain)
    fill_grain(engine, measure.grain, example.rows)
    where = tuple((Dimension(key), value) for key, value in example.ask.get("where", {}).items())
    by = tuple(Dimension(name) for name in example.ask.get("by", []))
    (table,) = compute_answers(engine, [Ask(measure=measure, basis=measure.basis, where=where, by=by)])
    currency = example.answer.get("currency", "")
    row = next((row for row in table.rows if row.currency == currency), None)
    return None if row is None else as_example(row)


def as_example(row: AnswerRow) -> dict[str, Any]:
    """An answer as an example writes it."""
    currency = {"currency": row.currency} if row.currency else {}
    return {**_numbers(row.answer), **currency}


def _numbers(answer: Answer) -> dict[str, Any]:  # noqa: PLR0911 (one for each kind)
    match answer:
        case RateAnswer():
            return {name: getattr(answer.buckets, name) for name in BUCKET_NAMES}
        case CountAnswer():
            return {"value": answer.value}
        case MoneyRateAnswer():
            buckets = {name: getattr(answer.buckets, name) for name in BUCKET_NAMES}
            return {**buckets, "numerator": answer.numerator, "denominator": answer.denominator}
        case TallyAnswer():
            return {"values": [list(pair) for pair in answer.values], "pending": answer.pending}
        case DistributionAnswer():
            found = answer.distribution
            blanks = {name: getattr(found, name) for name in ("not_applicable", "prefer_not", "blank")}
            return {"counts": list(found.counts), **blanks}
        case CurveAnswer():
            return {"rows": [list(row) for row in answer.rows]}
        case PathwayAnswer():
            return {"rows": [[stage, reason or "", n] for stage, reason, n in answer.rows]}
        case RatioAnswer():
            overall = {"overall_met": answer.overall.met, "overall_denominator": answer.overall.denominator}
            return {**{name: getattr(answer.buckets, name) for name in BUCKET_NAMES}, **overall}
        case ScoreAnswer():
            return {"rows": _sums(answer.rows), "fewest": answer.fewest}
        case ClusterAnswer():
            return {"rows": _sums(answer.rows)}
    return {"total": answer.total, "parts": list(answer.parts), "n": answer.n}


def _sums(rows: Sequence[tuple[tuple[int | None, ...], int]]) -> list[Any]:
    """TOML has no nothing: 0 stands for it."""
    return [[[value or 0 for value in values], n] for values, n in rows]


def agrees(found: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether an answer is what an example says, which leaves out the buckets that are empty.

    Of a pathway the rows may stand in any order.
    """
    empty = {name: 0 for name in BUCKET_NAMES if name in found}
    return _in_order(found) == _in_order({**empty, **said})


def _in_order(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if key == "rows" else value for key, value in answer.items()}
