"""The pipeline's figures beside the second opinion's: what differs, if anything does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from pipelines.contract_tables import TABLES
from pipelines.measures import answers as pipeline
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.grains import Grain
from pipelines.measures.supply import Supply, load_supply, month_item
from pipelines.vocabulary import Basis, Dimension
from tests.support.opinion_records import Fact, Records, Row
from tests.support.second_opinion import LOOPS, Answer, Days, Tally, group_facts

BREAKDOWNS: dict[Grain, tuple[tuple[Dimension, ...], ...]] = {
    Grain.PARTY: ((Dimension.ROLE,), (Dimension.ROLE, Dimension.PERIOD)),
    Grain.OBLIGATION: ((Dimension.OBLIGATION_TYPE,),),
    Grain.INVITATION: ((Dimension.ROLE, Dimension.WAVE),),
    Grain.RESPONSE: ((Dimension.ROLE,), (Dimension.ROLE, Dimension.OFFENCE_CATEGORY)),
}
EVERY_GRAIN: tuple[tuple[Dimension, ...], ...] = (
    (),
    (Dimension.PROGRAMME,),
    (Dimension.OFFENCE_CATEGORY,),
    (Dimension.PERIOD,),
    (Dimension.PROGRAMME, Dimension.PERIOD),
)

Figures = dict[tuple[str, ...], Any]


def read_accepted(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """The contract tables as they stand in a snapshot, one dictionary a row."""
    tables: dict[str, list[Row]] = {}
    for name in (*TABLES, "programmes", "conference_cases"):
        found = connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in found.description or ()]
        tables[name] = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    return tables


def find_differences(connection: duckdb.DuckDBPyConnection, records: Records) -> Iterator[str]:
    """One line for each measure and breakdown in which the two do not say the same."""
    asks = list(_asks(load_supply(connection)))
    facts = {name: list(loop(records)) for name, (loop, _) in LOOPS.items()}
    for ask, table in zip(asks, compute_answers(connection, asks), strict=True):
        name = ask.measure.name
        ours, theirs = _figures_of(table.rows, ask.by), _second_figures(ask, facts[name])
        for group in sorted({*ours, *theirs}):
            if ours.get(group) != theirs.get(group):
                where = f"{name} on {ask.basis.value} by {'/'.join(ask.by) or 'nothing'} {'/'.join(group)}"
                yield f"{where}: pipeline {ours.get(group)}, second opinion {theirs.get(group)}"


def _asks(supply: Supply) -> Iterator[pipeline.Ask]:
    catalogue = load_catalogue()
    for name, (_, default) in LOOPS.items():
        measure = catalogue.find(name)
        for basis in dict.fromkeys((Basis(default), measure.basis)):
            for by in (*EVERY_GRAIN, *BREAKDOWNS.get(measure.grain, ())):
                month = [month_item(measure.grain, basis)] if Dimension.PERIOD in by else []
                programmes = _supplying(supply, [*measure.needs, *month])
                yield pipeline.Ask(measure=measure, basis=basis, by=by, programmes=programmes)


def _supplying(supply: Supply, needs: Sequence[str]) -> tuple[str, ...]:
    """The programmes whose figures are compared: the others say "not supplied", which is tested elsewhere."""
    return tuple(programme for programme in supply.programmes if not supply.missing(programme, needs))


def _second_figures(ask: pipeline.Ask, facts: Sequence[Fact]) -> Figures:
    kept = [fact for fact in facts if fact.programme in (ask.programmes or ())]
    by = [dimension.value for dimension in ask.by]
    figures: Figures = {}
    for group, answer in group_facts(ask.measure.name, kept, by, ask.basis.value).items():
        figures |= _flat(group, answer)
    return {group: figure for group, figure in figures.items() if not _is_nothing(figure)}


def _flat(group: tuple[str, ...], answer: Answer) -> Figures:
    if isinstance(answer, Tally):
        return {group: (answer.met, answer.not_met, answer.pending, answer.not_applicable, answer.unknown)}
    if isinstance(answer, Days):
        return {group: tuple(sorted(Counter(answer.rows).items()))}
    if isinstance(answer, int):
        return {group: answer}
    return {(*group, currency): (one.numerator, one.denominator) for currency, one in answer.items()}


def _figures_of(rows: Sequence[pipeline.AnswerRow], by: Sequence[Dimension]) -> Figures:
    figures: Figures = {}
    for row in rows:
        group = tuple(dict(row.by)[dimension] for dimension in by)
        if Dimension.PERIOD in by and dict(row.by)[Dimension.PERIOD] in {"unknown", None}:
            continue  # no month on this basis: in the total, in no quarter
        match row.answer:
            case pipeline.RateAnswer(buckets=b):
                figures[group] = (b.met, b.not_met, b.pending, b.not_applicable, b.unknown)
            case pipeline.CountAnswer(value=value):
                figures[group] = value
            case pipeline.CurveAnswer(rows=days):
                figures[group] = tuple(((day, event), n) for day, event, n in sorted(days))
            case pipeline.MoneyRateAnswer(numerator=numerator, denominator=denominator):
                figures[*group, row.currency] = (numerator, denominator)
            case other:
                raise AssertionError(f"no second opinion on a {type(other).__name__}")
    return {group: figure for group, figure in figures.items() if not _is_nothing(figure)}


def _is_nothing(figure: Any) -> bool:
    """A group with nothing in it is the same as no group."""
    return figure == 0 or not any(figure if isinstance(figure, tuple) else (figure,))
