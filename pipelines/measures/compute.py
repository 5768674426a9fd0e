"""Counts from the warehouse: questions grouped into as few scans as possible, rows turned into answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.measures.answers import CURRENCY, Answer, AnswerRow, AnswerTable, Ask, is_empty
from pipelines.measures.cluster_columns import cluster_key, items_asked
from pipelines.measures.measure import Measure
from pipelines.measures.query import (
    Query,
    build_query,
    grouping_sets,
    part_of_whole,
    rows_of,
    scan_filters,
)
from pipelines.measures.query_columns import is_tallied
from pipelines.measures.reading import READERS
from pipelines.measures.reading_groups import (
    read_against_overall,
    read_cluster_rows,
    read_clusters,
    read_mix,
)
from pipelines.measures.supply import Engine
from pipelines.publication import Kind
from pipelines.vocabulary import Dimension, Role

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
    # A conference counts once in each group, so only the same groups can share what it adds up to.
    clusters = (cluster_key(ask.measure).sql(), ask.by) if ask.is_clustered else ()
    return ask.measure.grain, ask.basis, scan_filters(ask), ask.months, ask.programmes, tallied, clusters


def _run(engine: Engine, query: Query) -> list[Row]:
    found = engine.execute(query.sql, list(query.parameters)).fetchall()
    return [dict(zip(query.names, row, strict=True)) for row in found]


def _read_table(ask: Ask, query: Query, rows: Sequence[Row]) -> AnswerTable:
    if ask.is_clustered:
        read = read_clusters(ask, query, rows)
    elif ask.measure.mix is not None:
        read = read_mix(ask, query, rows)
    elif part_of_whole(ask) is not None:
        read = read_against_overall(ask, query, rows)
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
        read = [AnswerRow(by=(), answer=_read_nothing(ask))]
    return AnswerTable(
        ask=ask,
        rows=tuple(row for row in read if _is_placed(row)),
        has_unplaced=any(not is_empty(row.answer) for row in read if not _is_placed(row)),
    )


def _is_placed(row: AnswerRow) -> bool:
    """True where every dimension of the breakdown has a value for it."""
    return all(value for _, value in row.by)


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
            READERS[ask.measure.kind](
                _of_role(ask, several[0]), [row for row in several if row[f"{name}__is_in"]]
            ),
        )
        for several in gathered.values()
    ]


def _of_role(ask: Ask, row: Row) -> Measure:
    """The measure with only those items of an index that the role of this group is asked."""
    measure = ask.measure
    if measure.kind is not Kind.SCORE or measure.survey is None:
        return measure
    named = row.get(Dimension.ROLE.value) or dict(ask.where).get(Dimension.ROLE, measure.survey.roles[0])
    items = tuple(item.id for item in items_asked(measure, Role(named)))
    return replace(measure, survey=replace(measure.survey, items=items))


def _read_nothing(ask: Ask) -> Answer:
    return read_cluster_rows(ask, []) if ask.is_clustered else READERS[ask.measure.kind](ask.measure, [])


def _answer_row(ask: Ask, row: Row, answer: Answer) -> AnswerRow:
    by = tuple((dimension, row[dimension.value] or "") for dimension in ask.by)
    currency = (row[CURRENCY] or "") if ask.measure.is_per_currency else ""
    return AnswerRow(by=by, answer=answer, currency=currency)
