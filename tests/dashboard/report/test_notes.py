"""What is noted under a finding: each once, and why two charts of the same answers may differ."""

from dataclasses import replace

from dashboard.report.choosing import Chosen
from dashboard.report.notes import ADJUSTED, SPLIT, notes_of
from dashboard.report.plan import PLAN, PanelPlan
from pipelines.publication import Hidden, PublishedTable, Request, Source
from pipelines.vocabulary import Dimension


def panel_of(key: str) -> PanelPlan:
    return next(panel for plan in PLAN for panel in plan.panels if panel.key == key)


def tables_of(released: Source, panel: PanelPlan, period: str = "2024") -> tuple[PublishedTable, ...]:
    held = {one.name for one in released.load_definitions()}
    asked = [one for one in panel.measures if one in held]
    questions = [Request(measure=one, by=panel.by, where=panel.where, period=period) for one in asked]
    return tuple(released.load_tables(questions))


def hide_first(table: PublishedTable) -> PublishedTable:
    first, *others = table.rows
    return replace(table, rows=(replace(first, cell=Hidden(words="about 180")), *others))


def test_a_hidden_bar_is_explained_and_not_listed_again(released: Source) -> None:
    """The share who agreed may stand in the next chart: the reader is told why the bar does not."""
    panel = panel_of("answers")
    tables = tuple(map(hide_first, tables_of(released, panel)))
    notes = notes_of(panel, Chosen(tables=tables), tables)
    assert SPLIT in notes
    assert "idden to protect people" not in " ".join(notes)


def test_bars_that_are_all_shown_need_no_word(released: Source) -> None:
    panel = panel_of("safe")
    tables = tuple(map(hide_first, tables_of(released, panel)))
    assert Dimension.PERSPECTIVE in panel.by
    assert SPLIT not in notes_of(panel, Chosen(tables=tables), tables)


def test_a_table_without_a_chart_says_what_is_hidden(released: Source) -> None:
    panel = panel_of("volume")
    tables = tuple(map(hide_first, tables_of(released, panel)))
    assert "idden to protect people" in " ".join(notes_of(panel, Chosen(tables=tables), tables))


def test_a_way_through_the_programme_says_why_its_referrals_differ(released: Source) -> None:
    """ "Referred 495" beside "Cases referred 500": two draws of the noise, and no mistake."""
    for key, is_said in (("pathway", True), ("volume", False)):
        panel = panel_of(key)
        tables = tables_of(released, panel)
        assert tables
        assert (ADJUSTED in notes_of(panel, Chosen(tables=tables), tables)) is is_said
