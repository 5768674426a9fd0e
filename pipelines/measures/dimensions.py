"""What a figure may be broken down by or filtered on, as expressions over the columns of each grain."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlglot import exp

from pipelines.measures.grains import BASIS_MONTHS, GRAIN_COLUMNS, Grain
from pipelines.vocabulary import CLOSED_LISTS, Basis, Dimension, Perspective, Role, Unknown

NO_CONFERENCE = "none"
"""The kind of conference of a case that had none."""

_OF_THE_ANSWER = (Dimension.PROGRAMME, Dimension.ROLE, Dimension.WAVE, Dimension.SIDE)
"""What an answer says itself. Everything else comes from its case, and some answers have none."""

_QUARTERS = {
    "Q1": ("01", "02", "03"),
    "Q2": ("04", "05", "06"),
    "Q3": ("07", "08", "09"),
    "Q4": ("10", "11", "12"),
}


COLUMNS: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.SITE: "cases.site",
        Dimension.REFERRAL_SOURCE: "cases.referral_source",
        Dimension.STAGE: "cases.stage",
        Dimension.OFFENCE_CATEGORY: "cases.offence_category",
        Dimension.SEVERITY: "cases.severity",
        Dimension.AGE_BAND: "parties.age_band",
        Dimension.GENDER: "parties.gender",
        Dimension.ETHNICITY: "parties.ethnicity",
    }
)
"""What a programme must record for its figures to be told apart by a dimension that it hands over itself."""


def dimensions_of(grain: Grain) -> tuple[Dimension, ...]:
    """Every dimension one row of this grain has exactly one value of."""
    return tuple(dimension for dimension in Dimension if _is_on(dimension, grain))


def allowed_values(dimension: Dimension) -> tuple[str, ...] | None:
    """The values a dimension may take, not known last; None where programmes declare their own."""
    listed = CLOSED_LISTS.get(dimension)
    if listed is None:
        return None
    beside = (NO_CONFERENCE,) if dimension is Dimension.CONFERENCE_TYPE else ()
    unknown = tuple(code for code in Unknown.codes() if code not in listed.codes())
    return (*listed.codes(), *beside, *unknown)


def reading_order(dimension: Dimension, value: str) -> tuple[int, str]:
    """What rows are sorted by: the vocabulary's order, else by name; not known always last."""
    listed = allowed_values(dimension)
    if listed is not None and value in listed:
        return listed.index(value), value
    return (1_000 if value in Unknown.codes() else 500), value


def _is_on(dimension: Dimension, grain: Grain) -> bool:
    if dimension is Dimension.PERIOD:
        return True
    if dimension is Dimension.PERSPECTIVE:
        return "role" in GRAIN_COLUMNS[grain]
    return dimension.value in GRAIN_COLUMNS[grain]


def expression_of(dimension: Dimension, grain: Grain, basis: Basis) -> exp.Expr:
    """The value of a dimension in one row; the quarter of the basis month for the period.

    Nothing where the row cannot be placed: no month on this basis, or an answer whose case is not known.
    """
    if dimension is Dimension.PERIOD:
        return quarter_of(exp.column(BASIS_MONTHS[basis]))
    if dimension is Dimension.PERSPECTIVE:
        return _perspective()
    column = exp.column(dimension.value)
    if grain is Grain.RESPONSE and dimension not in _OF_THE_ANSWER:
        return exp.Case().when(
            exp.Not(this=exp.Is(this=exp.column("case_id"), expression=exp.Null())), column
        )
    return column


def quarter_of(month: exp.Column) -> exp.Expr:
    """The quarter of a month like 2026-09; nothing where there is none."""
    # Spelled out, because dividing whole numbers means different things on different engines.
    year = exp.Substring(this=month, start=exp.Literal.number(1), length=exp.Literal.number(4))
    number = exp.Substring(this=month, start=exp.Literal.number(6), length=exp.Literal.number(2))
    case = exp.Case()
    for quarter, months in _QUARTERS.items():
        case = case.when(
            exp.In(this=number.copy(), expressions=[exp.Literal.string(text) for text in months]),
            exp.DPipe(this=year.copy(), expression=exp.Literal.string(quarter), safe=True),
        )
    return case


def _perspective() -> exp.Expr:
    sides = [exp.Literal.string(role.value) for role in (Role.SUPPORTER, Role.COMMUNITY)]
    role = exp.column("role")
    community = exp.Literal.string(Perspective.COMMUNITY.value)
    return exp.Case().when(exp.In(this=role, expressions=sides), community).else_(role.copy())
