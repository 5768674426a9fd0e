"""One cell of a release: each rule at its threshold, and what is shown is right in the middle."""

from collections.abc import Iterator
from statistics import fmean

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_counts import (
    percent_above,
    percent_below,
    protect_answers,
    protect_count,
    protect_exposure,
    protect_pathway,
    protect_rate,
    share_with_noise,
)
from pipelines.disclosure.release_policy import PROFILES, STANDARD, STRICT, Defences, Profile
from pipelines.publication import Count, Distribution, Hidden, Pathway, Rate, Ratio, Shown

KEYS = Keys(bytes(range(32)))
STILL = Defences(noise=False)
"""Without noise, a rule is seen at its very threshold."""
EVERY_PROFILE = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)


def of(n: int, key: int = 1, *, cases: int | None = None, people: int | None = None) -> Part:
    return Part(n=n, cases=n if cases is None else cases, people=n if people is None else people, key=key)


def drawing(profile: Profile = STANDARD, defences: Defences = STILL, period: str = "2025") -> Drawing:
    return Drawing(KEYS, profile, period, "a measure", defences)


@pytest.mark.parametrize(
    ("part", "is_shown"),
    [
        (of(10), True), (of(9), False), (of(0), False), (of(40, cases=9), False), (of(40, people=9), False),
        (of(40, cases=10, people=10), True),
    ],
)  # fmt: skip
def test_a_count_needs_ten_rows_cases_and_people(part: Part, is_shown: bool) -> None:
    cell = protect_count(drawing(), part)
    assert cell == (Shown(figure=Count(value=part.n)) if is_shown else Hidden(words="fewer than 10"))


def test_a_count_that_moved_below_ten_is_hidden_and_none_below_ten_is_shown() -> None:
    cells = [protect_count(drawing(defences=Defences()), of(12, key)) for key in range(300)]
    shown = [
        cell.figure.value for cell in cells if isinstance(cell, Shown) and isinstance(cell.figure, Count)
    ]
    assert 0 < len(shown) < 300
    assert min(shown) == 10
    assert 15 <= max(shown) <= 17


@pytest.mark.parametrize(
    ("met", "not_met", "words"),
    [
        (15, 15, None), (10, 20, None), (20, 10, None),
        (14, 15, "about 29: too few for a share"),
        (9, 40, "fewer than 10 of about 49"), (40, 9, "all but fewer than 10 of about 49"),
        (40, 0, "all but fewer than 10 of about 40"), (4, 5, "fewer than 10"),
    ],
)  # fmt: skip
def test_a_share_needs_thirty_and_ten_on_each_side(met: int, not_met: int, words: str | None) -> None:
    cell = protect_rate(drawing(), of(met + not_met), of(met, 2), of(not_met, 3))
    if words is not None:
        assert cell == Hidden(words=words)
        return
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Rate)
    assert cell.figure.value == pytest.approx(met / (met + not_met), abs=0.005)
    assert (cell.figure.met, cell.figure.denominator) == (met, met + not_met)
    assert cell.figure.low <= cell.figure.value <= cell.figure.high


def test_few_people_on_one_side_are_few_however_many_rows_they_have() -> None:
    cell = protect_rate(drawing(), of(80), of(40, 2, people=9), of(40, 3))
    assert cell == Hidden(words="fewer than 10 of about 80")


def rates(profile: Profile, met: int, n: int, times: int) -> Iterator[Rate]:
    for key in range(times):
        own = drawing(profile, Defences())
        cell = protect_rate(own, of(n, key), of(met, key + 10**6), of(n - met, key + 10**7))
        if isinstance(cell, Shown) and isinstance(cell.figure, Rate):
            yield cell.figure


@EVERY_PROFILE
@pytest.mark.parametrize(("met", "n"), [(30, 60), (24, 60), (90, 120), (280, 400)])
def test_what_is_shown_is_unbiased_within_a_point(profile: Profile, met: int, n: int) -> None:
    found = list(rates(profile, met, n, 1_500))
    assert len(found) > 1_400
    assert fmean(one.value for one in found) == pytest.approx(met / n, abs=0.01)
    assert fmean(one.denominator for one in found) == pytest.approx(n, abs=0.5)


@EVERY_PROFILE
def test_an_interval_holds_chance_and_noise_and_is_of_whole_percents(profile: Profile) -> None:
    found = list(rates(profile, 30, 60, 300))
    exact = next(rates(STANDARD, 3_000, 6_000, 2))
    assert exact.high - exact.low < 0.05
    for one in found:
        assert one.low < one.value < one.high
        for end in (one.low, one.value, one.high):
            assert end * 100 == pytest.approx(round(end * 100), abs=1e-9)
    # Half of sixty, give or take: an interval of Wilson alone is a quarter wide.
    assert fmean(one.high - one.low for one in found) > 0.25
    assert sum(one.low <= 0.5 <= one.high for one in found) / len(found) > 0.95


def test_strict_counts_are_fives_and_shares_are_not_made_of_them() -> None:
    for one in rates(STRICT, 40, 83, 40):
        assert one.denominator % 5 == one.met % 5 == 0
    assert len({one.value for one in rates(STRICT, 40, 83, 200)}) > 8


def test_ends_go_outwards() -> None:
    assert (percent_below(0.249), percent_above(0.241)) == (0.24, 0.25)
    assert (percent_below(-0.1), percent_above(1.2)) == (0.0, 1.0)
    assert share_with_noise(drawing().profile, 0, 0) == (0.0, 0.0, 1.0)


def test_events_per_hundred_are_the_same_share() -> None:
    cell = protect_exposure(drawing(), of(100), of(20, 2), of(80, 3), 100)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Ratio)
    figure = cell.figure
    assert (figure.value, figure.numerator, figure.denominator, figure.per) == (20.0, 20, 100, 100)
    assert figure.low < 20 < figure.high
    assert protect_exposure(drawing(), of(40), of(3, 2), of(37, 3), 100) == Hidden(
        words="fewer than 10 of about 40"
    )


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((10, 10, 10), Shown(figure=Distribution(counts=(10, 10, 10)))),
        ((9, 21, 10), Hidden(words="about 40, with fewer than 10 in one of the answers")),
        ((9, 10, 10), Hidden(words="about 29: too few for shares")),
        ((3, 3, 3), Hidden(words="fewer than 10")),
    ],
)
def test_answers_need_ten_in_each(counts: tuple[int, ...], found: Shown | Hidden) -> None:
    parts = [of(n, key + 2) for key, n in enumerate(counts)]
    assert protect_answers(drawing(), of(sum(counts)), parts) == found


def test_a_pathway_ends_where_few_are_left_and_names_reasons_of_ten() -> None:
    stages = [("referred", "Referred"), ("met", "Met"), ("agreed", "Agreed")]
    left = [[("few", of(9, 8)), ("many", of(30, 9)), ("some", of(12, 7))], [], []]
    cell = protect_pathway(drawing(), stages, [of(100), of(49, 2), of(9, 3)], left)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Pathway)
    assert [(step.stage, step.reached) for step in cell.figure.steps] == [("referred", 100), ("met", 49)]
    assert cell.figure.steps[0].left == (("many", 30), ("some", 12))
    assert protect_pathway(drawing(), stages, [of(9)] * 3, left) == Hidden(words="fewer than 10")


def test_parts_that_are_rounded_already_widen_the_interval_of_their_share() -> None:
    # 60 of 100, Wilson 0.502 to 0.691. Three parts of V = 9 + 24 / 12: 1.96² · 11 · (0.4² + 2 · 0.6²) / 100².
    assert share_with_noise(STRICT, 60, 100, rounded=3) == (0.6, 0.48, 0.71)
    # Not rounded: V = 3, and no more.
    assert share_with_noise(STANDARD, 60, 100, rounded=3) == (0.6, 0.49, 0.7)
    assert share_with_noise(STANDARD, 60, 100) == (0.6, 0.49, 0.7)
