"""PRIVACY IS AT STAKE HERE. Every protected cell of one measure: sets are counted, and each cell is guarded.

rows of the measure ─▶ who and which case (numbers, keys) ─▶ at most three cases of one person
    ─▶ each table of the lattice: sets of rows ─▶ the guard of the measure's kind ─▶ a released cell
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.disclosure.counted import count_kind, count_rows
from pipelines.disclosure.counting import Counted
from pipelines.disclosure.draws import Drawing
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.measured import Measured, People, Place
from pipelines.disclosure.release_policy import ALL_DEFENCES, FEWEST, Defences, Profile
from pipelines.measures.measure import Measure
from pipelines.measures.rows import CURRENCY
from pipelines.publication import Hidden
from pipelines.released.cells import ReleasedCell
from pipelines.vocabulary import Dimension

if TYPE_CHECKING:
    import pandas

Statistic = tuple[tuple[Dimension, str], ...]
"""What belongs to the figure: role = harmed; empty for all."""


@dataclass(frozen=True, kw_only=True)
class Guarding:
    """What guards every cell of one release."""

    keys: Keys
    profile: Profile
    lattice: Lattice
    to_date: str
    """The label of all to date, "to 2026Q3": a later release has another, and so another draw."""
    revision: int = 0
    """How often closed periods have been drawn anew."""
    defences: Defences = ALL_DEFENCES

    def label(self, period: str) -> str:
        """What a period is called inside a draw."""
        if not period:
            return self.to_date
        return f"{period} revision {self.revision}" if self.revision else period


def protect_measure(  # noqa: PLR0913, PLR0917 (what a measure is made of, and what guards it)
    measure: Measure,
    frame: "pandas.DataFrame",
    people: People,
    statistics: Sequence[Statistic],
    periods: Sequence[str],
    guarding: Guarding,
) -> Iterator[ReleasedCell]:
    """Every cell of the lattice that has something to say. `frame`: rows as `read_rows` gives them.

    `periods` are the quarters and years that everybody in them has had the time for.
    """
    for currency, rows in by_currency(measure, frame):
        known: dict[bytes, list[ReleasedCell]] = {}
        whole = None if measure.mix else _measure(count_rows(measure, rows), rows, people, guarding)
        for statistic in statistics:
            name = "&".join(f"{dimension.value}={value}" for dimension, value in sorted(statistic))
            if measure.mix:
                measured = _measure(_count_kind(measure, rows, statistic), rows, people, guarding)
                same = name.encode()
            else:
                # Who and which case a row is of is found once for all statistics.
                labels = of_statistic(rows, statistic).index
                measured = whole.among(labels) if whole is not None and statistic else whole
                # Harmed parties are one role and one perspective: the same rows, and so the same cells.
                same = labels.to_numpy().tobytes()
            if measured is None:
                continue
            if same not in known:
                known[same] = list(guard_cells(measure, currency, measured, periods, guarding))
            yield from (replace(cell, statistic=name) for cell in known[same])


def _measure(
    counted: Counted | None, rows: "pandas.DataFrame", people: People, guarding: Guarding
) -> Measured | None:
    """The rows that are counted, with who is behind each; None where there are none."""
    if counted is None or not len(counted.rows):
        return None
    is_capped = guarding.defences.person_cap
    return Measured(counted, rows.iloc[counted.rows], people, guarding.keys, is_capped=is_capped)


def _count_kind(measure: Measure, rows: "pandas.DataFrame", statistic: Statistic) -> Counted | None:
    """A kind of a mix is a part of all of its rows."""
    assert measure.mix is not None
    kinds = [value for dimension, value in statistic if dimension is measure.mix.of]
    others = tuple(pair for pair in statistic if pair[0] is not measure.mix.of)
    return count_kind(measure, rows, kinds[0]) if kinds and not others else None


def measure_one(
    measure: Measure, frame: "pandas.DataFrame", people: People, guarding: Guarding, statistic: Statistic = ()
) -> Measured | None:
    """A measure's rows of one statistic, as its cells are made of them; of money, the first currency's."""
    for _, rows in by_currency(measure, frame):
        if measure.mix:
            return _measure(_count_kind(measure, rows, statistic), rows, people, guarding)
        chosen = of_statistic(rows, statistic)
        return _measure(count_rows(measure, chosen), chosen, people, guarding)
    return None


def of_statistic(rows: "pandas.DataFrame", statistic: Statistic) -> "pandas.DataFrame":
    """Only the rows that the figure is about."""
    for dimension, value in statistic:
        rows = rows[rows[dimension.value] == value]
    return rows


def guard_cells(  # noqa: PLR0913 (what a measure is made of, and what guards it)
    measure: Measure, currency: str, measured: Measured, periods: Sequence[str], guarding: Guarding,
    *, only: Collection[Place] | None = None,
) -> Iterator[ReleasedCell]:  # fmt: skip
    """Every cell of one statistic that has something to say, or `only` those in some places."""
    # Cells of fewer rows are hidden whatever else is true of them: they need not be counted.
    fewest = FEWEST.value if guarding.defences.threshold else 1
    # Who is counted is in the key of the cases, so the same set has the same draw under any name.
    statistic = f"{measure.name}|{currency}"
    for (period, selection), counts in measured.count(guarding.lattice, periods, currency, fewest):
        if only is not None and (period, selection) not in only:
            continue
        label = guarding.label(period)
        drawing = Drawing(guarding.keys, guarding.profile, label, statistic, guarding.defences)
        if drawing.is_few(counts.whole):
            continue
        cell = measured.counted.guard(drawing, counts)
        # A cell that says only that it is hidden has no row, and neither has an empty one.
        if not (isinstance(cell, Hidden) and "about" not in cell.words):
            yield ReleasedCell(
                measure=measure.name,
                statistic="",
                currency=currency,
                period=period,
                selection=tuple((dimension.value, value) for dimension, value in selection),
                cell=cell,
            )


def by_currency(measure: Measure, frame: "pandas.DataFrame") -> Iterator[tuple[str, "pandas.DataFrame"]]:
    """The rows of each currency apart; all of them where there is no money."""
    if not measure.is_per_currency:
        yield "", frame
        return
    for currency in sorted(frame[CURRENCY].dropna().unique()):
        yield str(currency), frame[frame[CURRENCY] == currency]
