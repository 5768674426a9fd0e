"""What one conference, or one person, adds up to: columns summed within it before they are counted.

Several answers from one conference are not independent, and a change needs the same person twice. Both are
counted in two steps: sums within each conference or person, then how many of them have the same sums.
"""

from collections.abc import Callable
from functools import lru_cache
from math import ceil, lcm

from sqlglot import exp

from pipelines.instrument import ITEMS, Item
from pipelines.measures.conditions import parse_condition
from pipelines.measures.measure import BUCKET_NAMES, Measure
from pipelines.measures.query_columns import IN_RATE, columns_of
from pipelines.measures.survey_parts import AGREED, DISAGREED, VALID
from pipelines.publication import Kind
from pipelines.vocabulary import Perspective, Role

ENOUGH_ANSWERED = 0.6
"""Of an index's items: with fewer answered a response has no score."""

SIDES = tuple(side for side in Perspective if side is not Perspective.EVERYONE)


def has_clusters(measure: Measure) -> bool:
    """True for survey figures whose interval needs to know which answers come from one conference."""
    return measure.kind in {Kind.RATE, Kind.SCORE} and measure.survey is not None and not measure.is_clustered


def cluster_key(measure: Measure) -> exp.Expr:
    """What the sums are made within: a person for a change, a conference otherwise.

    An answer without a known conference stands for itself.
    """
    if measure.kind is Kind.CHANGE:
        return exp.column("party_id")
    return exp.Coalesce(this=exp.column("conference_id"), expressions=[exp.column("response_id")])


@lru_cache(maxsize=1024)
def cluster_columns(measure: Measure) -> dict[str, exp.Expr]:
    """Name → value of one row, to be summed; nothing for rows the measure is not about."""
    make = _sides if measure.is_concordance else _KINDS[measure.kind]
    columns = {}
    for name, value in make(measure).items():
        tree = parse_condition(value, measure.grain, measure.name) if isinstance(value, str) else value
        columns[f"{measure.name}__{name}"] = _in_population(measure, tree)
    return columns


def _in_population(measure: Measure, value: exp.Expr) -> exp.Expr:
    # Every figure of the survey has one: its wave and who is asked.
    inside = exp.paren(parse_condition(measure.population, measure.grain, measure.name))
    return exp.Case().when(inside, value, copy=False)


def _rate(measure: Measure) -> dict[str, exp.Expr | str]:
    bucket = columns_of(measure).inner[measure.name]
    numbers = {name: BUCKET_NAMES.index(name) for name in IN_RATE}
    return {
        "met": _one_where(bucket, [numbers["met"]]),
        "answers": _one_where(bucket, list(numbers.values())),
    }


def _one_where(value: exp.Expr, numbers: list[int]) -> exp.Expr:
    found = exp.In(this=exp.paren(value.copy()), expressions=[exp.Literal.number(n) for n in numbers])
    return exp.Case().when(found, exp.Literal.number(1)).else_(exp.Literal.number(0))


def score_unit(measure: Measure) -> int:
    """How many parts of a point scores are added up in, so that every mean of items is a whole number."""
    assert measure.survey is not None
    return lcm(*range(1, len(measure.survey.items) + 1))


def items_asked(measure: Measure, role: Role) -> tuple[Item, ...]:
    """The items of an index that this role is asked."""
    assert measure.survey is not None
    return tuple(ITEMS[item] for item in measure.survey.items if role in ITEMS[item].roles)


def fewest_answers(measure: Measure, role: Role) -> int:
    """How many of its items a response of this role must have answered to have a score."""
    return ceil(ENOUGH_ANSWERED * len(items_asked(measure, role)))


def _score(measure: Measure) -> dict[str, exp.Expr | str]:
    assert measure.survey is not None
    items, unit = [ITEMS[item] for item in measure.survey.items], score_unit(measure)
    answered = " + ".join(f"CASE WHEN {item.id} IN {VALID} THEN 1 ELSE 0 END" for item in items)
    total = " + ".join(_points(item) for item in items)
    how_many = exp.paren(parse_condition(answered, measure.grain, measure.name))
    added = exp.paren(parse_condition(total, measure.grain, measure.name))
    enough = exp.or_(
        *(
            exp.and_(
                exp.EQ(this=exp.column("role"), expression=exp.Literal.string(role.value)),
                exp.GTE(this=how_many.copy(), expression=exp.Literal.number(fewest_answers(measure, role))),
            )
            for role in measure.survey.roles
        )
    )
    share = exp.Case(this=how_many.copy())
    for n in range(1, len(items) + 1):
        part = exp.Mul(this=added.copy(), expression=exp.Literal.number(unit // n))
        share = share.when(exp.Literal.number(n), part, copy=False)
    return {
        "sum": exp.Case().when(enough.copy(), share).else_(exp.Literal.number(0)),
        "answers": exp.Case().when(enough.copy(), exp.Literal.number(1)).else_(exp.Literal.number(0)),
    }


def _points(item: Item) -> str:
    """The points of one answer, turned where the item is reversed; 0 for one that is not valid."""
    points = ((answer, 6 - answer if item.is_reversed else answer) for answer in range(1, 6))
    whens = " ".join(f"WHEN {item.id} = '{answer}' THEN {point}" for answer, point in points)
    return f"CASE {whens} ELSE 0 END"


def _sides(measure: Measure) -> dict[str, exp.Expr | str]:
    """For each perspective: how many valid answers to the items, and how many of them agree."""
    assert measure.survey is not None
    items = [ITEMS[item] for item in measure.survey.items]
    sides = SIDES if measure.gap is None else (measure.gap.first, measure.gap.second)
    columns: dict[str, exp.Expr | str] = {}
    for side in sides:
        columns[f"{side.value}_met"] = _count_answers(
            side, [(i, DISAGREED if i.is_reversed else AGREED) for i in items]
        )
        columns[f"{side.value}_answers"] = _count_answers(side, [(i, VALID) for i in items])
    return columns


def _count_answers(side: Perspective, items: list[tuple[Item, str]]) -> str:
    return " + ".join(
        f"CASE WHEN perspective = '{side.value}' AND {item.id} IN {counted} THEN 1 ELSE 0 END"
        for item, counted in items
    )


def _change(measure: Measure) -> dict[str, exp.Expr | str]:
    """The points of each wave; nothing where that wave has no valid answer."""
    assert measure.paired is not None
    item = ITEMS[measure.paired.item]
    waves = {"first": measure.paired.first, "second": measure.paired.second}
    return {
        name: f"CASE WHEN wave = '{wave.value}' AND {item.id} IN {VALID} THEN {_points(item)} END"
        for name, wave in waves.items()
    }


_KINDS: dict[Kind, Callable[[Measure], dict[str, exp.Expr | str]]] = {
    Kind.RATE: _rate,
    Kind.SCORE: _score,
    Kind.GAP: _sides,
    Kind.CHANGE: _change,
}
