"""The pipeline's figures beside the second opinion's: what differs, if anything does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract_tables import TABLES
from pipelines.ingest import IngestRequest, ingest
from pipelines.measures import answers as pipeline
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.measures.supply import Supply, load_supply, month_item
from pipelines.publication import Kind
from pipelines.vocabulary import Basis, Dimension
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot
from tests.support.opinion_records import Fact, Records, Row
from tests.support.random_exports import RandomExport
from tests.support.second_opinion import LOOPS, MIXES, Answer, Days, Sums, Tally, Values, group_facts

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


def find_differences_of(
    export: RandomExport, folder: Path, *, start: int = 0, step: int = 1
) -> Iterator[str]:
    """The same for an export that is handed over and loaded whole first, into this folder."""
    handed_over = export.write(folder / "export")
    result = ingest(IngestRequest(paths=(handed_over,)), folder / "warehouse")
    assert result.n_quarantined == 0, result.findings
    snapshot = current_snapshot(folder / "warehouse")
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        # From the rows handed over, not the snapshot's: reading, typing and duplicates are checked too.
        yield from find_differences(connection, Records(export.accepted()), start=start, step=step)


def find_differences(
    connection: duckdb.DuckDBPyConnection, records: Records, *, start: int = 0, step: int = 1
) -> Iterator[str]:
    """One line for each measure and breakdown in which the two do not say the same.

    With a `step`, only every so many of the questions, from `start`: a different part for each random export.
    """
    asks = list(_asks(load_supply(connection)))[start::step]
    names = {ask.measure.name for ask, _ in asks}
    facts = {name: list(loop(records)) for name, (loop, _) in LOOPS.items() if name in names}
    answered = compute_answers(connection, [ask for ask, _ in asks])
    for (ask, basis), table in zip(asks, answered, strict=True):
        name = ask.measure.name
        ours, theirs = _figures_of(table.rows, ask.by), _second_figures(ask, basis, facts[name])
        for group in sorted({*ours, *theirs}):
            if ours.get(group) != theirs.get(group):
                where = f"{name} on {basis.value} by {'/'.join(ask.by) or 'nothing'} {'/'.join(group)}"
                yield f"{where}: pipeline {ours.get(group)}, second opinion {theirs.get(group)}"


def _asks(supply: Supply) -> Iterator[tuple[pipeline.Ask, Basis]]:
    """Each question, and the basis it is asked on in words."""
    catalogue = load_catalogue()
    for name, (_, default) in LOOPS.items():
        measure = catalogue.find(name)
        for basis in dict.fromkeys((Basis(default), measure.basis)):
            for by in _breakdowns(measure):
                month = [month_item(measure.grain, basis)] if Dimension.PERIOD in by else []
                programmes = _supplying(supply, [*measure.needs, *month])
                yield pipeline.Ask(measure=measure, basis=basis, by=by, programmes=programmes), basis
        for basis in measure.bases:
            yield _ask_by_quarter(measure, basis, supply), basis


def _ask_by_quarter(measure: Measure, basis: Basis, supply: Supply) -> pipeline.Ask:
    """The same on each basis it may be asked on; the definition says whose month that of an activity is."""
    placed_by = measure.placed_by(basis)
    programmes = _supplying(supply, [*measure.needs, month_item(measure.grain, placed_by)])
    own = _needed(measure)
    by = (Dimension.PERIOD,) if own is None else (own, Dimension.PERIOD)
    return pipeline.Ask(measure=measure, basis=placed_by, by=by, programmes=programmes)


def _breakdowns(measure: Measure) -> Iterator[tuple[Dimension, ...]]:
    own = _needed(measure)
    if measure.kind is Kind.DISTRIBUTION:
        # Sixty-eight items, one way of counting them: more breakdowns would only take longer.
        yield from ((), (Dimension.ROLE,))
        return
    for by in (*EVERY_GRAIN, *BREAKDOWNS.get(measure.grain, ())):
        if not set(by) <= set(measure.breakdowns):
            continue
        yield by if own is None or own in by else (own, *by)


def _needed(measure: Measure) -> Dimension | None:
    """A mix, an index or work in kind says nothing without what it is of."""
    own = next(iter(measure.default_breakdowns), None)
    needs_own = measure.name in MIXES or measure.kind is Kind.SCORE or own is Dimension.UNIT
    return own if needs_own else None


def _supplying(supply: Supply, needs: Sequence[str]) -> tuple[str, ...]:
    """The programmes whose figures are compared: the others say "not supplied", which is tested elsewhere."""
    return tuple(programme for programme in supply.programmes if not supply.missing(programme, needs))


def _second_figures(ask: pipeline.Ask, basis: Basis, facts: Sequence[Fact]) -> Figures:
    kept = [fact for fact in facts if fact.programme in (ask.programmes or ())]
    by = [dimension.value for dimension in ask.by]
    figures: Figures = {}
    for group, answer in group_facts(ask.measure.name, kept, by, basis.value).items():
        figures |= _flat(group, answer)
    return {group: figure for group, figure in figures.items() if not _is_nothing(figure)}


def _flat(group: tuple[str, ...], answer: Answer) -> Figures:
    if isinstance(answer, Tally):
        return {group: (answer.met, answer.not_met, answer.pending, answer.not_applicable, answer.unknown)}
    if isinstance(answer, Days):
        return {group: tuple(sorted(Counter(answer.rows).items()))}
    if isinstance(answer, int):
        return {group: answer}
    if isinstance(answer, Values):
        return {(*group, currency): dict(counts) for currency, counts in answer.counts.items()}
    if isinstance(answer, Sums):
        return {(*group, currency): sums for currency, sums in answer.rows.items()}
    return {(*group, currency): (one.numerator, one.denominator) for currency, one in answer.items()}


def _figures_of(  # noqa: PLR0912 (one answer for each kind)
    rows: Sequence[pipeline.AnswerRow], by: Sequence[Dimension]
) -> Figures:
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
            case pipeline.RatioAnswer(buckets=b):
                figures[group] = (b.met, b.not_met, b.pending, b.not_applicable, b.unknown)
            case pipeline.TallyAnswer(values=values, pending=pending):
                waiting = {"pending": pending} if pending else {}
                figures[*group, row.currency] = {**dict(values), **waiting}
            case pipeline.DistributionAnswer(distribution=d):
                others = {name: getattr(d, name) for name in ("not_applicable", "prefer_not", "blank")}
                counts = {**{str(place + 1): n for place, n in enumerate(d.counts)}, **others}
                figures[*group, ""] = {answer: n for answer, n in counts.items() if n}
            case pipeline.ScoreAnswer(rows=counted) | pipeline.ClusterAnswer(rows=counted):
                figures[*group, ""] = dict(counted)
            case pipeline.PathwayAnswer(rows=left):
                figures[*group, ""] = {(stage, reason): n for stage, reason, n in left}
            case pipeline.FlowAnswer(total=total, parts=parts):
                figures[*group, row.currency] = (total, *parts)
            case pipeline.CurveAnswer(rows=days):
                figures[group] = tuple(((day, event), n) for day, event, n in sorted(days))
            case pipeline.MoneyRateAnswer(numerator=numerator, denominator=denominator):
                figures[*group, row.currency] = (numerator, denominator)
            case other:
                raise AssertionError(f"no second opinion on a {type(other).__name__}")
    return {group: figure for group, figure in figures.items() if not _is_nothing(figure)}


def _is_nothing(figure: Any) -> bool:
    """A group with nothing in it is the same as no group."""
    if isinstance(figure, dict):
        return not figure
    return figure == 0 or not any(figure if isinstance(figure, tuple) else (figure,))
