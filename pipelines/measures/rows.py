"""The rows behind a measure, one by one: what protected tables are made of. They never leave the pipelines.

The same expressions as every figure (`query_columns`, `dimensions`), without the last step of adding up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from pipelines.measures.conditions import DIALECT
from pipelines.measures.dimensions import expression_of
from pipelines.measures.grains import BASIS_MONTHS, GRAIN_COLUMNS, Grain
from pipelines.measures.measure import Measure
from pipelines.measures.query_columns import columns_of
from pipelines.measures.supply import Engine
from pipelines.vocabulary import Basis, Dimension

if TYPE_CHECKING:
    import pandas

CASE, PARTY, MONTH, PROGRAMME = "case", "party", "month", "programme"
CURRENCY = "currency"
MIX = "mix"


@dataclass(frozen=True, kw_only=True)
class RowsAsk:
    """Which rows of a measure, with which dimensions beside them."""

    measure: Measure
    basis: Basis
    dimensions: tuple[Dimension, ...]
    programmes: tuple[str, ...]
    """Only those that supply what the measure needs."""


def read_rows(engine: Engine, ask: RowsAsk) -> "pandas.DataFrame":
    """One row per row of the measure's population.

    Columns: case, party (None in a grain without one), programme, month ('YYYY-MM' of the basis), one for
    each dimension, the currency of amounts, and what the measure is counted from, without its name before it.
    Text is in categories, those there are and in order: many rows share few words.
    """
    sql, names = rows_sql(ask)
    frame = engine.execute(sql, list(ask.programmes)).df()
    frame.columns = list(names)
    return _as_categories(frame[frame[names[-1]].notna()] if ask.measure.population else frame)


def rows_sql(ask: RowsAsk) -> tuple[str, tuple[str, ...]]:
    """The query and its columns' names; the last one is empty where a row is not in the population."""
    measure = ask.measure
    inner = columns_of(measure).inner
    chosen: list[tuple[str, exp.Expr]] = [
        (CASE, exp.column("case_id")),
        (PARTY, _party(measure.grain)),
        (PROGRAMME, exp.column(PROGRAMME)),
        (MONTH, exp.column(BASIS_MONTHS[ask.basis])),
        *((d.value, expression_of(d, measure.grain, ask.basis)) for d in ask.dimensions if d != PROGRAMME),
        *([(CURRENCY, exp.column(CURRENCY))] if measure.is_per_currency else []),
        *_extra(measure),
    ]
    own = [(name.removeprefix(f"{measure.name}__"), value.copy()) for name, value in inner.items()]
    # What says whether a row belongs comes last, under a name of its own.
    belonging = [("belongs", own[0][1].copy())]
    names = tuple(name for name, _ in (*chosen, *own, *belonging))
    columns = [exp.alias_(value, f"c{place}") for place, (_, value) in enumerate((*chosen, *own, *belonging))]
    marks = [exp.Placeholder() for _ in ask.programmes]
    query = exp.select(*columns).from_(measure.grain.table)
    query = query.where(exp.In(this=exp.column(PROGRAMME), expressions=marks))
    return query.sql(dialect=DIALECT, comments=False), names


def _party(grain: Grain) -> exp.Expr:
    """Whose row it is; an answer that names nobody is its own."""
    columns = GRAIN_COLUMNS[grain]
    named = [exp.column(name) for name in ("party_id", "response_id") if name in columns]
    if not named:
        return exp.Null()
    return exp.Coalesce(this=named[0], expressions=named[1:]) if len(named) > 1 else named[0]


def _extra(measure: Measure) -> Sequence[tuple[str, exp.Expr]]:
    """The kind of a mix, which is no dimension of the lattice."""
    return [(MIX, exp.column(measure.mix.of.value))] if measure.mix is not None else []


_PEOPLE = "SELECT case_id, party_id, person_key, role FROM grain_party"


def read_people(engine: Engine) -> "pandas.DataFrame":
    """One row per party: case_id, party_id, person_key (the same across cases), role."""
    return _as_text(engine.execute(_PEOPLE).df())


def _as_categories(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    found = frame.copy()
    for name in frame.select_dtypes(["category", "str", "object"]).columns:
        values = frame[name].astype("category").cat.remove_unused_categories()
        found[name] = values.cat.set_categories(sorted(values.cat.categories))
    return found


def _as_text(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    """Codes come as categories, each with every code there is."""
    codes = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(codes, "str"))
