"""A statement has one published share: where its answers are told, the share is theirs."""

from dataclasses import replace
from statistics import fmean

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_counts import protect_answers, protect_rate
from pipelines.disclosure.release_policy import PROFILES, STANDARD, STRICT, Profile
from pipelines.disclosure.shares_of_answers import OF_ANSWERS, agree_with_answers, find_answers, share_of
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Distribution, Hidden, PublishedCell, Rate, Shown
from pipelines.released.cells import ReleasedCell

KEYS = Keys(bytes(range(32)))
CATALOGUE = {measure.name: measure for measure in load_catalogue()}
RESPECT, ANSWERS = CATALOGUE["respect_rate"], CATALOGUE["answers_g7"]
EVERY_PROFILE = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
OWN = Shown(figure=Rate(value=0.87, low=0.8, high=0.92, met=87, denominator=100))
TOLD = Shown(figure=Distribution(counts=(5, 6, 89)))


def cell(measure: str, found: PublishedCell, period: str = "2025", site: str = "a") -> ReleasedCell:
    return ReleasedCell(
        measure=measure, statistic="role=harmed", currency="", period=period, selection=(("site", site),),
        cell=found,
    )  # fmt: skip


def of(n: int, key: int) -> Part:
    return Part(n=n, cases=n, people=n, key=key)


def test_a_share_is_that_of_its_published_answers() -> None:
    both = [cell("respect_rate", OWN), cell("answers_g7", TOLD)]
    share, answers = agree_with_answers(both, [RESPECT, ANSWERS], STANDARD)
    assert isinstance(share.cell, Shown)
    figure = share.cell.figure
    assert isinstance(figure, Rate)
    assert (figure.value, figure.met, figure.denominator, figure.method) == (0.89, 89, 100, OF_ANSWERS)
    assert (share.statistic, share.period, share.selection) == ("role=harmed", "2025", (("site", "a"),))
    assert answers == both[1]


@pytest.mark.parametrize(
    "others",
    [
        cell("answers_g7", Hidden(words="about 100, with fewer than 10 in one of the answers")),
        cell("answers_g7", TOLD, period="2024"),
        cell("answers_g7", TOLD, site="b"),
        cell("answers_g8", TOLD),
    ],
)
def test_without_them_in_the_same_place_it_stands_alone(others: ReleasedCell) -> None:
    own = cell("respect_rate", OWN)
    assert agree_with_answers([own, others], list(CATALOGUE.values()), STANDARD) == [own, others]


def test_a_share_in_words_becomes_a_number_where_all_answers_are_told() -> None:
    words = cell("respect_rate", Hidden(words="about 30: too few for a share"))
    found = agree_with_answers([words, cell("answers_g7", TOLD)], [RESPECT, ANSWERS], STRICT)
    assert found[0].cell == share_of(Distribution(counts=(5, 6, 89)), False, STRICT)


def test_who_disagrees_has_met_what_is_asked_the_other_way_round() -> None:
    found = share_of(Distribution(counts=(60, 20, 20)), True, STANDARD)
    assert isinstance(found, Shown)
    assert isinstance(found.figure, Rate)
    assert (found.figure.value, found.figure.met) == (0.6, 60)


def test_only_shares_of_one_item_of_the_very_same_people_are() -> None:
    found = find_answers(list(CATALOGUE.values()))
    assert found["respect_rate"] == ("answers_g7", False)
    # The follow-up is another question of its own.
    assert found["felt_safe_since_rate"] == ("answers_g10_follow_up", False)
    assert "benefit_h1_rate" not in found
    assert "consent_rate" not in found
    fewer = replace(RESPECT, population=f"{RESPECT.population} AND is_person")
    assert find_answers([fewer, ANSWERS]) == {}
    assert find_answers([RESPECT]) == {}
    assert len(found) > 20


@EVERY_PROFILE
def test_it_is_right_in_the_middle_and_its_interval_holds_the_truth(profile: Profile) -> None:
    """120 answered, of whom 84 agreed: seven in ten, by five hundred draws."""
    shares = []
    for key in range(500):
        drawing = Drawing(KEYS, profile, f"{key}", "a measure")
        whole, answers = of(120, key), [of(16, key + 1), of(20, key + 2), of(84, key + 3)]
        told = protect_answers(drawing, whole, answers)
        if isinstance(told, Shown) and isinstance(told.figure, Distribution):
            found = share_of(told.figure, False, profile)
            assert isinstance(found, Shown)
            assert isinstance(found.figure, Rate)
            shares.append(found.figure)
    assert len(shares) > 450
    assert abs(fmean(one.value for one in shares) - 0.7) < 0.01
    assert all(one.low < 0.7 < one.high for one in shares)
    # Wider than the share of two parts that are moved once each and not rounded before.
    alone = protect_rate(Drawing(KEYS, profile, "0", "a measure"), of(120, 1), of(84, 2), of(36, 3))
    assert isinstance(alone, Shown)
    assert isinstance(alone.figure, Rate)
    assert fmean(one.high - one.low for one in shares) > alone.figure.high - alone.figure.low
