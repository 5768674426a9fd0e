"""Every protected cell of a measure: the same people, the same cell; hidden without a word, no row."""

from dataclasses import replace

from pipelines.disclosure.cube import Statistic, measure_one, protect_measure
from pipelines.disclosure.release_policy import Defences
from pipelines.publication import Hidden, Shown
from pipelines.released.cells import ReleasedCell
from pipelines.vocabulary import Dimension
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
PROGRAMME = SimulatedProgramme(300, 8)
SITE: Statistic = ((Dimension.SITE, "site 0"),)


def cells(which: int, *statistics: Statistic, defences: Defences | None = None) -> list[ReleasedCell]:
    guarding = PROGRAMME.guarding(defences=defences or Defences())
    return list(
        protect_measure(
            PROGRAMME.measures[which], PROGRAMME.frame, PROGRAMME.people, statistics, PERIODS, guarding
        )
    )


def test_a_statistic_is_counted_as_if_its_rows_were_all_there_are() -> None:
    frame = PROGRAMME.frame[PROGRAMME.frame["site"] == "site 0"]
    for which in (0, 1, -1):
        own = [cell for cell in cells(which, (), SITE) if cell.statistic]
        alone = protect_measure(
            PROGRAMME.measures[which], frame, PROGRAMME.people, ((),), PERIODS, PROGRAMME.guarding()
        )
        assert [replace(cell, statistic="") for cell in own] == list(alone)
        assert {cell.statistic for cell in own} == {"site=site 0"}


def test_hidden_without_a_word_is_no_row() -> None:
    found = cells(1, ())
    hidden = [cell.cell.words for cell in found if isinstance(cell.cell, Hidden)]
    assert hidden
    assert all("about" in words for words in hidden)
    assert any(isinstance(cell.cell, Shown) for cell in found)
    assert len(cells(1, (), defences=Defences(threshold=False))) > len(found)


def test_a_place_has_one_cell_and_nothing_is_about_more_than_two_choices() -> None:
    found = cells(0, ())
    places = [(cell.period, cell.selection) for cell in found]
    assert len(set(places)) == len(places)
    assert max(len(selection) + bool(period) for period, selection in places) == 2


def test_a_revision_and_a_new_label_draw_anew_and_closed_periods_do_not() -> None:
    guarding = PROGRAMME.guarding()
    assert guarding.label("") == "to 2025Q4"
    assert guarding.label("2025") == "2025"
    assert replace(guarding, revision=2).label("2025") == "2025 revision 2"


def test_without_rows_there_is_nothing_to_measure() -> None:
    nobody = PROGRAMME.frame.iloc[:0]
    assert measure_one(PROGRAMME.measures[0], nobody, PROGRAMME.people, PROGRAMME.guarding()) is None
    assert (
        list(
            protect_measure(
                PROGRAMME.measures[0], nobody, PROGRAMME.people, ((),), PERIODS, PROGRAMME.guarding()
            )
        )
        == []
    )
