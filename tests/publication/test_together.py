"""Many comparisons at once: what one of them alone would call, all together may not."""

from dataclasses import replace

import pytest

from pipelines.publication import Change, Verdict, adjust_holm, call_together, note_changes, p_of_interval

CHANCE = Change.between(0.10, 0.001, 0.199)
CLEAR = Change.between(-0.30, -0.40, -0.20)
NONE = Change(verdict=Verdict.NO_EARLIER)


def test_holm_golden_values() -> None:
    assert adjust_holm([0.001, 0.01, 0.03, 0.04, 0.2]) == pytest.approx([0.005, 0.04, 0.09, 0.09, 0.2])


def test_the_order_given_is_kept_and_nothing_passes_one() -> None:
    assert adjust_holm([0.6, 0.01, 0.9]) == pytest.approx([1, 0.03, 1])
    assert adjust_holm([]) == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust_holm([1.2])


def test_p_of_an_interval_is_below_a_twentieth_just_where_zero_lies_outside() -> None:
    assert p_of_interval(0.1, 0.0, 0.2) == pytest.approx(0.05)
    assert p_of_interval(-0.1, -0.3, -0.001) < 0.05 < p_of_interval(-0.1, -0.3, 0.001)
    # 1.96 × 0.25 / 0.19 = 2.58 standard errors
    assert p_of_interval(0.25, 0.06, 0.44) == pytest.approx(0.0099, abs=0.0001)
    assert (p_of_interval(0.2, 0.2, 0.2), p_of_interval(0.0, 0.0, 0.0)) == (0, 1)


def test_of_many_changes_only_those_are_called_that_hold_together() -> None:
    assert call_together([CHANCE]) == [CHANCE]
    uncalled = replace(CHANCE, verdict=Verdict.NO_CLEAR_CHANGE)
    assert call_together([CHANCE, None, CHANCE, CLEAR, NONE]) == [uncalled, None, uncalled, CLEAR, NONE]
    assert call_together([]) == []


def test_a_reader_is_told_how_many_were_called_together() -> None:
    (note,) = note_changes([CHANCE, None, CLEAR, NONE])
    assert "all 2 changes together (Holm's adjustment)" in note
    assert note_changes([CHANCE, None, NONE]) == []
