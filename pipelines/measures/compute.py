"""Counts from the warehouse: questions grouped into as few scans as possible, rows turned into answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.measures.answers import CURRENCY, Answer, AnswerRow, AnswerTable, Ask, is_empty
from pipelines.measures.query import Query, build_query, grouping_sets, rows_of, scan_filters
from pipelines.measures.query_columns import is_tallied
from pipelines.measures.reading import READERS, read_mix
from pipelines.measures.supply import Engine

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
    """What questions of one scan have in common."""
    tallied = is_tallied(ask.measure)
    return ask.measure.grain, ask.basis, scan_filters(ask), ask.months, ask.programmes, tallied


def _run(engine: Engine, query: Query) -> list[Row]:
    found = engine.execute(query.sql, list(query.parameters)).fetchall()
    return [dict(zip(query.names, row, strict=True)) for row in found]


def _read_table(ask: Ask, query: Query, rows: Sequence[Row]) -> AnswerTable:
    if ask.measure.mix is not None:
        read = read_mix(ask, query, rows)
    elif is_tallied(ask.measure):
        read = _read_tallies(ask, query, rows)
    else:
        (group,) = grouping_sets(ask)
        read = [
            _answer_row(ask, row, READERS[ask.measure.kind](ask.measure, [row]))
            for row in rows_of(query, group, rows)
        ]
    if not read and not ask.by:
        # Nothing at all is an answer too, and engines differ in whether they return a row for it.
        read = [AnswerRow(by=(), answer=READERS[ask.measure.kind](ask.measure, []))]
    placed = tuple(row for row in read if all(value for _, value in row.by))
    return AnswerTable(
        ask=ask,
        rows=placed,
        sql=build_query([ask]).sql,
        has_unplaced=any(not is_empty(row.answer) for row in read if row not in placed),
    )


def _read_tallies(ask: Ask, query: Query, rows: Sequence[Row]) -> list[AnswerRow]:
    (group,) = grouping_sets(ask)
    keys = [name for name in group if name in (*ask.by, CURRENCY)]
    gathered: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows_of(query, group, rows):
        gathered[tuple(row[key] for key in keys)].append(row)
    name = ask.measure.name
    return [
        _answer_row(
            ask,
            several[0],
            READERS[ask.measure.kind](ask.measure, [row for row in several if row[f"{name}__is_in"]]),
        )
        for several in gathered.values()
    ]


def _answer_row(ask: Ask, row: Row, answer: Answer) -> AnswerRow:
    by = tuple((dimension, row[dimension.value] or "") for dimension in ask.by)
    currency = (row[CURRENCY] or "") if ask.measure.is_per_currency else ""
    return AnswerRow(by=by, answer=answer, currency=currency)
