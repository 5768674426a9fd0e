"""What is noted under a finding: why another year, of which cases, of whom, and what is kept back."""

from collections.abc import Sequence

from dashboard.report.choosing import Chosen
from dashboard.report.narrative import tell_absent, tell_bases, tell_hidden, tell_unasked
from dashboard.report.plan import WHAT_PEOPLE_SAID, PanelPlan
from pipelines.publication import Hidden, Kind, Pathway, PublishedTable, Shown

SPLIT = (
    "A bar splits the answers into three groups. Where one group is too small to show, the whole bar is "
    "hidden; the share who agreed has no such split, and may be published by itself."
)
"""Beside a hidden bar: the same people's share may stand in the next chart."""

ADJUSTED = (
    "Every number is adjusted by itself, so the referrals counted here and the cases referred counted alone "
    "may differ a little."
)
"""Beside a way through the programme: how much was done stands next to it, with its own number of cases."""


def notes_of(panel: PanelPlan, chosen: Chosen, tables: Sequence[PublishedTable]) -> tuple[str, ...]:
    """The notes of one finding, each once. A chart says what is hidden in its place: no note does again."""
    notes = [f"{chosen.why}." if chosen.why else "", tell_bases(tables)]
    notes += [tell_unasked(tables, WHAT_PEOPLE_SAID)]
    notes += [ADJUSTED if any(map(_is_adjusted, tables)) else ""]
    notes += [tell_hidden(tables) if panel.drawing is None else _tell_split(tables), tell_absent(tables)]
    notes += [note for table in tables for note in table.notes]
    return tuple(dict.fromkeys(note for note in notes if note))


def _tell_split(tables: Sequence[PublishedTable]) -> str:
    split = [row.cell for table in tables if table.kind is Kind.DISTRIBUTION for row in table.rows]
    return SPLIT if any(isinstance(cell, Hidden) for cell in split) else ""


def _is_adjusted(table: PublishedTable) -> bool:
    figures = [row.cell.figure for row in table.rows if isinstance(row.cell, Shown)]
    return any(isinstance(figure, Pathway) and figure.is_protected for figure in figures)
