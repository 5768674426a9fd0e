"""The risk table: who is still followed at each time, and what became of the others."""

from dashboard.charts.curve import tabulate_curve
from pipelines.publication import Curve, CurvePoint, Hidden, Kind, Shown
from tests.dashboard.charts.published import make_definition, one

DEFINITION = make_definition(Kind.CURVE, "Agreements completed")


def point(day: int, share: float, at_risk: int, n_met: int, n_ended: int) -> CurvePoint:
    return CurvePoint(
        day=day,
        share=share,
        low=share - 0.05,
        high=share + 0.05,
        at_risk=at_risk,
        n_met=n_met,
        n_ended=n_ended,
    )


CURVE = Curve(
    points=(point(60, 0.1, 600, 60, 5), point(100, 0.3, 500, 150, 12), point(200, 0.6, 200, 300, 20)),
    n=600,
    stops_at_day=200,
)
TABLE = one(DEFINITION, Shown(figure=CURVE))


def column(month: str) -> list[str]:
    return [row[month] for row in tabulate_curve(TABLE)]


def test_the_rows_are_what_a_reader_of_a_curve_needs() -> None:
    names = [row["Months since the start"] for row in tabulate_curve(TABLE)]
    assert names == ["Share", "95% interval", "Still followed", "Completed", "Ended another way"]


def test_at_the_start_everybody_is_followed() -> None:
    assert column("0") == ["0%", "0 to 0%", "600", "0", "0"]


def test_a_time_between_two_steps_has_the_state_of_the_step_before() -> None:
    # Day 90: the step of day 60 holds, and those at risk on day 100 are the ones still followed.
    assert column("3") == ["10%", "5 to 15%", "500", "60", "5"]
    assert column("6") == ["30%", "25 to 35%", "200", "150", "12"]


def test_past_the_end_it_is_too_soon() -> None:
    assert column("9") == ["[soon]"] * 5
    assert column("12") == ["[soon]"] * 5


def test_the_period_before_stands_under_it_with_its_state() -> None:
    rows = tabulate_curve(TABLE, one(DEFINITION, Hidden()))
    assert [row["Period"] for row in rows] == ["This period"] * 5 + ["Period before"]
    assert rows[-1]["6"] == "[c]"
