"""The one query builder: many measures of one grain, for several breakdowns, in one scan.

    SELECT site, SUM(CASE WHEN acceptance_rate = 0 THEN 1 ELSE 0 END) AS acceptance_rate__met, …
    FROM (SELECT site, CASE WHEN <population> THEN CASE WHEN … THEN 3 … END END AS acceptance_rate
          FROM grain_case WHERE …)
    GROUP BY …                       -- GROUPING SETS where several breakdowns are asked together

Values are always bound (`?`); every name comes from a closed list. Nothing here is DuckDB's alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlglot import exp

from pipelines.measures.answers import CURRENCY, Ask
from pipelines.measures.cluster_columns import cluster_columns, cluster_key
from pipelines.measures.conditions import DIALECT
from pipelines.measures.dimensions import expression_of, quarter_of
from pipelines.measures.grains import BASIS_MONTHS
from pipelines.measures.query_columns import Columns, N, columns_of
from pipelines.vocabulary import Basis, Dimension

MONTH = "month"
"""The column that stands for the period until rows are added up by month."""

CLUSTER = "cluster"
"""The column that names the conference or person whose rows are added up."""

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
    return replace(_build(tuple(_shape(ask) for ask in asks)), parameters=_values(asks[0]))


def _shape(ask: Ask) -> Ask:
    """The question without its values: they are bound, so the same SQL serves every choice of a filter."""
    return replace(
        ask,
        where=tuple((dimension, "") for dimension, _ in ask.where),
        months=("", "") if ask.months is not None else None,
        programmes=("",) * len(ask.programmes) if ask.programmes is not None else None,
    )


@lru_cache(maxsize=512)
def _build(asks: tuple[Ask, ...]) -> Query:
    first = asks[0]
    columns = _merge(_columns(ask) for ask in _one_each(asks))
    sets = list(dict.fromkeys(group for ask in asks for group in grouping_sets(ask)))
    groups = tuple(dict.fromkeys(column for group in sets for column in group))
    has_totals = len(sets) > 1
    by_month = _adds_up_by_month(groups, columns, first)
    # Every tree here was made for this query alone, so none is copied again: copying is most of the work.
    inner = _select(_inner_columns(groups, columns, first, by_month=by_month))
    inner = inner.from_(first.measure.grain.table, copy=False)
    for condition in _filters(first):
        inner = inner.where(condition, copy=False)
    if first.is_clustered:
        inner = _clustered(inner, columns, first)
    if by_month:
        inner, columns = _by_month(inner, groups, columns)
    outer = _select(exp.column(group) for group in groups)
    if has_totals:
        outer = outer.select(*(_total_flag(group) for group in groups), copy=False)
    values = (exp.alias_(value.copy(), name, copy=False) for name, value in columns.outer.items())
    outer = outer.select(*values, copy=False).from_(inner.subquery("one_row", copy=False), copy=False)
    query = _grouped(outer, sets)
    names = tuple(query.named_selects)
    return Query(
        sql=query.sql(dialect=DIALECT, pretty=True, comments=False, copy=False),
        parameters=(),
        names=names,
        groups=groups,
        has_totals=has_totals,
    )


def _columns(ask: Ask) -> Columns:
    if not ask.is_clustered:
        return columns_of(ask.measure)
    own = cluster_columns(ask.measure)
    return Columns(inner=own, outer={N: exp.Count(this=exp.Star())}, tallied=tuple(own))


def _clustered(rows: exp.Select, columns: Columns, ask: Ask) -> exp.Select:
    """What the rows of each conference, or person, add up to, inside each group."""
    key = exp.alias_(cluster_key(ask.measure), CLUSTER, copy=False)
    rows = rows.select(key, copy=False)
    by = [exp.column(dimension.value) for dimension in ask.by]
    sums = [exp.alias_(exp.Sum(this=exp.column(name)), name, copy=False) for name in columns.inner]
    return (
        _select([*by, *sums])
        .from_(rows.subquery("one_row", copy=False), copy=False)
        .group_by(*(column.copy() for column in by), exp.column(CLUSTER), copy=False)
    )


def _adds_up_by_month(groups: tuple[str, ...], columns: Columns, ask: Ask) -> bool:
    """True where quarters are sums of months: people are not, who may be counted in two of them."""
    if Dimension.PERIOD.value not in groups or ask.is_clustered or columns.tallied:
        return False
    return not any(value.find(exp.Distinct) for value in columns.outer.values())


def _by_month(rows: exp.Select, groups: tuple[str, ...], columns: Columns) -> tuple[exp.Select, Columns]:
    """Rows added up by month first: months are quickly told apart, and few are left to make quarters of."""
    period = Dimension.PERIOD.value
    names = [exp.column(MONTH if name == period else name) for name in groups]
    shown = [
        exp.alias_(quarter_of(exp.column(MONTH)), period, copy=False) if name == period else exp.column(name)
        for name in groups
    ]
    sums = [exp.alias_(value.copy(), name, copy=False) for name, value in columns.outer.items()]
    months = _select([*shown, *sums]).from_(rows.subquery("one_row", copy=False), copy=False)
    added: dict[str, exp.Expr] = {
        # No rows at all are none, as they are when they are counted at once.
        name: exp.Coalesce(this=exp.Sum(this=exp.column(name)), expressions=[exp.Literal.number(0)])
        if isinstance(value, exp.Count)
        else exp.Sum(this=exp.column(name))
        for name, value in columns.outer.items()
    }
    return months.group_by(*names, copy=False), Columns(inner={}, outer=added, tallied=())


def _select(columns: Iterable[exp.Expr]) -> exp.Select:
    return exp.Select().select(*columns, copy=False)


def grouping_sets(ask: Ask) -> list[tuple[str, ...]]:
    """The group columns of one question: its breakdown, its currency, and what its kind tallies by."""
    columns = _columns(ask)
    by = tuple(dimension.value for dimension in ask.by)
    currency = (CURRENCY,) if ask.measure.is_per_currency else ()
    part = part_of_whole(ask)
    if part is None:
        return [(*by, *currency, *columns.tallied)]
    whole = tuple(column for column in by if column != part.value)
    # The parts first, for whoever reads the answers: each part, and the whole it is a part of.
    return [(*whole, part.value), whole]


def part_of_whole(ask: Ask) -> Dimension | None:
    """The dimension whose groups are parts of a whole: kinds of a mix, groups set against everybody."""
    if ask.measure.mix is not None:
        return ask.measure.mix.of
    return ask.by[-1] if ask.measure.is_against_overall and ask.by else None


def rows_of(
    query: Query, group: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The rows of a result that belong to one of its breakdowns."""
    for row in rows:
        if not query.has_totals or all(
            (row[f"{name}{ALL}"] == 0) == (name in group) for name in query.groups
        ):
            yield row


def scan_filters(ask: Ask) -> tuple[tuple[Dimension, str], ...]:
    """The filters of the scan. A part belongs to its whole: a filter on the parts comes afterwards."""
    part = part_of_whole(ask)
    return tuple(pair for pair in ask.where if pair[0] is not part)


def _one_each(asks: Iterable[Ask]) -> list[Ask]:
    return list({ask.measure.name: ask for ask in asks}.values())


def _merge(several: Iterable[Columns]) -> Columns:
    merged = Columns(inner={}, outer={}, tallied=())
    for columns in several:
        merged.inner.update(columns.inner)
        merged.outer.update(columns.outer)
    return merged


def _inner_columns(groups: Iterable[str], columns: Columns, ask: Ask, *, by_month: bool) -> list[exp.Expr]:
    dimensions = [
        exp.alias_(exp.column(BASIS_MONTHS[ask.basis]), MONTH, copy=False)
        if by_month and name == Dimension.PERIOD.value
        else exp.alias_(_group_value(name, ask), name, copy=False)
        for name in groups
        if name not in columns.inner
    ]
    own = [exp.alias_(value.copy(), name, copy=False) for name, value in columns.inner.items()]
    # A count of rows needs no column of its own, and a SELECT needs one.
    return [*dimensions, *own] or [exp.Literal.number(1)]


def _group_value(name: str, ask: Ask) -> exp.Expr:
    if name == CURRENCY:
        return exp.column(CURRENCY)
    return expression_of(Dimension(name), ask.measure.grain, ask.basis)


def _filters(ask: Ask) -> Iterable[exp.Expr]:
    """The conditions of the scan: the only place of a query with values, in the order of `_values`."""
    if ask.programmes is not None:
        marks = [exp.Placeholder() for _ in ask.programmes]
        yield exp.In(this=exp.column("programme"), expressions=marks)
    for dimension, _ in scan_filters(ask):
        yield exp.EQ(
            this=expression_of(dimension, ask.measure.grain, ask.basis), expression=exp.Placeholder()
        )
    month = exp.column(BASIS_MONTHS[ask.basis])
    if ask.months is not None:
        yield exp.Between(this=month, low=exp.Placeholder(), high=exp.Placeholder())
    elif ask.basis in _BASES_WITHOUT_EVERYBODY:
        yield exp.Not(this=exp.Is(this=month, expression=exp.Null()))


def _values(ask: Ask) -> tuple[str, ...]:
    return (*(ask.programmes or ()), *(value for _, value in scan_filters(ask)), *(ask.months or ()))


def _total_flag(group: str) -> exp.Expr:
    grouping = exp.Anonymous(this="GROUPING", expressions=[exp.column(group)])
    return exp.alias_(grouping, f"{group}{ALL}", copy=False)


def _grouped(query: exp.Select, sets: Sequence[tuple[str, ...]]) -> exp.Select:
    if len(sets) == 1:
        return query.group_by(*(exp.column(group) for group in sets[0]), copy=False) if sets[0] else query
    tuples: list[Any] = [exp.Tuple(expressions=[exp.column(name) for name in group]) for group in sets]
    query.set("group", exp.Group(expressions=[exp.GroupingSets(expressions=tuples)]))
    return query
