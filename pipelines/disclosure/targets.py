"""A published figure against what the programme set out to reach: met, missed, or too close to call."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipelines.measures.answers import CURRENCY
from pipelines.measures.targets import find_target
from pipelines.publication import (
    MoneyRate,
    NoCases,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Request,
    SetTarget,
    Shown,
    Target,
    TargetVerdict,
)

Load = Callable[[Sequence[Request]], Sequence[PublishedTable]]


def add_targets(
    tables: Sequence[PublishedTable], targets: Sequence[SetTarget], load: Load
) -> list[PublishedTable]:
    """The tables with a target beside each row that has one. `load` answers for the baseline periods."""
    if not targets:
        return list(tables)
    wanted = {
        _baseline_request(table, target)
        for table in tables
        for row in table.rows
        if (target := _target_of(table, row, targets)) is not None and target.baseline
    }
    requests = list(wanted)
    baselines = dict(zip(requests, load(requests) if requests else (), strict=True))
    return [
        replace(
            table,
            rows=tuple(
                _with_target(table, row, _target_of(table, row, targets), baselines) for row in table.rows
            ),
        )
        for table in tables
    ]


def _target_of(table: PublishedTable, row: PublishedRow, targets: Sequence[SetTarget]) -> SetTarget | None:
    of = {dimension.value: value for dimension, value in table.request.where} | dict(row.by)
    of.pop(CURRENCY, None)
    return find_target(targets, table.definition.name, of)


def _with_target(
    table: PublishedTable,
    row: PublishedRow,
    target: SetTarget | None,
    baselines: dict[Request, PublishedTable],
) -> PublishedRow:
    if target is None:
        return row
    earlier = baselines.get(_baseline_request(table, target))
    return replace(
        row,
        target=Target(
            value=target.value,
            direction=target.direction,
            verdict=TargetVerdict.judge(row.cell, target, row.response),
            baseline_period=earlier.period_label if earlier is not None else "",
            baseline=_same_currency(earlier, row) if earlier is not None else None,
        ),
    )


def _same_currency(table: PublishedTable, row: PublishedRow) -> PublishedCell:
    """The cell of the baseline that is in the row's currency, where it has one."""
    wanted = _currency_of(row)
    for one in table.rows:
        if not wanted or _currency_of(one) in (wanted, ""):
            return one.cell
    return NoCases()


def _currency_of(row: PublishedRow) -> str:
    figure = row.cell.figure if isinstance(row.cell, Shown) else None
    own = figure.currency if isinstance(figure, MoneyRate) else ""
    return dict(row.by).get(CURRENCY, own)


def _baseline_request(table: PublishedTable, target: SetTarget) -> Request:
    return Request(
        measure=target.measure, where=target.where, period=target.baseline or "all", basis=table.basis
    )
