"""A plan and its answers to a published table: every cell through the gate, with what belongs under it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.disclosure import policy
from pipelines.disclosure.changes import compare_cells
from pipelines.disclosure.found import Found
from pipelines.disclosure.groups import adjust_ratios, note_ratios
from pipelines.disclosure.protect import Beside, protect_exact
from pipelines.disclosure.responses import find_responses, response_notes
from pipelines.disclosure.variation import Behind, build_variation
from pipelines.measures.answers import (
    CURRENCY,
    AnswerRow,
    AnswerTable,
    ClusterAnswer,
    is_empty,
)
from pipelines.measures.catalogue import to_definition
from pipelines.measures.conferences import conferences_a_year
from pipelines.measures.dimensions import reading_order
from pipelines.measures.periods import month_words, quarters_between
from pipelines.measures.query import build_query
from pipelines.measures.requests import Plan
from pipelines.measures.survey_response import INVITED
from pipelines.publication import (
    Change,
    Kind,
    NoCases,
    NoChart,
    NotSupplied,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Response,
    SourceStamp,
    TooSoon,
    Variation,
    Verdict,
    call_together,
    is_verdict_withheld,
    note_changes,
)
from pipelines.vocabulary import STATISTIC_DIMENSIONS, Basis, Dimension, Unknown

ALL_TO_DATE = "all to date"

Key = tuple[tuple[tuple[Dimension, str], ...], str]


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
        sql=build_query([found.now.ask]).sql if found.now else "",
        variation=_variation(plan, rows, found) if plan.request.variation else None,
    )


def _variation(plan: Plan, rows: tuple[PublishedRow, ...], found: Found) -> Variation:
    beside = plan.measure.also_by((*plan.request.by, *dict(plan.request.where)))
    if beside:
        named = " and ".join(dimension.label.lower() for dimension in beside)
        return NoChart(why=f"It is told apart by {named}: choose one to see it on its own.")
    behind = Behind(as_of=plan.as_of, conferences=conferences_a_year(found.conferences), breaks=found.breaks)
    return build_variation(plan.request, plan.measure.kind, rows, behind)


def _rows(plan: Plan, found: Found) -> tuple[PublishedRow, ...]:
    assert found.now is not None
    kept = [row for row in found.now.rows if _is_kept(row)] or [row for row in found.now.rows if not row.by][
        :1
    ]
    has_currencies = len({row.currency for row in kept}) > 1
    before = {_key(row): row for row in found.before.rows} if found.before else None
    responses = find_responses(plan, found)
    rows = {
        _key(row): PublishedRow(
            by=_by(row, has_currencies),
            cell=_cell(plan, row, found, found.clusters, responses.get(row.by)),
            change=_change(plan, row, before, found, responses.get(row.by)),
            response=responses.get(row.by),
        )
        for row in kept
    }
    ordered = _called_together(adjust_ratios([rows[key] for key in sorted(rows, key=_order)]))
    return (*_with_gaps(plan, ordered), *_programmes_without(plan))


def _called_together(rows: list[PublishedRow]) -> list[PublishedRow]:
    changes = call_together([row.change for row in rows])
    return [replace(row, change=change) for row, change in zip(rows, changes, strict=True)]


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


def _costs_of(plan: Plan, row: AnswerRow, found: Found) -> tuple[tuple[str, int], ...]:
    """What the programmes of one row spent together; nothing where one does not say."""
    named = dict(row.by).get(Dimension.PROGRAMME)
    spent = [found.costs.get(programme) for programme in ((named,) if named else plan.used)]
    known = [cost for cost in spent if cost is not None]
    if len(known) < len(spent):
        return ()
    added: dict[str, int] = {}
    for minor, currency in known:
        added[currency] = added.get(currency, 0) + minor
    return tuple(sorted(added.items()))


def _change(
    plan: Plan,
    row: AnswerRow,
    before: Mapping[Key, AnswerRow] | None,
    found: Found,
    response: Response | None,
) -> Change | None:
    if not plan.request.compare or is_verdict_withheld(response):
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
    if plan.ask is None or plan.request.by != (Dimension.PROGRAMME,):
        return []
    return [
        _not_supplied(plan, (programme,), by=((Dimension.PROGRAMME.value, programme),))
        for programme in plan.missing
    ]


def _not_supplied(plan: Plan, programmes: tuple[str, ...], by: tuple[tuple[str, str], ...]) -> PublishedRow:
    lacking = dict.fromkeys(item for programme in programmes for item in plan.missing.get(programme, ()))
    # Of a table that is not there, its columns need no word of their own.
    said = tuple(item for item in lacking if "." not in item or item.partition(".")[0] not in lacking)
    return PublishedRow(by=by, cell=NotSupplied(missing=said))


def _notes(plan: Plan, rows: tuple[PublishedRow, ...], found: Found) -> tuple[str, ...]:
    notes = []
    if plan.used and len(plan.used) < len(plan.programmes):
        notes.append(
            f"From {len(plan.used)} of {len(plan.programmes)} programmes: the others do not hand over what "
            "it needs."
        )
    if found.now is not None and found.now.has_unplaced:
        notes.append("Some have no month, or no known case: they are in the total, and in no group here.")
    notes.extend(f"{words[0].upper()}{words[1:]}." for words in found.fallbacks)
    if plan.measure.kind is Kind.UNIT_COST and not (
        plan.request.period == "all" or plan.request.period.isdigit()
    ):
        notes.append("What was spent is handed over for all dates or for one year: choose one of them.")
    notes.extend(note_breaks(found.breaks))
    notes.extend(_note_maturity(plan, rows))
    if plan.measure.name == INVITED and plan.missing:
        notes.append(
            "Where nobody says who was invited, another measure sets answers against those who took part."
        )
    if found.invited is not None and found.n_invited < len(plan.used):
        notes.append(f"How many were asked is known for {found.n_invited} of {len(plan.used)} programmes.")
    if found.invited is not None and plan.basis is Basis.ACTIVITY:
        notes.append("Asked in the period, and answers given in it: some were asked in the period before.")
    notes += [*note_changes([row.change for row in rows]), *note_ratios(rows)]
    return (*notes, *response_notes(rows))


def _note_maturity(plan: Plan, rows: tuple[PublishedRow, ...]) -> list[str]:
    """What "too soon" means under figures by period: a young quarter is no fall."""
    by_period = plan.ask is not None and Dimension.PERIOD in plan.ask.by
    if not any(isinstance(row.cell, TooSoon) for row in rows):
        return []
    other = plan.measure.instead
    instead = [f"Where it is too soon, {other} counts those still open too."] if other else []
    if not by_period:
        return instead
    share = round(plan.measure.matures_at * 100)
    until = (
        f"until {share} in 100 of those it can apply to have ended"
        if share
        else "while most can still happen"
    )
    return [f"Too soon: a period has no figure {until}. It is no fall.", *instead]


def note_breaks(found: Mapping[str, Sequence[tuple[str, str]]]) -> list[str]:
    """A series break is marked, so that a change of method is not read as a change of what happened.

    `found`: programme → the months from which it has worked another way, and what that way is called.
    """
    return [
        f"Series break: {programme.replace('_', ' ').capitalize()} has worked another way ({version}) for "
        f"cases referred from {month_words(int(month[:4]) * 12 + int(month[5:7]) - 1)}. Before and after "
        "are not one series."
        for programme, breaks in found.items()
        for month, version in breaks
    ]
