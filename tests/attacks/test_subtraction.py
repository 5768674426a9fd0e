"""Subtraction: what is the only whole number left is recovered, and one to spare protects."""

import numpy
import pytest

from pipelines.disclosure.attacks.subtraction import Subtracted, subtract
from pipelines.disclosure.attacks.told import empty
from pipelines.disclosure.attacks.view import View
from tests.support.atoms import EVERYBODY, lay, of_site, say

SITES = lay([[6], [30]], [[1, 1], [1, 0], [0, 1]], [EVERYBODY, of_site("a"), of_site("b")])


def attack(view: View, most_bounded: int = 400) -> Subtracted:
    return subtract(view.layout, view.told, seed=1, most_bounded=most_bounded)


def test_a_total_less_the_other_is_what_was_hidden() -> None:
    found = attack(say(SITES, [36, None, 30]))
    assert (found.hidden, found.recovered, found.bounded, found.share) == (1, 1, 1, 1.0)


@pytest.mark.parametrize("off", [1, 5])
def test_where_any_number_may_be_one_off_nothing_is_recovered(off: int) -> None:
    found = attack(say(SITES, [36, None, 30], off=off))
    assert (found.hidden, found.recovered, found.bounded, found.share) == (1, 0, 0, 0.0)


def test_four_hidden_ones_within_known_sums_protect_one_another() -> None:
    """Of a table whose rows and columns are told, four rows must move at once: a program finds it."""
    square = lay(
        [[5], [4], [3], [6]],
        [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], *numpy.eye(4, dtype=int).tolist()],
        [of_site(name) for name in "abcdefgh"],
    )
    found = attack(say(square, [9, 9, 8, 10, None, None, None, None]))
    assert (found.hidden, found.recovered, found.bounded) == (4, 0, 0)


def test_at_their_ends_both_are_known() -> None:
    """Two of at most nine that add up to eighteen are nine each."""
    two = lay([[9], [9]], [[1, 1], [1, 0], [0, 1]], [EVERYBODY, of_site("a"), of_site("b")])
    assert attack(say(two, [18, None, None])).recovered == 2
    # Of seventeen, either may be the nine.
    other = lay([[9], [8]], [[1, 1], [1, 0], [0, 1]], [EVERYBODY, of_site("a"), of_site("b")])
    assert attack(say(other, [17, None, None])).recovered == 0


def test_of_more_than_can_be_bounded_the_rest_counts_in_proportion() -> None:
    n = 6
    true = [[3], [30]] * n
    cells, places, said = [], [], []
    for site in range(n):
        for pair, number in (((1, 1), 33.0), ((1, 0), None), ((0, 1), 30.0)):
            row = [0] * (2 * n)
            row[2 * site : 2 * site + 2] = pair
            cells.append(row)
            places.append(of_site(f"{site}"))
            said.append(number)
    view = say(lay(true, cells, places), said)
    assert attack(view).recovered == n
    few = attack(view, most_bounded=2)
    assert (few.bounded, few.recovered) == (2, n)


def test_a_part_is_worked_out_of_everybody_and_the_other_part() -> None:
    share = lay([[4, 30]], [[1]], [EVERYBODY])
    told = empty(share)
    told.low[0], told.high[0] = [0, 30, 34], [9, 30, 34]
    told.is_hidden[0] = [True, False, False]
    found = subtract(share, told, seed=1)
    assert (found.hidden, found.recovered) == (1, 1)
    told.high[0, 1] = 31
    assert subtract(share, told, seed=1).recovered == 0


def test_nothing_hidden_is_nothing_to_find() -> None:
    assert attack(say(SITES, [36, 6, 30])) == Subtracted(hidden=0, recovered=0, bounded=0)
    assert Subtracted(hidden=0, recovered=0, bounded=0).share == 0.0


def test_bounds_that_exclude_one_another_recover_nothing() -> None:
    """Of a program without a solution nothing is learnt."""
    told = empty(SITES)
    told.low[:, -1], told.high[:, -1] = [36, 0, 90], [36, 9, 90]
    told.is_hidden[1, -1] = True
    assert subtract(SITES, told, seed=1).recovered == 0
    assert numpy.isfinite(told.high[1, -1])
