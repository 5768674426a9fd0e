"""Rows of a statistic: who is behind each, how many cases of one person count, and cells of some of them."""

from dataclasses import replace

import numpy
import pandas
import pytest

from pipelines.disclosure.cube import measure_one
from pipelines.disclosure.lattice import MERGED
from pipelines.disclosure.measured import Measured, find_people, person_of_rows, place_codes
from pipelines.disclosure.release_policy import Defences
from pipelines.vocabulary import Dimension
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
PROGRAMME = SimulatedProgramme(240, 4, returning=0.4)
COUNT, MONEY = PROGRAMME.measures[0], PROGRAMME.measures[-1]


def measured(frame: pandas.DataFrame, which: int = 0, *, is_capped: bool = True) -> Measured:
    guarding = PROGRAMME.guarding(defences=Defences(person_cap=is_capped))
    found = measure_one(PROGRAMME.measures[which], frame, PROGRAMME.people, guarding)
    assert found is not None
    return found


def test_nobody_counts_for_more_than_three_cases() -> None:
    person = pandas.Series(PROGRAMME.people.of_case)
    kept = measured(PROGRAMME.frame).rows["case"]
    often = person.value_counts()
    assert often.max() > 3
    found = person.loc[kept].value_counts()
    assert found.to_dict() == often.clip(upper=3).to_dict()
    assert len(measured(PROGRAMME.frame, is_capped=False).rows) == 240


@pytest.mark.parametrize("which", [0, 1, -1], ids=["count", "share", "money"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_some_of_the_rows_are_counted_as_if_there_were_no_others(which: int, seed: int) -> None:
    chosen = numpy.random.default_rng(seed).random(240) < 0.6
    some = PROGRAMME.frame[chosen]
    lattice = PROGRAMME.lattice()
    whole = measured(PROGRAMME.frame, which)
    list(whole.count(lattice, PERIODS, "GBP"))
    among = list(whole.among(some.index).count(lattice, PERIODS, "GBP"))
    alone = list(measured(some, which).count(lattice, PERIODS, "GBP"))
    assert len(among) > 100
    assert among == alone
    # And the whole is what it was.
    assert list(whole.count(lattice, PERIODS, "GBP")) == list(
        measured(PROGRAMME.frame, which).count(lattice, PERIODS, "GBP")
    )


def test_amounts_are_capped_at_what_ninety_nine_in_a_hundred_lie_below() -> None:
    frame = PROGRAMME.frame.assign(value=[*[100.0] * 239, 90_000.0])
    capped = measured(frame, -1).amounts["amount"]
    assert capped.max() < 2_000
    assert measured(frame, -1, is_capped=False).amounts["amount"].max() == 90_000


def test_a_period_that_may_not_be_spoken_of_yet_is_still_to_date() -> None:
    lattice = PROGRAMME.lattice()
    found = dict(measured(PROGRAMME.frame).count(lattice, ("2025Q4",), ""))
    assert {period for period, _ in found} == {"", "2025Q4"}
    closed = PROGRAMME.frame["month"] <= "2025-12"
    assert found["", ()].whole.n == len(measured(PROGRAMME.frame[closed]).rows)


def test_who_comes_most_often_on_whichever_side_is_who_a_case_is_about() -> None:
    parties = pandas.DataFrame(
        {
            "party_id": ["a", "b", "c", "d", "e"],
            "case_id": ["k1", "k1", "k2", "k3", "k3"],
            "role": ["harmed", "responsible", "harmed", "supporter", "harmed"],
            "person_key": ["ann", "ben", "ben", "ben", "eve"],
        }
    )
    people = find_people(parties)
    assert people.of_case == {"k1": "ben", "k2": "ben", "k3": "eve"}
    assert people.of_party == dict(zip("abcde", ["ann", "ben", "ben", "ben", "eve"], strict=True))
    rows = pandas.DataFrame({"party": ["a", "stranger", None, None], "case": ["k1", "k1", "k2", "k9"]})
    assert person_of_rows(rows, people).tolist() == ["ann", "stranger", "ben", "k9"]


def test_values_that_are_counted_together_have_one_number() -> None:
    lattice = PROGRAMME.lattice()
    merged = lattice.merge(
        {Dimension.SITE: ("site 3", "site 4"), Dimension.OFFENCE_CATEGORY: ("traffic", "other_harm")}
    )
    before, after = place_codes(PROGRAMME.frame, lattice), place_codes(PROGRAMME.frame, merged)
    assert merged.values_of(Dimension.SITE) == ("site 0", "site 1", "site 2", MERGED)
    assert after["site"].tolist() == before["site"].clip(max=3).tolist()
    harm = numpy.array(lattice.values_of(Dimension.OFFENCE_CATEGORY))[before["offence_category"]]
    together = after["offence_category"] == merged.values_of(Dimension.OFFENCE_CATEGORY).index(MERGED)
    assert together.tolist() == numpy.isin(harm, ["traffic", "other_harm"]).tolist()
    assert together.any()
    assert after["harmed_took_part"].tolist() == before["harmed_took_part"].tolist()


def test_years_counted_together_are_one_cell() -> None:
    lattice = replace(PROGRAMME.lattice(), values=(), most_at_once=1)
    own = measured(PROGRAMME.frame)
    counted = {place[0]: counts.whole.n for place, counts in own.count(lattice, PERIODS, "") if not place[1]}
    (together,) = own.count_together(lattice, ("2023", "2024"), "")
    assert together.whole.n == counted["2023"] + counted["2024"]
    assert list(own.count_together(lattice, ("2030",), "")) == []
