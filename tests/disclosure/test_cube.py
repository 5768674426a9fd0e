"""Every protected cell of a measure: the same people, the same cell; hidden without a word, no row."""

from dataclasses import replace

import pytest

from pipelines.disclosure.cube import Statistic, by_currency, guard_cells, measure_one, protect_measure
from pipelines.disclosure.release_policy import Defences
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Hidden, Rate, Shown
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


MIX = load_catalogue().find("obligation_mix")


def kinds(*statistics: Statistic) -> list[ReleasedCell]:
    """Of each case one promise: an apology in every third."""
    is_third = PROGRAMME.frame.index % 3 == 0
    frame = PROGRAMME.frame.assign(mix=["apology" if third else "work" for third in is_third])
    return list(protect_measure(MIX, frame, PROGRAMME.people, statistics, PERIODS, PROGRAMME.guarding()))


def test_a_kind_of_a_mix_is_a_share_of_all_of_its_rows() -> None:
    assert MIX.mix is not None
    found = kinds((), ((MIX.mix.of, "apology"),))
    assert {cell.statistic for cell in found} == {f"{MIX.mix.of.value}=apology"}
    whole = next(cell.cell for cell in found if not cell.period and not cell.selection)
    assert isinstance(whole, Shown)
    assert isinstance(whole.figure, Rate)
    assert whole.figure.value == pytest.approx(1 / 3, abs=0.05)
    # A kind beside another choice, or none, is not in a mix.
    assert kinds(((MIX.mix.of, "apology"), (Dimension.ROLE, "harmed"))) == []


def test_a_mix_and_each_currency_are_measured_alone() -> None:
    assert MIX.mix is not None
    frame = PROGRAMME.frame.assign(mix="apology")
    guarding = PROGRAMME.guarding()
    assert measure_one(MIX, frame, PROGRAMME.people, guarding) is None
    apology = measure_one(MIX, frame, PROGRAMME.people, guarding, ((MIX.mix.of, "apology"),))
    assert apology is not None
    assert set(apology.records.parts.tolist()) == {0}
    money = PROGRAMME.measures[-1]
    assert measure_one(money, frame.assign(currency=None), PROGRAMME.people, guarding) is None
    half = frame.assign(currency=["EUR" if at % 2 else "GBP" for at in frame.index])
    assert [(code, len(rows)) for code, rows in by_currency(money, half)] == [("EUR", 150), ("GBP", 150)]


def test_only_the_places_asked_for_are_guarded() -> None:
    guarding, count = PROGRAMME.guarding(), PROGRAMME.measures[0]
    measured = measure_one(count, PROGRAMME.frame, PROGRAMME.people, guarding)
    assert measured is not None
    everything = list(guard_cells(count, "", measured, PERIODS, guarding))
    total = list(guard_cells(count, "", measured, PERIODS, guarding, only=[("", ())]))
    assert total == [cell for cell in everything if not cell.period and not cell.selection]


def test_the_same_rows_under_another_name_have_the_same_cells() -> None:
    once, twice = cells(0, SITE), cells(0, SITE, SITE)
    assert twice == [*once, *once]
