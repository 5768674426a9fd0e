"""The same people before and after."""

import pytest

from pipelines.measures.statistics import mcnemar_p, paired_change

BEFORE = (2, 3, 2, 1, 3, 2, 4, 2)
AFTER = (4, 4, 3, 3, 3, 4, 5, 2)


def test_golden_values() -> None:
    change = paired_change((first, second, 1) for first, second in zip(BEFORE, AFTER, strict=True))
    assert (change.n, change.up, change.same, change.down) == (8, 6, 2, 0)
    assert change.mean == pytest.approx(9 / 8)
    assert change.effect_size is not None
    assert round(change.effect_size, 3) == 1.348
    assert change.t is not None
    assert change.p_t is not None
    assert (round(change.t, 3), round(change.p_t, 4)) == (3.813, 0.0066)
    assert change.p_wilcoxon == pytest.approx(0.03125)


def test_interval_by_hand() -> None:
    # changes 1, 2, 3: mean 2, standard deviation 1, t with 2 degrees 4.302653, 2 ± 4.302653 / √3
    change = paired_change([(1, 2, 1), (1, 3, 1), (1, 4, 1)])
    assert change.low == pytest.approx(2 - 4.302652730 / 3**0.5)
    assert change.high == pytest.approx(2 + 4.302652730 / 3**0.5)


def test_rows_may_come_added_up() -> None:
    assert paired_change([(2, 4, 3), (3, 3, 2)]) == paired_change([(2, 4, 1), (3, 3, 2), (2, 4, 2)])


def test_what_cannot_be_computed_is_none() -> None:
    one = paired_change([(2, 4, 1)])
    assert (one.mean, one.effect_size, one.t, one.low) == (2, None, None, None)
    nobody_changed = paired_change([(3, 3, 5)])
    assert (nobody_changed.same, nobody_changed.p_t, nobody_changed.p_wilcoxon) == (5, None, None)
    with pytest.raises(ValueError, match="both times"):
        paired_change([])


def test_mcnemar_gives_the_golden_value() -> None:
    assert round(mcnemar_p(5, 15), 4) == 0.0414  # [[20, 5], [15, 10]]
    assert mcnemar_p(0, 0) == 1
