"""A figure has one place on its scale, and a small difference looks small."""

from dataclasses import replace

import pytest

from dashboard.charts.scales import choose_scale, find_mark
from pipelines.publication import (
    Bounds,
    Count,
    Days,
    Figure,
    Gap,
    Hidden,
    Money,
    Ratio,
    Score,
    Shown,
    TooFew,
)

RATIO = Ratio(
    value=0.98, low=0.95, high=1.01, numerator=549, denominator=676, method="log", overall=(1792, 2158)
)
GAP = Gap(
    value=0.02,
    low=0.001,
    high=0.046,
    first="harmed",
    second="responsible",
    n_first=658,
    n_second=611,
    conferences=986,
    method="bootstrap",
)
MONEY = Money(
    total_minor=30_000,
    median_minor=16_000,
    lower_quartile_minor=7_000,
    upper_quartile_minor=36_000,
    currency="GBP",
    n=5,
)


@pytest.mark.parametrize(
    ("figure", "lead", "ends", "parts"),
    [
        (RATIO, "0.98×", "0.95 to 1.01", "549 of 676"),
        (
            Ratio(value=0.876, low=0.83, high=0.91, numerator=5079.0, denominator=5796.0, method="ratio"),
            "88%",
            "83 to 91%",
            "5,079 of 5,796",
        ),
        (
            Ratio(value=1.5, low=1, high=2, numerator=3, denominator=200, method="exact", per=100),
            "1.50 per 100",
            "1.00 to 2.00",
            "3 of 200",
        ),
        (GAP, "+2 pts", "less than 1 pt to +5 pts", "986 conferences"),
        (
            Score(mean=3.53, low=3.44, high=3.62, n=532, alpha=0.7, method="t"),
            "3.5 of 5",
            "3.4 to 3.6",
            "532 responses",
        ),
        (
            Bounds(value=0.9, low=0.54, high=0.96, met=90, answered=100, asked=180),
            "54 to 96%",
            "54 to 96%",
            "100 of 180 answered",
        ),
        (
            Days(median=37, p90=63, n=200),
            "37 days",
            "nine in ten within 63 days",
            "half of 200; nine in ten within 63 days",
        ),
        (MONEY, "£160", "£70 to £360", "middle of 5 amounts; half of them £70 to £360"),
    ],
)
def test_a_figure_says_itself_its_range_and_its_parts(
    figure: Figure, lead: str, ends: str, parts: str
) -> None:
    mark = find_mark(Shown(figure=figure))

    assert mark is not None
    assert (mark.lead, mark.ends, mark.parts) == (lead, ends, parts)
    assert mark.low <= mark.value <= mark.high


def test_what_is_not_shown_has_no_mark() -> None:
    assert find_mark(Hidden(words="fewer than 10")) is None
    assert find_mark(TooFew(n=4)) is None
    assert find_mark(Shown(figure=Count(value=3))) is None
    assert choose_scale([Hidden(), Shown(figure=Count(value=3))]) is None


def test_ratios_stand_on_a_scale_of_times_around_one() -> None:
    scale = choose_scale([Shown(figure=RATIO)])

    assert scale is not None
    assert [scale.place(value) for value in (0.5, 1, 2, 9, 0)] == [0, 0.5, 1, 1, 0]
    assert [words for _, words in scale.ticks] == ["0.5×", "1×", "2×"]


def test_gaps_reach_as_far_to_both_sides() -> None:
    scale = choose_scale([Shown(figure=GAP)])

    assert scale is not None
    assert (scale.low, scale.middle, scale.high) == (-0.1, 0, 0.1)


def test_days_begin_at_zero() -> None:
    scale = choose_scale([Shown(figure=Days(median=37, p90=60, n=200)), Hidden()])

    assert scale is not None
    assert [words for _, words in scale.ticks] == ["0", "30 days", "60 days"]


def test_amounts_of_two_currencies_have_no_end_in_one_of_them() -> None:
    euros = replace(MONEY, currency="EUR", upper_quartile_minor=2 * MONEY.upper_quartile_minor)
    scale = choose_scale([Shown(figure=MONEY), Shown(figure=euros)])
    assert scale is not None
    assert scale.ticks == ((0, "0"),)
    assert scale.place(euros.upper_quartile_minor) == 1
