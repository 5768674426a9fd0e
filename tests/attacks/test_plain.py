"""What needs no program: each is found where it is, counted, and not found where it is not."""

import numpy
import pytest

from pipelines.disclosure.attacks.plain import (
    emptied_by_equality,
    exact_alone,
    groups_of_one_answer,
    most_cases_of_one_person,
    shares_of_few,
    small_groups_spoken_of,
)
from pipelines.disclosure.attacks.told import empty
from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.measured import Place
from pipelines.disclosure.sets import build_records
from tests.support.atoms import EVERYBODY, lay, of_site, of_site_and_harm, say

TWO = lay([[7], [30]], [[1, 1], [1, 0], [0, 1]], [EVERYBODY, of_site("a"), of_site("b")])


def test_a_number_is_given_away_where_its_bounds_leave_one_whole_number() -> None:
    assert exact_alone(say(TWO, [37, None, 30])) == (2, 2)
    # Within one to either side three whole numbers are left.
    assert exact_alone(say(TWO, [37, None, 30], off=1)) == (0, 2)
    assert exact_alone(say(TWO, [None, None, None])) == (0, 0)


def test_bounds_without_a_guess_count_only_where_they_say_more_than_none_or_more() -> None:
    told = empty(TWO)
    told.low[0, 0], told.high[0, 0] = 5.5, 6.4
    told.high[1, 0] = 0.5
    assert exact_alone(View(layout=TWO, told=told)) == (1, 1)


@pytest.mark.parametrize(("guesses", "found"), [([37, 8, 30], 1), ([37, None, 30], 0)])
def test_a_small_group_is_spoken_of_where_a_number_stands_for_it(
    guesses: list[float | None], found: int
) -> None:
    assert small_groups_spoken_of(say(TWO, guesses, off=3)) == (found, 2)


def test_of_many_parts_only_everybody_must_be_large() -> None:
    histogram = lay([[2, 3, 4, 6]], [[1]], [EVERYBODY])
    told = empty(histogram)
    told.guess[:] = 5.0
    assert small_groups_spoken_of(View(layout=histogram, told=told)) == (0, 0)
    share = lay([[2, 13]], [[1]], [EVERYBODY])
    of_share = empty(share)
    of_share.guess[:] = 5.0
    assert small_groups_spoken_of(View(layout=share, told=of_share)) == (1, 1)


@pytest.mark.parametrize(
    ("people", "reach", "found"),
    [(29, 0, 1), (30, 0, 0), (20, 5, 0), (19, 5, 1), (12, 9, 0), (11, 9, 1)],
)
def test_a_share_is_of_few_where_no_noise_can_have_made_it_thirty(
    people: int, reach: int, found: int
) -> None:
    share = lay([[people - 4, 4]], [[1]], [EVERYBODY])
    told = empty(share)
    told.guess[0, 0] = 12.0
    assert shares_of_few(View(layout=share, told=told), reach) == (found, 1)


def test_what_is_no_share_and_what_is_not_said_is_none_of_few() -> None:
    assert shares_of_few(say(TWO, [37, 7, 30]), 0) == (0, 0)
    share = lay([[10, 4]], [[1]], [EVERYBODY])
    assert shares_of_few(View(layout=share, told=empty(share)), 0) == (0, 0)


def sites(n_full: int, n_other: int) -> tuple[list[list[int]], list[list[int]], list[Place]]:
    """Sites with theft alone, and others where two had another harm; each site has a cell of its thefts."""
    true, cells, places = [], [], []
    n_atoms = 2 * (n_full + n_other)
    for site in range(n_full + n_other):
        true += [[20], [0 if site < n_full else 2]]
        whole, finer = [0] * n_atoms, [0] * n_atoms
        whole[2 * site] = whole[2 * site + 1] = finer[2 * site] = 1
        cells += [whole, finer]
        places += [of_site(f"{site}"), of_site_and_harm(f"{site}", "theft")]
    return true, cells, places


@pytest.mark.parametrize(
    ("n_full", "n_other", "found"),
    [
        (5, 0, (5, 5)),
        # Four claims are too few to trust one; of eight, one that is wrong makes none sure.
        (4, 0, (0, 4)),
        (7, 1, (0, 8)),
        (19, 1, (19, 20)),
    ],
)
def test_equal_numbers_empty_the_rest_only_where_the_claim_is_nearly_always_right(
    n_full: int, n_other: int, found: tuple[int, int]
) -> None:
    layout = lay(*sites(n_full, n_other))
    assert emptied_by_equality(say(layout, [20] * len(layout.places))) == found


def test_numbers_that_differ_claim_nothing() -> None:
    layout = lay(*sites(6, 0))
    assert emptied_by_equality(say(layout, [20, 21] * 6)) == (0, 0)
    assert emptied_by_equality(say(layout, [None, 20] * 6)) == (0, 0)


def test_two_rows_of_one_case_are_one_case_of_a_person() -> None:
    keys = numpy.arange(4, dtype=numpy.uint64)
    people, cases = numpy.array([0, 0, 0, 1, 1]), numpy.array([0, 0, 1, 2, 3])
    records = build_records(cases, people, numpy.zeros(5, dtype=int), keys)
    assert most_cases_of_one_person(records) == 2


@pytest.mark.parametrize(
    ("true", "share", "found"),
    [
        ([30, 0], (30, 0), (1, 1)), ([0, 30], (0, 30), (1, 1)),
        # It is said, and it is not so: nobody's answer follows.
        ([29, 1], (30, 0), (0, 1)), ([30, 0], (28, 2), (0, 0)), ([30, 0], (None, None), (0, 0)),
    ],
)  # fmt: skip
def test_a_group_of_one_answer_is_found_where_the_share_says_all_or_none(
    true: list[int], share: tuple[float | None, float | None], found: tuple[int, int]
) -> None:
    layout = lay([true], [[1]], [EVERYBODY])
    told = empty(layout)
    for part, guess in enumerate(share):
        told.guess[0, part] = numpy.nan if guess is None else guess
    told.guess[0, 2] = 30
    assert groups_of_one_answer(View(layout=layout, told=told)) == found


def test_what_is_no_share_has_no_answers() -> None:
    assert groups_of_one_answer(say(TWO, [37, 7, 30])) == (0, 0)
