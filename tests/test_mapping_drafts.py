"""The draft that a page shows, and what becomes of it when somebody has looked."""

import tomllib
from pathlib import Path

import pytest

from pipelines.errors import NotAnonymisedError
from pipelines.exports.mapping import load_mapping
from pipelines.mapping_drafts import draft_export
from tests.exports.handing_over import DATA, write_files

COURT = (DATA / "community-court",)


def columns_of(mapping: bytes) -> dict[str, object]:
    return dict(tomllib.loads(mapping.decode())["tables"]["cases"]["columns"])


def test_every_suggestion_says_how_sure_it_is_and_why() -> None:
    draft = draft_export(COURT)
    assert {one.column for one in draft.columns if one.is_taken} >= {
        "case_id",
        "referral_date",
        "closed_date",
    }
    assert all(0 < one.confidence <= 1 and one.because for one in draft.columns)
    (outcome,) = (one for one in draft.columns if one.header == "Case Outcome")
    assert ("Successful completion", "completed") in outcome.codes


def test_what_is_taken_is_in_the_mapping_and_nothing_else(tmp_path: Path) -> None:
    draft = draft_export(COURT)
    assert "received_date" not in columns_of(draft.mapping)
    taken = {one.key for one in draft.columns if one.is_taken or one.header == "Date Assigned"}
    taken -= {one.key for one in draft.columns if one.header == "Closed Date"}
    confirmed = draft_export(COURT, taken)
    assert {"case_id", "referral_date"} <= columns_of(confirmed.mapping).keys()
    assert "closed_date" not in columns_of(confirmed.mapping)
    assert {one.key for one in confirmed.columns if one.is_taken} == taken
    # Without a closing date nothing tells the status, and the draft says so.
    assert "Cases.csv: every row of cases needs status" in confirmed.missing
    (tmp_path / "mapping.toml").write_bytes(draft.mapping)
    assert load_mapping(tmp_path / "mapping.toml").name == "draft"


def test_an_export_that_names_a_person_gets_no_draft(tmp_path: Path) -> None:
    write_files(tmp_path, {"list.csv": "Ref,Surname\n1,Zebedee\n"})
    with pytest.raises(NotAnonymisedError):
        draft_export((tmp_path,))
