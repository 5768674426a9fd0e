"""Every fault of the manifest is really in the row it names, and the pipeline sets aside just those rows."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from pipelines.instrument import ITEMS
from pipelines.vocabulary import Decision, OffenceCategory

Tables = Mapping[str, pd.DataFrame]
Holds = Callable[[Tables, Mapping[str, Any]], bool]


def rows_of(tables: Tables, fault: Mapping[str, Any]) -> pd.DataFrame:
    return tables[fault["table"]].loc[fault["rows"]]


def cell(tables: Tables, fault: Mapping[str, Any]) -> str:
    return str(rows_of(tables, fault)[fault["columns"][0]].iloc[0])


def is_closed_before_referral(tables: Tables, fault: Mapping[str, Any]) -> bool:
    row = rows_of(tables, fault).iloc[0]
    return bool(
        row["closed_date"] < row["referral_date"] if "referral_date" in row else int(row["closed_day"]) < 0
    )


def is_due_before_agreed(tables: Tables, fault: Mapping[str, Any]) -> bool:
    due, agreed = rows_of(tables, fault)[fault["columns"]].iloc[0]
    return bool(due < agreed if "due_date" in fault["columns"] else int(due) < int(agreed))


def is_orphan(tables: Tables, fault: Mapping[str, Any]) -> bool:
    (column,) = fault["columns"]
    parent = {"agreement_id": "agreements", "conference_id": "conferences"}[column]
    return cell(tables, fault) not in set(tables[parent][column])


def is_after_extraction(tables: Tables, fault: Mapping[str, Any]) -> bool:
    held = cell(tables, fault)
    return held > "2026-09-30" if "-" in held else int(held) > 1_096


def is_unreadable(tables: Tables, fault: Mapping[str, Any]) -> bool:
    return cell(tables, fault) in ("2025-02-30", "day 90")


def is_second_response(tables: Tables, fault: Mapping[str, Any]) -> bool:
    answers = tables["survey_answers"]
    first = rows_of(tables, fault).iloc[0]
    same = answers[(answers["party_id"] == first["party_id"]) & (answers["wave"] == first["wave"])]
    return same["response_id"].nunique() == 2 and same["response_id"].iloc[0] == first["response_id"]


def is_conference_of_two_cases(tables: Tables, fault: Mapping[str, Any]) -> bool:
    held = tables["conferences"]
    return held[held["conference_id"] == cell(tables, fault)]["case_id"].nunique() == 2


def is_unlisted(tables: Tables, fault: Mapping[str, Any]) -> bool:
    return cell(tables, fault) not in (*OffenceCategory.codes(), *Decision.codes())


HOLDS: dict[str, Holds] = {
    "closed_before_referral": is_closed_before_referral,
    "unlisted_code": is_unlisted,
    "missing_referral_month": lambda tables, fault: cell(tables, fault) == "nan",
    "duplicate_party_id": lambda tables, fault: (
        (tables["parties"]["party_id"] == cell(tables, fault)).sum() == 2
    ),
    "conflicting_party_id": lambda tables, fault: rows_of(tables, fault)["role"].nunique() == 2,
    "unreadable_date": is_unreadable,
    "held_after_extraction": is_after_extraction,
    "orphan": is_orphan,
    "due_before_agreed": is_due_before_agreed,
    "unreadable_amount": lambda tables, fault: cell(tables, fault) == "1200 approx",
    "another_currency": lambda tables, fault: cell(tables, fault) == "USD",
    "mangled_id": lambda tables, fault: cell(tables, fault) == "1.11E+08",
    "item_of_another_role": lambda tables, fault: (
        rows_of(tables, fault)["role"].iloc[0] not in ITEMS[cell(tables, fault)].roles
    ),
    "answer_out_of_range": lambda tables, fault: cell(tables, fault) == "9",
    "second_response": is_second_response,
    "conference_of_two_cases": is_conference_of_two_cases,
}


@pytest.mark.parametrize("programme", ["elm_park", "northfield", "riverside"])
def test_every_row_of_the_manifest_holds_its_fault(
    programme: str, manifest: dict[str, Any], committed: dict[str, Tables]
) -> None:
    (entry,) = (entry for entry in manifest["programmes"] if entry["programme"] == programme)
    for fault in entry["faults"]:
        assert HOLDS[fault["kind"]](committed[programme], fault), fault["kind"]


def test_every_kind_of_fault_is_planted(manifest: dict[str, Any]) -> None:
    planted = {fault["kind"] for entry in manifest["programmes"] for fault in entry["faults"]}
    assert planted == set(HOLDS)
