"""Whether items may be added up."""

import pytest

from pipelines.measures.statistics import cronbach_alpha


def test_alpha_by_hand() -> None:
    # items (2,4,3,5), (3,4,3,5), (1,5,4,4): variances 5/3, 11/12, 3; totals 6,13,10,14: variance 155/12
    rows = [(2, 3, 1), (4, 4, 5), (3, 3, 4), (5, 5, 4)]
    assert cronbach_alpha(rows) == pytest.approx(3 / 2 * (1 - (5 / 3 + 11 / 12 + 3) / (155 / 12)))


def test_items_that_say_the_same_give_one() -> None:
    assert cronbach_alpha([(1, 1), (3, 3), (5, 5)]) == pytest.approx(1)


@pytest.mark.parametrize("rows", [[], [(1, 2, 3)], [(1,), (2,)], [(1, 5), (3, 3), (5, 1)]])
def test_nothing_to_judge_by(rows: list[tuple[float, ...]]) -> None:
    assert cronbach_alpha(rows) is None
