"""Funnels and control charts as JSON."""

from pipelines.figures_variation import variation_json
from pipelines.publication import ControlChart, ControlPoint, Funnel, FunnelPoint, NoChart, Standing


def test_a_funnel() -> None:
    point = FunnelPoint(
        by=(("site", "north_hub"),),
        value=0.45,
        n=20,
        low_95=0.6,
        high_95=0.95,
        low_998=0.5,
        high_998=1.0,
        standing=Standing.OUTSIDE_998,
        p_adjusted=0.00684,
    )
    assert variation_json(Funnel(centre=0.8, points=(point,))) == {
        "chart": "funnel",
        "centre": 0.8,
        "points": [
            {
                "by": {"site": "north_hub"},
                "n": 20,
                "value": 0.45,
                "low_95": 0.6,
                "high_95": 0.95,
                "low_998": 0.5,
                "high_998": 1.0,
                "p_adjusted": 0.0068,
                "standing": "outside_998",
            }
        ],
    }


def test_a_control_chart() -> None:
    point = ControlPoint(
        quarter="2025Q3",
        value=50,
        n=None,
        centre=32.5,
        low=0.0,
        high=85.7,
        is_outside=False,
        series_break="riverside: circles",
    )
    share = ControlPoint(quarter="2025Q4", value=0.5, n=20, centre=0.5, low=0.2, high=0.8, is_outside=False)
    first, second = variation_json(ControlChart(method="p", points=(point, share)))["points"]
    assert first == {
        "quarter": "2025Q3",
        "value": 50,
        "centre": 32.5,
        "low": 0.0,
        "high": 85.7,
        "outside": False,
        "series_break": "riverside: circles",
    }
    assert (second["n"], "series_break" in second) == (20, False)


def test_no_chart_says_why() -> None:
    assert variation_json(NoChart(why="Too little.")) == {"chart": "none", "why": "Too little."}
