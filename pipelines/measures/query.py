"""The one query builder: many measures of one grain, for several breakdowns, in one scan.

    SELECT site, SUM(CASE WHEN agreement_completion_rate = 0 THEN 1 ELSE 0 END) AS agreement_completion_rate__met, …
    FROM (SELECT site, CASE WHEN <population> THEN CASE WHEN … THEN 3 … END END AS agreement_completion_rate
          FROM grain_agreement WHERE …)
    GROUP BY …                                    -- GROUPING SETS where several breakdowns are asked together

Values are always bound (`?`); every name comes from a closed list. Nothing here is DuckDB's alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from pipelines.measures.answers import CURRENCY, Ask
from pipelines.measures.conditions import DIALECT
from pipelines.measures.dimensions import expression_of
from pipelines.measures.grains import BASIS_MONTHS
from pipelines.measures.query_columns import Columns, bound, columns_of
from pipelines.vocabulary import Basis, Dimension

ALL = "__all"
"""Suffix of the column that is 1 in rows which are a total over that group column."""

_BASES_WITHOUT_EVERYBODY = (Basis.CLOSING, Basis.ACTIVITY)
# A case that was never closed is in no closing cohort, however long the period.


@dataclass(frozen=True, kw_only=True)
class Query:
    """SQL with its bound values, and the group columns of each breakdown it answers."""

    sql: str
    parameters: tuple[str, ...]
    names: tuple[str, ...]
    """The result's columns."""
    groups: tuple[str, ...]
    """Every column that some breakdown groups by."""
    has_totals: bool
    """True where rows say which group columns they are a total over."""


def build_query(asks: Sequence[Ask]) -> Query:
    """One scan for questions that share grain, filters, months, basis and shape of columns."""
    first = asks[0]
    columns = _merge(columns_of(ask) for ask in _one_each(asks))
    sets = list(dict.fromkeys(group for ask in asks for group in grouping_sets(ask)))
    groups = tuple(dict.fromkeys(column for group in sets for column in group))
    inner = exp.select(*_inner_columns(groups, columns, first)).from_(first.measure.grain.table)
    for condition in _filters(first):
        inner = inner.where(condition)
    outer = exp.select(*(exp.column(group) for group in groups))
    if len(sets) > 1:
        outer = outer.select(*(_total_flag(group) for group in groups))
    outer = outer.select(*(exp.alias_(value.copy(), name) for name, value in columns.outer.items()))
    outer = outer.from_(inner.subquery("one_row"))
    return _finish(_grouped(outer, sets), groups, has_totals=len(sets) > 1)


def grouping_sets(ask: Ask) -> list[tuple[str, ...]]:
    """The group columns of one question: its breakdown, its currency, and what its kind tallies by."""
    columns = columns_of(ask)
    by = tuple(dimension.value for dimension in ask.by)
    currency = (CURRENCY,) if ask.measure.is_per_currency else ()
    mix = ask.measure.mix
    if mix is None:
        return [(*by, *currency, *columns.tallied)]
    whole = tuple(column for column in by if column != mix.of.value)
    return [(*whole, mix.of.value), whole]


def _one_each(asks: Iterable[Ask]) -> list[Ask]:
    return list({ask.measure.name: ask for ask in asks}.values())


def _merge(several: Iterable[Columns]) -> Columns:
    merged = Columns(inner={}, outer={}, tallied=())
    for columns in several:
        merged.inner.update(columns.inner)
        merged.outer.update(columns.outer)
    return merged


def _inner_columns(groups: Iterable[str], columns: Columns, ask: Ask) -> list[exp.Expr]:
    dimensions = [
        exp.alias_(exp.column(CURRENCY) if name == CURRENCY else expression_of(Dimension(name), ask.basis), name)
        for name in groups
        if name not in columns.inner
    ]
    own = [exp.alias_(value.copy(), name) for name, value in columns.inner.items()]
    # A count of rows needs no column of its own, and a SELECT needs one.
    return [*dimensions, *own] or [exp.Literal.number(1)]


def _filters(ask: Ask) -> Iterable[exp.Expr]:
    for dimension, value in ask.where:
        yield exp.EQ(this=expression_of(dimension, ask.basis), expression=bound(value))
    month = exp.column(BASIS_MONTHS[ask.basis])
    if ask.months is not None:
        yield exp.Between(this=month, low=bound(ask.months[0]), high=bound(ask.months[1]))
    elif ask.basis in _BASES_WITHOUT_EVERYBODY:
        yield exp.Not(this=exp.Is(this=month, expression=exp.Null()))




def _total_flag(group: str) -> exp.Expr:
    return exp.alias_(exp.Anonymous(this="GROUPING", expressions=[exp.column(group)]), f"{group}{ALL}")


def _grouped(query: exp.Select, sets: Sequence[tuple[str, ...]]) -> exp.Select:
    if len(sets) == 1:
        return query.group_by(*(exp.column(group) for group in sets[0])) if sets[0] else query
    tuples: list[Any] = [exp.Tuple(expressions=[exp.column(name) for name in group]) for group in sets]
    query.set("group", exp.Group(expressions=[exp.GroupingSets(expressions=tuples)]))
    return query


def _finish(query: exp.Select, groups: tuple[str, ...], *, has_totals: bool) -> Query:
    # Depth first is the order of the text; a test holds this against the SQL.
    parameters = tuple(node.meta["value"] for node in query.find_all(exp.Placeholder, bfs=False))
    return Query(
        sql=query.sql(dialect=DIALECT, pretty=True, comments=False),
        parameters=parameters,
        names=tuple(query.named_selects),
        groups=groups,
        has_totals=has_totals,
    )
