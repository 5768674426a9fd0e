"""What was promised and what happened: every target of those the report is about, beside its figure."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.report.choosing import Chosen, Sources
from dashboard.report.document import Block, Section, to_grid
from dashboard.report.figures import tabulate_promises, tabulate_unpublished
from dashboard.report.narrative import tell_bases, title_of
from dashboard.report.plan import PanelPlan, SectionPlan
from dashboard.report.settings import ReportError
from dashboard.wording import join_words, lower_first, period_in_words
from pipelines.publication import Kind, PublishedTable, SetTarget
from pipelines.vocabulary import Dimension

NO_TARGETS = "No targets were given to this report."
OF_OTHERS = "The targets given to this report are for others than those it is about: {whom}."
ALSO_OF_OTHERS = "Other targets given to this report are for others than those it is about: {whom}."


_JUDGED = (Kind.RATE, Kind.MONEY_RATE)
"""What has a range to hold against a target."""


def as_defined(found: Sources, targets: Sequence[SetTarget]) -> tuple[SetTarget, ...]:
    """Each target with the better side that the release's own definition names: no file may choose it.

    Raises `ReportError` for a measure that takes none, and for two targets of one figure.
    """
    defined = {one.name: one for source in found.sources for one in source.load_definitions()}
    if len({(target.measure, target.where) for target in targets}) < len(targets):
        raise ReportError("there are two targets of one figure for the same people. Keep one.")
    told = []
    for target in targets:
        definition = defined.get(target.measure)
        if definition is None:
            told.append(target)  # said to be missing, and judged by nothing
            continue
        if definition.direction not in ("higher", "lower") or definition.kind not in _JUDGED:
            raise ReportError(
                f"{target.measure} takes no target. Allowed: shares of which more, or less, is better."
            )
        told.append(replace(target, direction=definition.direction))
    return tuple(told)


def tell_promises(found: Sources, plan: SectionPlan, targets: Sequence[SetTarget]) -> Section:
    """A row for each target of those the report is about, and for no other's."""
    own = [target for target in targets if _is_of(target, found)]
    if not own:
        why = OF_OTHERS.format(whom=_whom(targets)) if targets else NO_TARGETS
        return Section(code=plan.code, title=plan.title, sentences=(why,))
    # Of the report's own period, and never of an earlier one: that may be where the promise began.
    told = [(target, found.choose(_ask(target), is_fixed=True), _baseline(target, found)) for target in own]
    rows = [
        row
        for target, chosen, start in told
        for row in (
            tabulate_promises(chosen.tables, target, start)
            if chosen.tables
            else [tabulate_unpublished(target, period_in_words(found.period, found.statuses[0].as_of))]
        )
    ]
    starts = [start for _, _, start in told if start is not None]
    block = Block(
        key="promised",
        finding="Each promise beside what happened",
        about="Kept, or not kept, only where the whole range lies on one side of it",
        grid=to_grid("What was promised and what happened", rows),
        notes=tuple(dict.fromkeys(note for one in told for note in _notes(*one))) + _bases(told),
        tables=(*(table for _, chosen, _ in told for table in chosen.tables), *starts),
    )
    others = [target for target in targets if target not in own]
    sentences = (ALSO_OF_OTHERS.format(whom=_whom(others)),) if others else ()
    return Section(code=plan.code, title=plan.title, sentences=sentences, blocks=(block,))


def _bases(told: Sequence[tuple[SetTarget, Chosen, PublishedTable | None]]) -> tuple[str, ...]:
    tables = [table for _, chosen, _ in told for table in chosen.tables]
    return (tell_bases(tables),) if tables else ()


def _whom(targets: Sequence[SetTarget]) -> str:
    """The programmes that targets are for, by their codes: a slip of the pen is seen."""
    codes = [dict(target.where).get(Dimension.PROGRAMME, "") for target in targets]
    return join_words(list(dict.fromkeys(code or "every programme together" for code in codes)))


def _is_of(target: SetTarget, found: Sources) -> bool:
    named = dict(target.where).get(Dimension.PROGRAMME, "")
    return named == found.programme or (not named and found.holds_one_programme)


def _ask(target: SetTarget) -> PanelPlan:
    where = tuple((name, code) for name, code in target.where if name is not Dimension.PROGRAMME)
    return PanelPlan(key=target.measure, about="", measures=(target.measure,), where=where)


def _baseline(target: SetTarget, found: Sources) -> PublishedTable | None:
    return found.in_period(_ask(target), target.baseline) if target.baseline else None


def _notes(target: SetTarget, chosen: Chosen, start: PublishedTable | None) -> list[str]:
    name = lower_first(title_of(chosen.tables[0])) if chosen.tables else target.measure
    notes = (
        f"{chosen.why}." if chosen.why else "",
        f"The year this promise is measured from is not published: {name}, {target.baseline}."
        if target.baseline and start is None
        else "",
    )
    return [note for note in notes if note]
