"""Averaging: each way in which a number is said is one estimate, weighed by its noise."""

from dataclasses import replace

import numpy

from pipelines.disclosure.attacks.averaging import Averaging, average
from tests.support.atoms import EVERYBODY, lay, of_site, of_site_and_harm, say

SITES = lay([[20], [30]], [[1, 1], [1, 0], [0, 1]], [EVERYBODY, of_site("a"), of_site("b")])


def test_exact_numbers_come_out_exactly_and_moved_ones_do_not() -> None:
    assert average([say(SITES, [50, 20, 30])]) == (3, 3)
    # 53 by itself; 21 + 31 = 52 of the sites, with the noise of two: (53 + 52 / 2) / 1.5 is no 50.
    assert average([say(SITES, [53, 21, 31])]) == (0, 3)


def test_the_parts_of_a_number_bring_it_back() -> None:
    # 51 alone; 19 + 29 = 48: (51 + 48 / 2) / 1.5 = 50.
    assert average([say(SITES, [51, 19, 29])]) == (1, 3)


def test_a_partition_with_a_hidden_part_says_nothing() -> None:
    assert average([say(SITES, [51, None, 29])]) == (0, 2)
    assert average([say(SITES, [50, None, 29])]) == (1, 2)
    assert average([say(SITES, [None, None, None])]) == (0, 0)


def test_parts_that_leave_somebody_out_are_no_partition() -> None:
    some = lay([[20], [30]], [[1, 1], [1, 0]], [EVERYBODY, of_site("a")])
    assert average([say(some, [51, 19])]) == (0, 2)


def test_other_questions_of_the_same_people_are_more_estimates_and_the_same_draw_is_none() -> None:
    # 51 and 49 of the same people: 50. The same 51 twice is one estimate.
    apart = [say(SITES, [51, None, None]), say(SITES, [49, None, None])]
    assert average(apart) == (1, 1)
    assert average([apart[0], apart[0]]) == (0, 1)
    # Of others (another fingerprint) it is another number.
    others = replace(apart[1], layout=replace(SITES, keys=SITES.keys + numpy.uint64(9)))
    assert average([apart[0], others]) == (0, 2)


def test_a_cell_of_two_is_only_a_part() -> None:
    finer = lay(
        [[12], [8]], [[1, 1], [1, 0], [0, 1]],
        [of_site("a"), of_site_and_harm("a", "theft"), of_site_and_harm("a", "assault")],
    )  # fmt: skip
    found = Averaging()
    found.add(say(finer, [20, 12, 8]))
    assert found.count() == (1, 1)
    # Halves go up: 19.5 is read as 20.
    assert average([say(finer, [19, 12, 8])]) == (0, 1)
    assert average([say(finer, [20, 11, 8])]) == (1, 1)
