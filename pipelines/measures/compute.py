"""Counts from the warehouse: questions grouped into as few scans as possible, rows turned into answers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pipelines.measures.answers import (
    CURRENCY,
    Answer,
    AnswerRow,
    AnswerTable,
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
from pipelines.measures.query import ALL, Query, build_query, grouping_sets
from pipelines.measures.query_columns import ANSWER_CODES, N, is_tallied
from pipelines.measures.supply import Engine
from pipelines.publication import Buckets, Distribution, Kind
from pipelines.vocabulary import Dimension

UNKNOWN = "unknown"

Row = Mapping[str, Any]


def compute_answers(engine: Engine, asks: Sequence[Ask]) -> list[AnswerTable]:
    """One table for each question, in order: one scan for all that share grain, filters, months and basis."""
    scans: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, ask in enumerate(asks):
        scans[_scan_of(ask)].append(place)
    tables: dict[int, AnswerTable] = {}
    for places in scans.values():
        query = build_query([asks[place] for place in places])
        rows = _run(engine, query)
        for place in places:
            tables[place] = _read_table(asks[place], query, rows)
    return [tables[place] for place in range(len(asks))]


def _scan_of(ask: Ask) -> tuple[Any, ...]:
    # Two filters on the same measure make different populations, so the programmes belong to the scan only
    # when the same measure is asked of different ones: the measure's own column carries them otherwise.
    return (ask.measure.grain, ask.basis, _lifted(ask), ask.months, is_tallied(ask.measure), ask.programmes)


def _lifted(ask: Ask) -> tuple[tuple[Dimension, str], ...]:
    """The filters of the scan. A mix is a share of the whole, so a filter on its own kinds is applied afterwards."""
    return ask.where


def _run(engine: Engine, query: Query) -> list[Row]:
    found = engine.execute(query.sql, list(query.parameters)).fetchall()
    return [dict(zip(query.names, row, strict=True)) for row in found]
