"""The survey asks for every benefit and aim, of the people and in the waves it is for."""

import pytest

from pipelines.instrument import INDICATORS, ITEMS, STATUS, WINDOWS, Item, parts_of
from pipelines.vocabulary import Perspective, Role, Stage, Wave


def of_kind(kind: str, perspective: Perspective) -> list[str]:
    chosen = (one for one in INDICATORS.values() if one.kind == kind and one.perspective == perspective)
    return [indicator.id for indicator in chosen]


def test_there_is_an_indicator_for_each_benefit_and_aim() -> None:
    assert of_kind("benefit", Perspective.HARMED) == ["h1", "h2", "h3", "h4", "h5", "h6"]
    assert of_kind("benefit", Perspective.RESPONSIBLE) == ["r1", "r2", "r3", "r4", "r5"]
    assert of_kind("benefit", Perspective.COMMUNITY) == ["c1", "c2", "c3"]
    assert of_kind("aim", Perspective.EVERYONE) == ["f1", "f2", "f3", "f4"]


def test_every_item_is_part_of_one_indicator() -> None:
    parts = [item for indicator in INDICATORS.values() for item in indicator.items]
    assert parts == list(ITEMS)
    assert len(set(parts)) == len(parts) == 59


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_an_item_is_asked_of_somebody_at_some_time(item: Item) -> None:
    assert item.id == item.id.lower()
    assert item.roles
    assert item.waves
    assert item.statement.endswith(".")
    assert Wave.NOT_PROCEEDING not in item.waves


def test_the_parts_of_a_benefit_are_those_of_one_wave() -> None:
    assert [item.id for item in parts_of("h1", Wave.AFTER)] == ["h1a", "h1b"]
    assert [item.id for item in parts_of("h6", Wave.FOLLOW_UP)] == ["h6b", "h6c"]
    assert [item.id for item in parts_of("c2", Wave.FOLLOW_UP)] == ["c2c"]
    assert parts_of("r2", Wave.BEFORE) == ()


def test_who_is_asked() -> None:
    assert ITEMS["h1a"].roles == (Role.HARMED,)
    assert ITEMS["c1a"].roles == (Role.HARMED, Role.SUPPORTER, Role.COMMUNITY)
    assert ITEMS["c2a"].roles == (Role.SUPPORTER, Role.COMMUNITY)
    assert ITEMS["v3"].roles == (Role.RESPONSIBLE,)
    assert ITEMS["g1"].roles == tuple(Role)


def test_reversed_items() -> None:
    assert [item.id for item in ITEMS.values() if item.is_reversed] == ["h6c", "g11", "g12"]
    assert [item.id for item in ITEMS.values() if item.is_safeguarding] == ["g11", "g12"]


def test_only_one_item_could_be_asked_for_by_a_court() -> None:
    asked = {item.id: item.before_only_in_stages for item in ITEMS.values() if item.before_only_in_stages}
    assert list(asked) == ["r3b"]
    assert set(Stage) - set(asked["r3b"]) == {Stage.PRE_CHARGE, Stage.POST_CHARGE}


def test_windows_are_days_after_the_conference() -> None:
    assert (WINDOWS[Wave.AFTER].first_day, WINDOWS[Wave.AFTER].last_day) == (0, 14)
    assert (WINDOWS[Wave.BEFORE].first_day, WINDOWS[Wave.BEFORE].last_day) == (None, 0)
    assert Wave.NOT_PROCEEDING not in WINDOWS


def test_the_survey_claims_no_validation() -> None:
    assert "not validated" in STATUS
