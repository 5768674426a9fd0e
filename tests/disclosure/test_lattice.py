"""The lattice: few dimensions, closed lists, at most two at once; every row in one place of each table."""

import numpy
import pytest

from pipelines.disclosure.lattice import MERGED, QUARTER, YEAR, Lattice, build_lattice
from pipelines.vocabulary import Dimension, OffenceGroup

SITES, TOOK_PART = ("a", "b", "c"), ("no", "yes")
LATTICE = Lattice(
    values=((Dimension.SITE, SITES), (Dimension.HARMED_TOOK_PART, TOOK_PART)),
    quarters=("2025Q1", "2025Q2"), years=("2025",),
)  # fmt: skip


def names(lattice: Lattice) -> list[tuple[str, ...]]:
    return [
        (table.period, *(dimension.value for dimension in table.dimensions)) for table in lattice.tables()
    ]


def test_there_is_a_table_for_every_two_the_period_being_one() -> None:
    assert names(LATTICE) == [
        ("",), ("", "site"), ("", "harmed_took_part"), ("", "site", "harmed_took_part"),
        (QUARTER,), (QUARTER, "site"), (QUARTER, "harmed_took_part"),
        (YEAR,), (YEAR, "site"), (YEAR, "harmed_took_part"),
    ]  # fmt: skip


def test_one_at_a_time_holds_no_table_of_two() -> None:
    single = Lattice(values=LATTICE.values, quarters=LATTICE.quarters, years=("2025",), most_at_once=1)
    assert names(single) == [("",), ("", "site"), ("", "harmed_took_part"), (QUARTER,), (YEAR,)]


@pytest.mark.parametrize(
    ("asked", "is_held"),
    [
        ([], True),
        ([("site", "a")], True),
        ([("site", "z")], False),
        ([("site", "a"), ("harmed_took_part", "no")], False),
        ([("age_band", "25-34")], False),
    ],
)
def test_a_period_leaves_room_for_one_more(asked: list[tuple[str, str]], is_held: bool) -> None:
    assert LATTICE.holds(asked) is is_held


@pytest.mark.parametrize(
    ("rare", "values", "together"),
    [
        (("b", "c"), ("a", MERGED), ("b", "c")),
        # One alone would only get another name; all of them together say nothing.
        (("b",), ("a", "b", "c"), ()),
        (("a", "b", "c"), ("a", "b", "c"), ()),
        ((), ("a", "b", "c"), ()),
    ],
)
def test_rare_values_are_counted_together(
    rare: tuple[str, ...], values: tuple[str, ...], together: tuple[str, ...]
) -> None:
    merged = LATTICE.merge({Dimension.SITE: rare})
    assert merged.values_of(Dimension.SITE) == values
    assert dict(merged.merged).get(Dimension.SITE, ()) == together
    assert merged.values_of(Dimension.HARMED_TOOK_PART) == LATTICE.values_of(Dimension.HARMED_TOOK_PART)


def test_every_place_has_its_own_selection_and_every_row_its_place() -> None:
    codes = {
        "site": numpy.array([0, 2, 1, -1]), "harmed_took_part": numpy.array([1, 0, -1, 1]),
        QUARTER: numpy.array([0, 1, -1, 0]), YEAR: numpy.array([0, 0, 0, -1]),
    }  # fmt: skip
    for table in LATTICE.tables():
        selections = [table.selection(place) for place in range(table.size)]
        assert len(set(selections)) == table.size
        for row, place in enumerate(table.place_rows(codes)):
            numbers = [int(codes[name][row]) for name in table.axis_names]
            if min(numbers, default=0) < 0:
                assert place == -1
                continue
            period, selection = selections[place]
            values = ([period] if period else []) + [value for _, value in selection]
            assert values == [axis[number] for axis, number in zip(table.axes, numbers, strict=True)]


def test_a_dimension_of_one_value_and_a_year_in_part_are_left_out() -> None:
    found = {
        Dimension.PROGRAMME: ["north"], Dimension.SITE: ["b", "a"], Dimension.HARMED_TOOK_PART: ["yes", "no"]
    }  # fmt: skip
    quarters = [f"{year}Q{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)][1:7]
    lattice = build_lattice(found, quarters)
    assert lattice.dimensions == (Dimension.SITE, Dimension.OFFENCE_CATEGORY, Dimension.HARMED_TOOK_PART)
    assert lattice.values_of(Dimension.SITE) == ("a", "b")
    assert lattice.values_of(Dimension.OFFENCE_CATEGORY) == OffenceGroup.codes()
    assert lattice.values_of(Dimension.PROGRAMME) == ()
    assert lattice.years == ()
    assert build_lattice(found, [f"2024Q{number}" for number in (1, 2, 3, 4)]).years == ("2024",)


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_a_year_needs_every_one_of_its_quarters(missing: int) -> None:
    quarters = [f"2024Q{number}" for number in (1, 2, 3, 4) if number != missing]
    assert build_lattice({}, quarters, ()).years == ()
