"""What every programme's tables hold, before any fault is planted in them."""

import tomllib
from collections.abc import Iterator, Mapping

import pandas as pd
import pytest

from pipelines.contract_tables import TABLES
from pipelines.instrument import ITEMS
from pipelines.sample.handover import export_settings
from pipelines.sample.programmes import ELM_PARK, NORTHFIELD, PROGRAMMES, RIVERSIDE, ProgrammeSpec
from pipelines.vocabulary import Flag, Unknown

Tables = Mapping[str, pd.DataFrame]

each_programme = pytest.mark.parametrize("spec", PROGRAMMES, ids=lambda spec: spec.code)


def each_code_column(tables: Tables, spec: ProgrammeSpec) -> Iterator[tuple[str, "pd.Series[str]", set[str]]]:
    """Every column of codes with what may stand in it."""
    lists = tomllib.loads(export_settings(spec))["lists"]
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.name not in frame:
                continue
            allowed = set(column.list_name.codes()) if column.list_name else set(lists.get(column.name, ()))
            allowed |= set(Unknown.codes()) if column.accepts_unknowns else set()
            allowed |= set(Flag.codes()) if column.type == "flag" else set()
            allowed |= set(ITEMS) if column.name == "item" else set()
            if column.type in ("code", "flag"):
                yield f"{name}.{column.name}", frame[column.name].dropna(), allowed


@each_programme
def test_columns_are_the_contracts_or_dates_in_their_place(
    spec: ProgrammeSpec, clean: dict[str, Tables]
) -> None:
    for name, frame in clean[spec.code].items():
        known = set(TABLES[name].column_names)
        dates = {column.removesuffix("_day") + "_date" for column in known if column.endswith("_day")}
        assert set(frame) <= known | dates | {"referral_date"}
        assert spec.hands_over_dates or not any(column.endswith("_date") for column in frame)


@each_programme
def test_codes_are_all_of_the_closed_lists(spec: ProgrammeSpec, clean: dict[str, Tables]) -> None:
    for column, codes, allowed in each_code_column(clean[spec.code], spec):
        assert set(codes) <= allowed, column


@each_programme
def test_keys_are_unique_and_every_link_has_its_row(spec: ProgrammeSpec, clean: dict[str, Tables]) -> None:
    tables = clean[spec.code]
    for name, frame in tables.items():
        assert not frame.duplicated(list(TABLES[name].key)).any()
        for link in TABLES[name].parents:
            if link.column in frame and link.table in tables:
                assert frame[link.column].dropna().isin(tables[link.table][link.parent_column]).all(), (
                    name,
                    link.column,
                )


def test_programmes_differ_in_what_they_hand_over(clean: dict[str, Tables]) -> None:
    assert list(clean["riverside"]) == list(TABLES)
    assert set(TABLES) - set(clean["northfield"]) == {"payments"}
    assert set(TABLES) - set(clean["elm_park"]) == {"survey_invitations"}
    assert "amount_paid" in clean["northfield"]["obligations"]
    assert "person_id" not in clean["elm_park"]["parties"]
    assert clean["riverside"]["cases"]["programme_version"].nunique() == 2


def test_two_currencies_never_meet_in_one_programme(clean: dict[str, Tables]) -> None:
    currencies = {code: set(tables["obligations"]["currency"].dropna()) for code, tables in clean.items()}
    assert currencies == {"riverside": {"GBP"}, "northfield": {"GBP"}, "elm_park": {"EUR"}}


def test_sizes_are_those_asked_for(clean: dict[str, Tables]) -> None:
    assert {code: len(tables["cases"]) for code, tables in clean.items()} == {
        "riverside": RIVERSIDE.cases,
        "northfield": NORTHFIELD.cases,
        "elm_park": ELM_PARK.cases,
    }


def test_quirks_that_importers_meet_are_there(clean: dict[str, Tables]) -> None:
    tables = clean["riverside"]
    parties = tables["parties"]
    responsible = parties[parties["role"] == "responsible"].groupby("case_id").size()
    roles_of_people = parties.groupby("person_id")["role"].nunique()
    assert (responsible > 1).mean() == pytest.approx(0.15, abs=0.04)
    assert (roles_of_people > 1).any()  # harmed in one case, responsible in another
    assert set(parties["directness"]) == {"direct", "guardian", "surrogate", "representative"}
    assert set(parties["party_type"]) >= {"person", "organisation", "public_body"}
    assert tables["cases"]["reopened_from"].notna().any()
    assert {"shuttle", "letter_exchange", "surrogate"} <= set(tables["conferences"]["conference_type"])
    assert {"bounced", "reversed", "pending"} <= set(tables["payments"]["status"])
    assert (tables["payments"]["amount"].str.startswith("-")).any()
    assert tables["agreements"]["supersedes"].notna().any()
    assert tables["agreements"]["original_due_date"].notna().any()
    assert tables["obligations"]["replaces_obligation_id"].notna().any()
    assert clean["elm_park"]["survey_answers"]["party_id"].isna().any()
