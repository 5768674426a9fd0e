"""Charts are drawn for the width there is, never for less than they can be read at."""

import re
from pathlib import Path

import pytest

import dashboard.widgets
from dashboard.charts.theme import NARROWEST
from dashboard.widgets.screen import STACKED_BELOW, WIDTHS, Screen

CSS = (Path(dashboard.widgets.__path__[0]) / "page.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", STACKED_BELOW)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_panel_is_too_narrow_for_its_chart(width: int, columns: int) -> None:
    inside = Screen(scheme="light", width=width).measure_panel(columns)

    assert NARROWEST <= inside < width


def test_panels_share_the_row_of_a_desk() -> None:
    # 1240 − 2 × 32 − 16 = 1160 in a row; (1160 − 16) / 2 − 34 = 538 in one of two
    desk = Screen(scheme="dark", width=1280)

    assert [desk.measure_panel(columns) for columns in (1, 2, 3)] == [1126, 538, 342]


def test_the_style_sheet_stacks_at_the_same_widths() -> None:
    steps = dict(re.findall(r"max-width: (\d+)px\) \{ \[class\*=\"st-key-row(\d)-\"\]", CSS))

    assert {int(columns): int(width) + 1 for width, columns in steps.items()} == {
        columns: width for columns, width in STACKED_BELOW.items() if columns > 1
    }
