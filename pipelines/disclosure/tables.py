"""A plan and its answers to a published table: every cell through the gate, with what belongs under it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.disclosure import policy
from pipelines.disclosure.changes import compare_cells, may_call
from pipelines.disclosure.protect import Beside, protect_exact
from pipelines.measures.answers import (
    CURRENCY,
    AnswerRow,
    AnswerTable,
    ClusterAnswer,
    CountAnswer,
    RateAnswer,
    is_empty,
)
from pipelines.measures.catalogue import to_definition
from pipelines.measures.dimensions import reading_order
from pipelines.measures.periods import month_words, quarters_between
from pipelines.measures.requests import Plan
from pipelines.publication import (
    Change,
    NoCases,
    NotSupplied,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Response,
    SourceStamp,
    Verdict,
)
from pipelines.vocabulary import STATISTIC_DIMENSIONS, Dimension, Unknown

ALL_TO_DATE = "all to date"

Key = tuple[tuple[tuple[Dimension, str], ...], str]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the engine answered for one plan."""

    now: AnswerTable | None
    before: AnswerTable | None = None
    invited: AnswerTable | None = None
    unlinked: AnswerTable | None = None
    clusters: AnswerTable | None = None
    """What the conferences behind the same answers add up to, where one may have given several."""
    before_clusters: AnswerTable | None = None
    counted: AnswerTable | None = None
    """Usable responses, where programmes say only how many they invited."""
    attended: AnswerTable | None = None
    """Who took part and answered, where nobody says who was invited."""
    invited_totals: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """Programme, role and wave → how many were invited."""
    costs: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """What each programme spent in the period, in minor units of its currency."""
    breaks: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Programme → month and name of each new way of working, for figures over time."""
    fallbacks: tuple[str, ...] = ()
    """What a reader is told because a programme lacks something."""
    n_invited: int = 0
    """How many of the programmes used say who was invited."""


def build_table(plan: Plan, found: Found, stamp: SourceStamp) -> PublishedTable:
    """The published table of one request on exact figures."""
    rows = _rows(plan, found) if found.now is not None else (_not_supplied(plan, plan.programmes, by=()),)
    return PublishedTable(
        definition=to_definition(plan.measure),
        request=plan.request,
        basis=plan.basis,
        period_label=plan.period.label if plan.period else ALL_TO_DATE,
        as_of=plan.as_of,
        stamp=stamp,
        rows=rows,
        notes=_notes(plan, rows, found),
        sql=found.now.sql if found.now else "",
    )


def _rows(plan: Plan, found: Found) -> tuple[PublishedRow, ...]:
    assert found.now is not None
    kept = [row for row in found.now.rows if _is_kept(row)] or [row for row in found.now.rows if not row.by][
        :1
    ]
    has_currencies = len({row.currency for row in kept}) > 1
    before = {_key(row): row for row in found.before.rows} if found.before else None
    responses = _responses(plan, found)
    rows = {
        _key(row): PublishedRow(
            by=_by(row, has_currencies),
            cell=_cell(plan, row, found, found.clusters, responses.get(row.by)),
            change=_change(plan, row, before, found, responses.get(row.by)),
            response=responses.get(row.by),
        )
        for row in kept
    }
    ordered = [rows[key] for key in sorted(rows, key=_order)]
    return (*_with_gaps(plan, ordered), *_programmes_without(plan))


def _key(row: AnswerRow) -> Key:
    return row.by, row.currency


def _order(key: Key) -> tuple[object, ...]:
    by, currency = key
    return (*(reading_order(dimension, value) for dimension, value in by), currency)


def _by(row: AnswerRow, has_currencies: bool) -> tuple[tuple[str, str], ...]:
    own = tuple((dimension.value, value) for dimension, value in row.by)
    return (*own, (CURRENCY, row.currency)) if has_currencies else own


def _cell(
    plan: Plan,
    row: AnswerRow,
    found: Found,
    clusters: AnswerTable | None,
    response: Response | None = None,
) -> PublishedCell:
    by_facilitator = Dimension.FACILITATOR in (*dict(row.by), *dict(plan.request.where))
    minimum = policy.FACILITATOR if by_facilitator else policy.TOO_FEW
    return protect_exact(
        plan.measure,
        row.answer,
        currency=row.currency,
        count_note="; ".join(found.fallbacks),
        minimum=minimum.value,
        beside=Beside(
            clusters=_clusters_of(row, clusters), response=response, costs=_costs_of(plan, row, found)
        ),
    )


def _clusters_of(row: AnswerRow, clusters: AnswerTable | None) -> ClusterAnswer | None:
    for other in clusters.rows if clusters is not None else ():
        if other.by == row.by:
            assert isinstance(other.answer, ClusterAnswer)
            return other.answer
    return None


def _costs_of(plan: Plan, row: AnswerRow, found: Found) -> tuple[int, str] | None:
    """What the programmes of one row spent together; None where one does not say, or in two currencies."""
    named = dict(row.by).get(Dimension.PROGRAMME)
    spent = [found.costs.get(programme) for programme in ((named,) if named else plan.used)]
    known = [cost for cost in spent if cost is not None]
    if len(known) < len(spent) or len({currency for _, currency in known}) != 1:
        return None
    return sum(minor for minor, _ in known), known[0][1]


def _change(
    plan: Plan,
    row: AnswerRow,
    before: Mapping[Key, AnswerRow] | None,
    found: Found,
    response: Response | None,
) -> Change | None:
    if not plan.request.compare or not may_call(response):
        return None
    earlier = before.get(_key(row)) if before is not None else None
    if earlier is None:
        return Change(verdict=Verdict.NO_EARLIER)
    return compare_cells(
        _cell(plan, row, found, found.clusters), _cell(plan, earlier, found, found.before_clusters)
    )


def _is_kept(row: AnswerRow) -> bool:
    """A row about nothing stays where it says something: a site without cases, not a role never asked."""
    if not is_empty(row.answer):
        return True
    if row.currency or not row.by:
        return False
    return not any(
        dimension in STATISTIC_DIMENSIONS or value in Unknown.codes() for dimension, value in row.by
    )


def _responses(plan: Plan, found: Found) -> dict[tuple[tuple[Dimension, str], ...], Response]:
    """Asked and answered for each group: invitations where there are any, else what comes nearest."""
    if found.invited is None:
        return _counted_responses(plan, found) or _attended_responses(found)
    return _invited_responses(found)


def _counted_responses(plan: Plan, found: Found) -> dict[tuple[tuple[Dimension, str], ...], Response]:
    """Against how many a programme says it invited: by count, and never more than were asked."""
    survey = plan.measure.survey
    responses = {}
    for row in found.counted.rows if found.counted is not None and survey is not None else ():
        chosen = {**dict(plan.request.where), **dict(row.by)}
        programme, role = chosen.get(Dimension.PROGRAMME), chosen.get(Dimension.ROLE)
        asked = sum(
            n
            for (of, invited_role, wave), n in found.invited_totals.items()
            if survey is not None
            and wave == survey.wave
            and invited_role in ((role,) if role else survey.roles)
            and of in ((programme,) if programme else plan.used)
        )
        if asked:
            responses[row.by] = Response(answered=min(asked, _count(row)), asked=asked, is_linked=False)
    return responses


def _attended_responses(found: Found) -> dict[tuple[tuple[Dimension, str], ...], Response]:
    """Against those who took part, and it says so."""
    responses = {}
    for row in found.attended.rows if found.attended is not None else ():
        assert isinstance(row.answer, RateAnswer)
        asked = row.answer.buckets.population
        if asked:
            responses[row.by] = Response(answered=row.answer.buckets.met, asked=asked, is_of_attended=True)
    return responses


def _invited_responses(found: Found) -> dict[tuple[tuple[Dimension, str], ...], Response]:
    """Against those invited. Answers without a party count, but never more than were asked."""
    assert found.invited is not None
    unlinked = {row.by: _count(row) for row in found.unlinked.rows} if found.unlinked else {}
    responses = {}
    for row in found.invited.rows:
        assert isinstance(row.answer, RateAnswer)
        asked, n_unlinked = row.answer.buckets.population, unlinked.get(row.by, 0)
        if asked:
            answered = min(asked, row.answer.buckets.met + n_unlinked)
            responses[row.by] = Response(answered=answered, asked=asked, is_linked=n_unlinked == 0)
    return responses


def _count(row: AnswerRow) -> int:
    assert isinstance(row.answer, CountAnswer)
    return row.answer.value


def _with_gaps(plan: Plan, rows: list[PublishedRow]) -> list[PublishedRow]:
    """Quarters in which nothing happened, between the first and the last in which something did."""
    if plan.ask is None or plan.ask.by != (Dimension.PERIOD,):
        return rows
    found = {row.by[0][1]: row for row in rows if len(row.by) == 1}
    if len(found) < len(rows) or not found:
        return rows
    return [
        found.get(quarter) or PublishedRow(by=((Dimension.PERIOD.value, quarter),), cell=NoCases())
        for quarter in quarters_between(min(found), max(found))
    ]


def _programmes_without(plan: Plan) -> list[PublishedRow]:
    """A programme that does not supply it has its own row: it must not look like one without cases."""
    if plan.ask is None or plan.ask.by != (Dimension.PROGRAMME,):
        return []
    return [
        _not_supplied(plan, (programme,), by=((Dimension.PROGRAMME.value, programme),))
        for programme in plan.missing
    ]


def _not_supplied(plan: Plan, programmes: tuple[str, ...], by: tuple[tuple[str, str], ...]) -> PublishedRow:
    lacking = dict.fromkeys(item for programme in programmes for item in plan.missing.get(programme, ()))
    return PublishedRow(by=by, cell=NotSupplied(missing=tuple(lacking)))


def _notes(plan: Plan, rows: tuple[PublishedRow, ...], found: Found) -> tuple[str, ...]:
    notes = []
    if plan.used and len(plan.used) < len(plan.programmes):
        notes.append(
            f"{len(plan.used)} of {len(plan.programmes)} programmes: the others do not supply what it needs."
        )
    if found.now is not None and found.now.has_unplaced:
        notes.append("Some have no month, or no known case: they are in the total, and in no group here.")
    notes.extend(f"{words[0].upper()}{words[1:]}." for words in found.fallbacks)
    notes.extend(_break_notes(found))
    if found.invited is not None and found.n_invited < len(plan.used):
        notes.append(f"How many were asked is known for {found.n_invited} of {len(plan.used)} programmes.")
    return (*notes, *_response_notes(rows))


def _break_notes(found: Found) -> list[str]:
    """A series break is marked, so that a change of method is not read as a change of what happened."""
    return [
        f"Series break: {programme.replace('_', ' ')} has worked another way ({version}) for cases referred "
        f"from {month_words(int(month[:4]) * 12 + int(month[5:7]) - 1)}. Before and after are not one series."
        for programme, breaks in found.breaks.items()
        for month, version in breaks
    ]


def _response_notes(rows: tuple[PublishedRow, ...]) -> list[str]:
    shares = [row.response.share * 100 for row in rows if row.response is not None]
    notes = []
    if any(share < policy.NO_VERDICT_RESPONSE_PERCENT.value for share in shares):
        notes.append("Fewer than 30 in 100 of those asked answered: no rise, fall or target is called.")
    elif any(share < policy.LOW_RESPONSE_PERCENT.value for share in shares):
        notes.append("Fewer than half of those asked answered: the others may think differently.")
    if any(row.response is not None and row.response.is_of_attended for row in rows):
        notes.append("Nobody says who was invited: answers are set against those who took part.")
    if any(row.response is not None and not row.response.is_linked for row in rows):
        notes.append("Some answers carry no party: they are counted, and never more than were asked.")
    return notes
