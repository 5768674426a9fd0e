"""A reader's request to a question for the engine: every name checked, programmes chosen by their supply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pipelines.errors import UsageError, nearest
from pipelines.measures.activity import why_not_on
from pipelines.measures.answers import Ask
from pipelines.measures.catalogue import Catalogue
from pipelines.measures.dimensions import COLUMNS, allowed_values, dimensions_of
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.measures.periods import Period, parse_period
from pipelines.measures.supply import Supply, month_item
from pipelines.publication import Kind, Request
from pipelines.vocabulary import STATISTIC_DIMENSIONS, Basis, Dimension

_ROLE_IS_A_NEED = (Grain.PARTY, Grain.INVITATION)
# Answers carry their role themselves; parties of a role that is not recorded would look like none.

_BASES_ASK_FOR_A_MONTH = (Basis.CLOSING, Basis.ACTIVITY)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a snapshot says before any figure: programmes with their as-of dates, and what each supplies."""

    as_of: Mapping[str, date]
    supply: Supply
    costs: Mapping[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    """Programme and period ("2025", "all") → what it spent, in minor units of its currency."""
    breaks: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Programme → the first month of each way of working after its first, and what that is called."""

    invited: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """Programme, role and wave → how many were invited, where only that is handed over."""

    declared: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)
    """Dimensions whose values programmes declare themselves → those that occur."""

    first_month: str = ""
    """The first month of a referral, as 'YYYY-MM'; empty without one."""

    def costs_in(self, period: str) -> dict[str, tuple[int, str]]:
        """What each programme spent in one period; those that do not say are left out."""
        return {programme: cost for (programme, of), cost in self.costs.items() if of == period}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One request, ready to be asked."""

    request: Request
    measure: Measure
    basis: Basis
    as_of: date
    period: Period | None
    ask: Ask | None
    """None where no programme supplies what it needs."""
    programmes: tuple[str, ...]
    """Every programme inside the filter."""
    used: tuple[str, ...]
    """Those of them that supply what it needs."""
    missing: Mapping[str, tuple[str, ...]]
    """What each of the others lacks."""

    @property
    def ask_before(self) -> Ask | None:
        """The same question of the period before; None without one."""
        if self.ask is None or self.period is None or Dimension.PERIOD in self.ask.by:
            return None
        return replace(self.ask, months=self.period.before().months)


def plan_request(request: Request, catalogue: Catalogue, facts: Facts) -> Plan:
    """Check a request and choose its programmes. Raises `UsageError` for what may not be asked."""
    measure = catalogue.find(request.measure)
    basis = request.basis or measure.basis
    _check_basis(measure, basis)
    by, where = _breakdown(measure, request), _filters(measure, request, facts)
    chosen = dict(where).get(Dimension.PROGRAMME)
    programmes = (chosen,) if chosen else facts.supply.programmes
    as_of = max((facts.as_of[programme] for programme in programmes), default=date.min)
    period = parse_period(request.period, as_of)
    placed_by = measure.placed_by(basis)
    needs = _needs(measure, placed_by, by, where, period)
    missing = {programme: facts.supply.missing(programme, needs) for programme in programmes}
    used = tuple(programme for programme in programmes if not missing[programme])
    measure = _with_seen_stages(measure, used, facts.supply)
    ask = Ask(
        measure=measure,
        basis=placed_by,
        by=by,
        where=where,
        months=period.months if period else None,
        programmes=None if used in (facts.supply.programmes, (chosen,)) else used,
    )
    return Plan(
        request=request,
        measure=measure,
        basis=basis,
        as_of=as_of,
        period=period,
        ask=ask if used or not programmes else None,
        programmes=programmes,
        used=used,
        missing={programme: items for programme, items in missing.items() if items},
    )


def _check_basis(measure: Measure, basis: Basis) -> None:
    if basis in measure.bases:
        return
    why, allowed = why_not_on(measure, basis), ", ".join(measure.bases)
    reason = f": {why}" if why else ""
    raise UsageError(f"{measure.name} has no figure on the {basis.value} basis{reason}. Allowed: {allowed}.")


def _with_seen_stages(measure: Measure, used: tuple[str, ...], supply: Supply) -> Measure:
    """A pathway without the stages that some programme does not record: they would look like zero."""
    pathway = measure.pathway
    if pathway is None:
        return measure
    stages = tuple(
        replace(stage, is_seen=not any(supply.missing(programme, stage.needs) for programme in used))
        for stage in pathway.stages
    )
    return replace(measure, pathway=replace(pathway, stages=stages))


def fallback_words(plan: Plan, supply: Supply) -> tuple[str, ...]:
    """What a reader is told where a programme lacks something the figure could be made without."""
    own = words_without(plan.measure, plan.used, supply)
    stages = plan.measure.pathway.stages if plan.measure.pathway is not None else ()
    left_out = ", ".join(stage.words.lower() for stage in stages if not stage.is_seen)
    return (*own, f"left out, because not every programme records it: {left_out}") if left_out else own


def words_without(measure: Measure, programmes: Iterable[str], supply: Supply) -> tuple[str, ...]:
    """The fallbacks of a measure that some of these programmes' figures are made with, each said once."""
    names = tuple(programmes)
    said = (
        fallback.words
        for fallback in measure.fallbacks
        if any(supply.missing(name, [fallback.without]) for name in names)
    )
    return tuple(dict.fromkeys(said))


def outside_words(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """What a reader is told of a period that no month of the data lies in."""
    last = f"{plan.as_of:%Y-%m}"
    if plan.period is None or not facts.first_month:
        return ()
    begins, ends = plan.period.months
    if ends >= facts.first_month and begins <= last:
        return ()
    return (f"{plan.period.label} is outside the data ({facts.first_month} to {last})",)


def _breakdown(measure: Measure, request: Request) -> tuple[Dimension, ...]:
    by = request.by
    if len(set(by)) < len(by):
        raise UsageError("a figure cannot be broken down twice by the same dimension.")
    for dimension in by:
        _check_dimension(measure, dimension)
    if measure.is_against_overall:
        return by or measure.default_breakdowns
    # A mix without its kinds would be all of everything, hours and items cannot be added up.
    return (*by, *measure.also_by((*by, *dict(request.where))))


def _check_dimension(measure: Measure, dimension: Dimension) -> None:
    has_it = dimension in dimensions_of(measure.grain)
    # What was spent cannot be told apart by role.
    of_statistic = dimension in STATISTIC_DIMENSIONS and measure.kind is not Kind.UNIT_COST
    if has_it and (dimension in measure.breakdowns or of_statistic):
        return
    allowed = ", ".join(measure.breakdowns)
    if measure.kind is Kind.UNIT_COST:
        raise UsageError(
            f"{measure.name} has no {dimension.label.lower()}: what was spent is handed over "
            f"for a whole programme. Allowed: {allowed}."
        )
    raise UsageError(
        f"{measure.name} counts one row per {measure.grain.value}, which has no single "
        f"{dimension.label.lower()}. Allowed: {allowed}."
    )


def _filters(measure: Measure, request: Request, facts: Facts) -> tuple[tuple[Dimension, str], ...]:
    chosen = [dimension for dimension, _ in request.where]
    if len(set(chosen)) < len(chosen):
        raise UsageError("a dimension can be filtered on one value at a time.")
    for dimension, value in request.where:
        if dimension is Dimension.PERIOD:
            raise UsageError("a period is chosen with the period, not with a filter.")
        _check_dimension(measure, dimension)
        allowed = _values_of(dimension, facts)
        if allowed is not None and value not in allowed:
            near = nearest(value, allowed or ("none",))
            raise UsageError(f"this is not a {dimension.value} of the data.{near}")
    return tuple(sorted(request.where))


def _values_of(dimension: Dimension, facts: Facts) -> tuple[str, ...] | None:
    """What a filter on the dimension may name; None where nobody lists it."""
    if dimension is Dimension.PROGRAMME:
        return facts.supply.programmes
    return allowed_values(dimension) or facts.declared.get(dimension)


def _needs(
    measure: Measure,
    basis: Basis,
    by: tuple[Dimension, ...],
    where: tuple[tuple[Dimension, str], ...],
    period: Period | None,
) -> tuple[str, ...]:
    """What a programme must supply for this very question."""
    role = dict(where).get(Dimension.ROLE)
    roles = (f"role:{role}",) if role and measure.grain in _ROLE_IS_A_NEED else ()
    asks_for_a_month = period is not None or Dimension.PERIOD in by or basis in _BASES_ASK_FOR_A_MONTH
    months = (month_item(measure.grain, basis),) if asks_for_a_month else ()
    # Everybody of a programme that does not record it would be one large group of the unknown.
    recorded = tuple(COLUMNS[dimension] for dimension in (*by, *dict(where)) if dimension in COLUMNS)
    return (*measure.needs, *roles, *months, *recorded)
