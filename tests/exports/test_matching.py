from pathlib import Path

import pytest

from pipelines.errors import MappingError, RefusedError
from pipelines.exports.mapping import load_mapping
from pipelines.exports.matching import FoundSheet, find_sheets, numbered
from pipelines.exports.reading import read_export
from tests.exports.handing_over import AS_OF, CASES, mapped, write_files

COLUMNS = """
[tables.cases]
from = "log"
[tables.cases.columns]
case_id = "Ref"
referral_month = "In"
status = { constant = "open" }
"""
LOG = "Ref,In\n7,2026-01\n"


def found(folder: Path) -> tuple[FoundSheet, ...]:
    with read_export([folder], programme="tiny", as_of=AS_OF) as export:
        return find_sheets(export, load_mapping(None))


@pytest.mark.parametrize(
    "name", ["cases.csv", "Cases.CSV", "cases 2.csv", "cases-2026.csv", "CASES_2026_01.csv"]
)
def test_a_canonical_table_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    (sheet,) = found(write_files(tmp_path, {name: CASES}))
    assert sheet.source is not None
    assert sheet.source.name == "cases"


@pytest.mark.parametrize("name", ["old cases.csv", "cases copy.csv", "casesx.csv"])
def test_another_name_is_not_guessed(name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=f"No table of the contract was found.*{name}"):
        found(write_files(tmp_path, {name: CASES}))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('[sources.log]\nfile = "Log *"', "log of spring.csv"),
        ('[sources.log]\nfile = "LOG.csv"', "log.csv"),
        ("[sources.log]", "Log.csv"),
        ('[sources.log]\nfile = "*"', "anything.csv"),
    ],
)
def test_a_source_is_found_by_its_pattern(source: str, name: str, tmp_path: Path) -> None:
    with mapped(tmp_path, {name: LOG}, source + COLUMNS) as export:
        assert export.column("cases", "case_id") == ["7"]


def test_one_table_cannot_be_two_sources(tmp_path: Path) -> None:
    sources = '[sources.log]\nfile = "*"\n[sources.other]\nfile = "log"\noptional = true\n'
    with (
        pytest.raises(MappingError, match=r"log.csv already is another source"),
        mapped(tmp_path, {"log.csv": LOG}, sources + COLUMNS),
    ):
        pass


def test_delimiter_and_encoding_can_be_declared(tmp_path: Path) -> None:
    source = '[sources.log]\ndelimiter = "#"\nencoding = "cp437"\n'
    with mapped(tmp_path, {"log.csv": "Ref#In\né7#2026-01\n".encode("cp437")}, source + COLUMNS) as export:
        assert export.column("cases", "case_id") == ["é7"]
        assert export.told.accounts[0].written_as == "cp437, delimiter # (declared)"


def test_a_header_row_can_be_declared(tmp_path: Path) -> None:
    log = "Ref,In\nas printed,\nRef,In\n7,2026-01\n"
    with mapped(tmp_path, {"log.csv": log}, "[sources.log]\nheader_row = 3\n" + COLUMNS) as export:
        assert export.rows("cases", "_row", "case_id") == [(4, "7")]


def test_a_header_row_past_the_end_has_no_columns(tmp_path: Path) -> None:
    with (
        pytest.raises(MappingError, match=r"has no column 'Ref' in its header \(row 9, 0 columns\)"),
        mapped(tmp_path, {"log.csv": LOG}, "[sources.log]\nheader_row = 9\n" + COLUMNS),
    ):
        pass


def test_an_optional_source_may_be_missing(tmp_path: Path) -> None:
    sources = "[sources.log]\n[sources.more]\noptional = true\n"
    parties = """
[tables.parties]
from = "more"
[tables.parties.columns]
party_id = "P"
case_id = "Ref"
role = { constant = "harmed" }
party_type = { constant = "person" }
"""
    with mapped(tmp_path, {"log.csv": LOG}, sources + COLUMNS + parties) as export:
        assert export.told.tables == ("cases",)


def test_an_optional_column_may_be_missing(tmp_path: Path) -> None:
    optional = 'complaint = { from = "Complaint", codes = "yes_no", optional = true }\n'
    with mapped(tmp_path, {"log.csv": LOG}, "[sources.log]\n" + COLUMNS + optional) as export:
        assert "complaint" not in export.told.columns["cases"]


def test_a_repeated_header_is_numbered() -> None:
    assert numbered(("Status", "status", "", " STATUS ", "")) == ("status", "status 2", "", "status 3", "")
