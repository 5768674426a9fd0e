"""The catalogue: every definition fits together, a programme may add its own, and nobody breaks out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import DefinitionError, UsageError
from pipelines.instrument import INDICATORS, ITEMS, parts_of
from pipelines.measures.catalogue import FAMILIES, check_measure_types, conditions_of, load_catalogue
from pipelines.measures.measure import DIRECTIONS
from pipelines.publication import Kind
from pipelines.vocabulary import Wave
from tests.measures.test_definition_file import BUCKETS, EXAMPLE, HEAD

HEADLINES = [
    "people_taking_part",
    "choose_again_rate",
    "felt_safe_rate",
    "agreement_completion_rate",
    "restitution_collected_rate",
    "paid_in_full_rate",
]
SPECIFIED = """
conference_rate face_to_face_share agreement_reached_rate people_taking_part choose_again_rate
felt_safe_rate agreement_completion_rate restitution_collected_rate paid_in_full_rate cases_referred
people_supported_without_conference conferences_held agreements_made people_turned_away
hours_completed restitution_paid cost_per_person_taking_part acceptance_rate contact_rate
consent_rate withdrawal_rate mutual_consent_rate any_exchange_rate harmed_presence_rate
attendance_rate support_presence_rate preparation_rate voluntariness_recorded_rate
voluntariness_reported_rate pathway reopened_rate open_case_age entry_rate_ratio
completion_rate_ratio agreement_completion_rate_closed on_time_completion_rate completion_by_day
case_completion_rate obligation_completion_rate obligation_mix renegotiated_share
harmed_informed_rate community_backing_rate restitution_share restitution_agreed paid_in_full_by_day
arrears_by_age restitution_disbursed_rate in_kind_completion_rate restitution_waived_share
restitution_flow response_rate overall_satisfaction_rate recommend_rate respect_rate recovery_rate
peace_rate healing_index procedural_justice_index change_before_after durability perspective_gap
conference_concordance safeguarding_signals goals_met_rate non_response_bounds
referral_to_contact_days referral_to_decision_days referral_to_conference_days
conference_to_agreement_days agreement_to_completion_days conference_to_survey_days
safety_event_rate complaint_rate stopped_for_safety risk_assessed_rate cofacilitated_share
"""
"""The measures that the specification names; the benefits and aims are named by the instrument."""

NO_TARGET = ("consent_rate", "conference_rate", "agreement_reached_rate", "support_presence_rate")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    load_catalogue.cache_clear()


def test_the_headlines_and_every_benefit_and_aim_are_there() -> None:
    names = set(load_catalogue().measures)
    indicators = [one.id for one in INDICATORS.values() if one.kind in ("benefit", "aim")]
    assert len(indicators) == 18
    expected = {f"{'aim' if one.startswith('f') else 'benefit'}_{one}_rate" for one in indicators}
    assert set(SPECIFIED.split()) <= names
    assert expected | set(HEADLINES) | {f"answers_{item}" for item in ITEMS} <= names


@pytest.mark.parametrize(
    "indicator", [one.id for one in INDICATORS.values() if one.kind in ("benefit", "aim")]
)
def test_a_benefit_stands_on_its_parts_of_one_wave(indicator: str) -> None:
    measure = load_catalogue().find(f"{'aim' if indicator.startswith('f') else 'benefit'}_{indicator}_rate")
    assert measure.survey is not None
    parts = tuple(item.id for item in parts_of(indicator, measure.survey.wave))
    # H6 is H6a after: H6b has its own figure months later, and H6c only measures change.
    assert measure.survey.items == (("h6a",) if indicator == "h6" else parts)
    assert measure.perspective == INDICATORS[indicator].perspective
    assert measure.source.endswith(INDICATORS[indicator].source)


def test_free_choice_and_healing_take_no_target() -> None:
    measures = load_catalogue().measures
    healing = [
        one.name
        for one in measures.values()
        if one.survey and any(ITEMS[i].is_healing for i in one.survey.items)
    ]
    assert {"benefit_h6_rate", "recovery_rate", "peace_rate"} <= set(healing)
    assert {measures[name].direction for name in (*NO_TARGET, *healing)} == {"neither"}


def test_every_definition_says_enough_to_be_read() -> None:
    for measure in load_catalogue():
        assert measure.direction in DIRECTIONS
        assert measure.example is not None, measure.name
        assert measure.question.endswith(("?", ".")), measure.name
        assert measure.kind is not Kind.RATE or measure.buckets or measure.mix, measure.name
        assert len(set(measure.caveats)) == len(measure.caveats)


def test_measures_come_in_the_order_a_reader_meets_them() -> None:
    families = [measure.family for measure in load_catalogue()]
    assert families == sorted(families, key=FAMILIES.index)


def test_a_wave_is_never_pooled_with_another() -> None:
    for measure in load_catalogue():
        if measure.name.startswith("answers_"):
            assert measure.survey is not None
            assert f"wave = '{measure.survey.wave.value}'" in measure.population
    assert {Wave.BEFORE, Wave.AFTER, Wave.FOLLOW_UP} == {
        one.survey.wave for one in load_catalogue() if one.survey is not None
    }


def test_words_of_a_measure() -> None:
    definition = load_catalogue().definition("agreement_completion_rate")
    assert definition.title == "Agreements kept"
    assert dict(definition.buckets)["pending"] == "not yet due, whatever its status"
    assert len(definition.version) == 12
    assert definition in load_catalogue().definitions()


def test_an_unknown_name_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="outcomes measures"):
        load_catalogue().find("success_rate")


def test_a_programme_adds_its_own(own: Path) -> None:
    needs = 'needs = ["agreements.status"]'
    (own / "our_rate.toml").write_text(needs + HEAD + BUCKETS, encoding="utf-8")
    (own / "notes.txt").write_text("not a definition", encoding="utf-8")
    assert load_catalogue(own).find("our_rate").title == "Agreements kept"
    assert "our_rate" not in load_catalogue().measures


def test_no_folder_is_no_definitions_of_ones_own(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path / "absent").measures.keys() == load_catalogue().measures.keys()


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("Our-Rate", HEAD + BUCKETS, "small letters"),
        ("site", HEAD + BUCKETS, "cannot be called site"),
        ("agreements_made", HEAD + BUCKETS, "already a measure agreements_made"),
        ("our_rate", HEAD.replace('"agreements"', '"success"') + BUCKETS, "family must be one of volume"),
        ("our_rate", HEAD + EXAMPLE, r"a rate needs \[buckets\] or \[mix\]"),
        ("our_rate", HEAD, "example is missing"),
        ("our_rate", HEAD.replace('"rate"', '"ratio"') + BUCKETS, "kind"),
        ("our_rate", HEAD + BUCKETS.replace("status", "colour"), r"buckets\.met: 'colour' is not a column"),
        ("our_rate", 'population = "(SELECT 1) = 1"' + HEAD + BUCKETS, "population: .* is not allowed"),
        (
            "our_rate",
            HEAD + BUCKETS.replace("status = 'completed'", "status = 5"),
            "buckets.met: a number and text do not go together in 'grain_agreement.status, 5'",
        ),
        (
            "our_mix",
            HEAD + EXAMPLE + '[mix]\nof = "obligation_type"',
            "mix.of: obligation_type is not a column of one row per agreement",
        ),
        (
            "our_sum",
            HEAD.replace('"rate"', '"count"') + EXAMPLE + '[count]\nsum = "(SELECT 1)"',
            r"count\.sum: .* is not allowed",
        ),
    ],
)
def test_a_bad_definition_names_file_key_and_what_is_allowed(
    own: Path, file: str, text: str, message: str
) -> None:
    (own / f"{file}.toml").write_text(text, encoding="utf-8")
    catalogue = load_catalogue(own)
    assert re.search(message, catalogue.refused[f"{file}.toml"])
    if file not in catalogue.measures:
        with pytest.raises(DefinitionError, match=message):
            catalogue.find(file)


def test_every_condition_stands_under_a_key() -> None:
    keys = {key for measure in load_catalogue() for key, _, _ in conditions_of(measure)}
    assert {"population", "buckets.met", "flow.total", "count.distinct", "money.amount", "days.value"} <= keys


def test_nothing_shipped_would_stop_an_engine() -> None:
    for measure in load_catalogue():
        check_measure_types(measure, file=f"{measure.name}.toml")


def test_what_is_asked_instead_is_a_measure_that_needs_no_time() -> None:
    catalogue = load_catalogue()
    instead = {one.name: catalogue.find(one.instead) for one in catalogue if one.instead}
    assert "conference_rate" in instead
    assert {other.kind for other in instead.values()} == {Kind.CURVE}
    assert all(catalogue.find(name).matures_at for name in instead)
