"""Rows of a result to answers, one reader for each kind. A reader of no rows gives the empty answer."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any

from pipelines.instrument import ITEMS, Item
from pipelines.measures.answers import (
    Answer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    ScoreAnswer,
    TallyAnswer,
)
from pipelines.measures.cluster_columns import ENOUGH_ANSWERED
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.measures.query_columns import ANSWER_CODES, N
from pipelines.publication import Buckets, Distribution, Kind

Row = Mapping[str, Any]

_VALID = ("1", "2", "3", "4", "5")


def _whole(row: Row, name: str) -> int:
    """A count or an exact sum; 0 where the engine had nothing to add up."""
    value = row.get(name)
    if isinstance(value, int):
        return value
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP)) if value is not None else 0


def _one(rows: Sequence[Row]) -> Row:
    return rows[0] if rows else {}


def read_buckets(measure: Measure, row: Row) -> Buckets:
    buckets = Buckets(**{bucket: _whole(row, f"{measure.name}__{bucket}") for bucket in BUCKET_NAMES})
    if buckets.population != _whole(row, f"{measure.name}__{N}"):
        raise RuntimeError(f"{measure.name}: the five buckets do not add up to the population")
    return buckets


def _read_rate(measure: Measure, rows: Sequence[Row]) -> Answer:
    return RateAnswer(buckets=read_buckets(measure, _one(rows)))


def _read_count(measure: Measure, rows: Sequence[Row]) -> Answer:
    return CountAnswer(value=_whole(_one(rows), f"{measure.name}__{N}"))


def _read_money_rate(measure: Measure, rows: Sequence[Row]) -> Answer:
    row = _one(rows)
    sums = ("numerator", "denominator", "numerator_squared", "denominator_squared", "product")
    return MoneyRateAnswer(
        buckets=read_buckets(measure, row), **{key: _whole(row, f"{measure.name}__{key}") for key in sums}
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


def _read_ratio(measure: Measure, rows: Sequence[Row]) -> Answer:
    is_quantity = measure.ratio is not None and measure.ratio.of == "quantity"
    return _read_money_rate(measure, rows) if is_quantity else _read_rate(measure, rows)


def _read_score(measure: Measure, rows: Sequence[Row]) -> Answer:
    """Of the items this role is asked: the measure holds no others here."""
    assert measure.survey is not None
    items = measure.survey.items
    columns = [f"{measure.name}__{item}" for item in items]
    counts: Counter[tuple[int | None, ...]] = Counter()
    for row in rows:
        counts[
            tuple(_points(ITEMS[item], row[column]) for item, column in zip(items, columns, strict=True))
        ] += row[N]
    ordered = sorted(counts.items(), key=lambda entry: tuple(points or 0 for points in entry[0]))
    return ScoreAnswer(rows=tuple(ordered), fewest=ceil(ENOUGH_ANSWERED * len(items)))


def _points(item: Item, answer: str | None) -> int | None:
    if answer not in _VALID:
        return None
    return 6 - int(answer) if item.is_reversed else int(answer)


READERS: dict[Kind, Callable[[Measure, Sequence[Row]], Answer]] = {
    Kind.RATE: _read_rate,
    Kind.COUNT: _read_count,
    Kind.MONEY_RATE: _read_money_rate,
    Kind.DISTRIBUTION: _read_distribution,
    Kind.FLOW: _read_flow,
    Kind.RATIO: _read_ratio,
    Kind.BOUNDS: _read_rate,
    Kind.UNIT_COST: _read_count,
    Kind.SCORE: _read_score,
    Kind.DAYS: _read_values,
    Kind.MONEY: _read_values,
    Kind.CURVE: _read_curve,
    Kind.PATHWAY: _read_pathway,
}
