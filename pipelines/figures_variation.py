"""Funnels and control charts as JSON. See `figures` for one of each."""

from typing import Any

from pipelines.figures_comparing import rounded
from pipelines.publication import ControlChart, ControlPoint, Funnel, FunnelPoint, NoChart, Variation


def variation_json(variation: Variation) -> dict[str, Any]:
    """One chart's numbers; with `why` where nothing may be drawn."""
    match variation:
        case NoChart():
            return {"chart": "none", "why": variation.why}
        case Funnel():
            points = [_funnel_point(point) for point in variation.points]
            return {"chart": "funnel", "centre": rounded(variation.centre), "points": points}
        case ControlChart():
            return {
                "chart": variation.method,
                "points": [_control_point(point) for point in variation.points],
            }


def _funnel_point(point: FunnelPoint) -> dict[str, Any]:
    names = ("value", "low_95", "high_95", "low_998", "high_998", "p_adjusted")
    numbers = {name: rounded(getattr(point, name)) for name in names}
    return {"by": dict(point.by), "n": point.n, **numbers, "standing": point.standing.value}


def _control_point(point: ControlPoint) -> dict[str, Any]:
    numbers = {name: rounded(getattr(point, name)) for name in ("value", "centre", "low", "high")}
    n = {} if point.n is None else {"n": point.n}
    series_break = {"series_break": point.series_break} if point.series_break else {}
    return {"quarter": point.quarter, **numbers, **n, "outside": point.is_outside, **series_break}
