"""What each grain may be broken down by, and in what order a reader meets the values."""

import pytest

from pipelines.measures.dimensions import allowed_values, dimensions_of, expression_of, reading_order
from pipelines.measures.grains import Grain
from pipelines.vocabulary import PERSON_DIMENSIONS, Basis, Dimension


@pytest.mark.parametrize("grain", [Grain.CASE, Grain.CONFERENCE])
def test_facts_of_a_person_are_not_of_a_case_or_a_conference(grain: Grain) -> None:
    assert not set(PERSON_DIMENSIONS) & set(dimensions_of(grain))


@pytest.mark.parametrize("grain", [Grain.PARTY, Grain.AGREEMENT, Grain.OBLIGATION, Grain.RESPONSE])
def test_facts_of_a_person_where_a_row_has_one_party(grain: Grain) -> None:
    assert set(PERSON_DIMENSIONS) <= set(dimensions_of(grain))


def test_what_belongs_to_the_statistic() -> None:
    assert Dimension.ROLE in dimensions_of(Grain.PARTY)
    assert Dimension.PERSPECTIVE in dimensions_of(Grain.PARTY)
    assert Dimension.WAVE in dimensions_of(Grain.INVITATION)
    assert Dimension.OBLIGATION_TYPE in dimensions_of(Grain.OBLIGATION)
    assert Dimension.FACILITATOR in dimensions_of(Grain.CONFERENCE)
    assert Dimension.ROLE not in dimensions_of(Grain.CASE)


def test_a_quarter_is_spelled_out_for_every_engine() -> None:
    sql = expression_of(Dimension.PERIOD, Grain.CASE, Basis.CLOSING).sql("duckdb")
    assert sql.startswith("CASE WHEN SUBSTRING(closing_month, 6, 2) IN ('01', '02', '03') THEN")


def test_an_answer_without_a_known_case_has_none_of_its_facts() -> None:
    of_case = expression_of(Dimension.OFFENCE_CATEGORY, Grain.RESPONSE, Basis.EVENT).sql("duckdb")
    assert of_case == "CASE WHEN NOT case_id IS NULL THEN offence_category END"
    assert expression_of(Dimension.ROLE, Grain.RESPONSE, Basis.EVENT).sql("duckdb") == "role"


def test_values_of_closed_lists() -> None:
    assert allowed_values(Dimension.SITE) is None
    listed = allowed_values(Dimension.CONFERENCE_TYPE)
    assert listed is not None
    assert listed[0] == "face_to_face"
    assert listed[-5:] == ("none", "unknown", "declined", "not_asked", "not_applicable")
    flags = allowed_values(Dimension.HARMED_TOOK_PART)
    assert flags == ("yes", "no", "unknown", "declined", "not_asked", "not_applicable")


def test_reading_order() -> None:
    roles = ["unknown", "community", "harmed", "responsible"]
    by_role = sorted(roles, key=lambda role: reading_order(Dimension.ROLE, role))
    assert by_role == ["harmed", "responsible", "community", "unknown"]
    sites = sorted(["unknown", "west", "north"], key=lambda site: reading_order(Dimension.SITE, site))
    assert sites == ["north", "west", "unknown"]
