"""PRIVACY IS AT STAKE HERE. Every protected cell of one measure: sets are counted, and each cell is guarded.

rows of the measure ─▶ who and which case (numbers, keys) ─▶ at most three cases of one person
    ─▶ each table of the lattice: sets of rows ─▶ the guard of the measure's kind ─▶ a released cell
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.counted import CellCounts, Counted, count_rows
from pipelines.disclosure.draws import Drawing
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import QUARTER, YEAR, Lattice, LatticeTable
from pipelines.disclosure.protect_amounts import Sum
from pipelines.disclosure.release_policy import ALL_DEFENCES, CASES_OF_ONE_PERSON, Defences, Profile
from pipelines.disclosure.sets import (
    Records,
    build_records,
    count_sets,
    keep_lowest_cases,
    sum_by_person,
)
from pipelines.measures.measure import Measure
from pipelines.measures.rows import CASE, CURRENCY, MONTH, PARTY, PROGRAMME
from pipelines.publication import Hidden
from pipelines.released.cells import ReleasedCell
from pipelines.vocabulary import OFFENCE_GROUPS, Dimension, OffenceGroup

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


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Who is behind a row: party → person (the same across cases), case → person for rows without a party."""

    of_party: Any
    of_case: Any


def find_people(parties: "pandas.DataFrame") -> People:
    """From one row per party. The person of a case is its first responsible party, else its first party."""
    is_other = (parties["role"] != "responsible").astype(int)
    first = parties.assign(is_other=is_other).sort_values(["case_id", "is_other", "person_key"])
    return People(
        of_party=parties.drop_duplicates("party_id").set_index("party_id")["person_key"],
        of_case=first.drop_duplicates("case_id").set_index("case_id")["person_key"],
    )


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
    for currency, rows in _by_currency(measure, frame):
        known: dict[bytes, list[ReleasedCell]] = {}
        for statistic in statistics:
            chosen = _of_statistic(rows, statistic)
            name = "&".join(f"{dimension.value}={value}" for dimension, value in sorted(statistic))
            # Harmed parties are one role and one perspective: the same rows, and so the same cells.
            same = chosen.index.to_numpy().tobytes()
            if same not in known:
                known[same] = list(_cells_of(measure, currency, chosen, people, periods, guarding))
            yield from (replace(cell, statistic=name) for cell in known[same])


def _of_statistic(rows: "pandas.DataFrame", statistic: Statistic) -> "pandas.DataFrame":
    for dimension, value in statistic:
        rows = rows[rows[dimension.value] == value]
    return rows


def _cells_of(  # noqa: PLR0913, PLR0917 (what a measure is made of, and what guards it)
    measure: Measure,
    currency: str,
    rows: "pandas.DataFrame",
    people: People,
    periods: Sequence[str],
    guarding: Guarding,
) -> Iterator[ReleasedCell]:
    counted = count_rows(measure, rows)
    if counted is not None and len(counted.rows):
        kept = rows.iloc[counted.rows]
        yield from _Measured(measure, currency, counted, kept, people, periods, guarding).cells()


def _by_currency(measure: Measure, frame: "pandas.DataFrame") -> Iterator[tuple[str, "pandas.DataFrame"]]:
    if not measure.is_per_currency:
        yield "", frame
        return
    for currency in sorted(frame[CURRENCY].dropna().unique()):
        yield str(currency), frame[frame[CURRENCY] == currency]


class _Measured:
    """One statistic of one measure, ready to be cut into tables."""

    def __init__(  # noqa: PLR0913, PLR0917 (what one statistic is made of)
        self,
        measure: Measure,
        currency: str,
        counted: Counted,
        rows: "pandas.DataFrame",
        people: People,
        periods: Sequence[str],
        guarding: Guarding,
    ) -> None:
        self._measure, self._currency = measure, currency
        self._guarding = guarding
        records = _records(counted, rows, people, guarding.keys)
        is_kept = numpy.ones(len(rows), dtype=bool)
        if guarding.defences.person_cap:
            is_kept = keep_lowest_cases(
                records.cases, records.people, records.keys, CASES_OF_ONE_PERSON.value
            )
        self._records = records.take(is_kept)
        self._counted = counted
        self._amounts = {name: values[is_kept] for name, values in counted.amounts.items()}
        self._codes = _codes(rows[is_kept], guarding.lattice, periods)

    def cells(self) -> Iterator[ReleasedCell]:
        for table in self._guarding.lattice.tables():
            yield from self._table(table)

    def _table(self, table: LatticeTable) -> Iterator[ReleasedCell]:
        places = table.place_rows(self._codes)
        records, n_parts = self._records, self._counted.n_parts
        wholes = count_sets(records.as_one_part(), places, table.size, 1)
        parts = wholes if n_parts == 1 else count_sets(records, places, table.size, n_parts)
        sums = {
            name: sum_by_person(records, values, places, table.size) for name, values in self._amounts.items()
        }
        for place, (part,) in wholes.items():
            period, selection = table.selection(place)
            drawing = self._drawing(period)
            if drawing.is_few(part):
                continue
            cell = self._counted.guard(
                drawing,
                CellCounts(
                    whole=part, parts=parts[place], currency=self._currency,
                    sums={name: _sum(part, found[place]) for name, found in sums.items()},
                ),
            )  # fmt: skip
            # A cell that says only that it is hidden has no row, and neither has an empty one.
            if not (isinstance(cell, Hidden) and "about" not in cell.words):
                yield self._released(period, selection, cell)

    def _drawing(self, period: str) -> Drawing:
        guarding = self._guarding
        # Who is counted is in the key of the cases, so the same set has the same draw under any name.
        statistic = f"{self._measure.name}|{self._currency}"
        return Drawing(guarding.keys, guarding.profile, guarding.label(period), statistic, guarding.defences)

    def _released(self, period: str, selection: Sequence[tuple[Dimension, str]], cell: Any) -> ReleasedCell:
        return ReleasedCell(
            measure=self._measure.name,
            statistic="",
            currency=self._currency,
            period=period,
            selection=tuple((dimension.value, value) for dimension, value in selection),
            cell=cell,
        )


def _sum(part: Any, found: tuple[float, float, float]) -> Sum:
    total, largest, second = found
    return Sum(part=part, total=total, largest=largest, second=second)


def _records(counted: Counted, rows: "pandas.DataFrame", people: People, keys: Keys) -> Records:
    """Numbers for cases and people. An answer without a case is a case of its own."""
    import pandas

    case = rows[CASE].fillna(rows[PARTY])
    numbers, labels = pandas.factorize(case, sort=True)
    programme = rows[PROGRAMME].to_numpy()[numpy.unique(numbers, return_index=True)[1]]
    record_keys = [keys.record_key(str(p), str(label)) for p, label in zip(programme, labels, strict=True)]
    person = rows[counted.people] if counted.people else person_of_rows(rows, people)
    return build_records(
        numbers.astype(numpy.int64),
        pandas.factorize(person.astype("str"), sort=True)[0].astype(numpy.int64),
        counted.parts,
        numpy.array(record_keys, dtype=numpy.uint64),
    )


def person_of_rows(rows: "pandas.DataFrame", people: People) -> "pandas.Series[str]":
    """Who each row is about: the person behind its party, else behind its case, else the row itself."""
    person = rows[PARTY].map(people.of_party).fillna(rows[PARTY])
    return person.fillna(rows[CASE].map(people.of_case)).fillna(rows[CASE]).astype("str")


def _codes(rows: "pandas.DataFrame", lattice: Lattice, periods: Sequence[str]) -> Mapping[str, Any]:
    """Axis → number of each row's value; −1 where it has none of the lattice's, or not yet."""
    quarters = _quarters(rows[MONTH])
    codes = {
        QUARTER: _number(quarters, [q if q in periods else "" for q in lattice.quarters]),
        YEAR: _number(quarters.str[:4], [y if y in periods else "" for y in lattice.years]),
    }
    for dimension, listed in lattice.values:
        values = rows[dimension.value]
        if dimension is Dimension.OFFENCE_CATEGORY:
            values = values.map(OFFENCE_GROUPS).fillna(OffenceGroup.OTHER_HARM.value).where(values.notna())
        codes[dimension.value] = _number(values, listed)
    return codes


def _quarters(months: Any) -> Any:
    numbers = months.str[5:7].map({f"{m:02d}": str((m - 1) // 3 + 1) for m in range(1, 13)})
    return months.str[:4] + "Q" + numbers


def _number(values: Any, listed: Sequence[str]) -> Any:
    place = {value: at for at, value in enumerate(listed) if value}
    return values.map(place).fillna(-1).to_numpy(dtype=numpy.int64)
