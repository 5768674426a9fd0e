"""What a release counts of each kind, and what it does not hold at all."""

import pytest

from pipelines.disclosure.counted import count_kind, count_rows, is_released
from pipelines.publication import Kind, Rate, Shown
from tests.support.counted_rows import CATALOGUE, guard_all, of, rows


@pytest.mark.parametrize(
    "name", ["open_case_age", "conference_concordance", "entry_rate_ratio", "durability"]
)
def test_what_needs_single_answers_or_is_of_the_day_is_in_no_release(name: str) -> None:
    assert not is_released(of(name))
    assert count_rows(of(name), rows()) is None


def test_every_released_kind_is_one_of_eleven() -> None:
    released = {measure.kind for measure in CATALOGUE.values() if is_released(measure)}
    assert released == {
        Kind.RATE, Kind.COUNT, Kind.MONEY, Kind.MONEY_RATE, Kind.RATIO, Kind.FLOW, Kind.DISTRIBUTION,
        Kind.SCORE, Kind.DAYS, Kind.CURVE, Kind.PATHWAY,
    }  # fmt: skip


def test_a_kind_of_a_mix_is_met_and_all_others_are_not() -> None:
    frame = rows(mix=["apology"] * 12 + ["work"] * 20 + [None] * 8, obligation_mix=[None] * 40)
    counted = count_kind(of("obligation_mix"), frame, "apology")
    assert (counted.n_parts, len(counted.rows)) == (2, 40)
    cell = guard_all(counted)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Rate)
    assert (cell.figure.value, cell.figure.met) == (0.3, 12)


def test_what_stands_above_the_rows_is_counted_once_and_has_a_kind_if_any_row_does() -> None:
    name = "obligation_mix_by_agreement"
    frame = rows(
        **{"mix": ["apology", "work", "work", "apology", "work"], name: ["a1", "a1", "a2", "a3", None]}
    )
    counted = count_kind(of(name), frame, "apology")
    assert counted.rows.tolist() == [0, 2, 3]
    assert counted.parts.tolist() == [0, 1, 0]
