"""Funnels and control charts over published rows, and when there is none."""

from collections.abc import Sequence
from datetime import date

import pytest

from pipelines.disclosure.figures import build_rate
from pipelines.disclosure.variation import Behind, build_variation
from pipelines.errors import UsageError
from pipelines.publication import (
    Buckets,
    ControlChart,
    Count,
    Days,
    Funnel,
    Kind,
    NoCases,
    NoChart,
    PublishedCell,
    PublishedRow,
    Request,
    Response,
    Shown,
    Standing,
    TooSoon,
)
from pipelines.publish import WarehouseSource
from pipelines.vocabulary import Dimension

AS_OF = date(2026, 9, 30)
ENOUGH = Behind(as_of=AS_OF, conferences=200)
OVER_TIME = Request(measure="any", by=(Dimension.PERIOD,), variation=True)
BY_SITE = Request(measure="any", by=(Dimension.SITE,), variation=True)
QUARTERS = [f"{year}Q{number}" for year in (2023, 2024, 2025, 2026) for number in (1, 2, 3, 4)]


def rate(met: int, n: int) -> PublishedCell:
    found = Buckets(met=met, not_met=n - met, pending=0, not_applicable=0, unknown=0)
    return Shown(figure=build_rate(found))


def rows(
    dimension: str, cells: Sequence[PublishedCell], codes: Sequence[str] = QUARTERS
) -> list[PublishedRow]:
    return [
        PublishedRow(by=((dimension, code),), cell=cell) for code, cell in zip(codes, cells, strict=False)
    ]


def sites(cells: Sequence[PublishedCell]) -> list[PublishedRow]:
    return rows("site", cells, [f"site_{number}" for number in range(len(cells))])


def test_a_funnel_marks_the_site_that_chance_does_not_explain() -> None:
    found = build_variation(BY_SITE, Kind.RATE, sites([*[rate(16, 20)] * 12, rate(4, 20)]), ENOUGH)
    assert isinstance(found, Funnel)
    assert found.centre == (12 * 16 + 4) / 260
    assert [point.standing for point in found.points] == [*[Standing.INSIDE] * 12, Standing.OUTSIDE_998]
    # Thirteen looks: the one p of about .00002 becomes thirteen times that.
    assert found.points[-1].p_adjusted < 0.001 < found.points[0].p_adjusted


def test_a_site_just_outside_is_said_to_be_just_outside() -> None:
    found = build_variation(BY_SITE, Kind.RATE, sites([*[rate(80, 100)] * 12, rate(69, 100)]), ENOUGH)
    assert isinstance(found, Funnel)
    assert found.points[-1].standing is Standing.OUTSIDE_95


@pytest.mark.parametrize(("groups", "conferences"), [(11, 200), (12, 59)])
def test_too_little_is_no_chart_and_says_how_little(groups: int, conferences: float) -> None:
    behind = Behind(as_of=AS_OF, conferences=conferences)
    found = build_variation(BY_SITE, Kind.RATE, sites([rate(16, 20)] * groups), behind)
    assert isinstance(found, NoChart)
    assert f"there are {groups} and {conferences}" in found.why
    over_time = build_variation(OVER_TIME, Kind.RATE, rows("period", [rate(16, 20)] * groups), behind)
    assert isinstance(over_time, NoChart)


def test_a_p_chart_has_limits_for_each_quarter() -> None:
    cells = [*[rate(8, 10)] * 13, rate(12, 40)]
    found = build_variation(OVER_TIME, Kind.RATE, rows("period", cells), ENOUGH)
    assert isinstance(found, ControlChart)
    assert found.method == "p"
    assert [point.is_outside for point in found.points] == [*[False] * 13, True]
    assert found.points[-1].high - found.points[-1].low < found.points[0].high - found.points[0].low


def test_a_count_of_none_is_a_point_and_a_day_of_nobody_is_not() -> None:
    counts = [*[Shown(figure=Count(value=10))] * 12, NoCases()]
    found = build_variation(OVER_TIME, Kind.COUNT, rows("period", counts), ENOUGH)
    assert isinstance(found, ControlChart)
    assert (found.method, found.points[-1].value, found.points[-1].n) == ("XmR", 0, None)
    assert min(point.low for point in found.points) >= 0
    days = [*[Shown(figure=Days(median=10.0, p90=20.0, n=30))] * 12, NoCases()]
    found = build_variation(OVER_TIME, Kind.DAYS, rows("period", days), ENOUGH)
    assert isinstance(found, ControlChart)
    assert len(found.points) == 12


def test_what_is_not_finished_too_soon_or_answered_by_few_is_no_point() -> None:
    few = Response(answered=29, asked=100)
    cells = [*[rate(16, 20)] * 14, TooSoon(), rate(1, 20)]  # the last one is the quarter under way
    asked = [*rows("period", cells[:1]), *rows("period", cells[1:], QUARTERS[1:])]
    asked[0] = PublishedRow(by=asked[0].by, cell=asked[0].cell, response=few)
    asked.append(PublishedRow(by=(("period", "unknown"),), cell=rate(16, 20)))
    found = build_variation(OVER_TIME, Kind.RATE, asked, ENOUGH)
    assert isinstance(found, ControlChart)
    assert [point.quarter for point in found.points] == QUARTERS[1:14]


def test_a_series_break_begins_limits_of_its_own_and_says_why() -> None:
    codes = [f"{year}Q{number}" for year in range(2020, 2026) for number in (1, 2, 3, 4)]
    cells = [*[rate(16, 20)] * 12, *[rate(10, 20)] * 12]
    behind = Behind(
        as_of=AS_OF,
        conferences=200,
        breaks={"riverside": [("2023-01", "circles")], "hill_side": [("2023-02", "new form")]},
    )
    found = build_variation(OVER_TIME, Kind.RATE, rows("period", cells, codes), behind)
    assert isinstance(found, ControlChart)
    assert found.points[12].series_break == "riverside: circles; hill side: new form"
    assert [point.series_break for point in found.points if point.series_break] == [
        found.points[12].series_break
    ]
    assert (found.points[0].centre, found.points[12].centre) == (0.8, 0.5)
    too_early = Behind(as_of=AS_OF, conferences=200, breaks={"riverside": [("2021-01", "circles")]})
    assert isinstance(build_variation(OVER_TIME, Kind.RATE, rows("period", cells, codes), too_early), NoChart)


@pytest.mark.parametrize("request_for", [BY_SITE, OVER_TIME])
def test_other_kinds_have_no_chart(request_for: Request) -> None:
    assert isinstance(build_variation(request_for, Kind.CURVE, [], ENOUGH), NoChart)


@pytest.mark.parametrize("by", [(), (Dimension.FACILITATOR,), (Dimension.PERIOD, Dimension.SITE)])
def test_people_who_work_there_are_never_set_side_by_side(
    sample_source: WarehouseSource, by: tuple[Dimension, ...]
) -> None:
    with pytest.raises(UsageError, match="by site, by programme"):
        sample_source.load_tables([Request(measure="acceptance_rate", by=by, variation=True)])


def test_the_sample_over_time(sample_source: WarehouseSource) -> None:
    (table,) = sample_source.load_tables(
        [Request(measure="cases_referred", by=(Dimension.PERIOD,), variation=True)]
    )
    assert table.variation is not None
    (without,) = sample_source.load_tables([Request(measure="cases_referred", by=(Dimension.PERIOD,))])
    assert without.variation is None
