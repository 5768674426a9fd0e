from difflib import unified_diff

from pipelines.publish import WarehouseSource
from tests.golden.figures import FILE, at_horizons, golden_text


def test_every_figure_on_the_sample_is_as_reviewed(sample_source: WarehouseSource) -> None:
    expected = FILE.read_text(encoding="utf-8").splitlines()
    found = golden_text(sample_source).splitlines()
    moved = list(unified_diff(expected, found, "as reviewed", "found", n=0, lineterm=""))
    assert moved == [], "review the change, then run `python -m tests.golden.figures`"


def test_a_curve_that_moves_shows() -> None:
    points = [{"day": day, "share": day / 1000, "low": 0.0, "high": 0.5, "at_risk": 9} for day in (60, 200)]
    assert at_horizons(points) == [
        {"by_day": 90, "share": 0.06, "low": 0.0, "high": 0.5},
        {"by_day": 180, "share": 0.06, "low": 0.0, "high": 0.5},
        {"by_day": 365, "share": 0.2, "low": 0.0, "high": 0.5},
    ]
    assert at_horizons(points[1:]) == at_horizons(points)[2:]
    for moved in ("share", "low", "high"):
        assert at_horizons([points[0] | {moved: 0.4}, points[1]]) != at_horizons(points)
