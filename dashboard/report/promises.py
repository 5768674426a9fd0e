"""What was promised and what happened: every target of those the report is about, beside its figure."""

from collections.abc import Sequence

from dashboard.report.choosing import Chosen, Sources
from dashboard.report.document import Block, Section, to_grid
from dashboard.report.figures import tabulate_promises
from dashboard.report.narrative import tell_hidden
from dashboard.report.plan import PanelPlan, SectionPlan
from pipelines.publication import PublishedTable, SetTarget
from pipelines.vocabulary import Dimension

NO_TARGETS = "No targets were given to this report."
OF_OTHERS = "The targets given to this report are for others than those it is about."


def tell_promises(found: Sources, plan: SectionPlan, targets: Sequence[SetTarget]) -> Section:
    """A row for each target of those the report is about, and for no other's."""
    own = [target for target in targets if _is_of(target, found)]
    if not own:
        return Section(code=plan.code, title=plan.title, sentences=(OF_OTHERS if targets else NO_TARGETS,))
    # Of the report's own period, and never of an earlier one: that may be where the promise began.
    told = [(target, found.choose(_ask(target), is_fixed=True), _baseline(target, found)) for target in own]
    rows = [row for target, chosen, start in told for row in tabulate_promises(chosen.tables, target, start)]
    starts = [start for _, _, start in told if start is not None]
    block = Block(
        key="promised",
        finding="Each promise beside what happened",
        about="Kept, or not kept, only where the whole range lies on one side of it",
        grid=to_grid("What was promised and what happened", rows),
        notes=tuple(dict.fromkeys(note for target, chosen, _ in told for note in _notes(target, chosen))),
        tables=(*(table for _, chosen, _ in told for table in chosen.tables), *starts),
    )
    return Section(code=plan.code, title=plan.title, blocks=(block,))


def _is_of(target: SetTarget, found: Sources) -> bool:
    named = dict(target.where).get(Dimension.PROGRAMME, "")
    return named == found.programme or (not named and found.holds_one_programme)


def _ask(target: SetTarget) -> PanelPlan:
    where = tuple((name, code) for name, code in target.where if name is not Dimension.PROGRAMME)
    return PanelPlan(key=target.measure, about="", measures=(target.measure,), where=where)


def _baseline(target: SetTarget, found: Sources) -> PublishedTable | None:
    return found.in_period(_ask(target), target.baseline) if target.baseline else None


def _notes(target: SetTarget, chosen: Chosen) -> list[str]:
    absent = "" if chosen.tables else f"Not in this release, though it has a target: {target.measure}."
    notes = (f"{chosen.why}." if chosen.why else "", absent, tell_hidden(chosen.tables))
    return [note for note in notes if note]
