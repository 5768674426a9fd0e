"""Rows of a result to answers, one reader for each kind. A reader of no rows gives the empty answer."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pipelines.measures.answers import (
    Answer,
    AnswerRow,
    Ask,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    TallyAnswer,
)
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.measures.query import Query, grouping_sets, rows_of
from pipelines.measures.query_columns import ANSWER_CODES, N
from pipelines.publication import Buckets, Distribution, Kind

Row = Mapping[str, Any]


def _whole(row: Row, name: str) -> int:
    """A count or an exact sum; 0 where the engine had nothing to add up."""
    value = row.get(name)
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP)) if value is not None else 0


def _one(rows: Sequence[Row]) -> Row:
    return rows[0] if rows else {}


def _read_buckets(measure: Measure, row: Row) -> Buckets:
    buckets = Buckets(**{bucket: _whole(row, f"{measure.name}__{bucket}") for bucket in BUCKET_NAMES})
    if buckets.population != _whole(row, f"{measure.name}__{N}"):
        raise RuntimeError(f"{measure.name}: the five buckets do not add up to the population")
    return buckets


def _read_rate(measure: Measure, rows: Sequence[Row]) -> Answer:
    return RateAnswer(buckets=_read_buckets(measure, _one(rows)))


def _read_count(measure: Measure, rows: Sequence[Row]) -> Answer:
    return CountAnswer(value=_whole(_one(rows), f"{measure.name}__{N}"))


def _read_money_rate(measure: Measure, rows: Sequence[Row]) -> Answer:
    row = _one(rows)
    sums = ("numerator", "denominator", "numerator_squared", "denominator_squared", "product")
    return MoneyRateAnswer(
        buckets=_read_buckets(measure, row), **{key: _whole(row, f"{measure.name}__{key}") for key in sums}
    )


def _read_distribution(measure: Measure, rows: Sequence[Row]) -> Answer:
    row = _one(rows)
    counts = {code: _whole(row, f"{measure.name}__{code}") for code in ANSWER_CODES}
    return DistributionAnswer(
        distribution=Distribution(
            counts=(counts["1"], counts["2"], counts["3"], counts["4"], counts["5"]),
            not_applicable=counts["not_applicable"],
            prefer_not=counts["prefer_not"],
            blank=counts["blank"],
        )
    )


def _read_flow(measure: Measure, rows: Sequence[Row]) -> Answer:
    row, flow = _one(rows), measure.flow
    assert flow is not None
    return FlowAnswer(
        total=_whole(row, f"{measure.name}__total_sum"),
        parts=tuple(_whole(row, f"{measure.name}__{part.name}_sum") for part in flow.parts),
        n=_whole(row, f"{measure.name}__{N}"),
    )


def _read_values(measure: Measure, rows: Sequence[Row]) -> Answer:
    value, pending = f"{measure.name}__value", f"{measure.name}__pending"
    ended = sorted((_whole(row, value), row[N]) for row in rows if row[value] is not None)
    return TallyAnswer(
        values=tuple(_added_up(ended)),
        pending=sum(row[N] for row in rows if row[value] is None and row.get(pending)),
    )


def _added_up(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    counts: dict[int, int] = {}
    for value, n in pairs:
        counts[value] = counts.get(value, 0) + n
    return list(counts.items())


def _read_curve(measure: Measure, rows: Sequence[Row]) -> Answer:
    day, event = f"{measure.name}__day", f"{measure.name}__event"
    known = [row for row in rows if row[day] is not None and row[event] is not None]
    return CurveAnswer(rows=tuple(sorted((_whole(row, day), _whole(row, event), row[N]) for row in known)))


def _read_pathway(measure: Measure, rows: Sequence[Row]) -> Answer:
    stage, reason = f"{measure.name}__stage", f"{measure.name}__reason"
    found = sorted(
        ((row[stage], row[reason], row[N]) for row in rows), key=lambda entry: (-entry[2], str(entry))
    )
    return PathwayAnswer(rows=tuple(found))


READERS: dict[Kind, Callable[[Measure, Sequence[Row]], Answer]] = {
    Kind.RATE: _read_rate,
    Kind.COUNT: _read_count,
    Kind.MONEY_RATE: _read_money_rate,
    Kind.DISTRIBUTION: _read_distribution,
    Kind.FLOW: _read_flow,
    Kind.DAYS: _read_values,
    Kind.MONEY: _read_values,
    Kind.CURVE: _read_curve,
    Kind.PATHWAY: _read_pathway,
}


def read_mix(ask: Ask, query: Query, rows: Sequence[Row]) -> list[AnswerRow]:
    """Each kind as a share of the whole: met is of this kind, not met is not."""
    mix, count = ask.measure.mix, f"{ask.measure.name}__{N}"
    assert mix is not None
    each, whole = grouping_sets(ask)
    totals = {tuple(row[name] for name in whole): row[count] for row in rows_of(query, whole, rows)}
    wanted = dict(ask.where).get(mix.of)
    found: dict[tuple[Any, ...], int] = {}
    for row in rows_of(query, each, rows):
        if wanted is None or row[mix.of.value] == wanted:
            found[tuple(row[name] for name in each)] = row[count]
    if wanted is not None:
        found = {(*key, wanted): found.get((*key, wanted), 0) for key in totals}
    return [
        AnswerRow(
            by=tuple(
                (dimension, dict(zip(each, key, strict=True))[dimension.value] or "") for dimension in ask.by
            ),
            answer=RateAnswer(buckets=_share(n, totals[key[:-1]])),
        )
        for key, n in found.items()
        if totals[key[:-1]]
    ]


def _share(n: int, total: int) -> Buckets:
    return Buckets(met=n, not_met=total - n, pending=0, not_applicable=0, unknown=0)
