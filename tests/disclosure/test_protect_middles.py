"""Middles come from bins, scores from all answers; neither says a smallest, a largest or one answer."""

from dataclasses import replace
from statistics import fmean

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_middles import AMOUNT_BINS, DAY_BINS, protect_days, protect_score
from pipelines.disclosure.release_policy import STANDARD, Defences
from pipelines.publication import Days, Hidden, Score, Shown

KEYS = Keys(bytes(range(32)))
STILL = Defences(noise=False)
SIXTY = Part(n=60, cases=60, people=60, key=5)


def drawing(defences: Defences = STILL) -> Drawing:
    return Drawing(KEYS, STANDARD, "2025", "restitution", defences)


@pytest.mark.parametrize(
    ("n", "over_middle", "found"),
    [
        (60, 54.0, (3.9, 3.6, 4.2)), (60, -132.0, (1.0, 1.0, 1.3)), (60, 130.0, (5.0, 4.7, 5.0)),
        (29, 0.0, "too few for a score"), (9, 0.0, "fewer than 10"),
    ],
)  # fmt: skip
def test_a_score_is_a_mean_of_thirty_with_ends_wide_enough_for_the_noise(
    n: int, over_middle: float, found: object
) -> None:
    cell = protect_score(drawing(), Part(n=n, cases=n, people=n, key=5), over_middle)
    if isinstance(found, str):
        assert cell == Hidden(words=found)
        return
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Score)
    assert (cell.figure.mean, cell.figure.low, cell.figure.high) == found
    assert (cell.figure.n, cell.figure.alpha) == (n, None)


def test_a_score_moves_by_two_points_a_draw_of_all_answers() -> None:
    means = [
        cell.figure.mean
        for key in range(400)
        if isinstance(cell := protect_score(drawing(Defences()), replace(SIXTY, key=key), 0.0), Shown)
        and isinstance(cell.figure, Score)
    ]
    assert len(means) == 400
    assert {round(abs(mean - 3), 1) for mean in means} == {0.0, 0.1}
    assert abs(fmean(means) - 3) < 0.01


def days(*counts: int) -> list[Part]:
    padded = [*counts, *[0] * (len(DAY_BINS) - len(counts))]
    return [Part(n=n, cases=n, people=n, key=at + 10) for at, n in enumerate(padded)]


def test_the_middle_of_days_lies_evenly_inside_its_bin() -> None:
    cell = protect_days(drawing(), SIXTY, days(0, 20, 20, 20))
    # Half of sixty is halfway through 15 to 30 days; nine tenths are seven tenths through 31 to 60.
    assert cell == Shown(figure=Days(median=23.0, p90=52.0, n=60))
    last = protect_days(drawing(), SIXTY, days(*[0] * 12, 60))
    # The last bin is open: its end is taken to be twice its start.
    assert last == Shown(figure=Days(median=1_644.0, p90=2_082.0, n=60))
    late = protect_days(drawing(), SIXTY, days(*[0] * 10, 60))
    assert late == Shown(figure=Days(median=639.0, p90=713.0, n=60))
    assert protect_days(drawing(), SIXTY, days(29)) == Hidden(words="too few for a middle")
    nine = Part(n=9, cases=9, people=9, key=5)
    assert protect_days(drawing(), nine, days(40)) == Hidden(words="fewer than 10")


def test_bins_of_amounts_are_whole_and_rise() -> None:
    assert AMOUNT_BINS == (0, 25, 50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000)


def test_bins_begin_the_day_after_so_many_weeks_or_months() -> None:
    ends = (7, 14, 30, 60, 90, 120, 180, 270, 365, 545, 730, 1_095)
    assert (0, *(end + 1 for end in ends)) == DAY_BINS


def test_a_histogram_of_few_has_no_middle_whoever_is_counted() -> None:
    assert protect_days(drawing(), SIXTY, days(9)) == Hidden(words="too few for a middle")
