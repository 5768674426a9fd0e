"""Screening many at once. Holm's adjustment for a few is tested with `publication.together`."""

import pytest

from pipelines.measures.statistics import adjust_benjamini_hochberg


def test_golden_values() -> None:
    p_values = [0.001, 0.01, 0.03, 0.04, 0.2]
    assert adjust_benjamini_hochberg(p_values) == pytest.approx([0.005, 0.025, 0.05, 0.05, 0.2])


def test_the_order_given_is_kept_and_nothing_passes_one() -> None:
    assert adjust_benjamini_hochberg([0.6, 0.01, 0.9]) == pytest.approx([0.9, 0.03, 0.9])
    assert adjust_benjamini_hochberg([]) == []


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust_benjamini_hochberg([1.2])
