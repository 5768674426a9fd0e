"""Every quarter between the first and the last, and why some are kept back."""

from dashboard.charts.quarter_rows import explain_not_shown, read_panels
from pipelines.publication import Hidden, Kind, NoCases, PublishedCell, Shown, TooSoon
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import by_quarter, make_definition, make_table, rate

DEFINITION = make_definition(Kind.RATE)
SHARE = Shown(figure=rate(85, 109))


def test_a_quarter_without_a_row_had_no_cases() -> None:
    table = make_table(DEFINITION, by_quarter({"2025Q4": SHARE, "2026Q2": SHARE}), by=(Dimension.PERIOD,))
    (panel,) = read_panels(table)
    assert [quarter.code for quarter in panel.quarters] == ["2025Q4", "2026Q1", "2026Q2"]
    assert panel.quarters[1].cell == NoCases()


def test_perspectives_share_their_quarters_and_stand_in_order() -> None:
    rows = by_quarter({"2026Q1": SHARE}, "responsible") + by_quarter({"2026Q2": SHARE}, "harmed")
    panels = read_panels(make_table(DEFINITION, rows, by=(Dimension.ROLE, Dimension.PERIOD)))
    assert [panel.label for panel in panels] == ["Harmed parties", "Responsible parties"]
    assert all([quarter.code for quarter in panel.quarters] == ["2026Q1", "2026Q2"] for panel in panels)


def test_quarters_next_to_each_other_are_named_as_a_run() -> None:
    cells: dict[str, PublishedCell] = {
        "2025Q1": Hidden(words="fewer than 10"),
        "2025Q2": Hidden(),
        "2025Q3": SHARE,
        "2025Q4": Hidden(),
        "2026Q1": TooSoon(),
    }
    (panel,) = read_panels(make_table(DEFINITION, by_quarter(cells), by=(Dimension.PERIOD,)))
    assert explain_not_shown(panel) == (
        "hidden to protect people (Q1 2025 to Q2 2025 and Q4 2025); too soon to say (Q1 2026)"
    )


def test_one_reason_for_all_quarters_is_said_once() -> None:
    cells = {"2025Q1": TooSoon(), "2025Q2": TooSoon()}
    (panel,) = read_panels(make_table(DEFINITION, by_quarter(cells), by=(Dimension.PERIOD,)))
    assert explain_not_shown(panel) == "Too soon to say"


def test_a_table_without_quarters_has_no_panel() -> None:
    assert read_panels(make_table(DEFINITION, [])) == []
