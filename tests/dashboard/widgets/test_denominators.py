"""Every row of a population is in one column, and the columns add up."""

from dataclasses import replace

from dashboard.widgets.denominators import list_denominators, list_unknown
from pipelines.publication import Buckets, Hidden, Kind, Rate, Shown, TooFew
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, one, rate

BUCKETS = Buckets(met=30, not_met=10, pending=5, not_applicable=3, unknown=2)


def test_the_parts_add_up_to_all() -> None:
    figure = Rate(value=0.75, low=0.6, high=0.9, met=30, denominator=40, buckets=BUCKETS)
    (row,) = list_denominators(one(make_definition(Kind.RATE), Shown(figure=figure)))

    name, in_all, *parts, bounds = row.values()
    assert (name, in_all, bounds) == ("All", "50", "64 to 79%")  # 30 / 47 and 37 / 47
    assert sum(map(int, parts)) == 50


def test_what_is_kept_back_says_so_in_every_column() -> None:
    cells = {"court": Hidden(), "school": TooFew(buckets=BUCKETS, n=40)}
    hidden, few = list_denominators(broken_down(make_definition(Kind.RATE), Dimension.REFERRAL_SOURCE, cells))

    assert set(hidden.values()) == {"Court", "[c]"}
    assert few["Counted as yes"] == "30"


def test_a_release_has_none_to_list() -> None:
    assert list_denominators(one(make_definition(Kind.RATE), Shown(figure=rate(85, 109)))) == []


def test_what_has_no_recorded_result_is_listed_the_largest_share_first() -> None:
    tables = [
        one(
            make_definition(Kind.RATE, title=title),
            Shown(figure=replace(rate(8, 10), buckets=Buckets(
                met=8, not_met=2, pending=10, not_applicable=5, unknown=unknown,
            ))),
        )
        for title, unknown in (("All recorded", 0), ("A few not", 5), ("Most not", 20))
    ]  # fmt: skip
    assert list_unknown(tables) == [
        {"Measure": "Most not", "Result not recorded": "50%", "Based on": "20 of 40"},
        {"Measure": "A few not", "Result not recorded": "20%", "Based on": "5 of 25"},
    ]
