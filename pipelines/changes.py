"""What loading an export would change, before anything is switched: cases, cohorts, and every headline.

Counts and published figures only. `reasons_to_ask` names what moved further than the settings allow without
being asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines import settings
from pipelines.publication import (
    Count,
    MoneyRate,
    NotSupplied,
    PublishedCell,
    PublishedTable,
    Rate,
    Request,
    Shown,
)
from pipelines.publish import WarehouseSource
from pipelines.vocabulary import Dimension, Role
from pipelines.warehouse.comparing import CaseCounts, CohortCounts, compare_cases
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.provenance import read_as_of

HEADLINES: tuple[tuple[str, tuple[tuple[Dimension, str], ...]], ...] = (
    ("people_taking_part", ()),
    ("choose_again_rate", ((Dimension.ROLE, Role.HARMED.value),)),
    ("felt_safe_rate", ()),
    ("agreement_completion_rate", ()),
    ("restitution_collected_rate", ()),
    ("paid_in_full_rate", ()),
)
"""What a reader sees first, each with its filter. Money collected stands beside paid in full."""


@dataclass(frozen=True, kw_only=True)
class HeadlineChange:
    """One headline of one programme, before and after; a money rate has one for each currency."""

    measure: str
    title: str
    of: str
    """Whom or what it is filtered to, in words: "harmed parties", a currency; empty for all."""
    before: PublishedCell | None
    """None where nothing is in force yet."""
    after: PublishedCell | None
    """None where the programme would be gone."""

    @property
    def points(self) -> float | None:
        """By how many percentage points a rate moves; None where one of the two is not shown."""
        before, after = _rate(self.before), _rate(self.after)
        return None if before is None or after is None else (after - before) * 100


@dataclass(frozen=True, kw_only=True)
class ProgrammeChanges:
    """What would become of one programme."""

    programme: str
    is_first_load: bool
    cases: CaseCounts | None
    """None at the first load: every case is new."""
    cohorts: tuple[CohortCounts, ...]
    headlines: tuple[HeadlineChange, ...]


def compare_snapshots(
    before: Path | None, after: Path, programmes: Iterable[str]
) -> tuple[ProgrammeChanges, ...]:
    """For each programme: what would change, were `after` put in force instead of `before`."""
    known = read_as_of(before) if before else {}
    named = sorted(set(programmes))
    both = [programme for programme in named if programme in known]
    cases = compare_cases(before, after, both) if before and both else {}
    figures_before = _headlines(before, both) if before and both else {}
    there = read_as_of(after)
    figures_after = _headlines(after, [programme for programme in named if programme in there])
    return tuple(
        ProgrammeChanges(
            programme=programme,
            is_first_load=programme not in known,
            cases=cases[programme][0] if programme in cases else None,
            cohorts=cases[programme][1] if programme in cases else (),
            headlines=_pair(figures_before.get(programme, {}), figures_after.get(programme, {})),
        )
        for programme in named
    )


_Headlines = dict[tuple[str, str], tuple[str, PublishedCell]]
"""Measure and what it is of → its title and its cell."""


def _headlines(snapshot: Path, programmes: Sequence[str]) -> dict[str, _Headlines]:
    with open_for_reading(snapshot) as connection:
        source = WarehouseSource(connection, snapshot.stem)
        asked = [(programme, measure, where) for programme in programmes for measure, where in HEADLINES]
        tables = source.load_tables(
            [
                Request(measure=measure, where=(*where, (Dimension.PROGRAMME, programme)))
                for programme, measure, where in asked
            ]
        )
    found: dict[str, _Headlines] = {programme: {} for programme in programmes}
    for (programme, measure, where), table in zip(asked, tables, strict=True):
        for of, cell in _cells(table, where):
            found[programme][measure, of] = (table.definition.title, cell)
    return found


def _cells(
    table: PublishedTable, where: tuple[tuple[Dimension, str], ...]
) -> Iterable[tuple[str, PublishedCell]]:
    for row in table.rows:
        roles = [value for key, value in (*where, *row.by) if key == Dimension.ROLE]
        of = ", ".join(Role(role).label.lower() for role in roles)
        figure = row.cell.figure if isinstance(row.cell, Shown) else None
        yield (figure.currency if isinstance(figure, MoneyRate) else of), row.cell


def _pair(before: _Headlines, after: _Headlines) -> tuple[HeadlineChange, ...]:
    order = [measure for measure, _ in HEADLINES]
    keys = sorted({*before, *after}, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(
        HeadlineChange(
            measure=key[0],
            title=(after.get(key) or before[key])[0],
            of=key[1],
            before=before[key][1] if key in before else None,
            after=after[key][1] if key in after else None,
        )
        for key in keys
    )


def reasons_to_ask(changes: Iterable[ProgrammeChanges]) -> tuple[str, ...]:
    """What moves further than the settings allow, in sentences. A first load moves nothing."""
    return tuple(
        f"{programme.programme}: {reason}"
        for programme in changes
        if not programme.is_first_load
        for reason in (*_about_cases(programme), *_about_headlines(programme))
    )


def _about_cases(programme: ProgrammeChanges) -> Iterable[str]:
    cases = programme.cases
    percent = settings.ASK_WHEN_CASES_GO_PERCENT.read()
    if cases is not None and cases.gone * 100 > percent * cases.before:
        yield (
            f"{cases.gone} of {cases.before} cases would be gone "
            f"({cases.vanished} not in the export, {cases.set_aside} set aside)"
        )


def _about_headlines(programme: ProgrammeChanges) -> Iterable[str]:
    limit = settings.ASK_WHEN_RATE_MOVES_POINTS.read()
    for headline in programme.headlines:
        name = f"{headline.title} ({headline.of})" if headline.of else headline.title
        if headline.points is not None and abs(headline.points) > limit:
            yield f"“{name}” would move by {headline.points:+.1f} points"
        elif isinstance(headline.before, Shown) and not isinstance(headline.after, Shown):
            why = "not supplied any more" if isinstance(headline.after, NotSupplied) else "not shown any more"
            yield f"“{name}” would be {why}"
        elif _falls(headline, settings.ASK_WHEN_CASES_GO_PERCENT.read()):
            yield f"“{name}” would fall"


def _falls(headline: HeadlineChange, percent: int) -> bool:
    before, after = _count(headline.before), _count(headline.after)
    return before is not None and after is not None and (before - after) * 100 > percent * before


def _rate(cell: PublishedCell | None) -> float | None:
    if isinstance(cell, Shown) and isinstance(cell.figure, Rate | MoneyRate):
        return cell.figure.value
    return None


def _count(cell: PublishedCell | None) -> int | None:
    return cell.figure.value if isinstance(cell, Shown) and isinstance(cell.figure, Count) else None
