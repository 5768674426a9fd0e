"""What each kind of measure adds to a scan: columns of one row, and what is counted or summed of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from pipelines.measures.conditions import parse_condition
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.publication import Kind
from pipelines.vocabulary import Answer

ANSWER_CODES = (*Answer.codes(), "blank")
"""What a survey answer may be, a blank one included."""

IN_RATE = ("met", "not_met")
"""The buckets a rate is made of."""

N = "n"
"""How many rows of the population a group holds."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """`inner`: name → value of one row. `outer`: name → aggregate. `tallied`: inner columns grouped by."""

    inner: dict[str, exp.Expr]
    outer: dict[str, exp.Expr]
    tallied: tuple[str, ...]


def is_tallied(measure: Measure) -> bool:
    """True for kinds that need how often each value occurs, which the engine counts by grouping."""
    return measure.kind in _TALLIES


@lru_cache(maxsize=1024)
def columns_of(measure: Measure) -> Columns:
    """The columns of one measure. All of them start with its name; whoever uses them copies them first."""
    if measure.mix is not None:
        return _count(measure, measure.mix.distinct, "")
    return _KINDS[measure.kind](measure)


def _rate(measure: Measure) -> Columns:
    name = measure.name
    outer = {f"{name}__{bucket}": _sum_where(name, str(i)) for i, bucket in enumerate(BUCKET_NAMES)}
    outer[f"{name}__{N}"] = exp.Count(this=exp.column(name))
    return Columns(inner={name: _in_population(measure, _bucket(measure))}, outer=outer, tallied=())


def _bucket(measure: Measure) -> exp.Expr:
    """The number of the first bucket whose condition is true; the last one takes the rest."""
    case = exp.Case()
    for bucket in measure.buckets:
        number = exp.Literal.number(BUCKET_NAMES.index(bucket.name))
        if bucket.when:
            case = case.when(_sql(measure, bucket.when), number, copy=False)
        elif case.args.get("ifs"):
            case = case.else_(number, copy=False)
        else:
            return number
    return case


def _count_kind(measure: Measure) -> Columns:
    count = measure.count
    assert count is not None
    return _count(measure, count.distinct, count.sum)


def _count(measure: Measure, distinct: str, total: str) -> Columns:
    name = measure.name
    value = _sql(measure, distinct or total) if distinct or total else exp.Literal.number(1)
    column = exp.column(name)
    if total:
        counted: exp.Expr = exp.Sum(this=column)
    elif distinct:
        counted = exp.Count(this=exp.Distinct(expressions=[column]))
    else:
        counted = exp.Count(this=column)
    return Columns(inner={name: _in_population(measure, value)}, outer={f"{name}__{N}": counted}, tallied=())


def _money_rate(measure: Measure) -> Columns:
    amounts = measure.amounts
    assert amounts is not None
    return _sums_over_sums(measure, amounts.numerator, amounts.denominator)


def _sums_over_sums(measure: Measure, numerator: str, denominator: str) -> Columns:
    rate, name = _rate(measure), measure.name
    parts = {"numerator": numerator, "denominator": denominator}
    inner = {f"{name}__{part}": _sql(measure, text) for part, text in parts.items()}
    products = {
        "numerator": ("numerator",),
        "denominator": ("denominator",),
        "numerator_squared": ("numerator", "numerator"),
        "denominator_squared": ("denominator", "denominator"),
        "product": ("numerator", "denominator"),
    }
    outer = {f"{name}__{key}": _sum_in_rate(name, factors) for key, factors in products.items()}
    return Columns(inner={**rate.inner, **inner}, outer={**rate.outer, **outer}, tallied=())


def _sum_in_rate(name: str, factors: tuple[str, ...]) -> exp.Expr:
    values: list[exp.Expr] = [exp.column(f"{name}__{factor}") for factor in factors]
    if len(values) == 2:
        # Exact: squares of amounts do not fit into 64 bits, and a float would depend on the order of rows.
        first, second = (exp.cast(value, "DECIMAL(38, 0)") for value in values)
        values = [exp.Mul(this=first, expression=second)]
    numbers = [exp.Literal.number(BUCKET_NAMES.index(bucket)) for bucket in IN_RATE]
    in_rate = exp.In(this=exp.column(name), expressions=numbers)
    return exp.Sum(this=exp.Case().when(in_rate, values[0]).else_(exp.Literal.number(0)))


def _ratio(measure: Measure) -> Columns:
    ratio = measure.ratio
    assert ratio is not None
    if ratio.of != "quantity":
        return _rate(measure)
    return _sums_over_sums(measure, ratio.numerator, ratio.denominator)


def _distribution(measure: Measure) -> Columns:
    name = measure.name
    blank = exp.Coalesce(this=exp.column(measure.item), expressions=[exp.Literal.string("blank")])
    outer = {f"{name}__{code}": _sum_where(name, code, is_text=True) for code in ANSWER_CODES}
    return Columns(inner={name: _in_population(measure, blank)}, outer=outer, tallied=())


def _flow(measure: Measure) -> Columns:
    name, flow = measure.name, measure.flow
    assert flow is not None
    amounts = {"total": flow.total, **{part.name: part.amount for part in flow.parts}}
    inner = {
        f"{name}__{part}": _in_population(measure, _sql(measure, amount)) for part, amount in amounts.items()
    }
    sums: dict[str, exp.Expr] = {f"{column}_sum": exp.Sum(this=exp.column(column)) for column in inner}
    sums[f"{name}__{N}"] = exp.Count(this=exp.column(f"{name}__total"))
    return Columns(inner=inner, outer=sums, tallied=())


def _days(measure: Measure) -> Columns:
    days = measure.days
    assert days is not None
    pending = exp.Case().when(_sql(measure, days.pending), exp.Literal.number(1)).else_(exp.Literal.number(0))
    return _tally(measure, {"value": _sql(measure, days.value), "pending": pending})


def _money(measure: Measure) -> Columns:
    amounts = measure.amounts
    assert amounts is not None
    return _tally(measure, {"value": _sql(measure, amounts.amount)})


def _curve(measure: Measure) -> Columns:
    curve = measure.curve
    assert curve is not None
    return _tally(measure, {"day": _sql(measure, curve.day), "event": _sql(measure, curve.event)})


def _pathway(measure: Measure) -> Columns:
    pathway = measure.pathway
    assert pathway is not None
    return _tally(measure, {"stage": _sql(measure, pathway.stage), "reason": _sql(measure, pathway.reason)})


def _score(measure: Measure) -> Columns:
    assert measure.survey is not None
    return _tally(measure, {item: exp.column(item) for item in measure.survey.items})


def _tally(measure: Measure, values: dict[str, exp.Expr]) -> Columns:
    name = measure.name
    inner = {f"{name}__is_in": _in_population(measure, exp.Literal.number(1))}
    inner |= {f"{name}__{key}": _in_population(measure, value) for key, value in values.items()}
    return Columns(inner=inner, outer={N: exp.Count(this=exp.Star())}, tallied=tuple(inner))


def _in_population(measure: Measure, value: exp.Expr) -> exp.Expr:
    """The value for rows the measure is about; else nothing."""
    if not measure.population:
        return value
    return exp.Case().when(_sql(measure, measure.population), value, copy=False)


def _sql(measure: Measure, text: str) -> exp.Expr:
    return exp.paren(parse_condition(text, measure.grain, measure.name))


def _sum_where(column: str, value: str, *, is_text: bool = False) -> exp.Expr:
    literal = exp.Literal.string(value) if is_text else exp.Literal.number(value)
    is_value = exp.EQ(this=exp.column(column), expression=literal)
    return exp.Sum(this=exp.Case().when(is_value, exp.Literal.number(1)).else_(exp.Literal.number(0)))


_TALLIES: dict[Kind, Callable[[Measure], Columns]] = {
    Kind.DAYS: _days,
    Kind.MONEY: _money,
    Kind.CURVE: _curve,
    Kind.PATHWAY: _pathway,
    Kind.SCORE: _score,
}
_KINDS: dict[Kind, Callable[[Measure], Columns]] = {
    Kind.RATE: _rate,
    Kind.COUNT: _count_kind,
    Kind.MONEY_RATE: _money_rate,
    Kind.DISTRIBUTION: _distribution,
    Kind.FLOW: _flow,
    Kind.RATIO: _ratio,
    Kind.BOUNDS: _rate,
    Kind.UNIT_COST: _count_kind,
    **_TALLIES,
}
