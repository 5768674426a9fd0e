"""One statistic of one measure, counted in the cells of each table of a lattice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.counting import CellCounts, Counted, translate
from pipelines.disclosure.draws import Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import MERGED, QUARTER, YEAR, Lattice, LatticeTable
from pipelines.disclosure.protect_amounts import Sum
from pipelines.disclosure.release_policy import CAP_PERCENTILE, CASES_OF_ONE_PERSON
from pipelines.disclosure.sets import (
    Records,
    build_records,
    count_sets,
    keep_lowest_cases,
    sum_by_person,
)
from pipelines.measures.periods import quarter_of_month
from pipelines.measures.rows import CASE, MONTH, PARTY, PROGRAMME
from pipelines.vocabulary import OFFENCE_GROUPS, Dimension, OffenceGroup

if TYPE_CHECKING:
    import pandas

CLOSED = "closed"
"""The axis that says whether a row lies in a quarter that is over."""

Place = tuple[str, tuple[tuple[Dimension, str], ...]]
"""The period of a cell (empty: all to date), and what else it is narrowed to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Who is behind a row: party → person (the same across cases), case → person for rows without a party."""

    of_party: Mapping[str, str]
    of_case: Mapping[str, str]


def find_people(parties: "pandas.DataFrame") -> People:
    """From one row per party. The person of a case is the harmed or responsible party who is in most cases:
    who comes often, on whichever side, must not look like many.
    """
    often = parties.groupby("person_key")["case_id"].transform("nunique")
    is_other = (~parties["role"].isin(["harmed", "responsible"])).astype(int)
    ranked = parties.assign(is_other=is_other, seldom=-often)
    first = ranked.sort_values(["case_id", "is_other", "seldom", "person_key"])
    return People(
        of_party=dict(zip(parties["party_id"], parties["person_key"], strict=True)),
        # Turned round: of entries with one key the last one stands.
        of_case=dict(zip(first["case_id"][::-1], first["person_key"][::-1], strict=True)),
    )


class Measured:
    """Rows of one statistic, each with its case, its person, its part and its place on every axis."""

    def __init__(
        self, counted: Counted, rows: "pandas.DataFrame", people: People, keys: Keys, *, is_capped: bool
    ) -> None:
        """`rows`: those that `counted` chose. `is_capped`: three cases a person at most, no rare amount."""
        self.counted, self._is_capped = counted, is_capped
        self._every, self._records = rows, _records(counted, rows, people, keys)
        self._known: dict[tuple[Lattice, tuple[str, ...]], Mapping[str, Any]] = {}
        self._keep(numpy.arange(len(rows)))

    def among(self, labels: Any) -> "Measured":
        """The same statistic of only the rows with these labels; the cap of each person is applied anew."""
        chosen = copy(self)
        chosen._keep(numpy.flatnonzero(self._every.index.isin(labels)))
        return chosen

    def _keep(self, inside: Any) -> None:
        self._kept = inside
        if self._is_capped:
            own = self._records.take(inside)
            within = keep_lowest_cases(own.cases, own.people, own.keys, CASES_OF_ONE_PERSON.value)
            self._kept = inside[within]
        self.records = self._records.take(self._kept)
        has_caps = self._is_capped and self.counted.has_caps
        caps = {
            name: _cap(values[inside]) if has_caps else None for name, values in self.counted.amounts.items()
        }
        self.amounts = {
            name: values[self._kept].clip(0, caps[name]) if has_caps else values[self._kept]
            for name, values in self.counted.amounts.items()
        }

    @property
    def rows(self) -> "pandas.DataFrame":
        """Those within the cap."""
        kept: pandas.DataFrame = self._every.iloc[self._kept]
        return kept

    def count(
        self, lattice: Lattice, periods: Sequence[str], currency: str, fewest: int = 1
    ) -> Iterator[tuple[Place, CellCounts]]:
        """Every cell of the lattice with at least `fewest` rows, in the periods that may be spoken of."""
        codes = self.codes(lattice, periods)
        for table in lattice.tables():
            yield from self._count_table(table, codes, currency, fewest)

    def codes(self, lattice: Lattice, periods: Sequence[str]) -> Mapping[str, Any]:
        """Axis → number of each row's value; −1 where it has none of the lattice's, or not yet."""
        asked = lattice, tuple(periods)
        if asked not in self._known:
            self._known[asked] = _codes(self._every, lattice, periods)
        return {axis: numbers[self._kept] for axis, numbers in self._known[asked].items()}

    def count_together(self, lattice: Lattice, periods: Sequence[str], currency: str) -> Iterator[CellCounts]:
        """The one cell of all rows that fall into any of these years; none where there is no row."""
        codes = self.codes(lattice, periods)
        inside = {CLOSED: codes[CLOSED], YEAR: numpy.where(codes[YEAR] >= 0, 0, -1)}
        whole = LatticeTable(lattice=replace(lattice, years=("all",)), period=YEAR, dimensions=())
        for _, counts in self._count_table(whole, inside, currency):
            yield counts

    def _count_table(
        self, table: LatticeTable, codes: Mapping[str, Any], currency: str, fewest: int = 1
    ) -> Iterator[tuple[Place, CellCounts]]:
        # What lies in no closed quarter is nowhere yet, not even in what is "to date".
        places = numpy.where(codes[CLOSED] >= 0, table.place_rows(codes), -1)
        records, n_parts = self.records, self.counted.n_parts
        wholes = count_sets(records.as_one_part(), places, table.size, 1, fewest)
        parts = wholes if n_parts == 1 else count_sets(records, places, table.size, n_parts, fewest)
        sums = {
            name: sum_by_person(records, values, places, table.size) for name, values in self.amounts.items()
        }
        for place, (whole,) in wholes.items():
            added = {name: _sum(whole, found[place]) for name, found in sums.items()}
            counts = CellCounts(whole=whole, parts=parts[place], currency=currency, sums=added)
            yield table.selection(place), counts


def _cap(amounts: Any) -> int | None:
    """What 99 in 100 of those above nothing lie below: one rare amount must not stand out."""
    paid = amounts[amounts > 0]
    return int(numpy.percentile(paid, CAP_PERCENTILE)) if len(paid) else None


def _sum(part: Part, found: tuple[float, float, float, int]) -> Sum:
    total, largest, second, contributors = found
    return Sum(part=part, total=total, largest=largest, second=second, contributors=contributors)


def _records(counted: Counted, rows: "pandas.DataFrame", people: People, keys: Keys) -> Records:
    """Numbers for cases and people. An answer without a case is a case of its own."""
    import pandas

    case = rows[CASE] if rows[CASE].notna().all() else rows[CASE].astype("str").fillna(rows[PARTY])
    numbers, labels = pandas.factorize(case, sort=True)
    programme = rows[PROGRAMME].to_numpy()[numpy.unique(numbers, return_index=True)[1]]
    record_keys = [keys.record_key(str(p), str(label)) for p, label in zip(programme, labels, strict=True)]
    person = rows[counted.people] if counted.people else person_of_rows(rows, people)
    return build_records(
        numbers.astype(numpy.int64),
        pandas.factorize(person, sort=True)[0].astype(numpy.int64),
        counted.parts,
        numpy.array(record_keys, dtype=numpy.uint64),
    )


def person_of_rows(rows: "pandas.DataFrame", people: People) -> Any:
    """Who each row is about: the person behind its party, else behind its case, else the row itself."""
    of_party = translate(rows[PARTY], lambda party: people.of_party.get(party, party), None)
    of_case = translate(rows[CASE], lambda case: people.of_case.get(case, case), None)
    return numpy.where(rows[PARTY].notna(), of_party, of_case)


def place_codes(rows: "pandas.DataFrame", lattice: Lattice) -> Mapping[str, Any]:
    """Axis → number of each row's value, in every closed quarter."""
    return _codes(rows, lattice, (*lattice.quarters, *lattice.years))


def _codes(rows: "pandas.DataFrame", lattice: Lattice, periods: Sequence[str]) -> Mapping[str, Any]:
    months = rows[MONTH]
    codes = {
        CLOSED: _number(months, quarter_of_month, lattice.quarters),
        QUARTER: _number(months, quarter_of_month, [q if q in periods else "" for q in lattice.quarters]),
        YEAR: _number(months, lambda month: month[:4], [y if y in periods else "" for y in lattice.years]),
    }
    merged = dict(lattice.merged)
    for dimension, listed in lattice.values:
        together = merged.get(dimension, ())

        def named(value: str, dimension: Dimension = dimension, together: Sequence[str] = together) -> str:
            own = _group(value) if dimension is Dimension.OFFENCE_CATEGORY else value
            return MERGED if own in together else own

        codes[dimension.value] = _number(rows[dimension.value], named, listed)
    return codes


def _group(offence: str) -> str:
    return OFFENCE_GROUPS.get(offence, OffenceGroup.OTHER_HARM).value


def _number(values: Any, named: Callable[[str], str], listed: Sequence[str]) -> Any:
    place = {value: at for at, value in enumerate(listed) if value}
    return translate(values, lambda value: place.get(named(value), -1), -1)
