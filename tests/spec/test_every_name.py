"""Every name of the specification answers through the command itself, on the sample, and explains itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.command import app
from pipelines.instrument import INDICATORS
from pipelines.measures.catalogue import load_catalogue
from tests.conftest import ONE_CASE, load, write_export

VOLUME = """
cases_referred people_taking_part people_supported_without_conference conferences_held agreements_made
people_turned_away hours_completed restitution_paid cost_per_person_taking_part
"""
PARTICIPATION = """
acceptance_rate contact_rate consent_rate withdrawal_rate mutual_consent_rate conference_rate
any_exchange_rate face_to_face_share harmed_presence_rate surrogate_presence_rate representative_presence_rate
organisation_presence_rate attendance_rate support_presence_rate preparation_rate voluntariness_recorded_rate
voluntariness_reported_rate pathway pathway_of_parties reopened_rate open_case_age entry_rate_ratio
completion_rate_ratio
"""
AGREEMENTS = """
agreement_reached_rate agreement_completion_rate agreement_completion_rate_closed on_time_completion_rate
completion_by_day case_completion_rate obligation_completion_rate obligation_mix renegotiated_share
harmed_informed_rate community_backing_rate
"""
RESTITUTION = """
restitution_share restitution_agreed paid_in_full_rate restitution_collected_rate paid_in_full_by_day
arrears_by_age restitution_disbursed_rate in_kind_completion_rate restitution_waived_share restitution_flow
"""
SAID = """
response_rate response_of_attended_rate overall_satisfaction_rate recommend_rate choose_again_rate
felt_safe_rate respect_rate recovery_rate peace_rate healing_index procedural_justice_index
change_before_after durability perspective_gap conference_concordance safeguarding_signals
goals_met_rate non_response_bounds respondent_differences
"""
TIME_AND_PROCESS = """
referral_to_contact_days referral_to_decision_days referral_to_conference_days conference_to_agreement_days
agreement_to_completion_days conference_to_survey_days safety_event_rate complaint_rate stopped_for_safety
risk_assessed_rate cofacilitated_share
"""
BENEFITS_AND_AIMS = [
    f"{one.kind}_{one.id}_rate" for one in INDICATORS.values() if one.kind in ("benefit", "aim")
]
NAMES = [
    *" ".join((VOLUME, PARTICIPATION, AGREEMENTS, RESTITUTION, SAID, TIME_AND_PROCESS)).split(),
    *BENEFITS_AND_AIMS,
]
BUCKETS = ("met", "not_met", "pending", "not_applicable", "unknown")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def answers(sample_warehouse: Path) -> dict[str, dict[str, Any]]:
    lines = run("figures", *NAMES, "--json", "--warehouse", str(sample_warehouse)).splitlines()
    return {found["measure"]: found for found in map(json.loads, lines)}


def test_the_names_are_all_there_once() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert len(BENEFITS_AND_AIMS) == 18
    assert set(NAMES) <= set(load_catalogue().measures)


@pytest.mark.parametrize("name", NAMES)
def test_it_answers_and_its_buckets_sum_to_its_population(
    name: str, answers: dict[str, dict[str, Any]]
) -> None:
    rows = answers[name]["rows"]
    assert rows
    for row in rows:
        assert row["state"] in {"shown", "too_few", "too_soon", "no_cases"}
        counted = row.get("rows", row)
        if isinstance(counted, dict) and "population" in counted:
            assert sum(counted[bucket] for bucket in BUCKETS) == counted["population"]
    kind = answers[name]["kind"]
    assert kind != "rate" or any("population" in row for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_it_prints_its_words_its_sql_and_its_worked_example(name: str) -> None:
    said = run("measures", name)
    measure = load_catalogue().find(name)
    for words in (measure.title, measure.question, measure.why):
        assert words in said
    assert f"FROM {measure.grain.table}" in said
    assert measure.example is not None
    assert f"Worked example: {measure.example.words}" in said
    assert "\nAnswer:" in said


def test_what_is_made_of_a_table_that_is_missing_says_not_supplied(tmp_path: Path) -> None:
    cases_only = {name: text for name, text in ONE_CASE.items() if name in ("cases", "parties")}
    warehouse = load(tmp_path / "warehouse", write_export(tmp_path / "export", cases_only))
    lines = run("figures", *NAMES, "--json", "--warehouse", str(warehouse)).splitlines()
    found = {answer["measure"]: answer for answer in map(json.loads, lines)}
    tables = {"conferences", "attendance", "agreements", "obligations", "payments", "survey_answers"}
    for name in NAMES:
        needs = {need for need in load_catalogue().find(name).needs if "|" not in need}
        if tables & {need.partition(".")[0] for need in needs}:
            assert [row["state"] for row in found[name]["rows"]] == ["not_supplied"], name
            assert found[name]["rows"][0]["missing"], name
    assert found["cases_referred"]["rows"][0]["state"] == "shown"


OF_TABLES = {
    "parties": ("people_taking_part", "contact_rate"),
    "attendance": ("people_taking_part", "support_presence_rate"),
    "conferences": ("conferences_held", "agreement_completion_rate", "paid_in_full_rate"),
    "agreements": (
        "agreement_completion_rate",
        "paid_in_full_rate",
        "hours_completed",
        "case_completion_rate",
    ),
    "obligations": ("paid_in_full_rate", "obligation_mix"),
}
"""A table, and figures that have no row without it."""


@pytest.mark.parametrize("table", OF_TABLES)
def test_without_one_table_nothing_made_of_it_says_no_cases(table: str, tmp_path: Path) -> None:
    rest = {name: text for name, text in ONE_CASE.items() if name != table}
    warehouse = load(tmp_path / "warehouse", write_export(tmp_path / "export", rest))
    lines = run("figures", *OF_TABLES[table], "--json", "--warehouse", str(warehouse)).splitlines()
    for answer in map(json.loads, lines):
        assert [row["state"] for row in answer["rows"]] == ["not_supplied"], answer["measure"]
        assert any(item.partition(".")[0] == table for item in answer["rows"][0]["missing"])


@pytest.mark.parametrize(
    "name",
    [
        *("preparation_rate", "voluntariness_recorded_rate", "safety_event_rate", "cofacilitated_share"),
        *("risk_assessed_rate", "conference_to_agreement_by_day", "support_presence_rate"),
    ],
)
def test_what_is_of_meetings_needs_the_type_of_each(name: str) -> None:
    assert "conferences.conference_type" in load_catalogue().find(name).needs
