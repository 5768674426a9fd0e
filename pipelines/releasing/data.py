"""What a warehouse holds for a release: the rows of every measure, and what a reader must know of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.disclosure.counted import is_released
from pipelines.disclosure.cube import Statistic
from pipelines.disclosure.lattice import Lattice, build_lattice
from pipelines.disclosure.measured import People, find_people
from pipelines.disclosure.release_policy import (
    FEWEST,
    FOLLOW_UP_MONTHS,
    HORIZON_MONTHS,
    LATTICE_DIMENSIONS,
)
from pipelines.measures.catalogue import Catalogue
from pipelines.measures.dimensions import dimensions_of
from pipelines.measures.facts import every_grain, load_facts
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.measures.requests import Facts, words_without
from pipelines.measures.rows import CASE, CURRENCY, RowsAsk, read_people, read_rows
from pipelines.measures.supply import Engine, month_item
from pipelines.publication import DataStatus
from pipelines.publish import open_warehouse
from pipelines.vocabulary import OFFENCE_GROUPS, Dimension, OffenceGroup, Wave

if TYPE_CHECKING:
    import pandas

_STATISTICS: Mapping[Grain, tuple[tuple[Dimension, ...], ...]] = {
    Grain.PARTY: ((Dimension.ROLE,), (Dimension.PERSPECTIVE,)),
    Grain.RESPONSE: ((Dimension.ROLE,), (Dimension.PERSPECTIVE,), (Dimension.SIDE,)),
    Grain.INVITATION: (
        (Dimension.ROLE,), (Dimension.PERSPECTIVE,), (Dimension.WAVE,), (Dimension.ROLE, Dimension.WAVE),
        (Dimension.PERSPECTIVE, Dimension.WAVE),
    ),
    Grain.OBLIGATION: ((Dimension.OBLIGATION_TYPE,), (Dimension.UNIT,)),
}  # fmt: skip
"""What a figure of each grain is also made for, beside everybody. They belong to it and are no filter."""


_FIRST_MONTH = """
SELECT MIN(month) FROM (
    SELECT referral_month AS month FROM grain_case
    WHERE referral_month IS NOT NULL GROUP BY referral_month HAVING COUNT(*) >= ?
)
"""


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """What a reader of the release must know of one measure."""

    statistics: tuple[tuple[str, ...], ...]
    values: Mapping[str, tuple[str, ...]]
    currencies: tuple[str, ...]
    periods: tuple[str, ...]
    """Quarters and years that everybody in them has had the time for."""
    missing: Mapping[str, tuple[str, ...]]
    """Programme → what it does not hand over."""
    survey: Mapping[str, Any] | None
    by: tuple[str, ...]
    """What it is broken down by where nothing else is asked."""
    without: tuple[str, ...] = ()
    """What a reader is told of what some programme lacks and the figure is made without."""

    def as_json(self) -> dict[str, Any]:
        return {
            "statistics": [sorted(names) for names in self.statistics],
            "values": {name: list(values) for name, values in self.values.items()},
            "currencies": list(self.currencies),
            "periods": list(self.periods),
            "missing": {programme: list(items) for programme, items in self.missing.items()},
            "survey": self.survey,
            "by": list(self.by),
            **({"without": list(self.without)} if self.without else {}),
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasureRows:
    """One measure of a release: its rows, what it is made for, and what is to be known of it."""

    measure: Measure
    frame: "pandas.DataFrame"
    statistics: tuple[Statistic, ...]
    facts: MeasureFacts


class ReleaseData:
    """What a warehouse holds for a release, measure by measure, so that memory holds one at a time."""

    def __init__(self, engine: Engine, catalogue: Catalogue, status: DataStatus) -> None:
        self._engine, self.catalogue, self.status = engine, catalogue, status

    @cached_property
    def facts(self) -> Facts:
        return load_facts(self._engine)

    @cached_property
    def people(self) -> People:
        return find_people(read_people(self._engine))

    @property
    def as_of(self) -> date:
        """The earliest extraction of any programme: nothing later is closed for all of them."""
        return min(self.facts.as_of.values())

    def cases_a_year(self) -> float:
        """Cases referred in the last twelve closed months."""
        months = month_span(self.as_of)
        rows = self._engine.execute(
            "SELECT COUNT(*) FROM grain_case WHERE referral_month BETWEEN ? AND ?", list(months)
        ).fetchall()
        return float(rows[0][0])

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Those whose kind a release holds, in the catalogue's order."""
        return tuple(measure for measure in self.catalogue if is_released(measure))

    def lattice(self, dimensions: Sequence[Dimension] = LATTICE_DIMENSIONS) -> Lattice:
        """Values with ten cases or more, and every quarter from the first of them to the last closed one.

        A value of fewer cases would say in the manifest that somebody has it.
        """
        own = [d for d in dimensions if d not in (Dimension.PERIOD, Dimension.OFFENCE_CATEGORY)]
        found: dict[Dimension, list[str]] = {dimension: self._values(dimension) for dimension in own}
        first = self._engine.execute(_FIRST_MONTH, [FEWEST.value]).fetchall()[0][0]
        if first is None:
            return build_lattice({}, (), ())
        return build_lattice(found, closed_quarters(first, self.as_of), dimensions)

    def _values(self, dimension: Dimension) -> list[str]:
        # A site may be a later episode's alone: parties and agreements have it, and no row of a case has.
        rows = every_grain(f"case_id, referral_month, {dimension.value} AS value", dimension.value)
        query = (
            f"SELECT value FROM ({rows}) WHERE referral_month <= ? AND value IS NOT NULL "  # noqa: S608 (names of ours)
            "GROUP BY value HAVING COUNT(DISTINCT case_id) >= ?"
        )
        found = self._engine.execute(query, [month_span(self.as_of)[1], FEWEST.value]).fetchall()
        return [str(value) for (value,) in found]

    def cases_by_value(self, lattice: Lattice) -> dict[Dimension, dict[str, int]]:
        """How many cases have each value of the dimensions but the programme; types of harm in groups."""
        found: dict[Dimension, dict[str, int]] = {}
        for dimension, listed in lattice.values:
            if dimension is Dimension.PROGRAMME:
                continue
            found[dimension] = dict.fromkeys(listed, 0)
            query = f"SELECT {dimension.value}, COUNT(*) FROM grain_case GROUP BY 1"  # noqa: S608 (a name of the vocabulary)
            for value, n in self._engine.execute(query).fetchall():
                group = OFFENCE_GROUPS.get(value, OffenceGroup.OTHER_HARM)
                named = group.value if dimension is Dimension.OFFENCE_CATEGORY else str(value)
                if value is not None and named in found[dimension]:
                    found[dimension][named] += n
        return found

    def rows(self, lattice: Lattice) -> Iterator[MeasureRows]:
        """Every measure that any programme supplies, with its rows."""
        for measure in self.measures:
            missing = self._missing(measure)
            used = tuple(name for name in self.facts.supply.programmes if name not in missing)
            combinations = _STATISTICS.get(measure.grain, ())
            named = tuple(dict.fromkeys(d for names in combinations for d in names))
            frame = self._frame(measure, used, lattice, named)
            values = {d.value: _different(frame, d.value) for d in named}
            yield MeasureRows(
                measure=measure,
                frame=frame,
                statistics=_statistics(combinations, frame),
                facts=MeasureFacts(
                    statistics=((), *(tuple(d.value for d in names) for names in combinations)),
                    values=values,
                    currencies=_different(frame, CURRENCY) if measure.is_per_currency else (),
                    periods=self._periods(measure, lattice),
                    missing=missing,
                    survey=_survey(measure),
                    by=tuple(dimension.value for dimension in measure.default_breakdowns),
                    without=words_without(measure, used, self.facts.supply),
                ),
            )

    def _frame(
        self, measure: Measure, used: tuple[str, ...], lattice: Lattice, named: tuple[Dimension, ...]
    ) -> "pandas.DataFrame":
        have = dimensions_of(measure.grain)
        ask = RowsAsk(
            measure=measure,
            basis=measure.basis,
            dimensions=tuple(d for d in (*lattice.dimensions, *named) if d in have),
            programmes=used or ("",),
        )
        return read_rows(self._engine, ask)

    def _missing(self, measure: Measure) -> dict[str, tuple[str, ...]]:
        supply = self.facts.supply
        needs = (*measure.needs, month_item(measure.grain, measure.basis))
        found = {name: supply.missing(name, needs) for name in supply.programmes}
        return {name: items for name, items in found.items() if items}

    def _periods(self, measure: Measure, lattice: Lattice) -> tuple[str, ...]:
        is_later = measure.survey is not None and measure.survey.wave is Wave.FOLLOW_UP
        months = FOLLOW_UP_MONTHS if is_later else HORIZON_MONTHS[measure.family]
        # Whole months that are over: a month that has begun is no time that people have had.
        last = month_span(self.as_of)[1]
        until = int(last[:4]) * 12 + int(last[5:7]) - months
        quarters = [q for q in lattice.quarters if int(q[:4]) * 12 + 3 * int(q[5]) <= until]
        years = [year for year in lattice.years if f"{year}Q4" in quarters]
        return (*quarters, *years)


def open_release_data(warehouse: Path) -> ReleaseData:
    """What the snapshot in force holds. Raises `WarehouseError` without one."""
    source = open_warehouse(warehouse)
    return ReleaseData(source.engine, source.catalogue, source.load_status())


def closed_quarters(first_month: str, as_of: date) -> list[str]:
    """Every quarter from that of the first month to the last one that ended by the day of extraction."""
    number = int(first_month[:4]) * 4 + (int(first_month[5:7]) - 1) // 3
    ended = (
        as_of.year * 4 + as_of.month // 3 if _is_last_day(as_of) else as_of.year * 4 + (as_of.month - 1) // 3
    )
    return [f"{n // 4:04d}Q{n % 4 + 1}" for n in range(number, ended)]


def month_span(as_of: date) -> tuple[str, str]:
    """First and last of the twelve months before the one of extraction, that one included if it has ended."""
    last = as_of.year * 12 + as_of.month - 1 - (not _is_last_day(as_of))
    first = last - 11
    return f"{first // 12:04d}-{first % 12 + 1:02d}", f"{last // 12:04d}-{last % 12 + 1:02d}"


def _is_last_day(day: date) -> bool:
    return day.month != date.fromordinal(day.toordinal() + 1).month


def _different(frame: "pandas.DataFrame", column: str) -> tuple[str, ...]:
    if column not in frame:
        return ()
    cases = frame.groupby(column)[CASE].nunique()
    return tuple(sorted(str(value) for value, n in cases.items() if n >= FEWEST.value))


def _statistics(
    combinations: Sequence[tuple[Dimension, ...]], frame: "pandas.DataFrame"
) -> tuple[Statistic, ...]:
    found: list[Statistic] = [()]
    for names in combinations:
        columns = [dimension.value for dimension in names]
        groups = frame[columns].dropna().drop_duplicates().sort_values(columns).itertuples(index=False)
        found += [tuple(zip(names, map(str, group), strict=True)) for group in groups]
    return tuple(found)


def _survey(measure: Measure) -> dict[str, Any] | None:
    if measure.survey is None:
        return None
    return {"wave": measure.survey.wave.value, "roles": [role.value for role in measure.survey.roles]}
