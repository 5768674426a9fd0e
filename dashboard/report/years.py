"""What changed: this year beside the year before, and that year as it was published then beside now."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.report.choosing import Sources
from dashboard.report.document import Block, Section, to_grid
from dashboard.report.figures import Row, lead_of, tabulate_changes
from dashboard.report.narrative import name_of, tell_bases, tell_changes, tell_hidden, tell_restated, title_of
from dashboard.report.plan import YEAR_ON_YEAR, SectionPlan
from dashboard.wording import lower_first, words_in_place
from pipelines.publication import PublishedRow, PublishedTable, Shown, Source

NO_EARLIER_YEAR = "There is no earlier year to compare with."
NO_YEAR = "This report is not about one year, so there is no year before to compare with."
AS_PUBLISHED = "All {n} yearly figures that could be compared are as the release before published them."
CHANGED = "{changed} of {n} yearly figures that could be compared have changed since they were published."
NOT_COMPARED = "No figure could be compared with what the release before published."


def tell_years(found: Sources, plan: SectionPlan) -> Section:
    """This year beside the year before."""
    tables = _asked(found)
    pairs = _pairs(found, tables)
    if not pairs:
        why = NO_EARLIER_YEAR if found.period.isdecimal() else NO_YEAR
        return Section(code=plan.code, title=plan.title, sentences=(why,))
    compared = [(name_of(now, row), row) for now, _ in pairs for row in now.rows]
    return Section(
        code=plan.code,
        title=plan.title,
        sentences=(tell_changes(compared),),
        blocks=(_changed(pairs, _uncompared(found, tables, pairs)),),
    )


def _asked(found: Sources) -> list[PublishedTable]:
    return [table for measure in YEAR_ON_YEAR for table in found.choose_one(measure, compare=True).tables]


def _uncompared(
    found: Sources,
    tables: Sequence[PublishedTable],
    pairs: Sequence[tuple[PublishedTable, PublishedTable]],
) -> str:
    """Which figures are beside no earlier year, and why: none is dropped in silence."""
    compared = [now for now, _ in pairs]
    said = []
    for table in tables:
        if not any(table is one for one in compared):
            why = _why_uncompared(table, found)
            said.append(f"{lower_first(title_of(table))} ({why})")
    return f"Not compared: {'; '.join(dict.fromkeys(said))}." if said else ""


def _why_uncompared(table: PublishedTable, found: Sources) -> str:
    """Of the report's own year: an earlier one, told in its place, has a year before or has none."""
    own = found.in_own_period(table)
    shown = any(isinstance(row.cell, Shown) for row in own.rows) or not own.rows
    if shown:
        return "no year before"
    return f"this year: {lower_first(words_in_place(own.cell).partition(':')[0])}"


def _pairs(found: Sources, tables: Sequence[PublishedTable]) -> list[tuple[PublishedTable, PublishedTable]]:
    """Each figure of this year that is shown, with the same of the year before."""
    pairs = [(table, earlier) for table in tables if (earlier := found.before(table))]
    return [pair for pair in pairs if any(isinstance(row.cell, Shown) for row in pair[0].rows)]


def _changed(pairs: Sequence[tuple[PublishedTable, PublishedTable]], uncompared: str) -> Block:
    return Block(
        key="changed",
        finding="This year beside the year before",
        about="The same people are never compared: each year is its own people. Up and down only where the "
        "range of the difference leaves out zero",
        grid=to_grid("Year on year", [row for pair in pairs for row in tabulate_changes(*pair)]),
        notes=tuple(
            dict.fromkeys(
                [
                    tell_bases([now for now, _ in pairs]),
                    *([uncompared] if uncompared else []),
                    *_kept_back(pairs),
                    *(note for now, _ in pairs for note in now.notes),
                ]
            )
        ),
        tables=tuple(table for pair in pairs for table in pair),
    )


def _kept_back(pairs: Sequence[tuple[PublishedTable, PublishedTable]]) -> list[str]:
    hidden = tell_hidden([table for pair in pairs for table in pair])
    return [hidden] if hidden else []


def hold_against(
    previous: Source, found: Sources, tables: Sequence[PublishedTable]
) -> tuple[tuple[Block, ...], str]:
    """Of every yearly figure of a report and the same of the year before: what the release before published
    otherwise; and in a sentence how many figures could be compared.
    """
    yearly = [table for table in tables if table.request.period.isdecimal()]
    asked = _once([one for table in yearly for one in (table, found.before(table)) if one is not None])
    held = {definition.name for definition in previous.load_definitions()}
    asked = [table for table in asked if table.definition.name in held]
    then = previous.load_tables([replace(table.request, compare=False) for table in asked])
    pairs = [pair for pair in zip(asked, then, strict=True) if _shown_in_both(*pair)]
    n = sum(len(_shown_in_both(*pair)) for pair in pairs)
    told = [pair for pair in pairs if _differences(*pair)]
    if not told:
        return (), AS_PUBLISHED.format(n=n) if n else NOT_COMPARED
    rows = [row for pair in told for row in _differences(*pair)]
    title = "Figures that have changed since they were published"
    block = Block(
        key="restated",
        finding=title,
        about=f"Published in {previous.load_status().stamp.id}, and what the same question answers now",
        grid=to_grid(title, rows),
        tables=tuple(table for pair in told for table in pair),
    )
    return (block,), CHANGED.format(changed=len(rows), n=n)


def _once(tables: Sequence[PublishedTable]) -> list[PublishedTable]:
    """One table for each question, whether or not a change was asked for with it."""
    return list({replace(table.request, compare=False): table for table in tables}.values())


def _shown_in_both(now: PublishedTable, then: PublishedTable) -> list[tuple[PublishedRow, PublishedRow]]:
    """Only these can be held beside each other: that a hidden figure moved would say how."""
    published = {row.by: row for row in then.rows}
    pairs = [(row, published[row.by]) for row in now.rows if row.by in published]
    return [(row, old) for row, old in pairs if isinstance(row.cell, Shown) and isinstance(old.cell, Shown)]


def _differences(now: PublishedTable, then: PublishedTable) -> list[Row]:
    return [
        {
            "What we measure": name_of(now, row),
            "When": now.request.period,
            "Published then": lead_of(old.cell),
            "Now": lead_of(row.cell),
            "Why": tell_restated(now, then, row, old),
        }
        for row, old in _shown_in_both(now, then)
        if lead_of(row.cell) != lead_of(old.cell)
    ]
