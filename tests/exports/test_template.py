"""The one-sheet workbook: what is written can be filled in, and what is filled in can be read."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import NotAnonymisedError, UsageError
from pipelines.exports.mapping import load_mapping
from pipelines.exports.matching import columns_asked
from pipelines.exports.one_sheet import CASES_SHEET, EXAMPLES_SHEET, GUIDANCE_SHEET, LISTS_SHEET, one_sheet
from pipelines.exports.template import drop_down, write_template
from pipelines.ingest import IngestRequest, IngestResult, check_all, check_only
from tests.exports.handing_over import AS_OF, Staged, staged

HEADERS = [column.header for column in one_sheet().columns]

KEPT = {
    "Case number": "00123",
    "Referral date": datetime(2026, 1, 12),  # noqa: DTZ001 - a cell of a workbook has no time zone
    "Who referred": "Police",
    "Type of harm": "Theft",
    "Who was harmed": "Person",
    "Harmed party: decision": "Chose to take part",
    "Responsible party: decision": "Chose to take part",
    "Conference date": datetime(2026, 2, 16),  # noqa: DTZ001
    "Kind of conference": "Face to face",
    "Result": "Full agreement",
    "Harmed party: took part": "In person",
    "Responsible party: took part": "In person",
    "Agreement due": datetime(2026, 5, 16),  # noqa: DTZ001
    "Agreement kept?": "Completed",
    "Amount agreed": 1250.5,
    "Amount paid": 1250.5,
    "Case closed": datetime(2026, 5, 20),  # noqa: DTZ001
    "Why closed": "Completed",
    "Harmed party: satisfied": "Strongly agree",
    "Harmed party: felt safe": "Prefer not to say",
    "Responsible party: would choose it again": "Disagree",
}
WAITING = {"Case number": "RC-2", "Referral date": "03/02/2026", "Who was harmed": "No harmed party"}
"""A date typed as text, day first; nobody harmed; nothing else known."""


def fill(path: Path, *rows: dict[str, Any]) -> Path:
    """Fills rows in as a person would, below the header of the sheet of cases."""
    book = openpyxl.load_workbook(write_template(path))
    for number, row in enumerate(rows, start=2):
        for header, value in row.items():
            book[CASES_SHEET].cell(number, HEADERS.index(header) + 1, value)
    book.save(path)
    return path


def check(path: Path) -> IngestResult:
    return check_only(
        IngestRequest(paths=(path,), programme="tiny", as_of=AS_OF, currency="GBP", mapping="one-sheet")
    )


def made(export: Staged) -> dict[str, int]:
    return {table: len(export.column(table, "_id")) for table in export.told.tables}


def test_the_columns_are_those_the_mapping_reads() -> None:
    assert set(columns_asked(load_mapping("one-sheet"))["one_sheet"]) == set(HEADERS)


def test_every_word_of_a_drop_down_has_a_code() -> None:
    rules = [rule for feed in load_mapping("one-sheet").feeds for rule in feed.columns]
    rules += [rule for feed in load_mapping("one-sheet").feeds for _, rule in feed.answers]
    for column in one_sheet().columns:
        words = set(drop_down(column)) - set(column.further)
        codes = [rule.codes for rule in rules if rule.source_columns == (column.header,) and rule.codes]
        assert bool(words) == (column.kind == "code")
        assert all(words <= set(known) for known in codes)
        assert set(column.examples) - {""} <= set(drop_down(column)) or column.kind != "code"


def test_the_workbook_is_ready_to_be_filled_in(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "cases.xlsx"))
    assert book.sheetnames == [CASES_SHEET, GUIDANCE_SHEET, EXAMPLES_SHEET, LISTS_SHEET]
    sheet = book[CASES_SHEET]
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width > 10
    checks = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert len(checks) == len(HEADERS)
    assert checks["C2"].type == "list"
    # Thirteen who may refer, and "Unknown".
    assert checks["C2"].formula1 == "Lists!$C$2:$C$15"
    assert [cell.value for cell in book[LISTS_SHEET]["C"]][1:15] == list(drop_down(one_sheet().columns[2]))
    assert (checks["B2"].type, checks["O2"].type) == ("date", "decimal")


def test_ids_are_text_and_dates_are_dates(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "cases.xlsx"))
    examples = book[EXAMPLES_SHEET]
    assert examples["A1"].value == one_sheet().examples
    assert [cell.value for cell in examples["A"]][2:] == ["RC-001", "RC-002", "RC-003"]
    assert (examples["A3"].number_format, examples["B3"].number_format) == ("@", "yyyy-mm-dd")
    assert examples["B3"].value.date() == date(2026, 1, 12)
    assert not [cell for row in examples.iter_rows() for cell in row if cell.data_type == "f"]


def test_nothing_written_is_too_long_for_a_spreadsheet() -> None:
    # Excel drops a whole file with a longer hint, and XlsxWriter leaves the check out with a warning.
    assert all(len(column.help) <= 255 and len(column.header) <= 255 for column in one_sheet().columns)


def test_an_empty_workbook_has_no_rows_and_nothing_wrong(tmp_path: Path) -> None:
    result = check(write_template(tmp_path / "cases.xlsx"))
    assert {account.made for account in result.accounts} == {0}
    assert result.findings == ()


def test_what_is_filled_in_comes_out(tmp_path: Path) -> None:
    with staged(fill(tmp_path / "cases.xlsx", KEPT, WAITING), "one-sheet") as export:
        assert made(export) == {
            "cases": 2,
            "parties": 3,
            "conferences": 1,
            "attendance": 2,
            "agreements": 1,
            "obligations": 1,
            "survey_answers": 3,
        }
        columns = ("case_id", "referral_month", "referral_source", "offence_category", "status", "closed_day")
        assert export.rows("cases", *columns) == [
            # 12 January to 20 May is 19 + 28 + 31 + 30 + 20 days.
            ("00123", "2026-01", "police", "theft", "closed", "128"),
            ("RC-2", "2026-02", None, None, "open", None),
        ]
        assert Counter(export.column("parties", "role")) == {"responsible": 2, "harmed": 1}
        meeting = export.rows("conferences", "held_day", "held_month", "conference_type", "result")
        assert meeting == [("35", "2026-02", "face_to_face", "full_agreement")]
        assert export.rows("agreements", "due_day", "status") == [("124", "completed")]
        money = export.rows("obligations", "obligation_type", "amount_agreed", "amount_paid", "currency")
        assert money == [("restitution_money", "1250.5", "1250.5", "GBP")]
        answers = sorted(export.rows("survey_answers", "role", "item", "answer"))
        assert answers == [
            ("harmed", "g1", "5"),
            ("harmed", "g10", "prefer_not"),
            ("responsible", "g3", "2"),
        ]


def test_it_is_recognised_by_its_headers(tmp_path: Path) -> None:
    path = fill(tmp_path / "cases.xlsx", KEPT, WAITING)
    found = check_only(IngestRequest(paths=(path,), programme="tiny", as_of=AS_OF, currency="GBP"))
    assert (found.recognised_as, check(path).recognised_as) == ("one-sheet", "")
    assert found.accounts == check(path).accounts


def test_its_own_guidance_is_not_told_as_left_out(tmp_path: Path) -> None:
    path = fill(tmp_path / "cases.xlsx", KEPT)
    book = openpyxl.load_workbook(path)
    book.create_sheet("More")["A1"] = "Theme"
    book.save(path)
    result = check(path)
    assert [source.sheet for source in result.sources] == [CASES_SHEET, "More"]
    assert [file.file for file in result.files] == [source.title for source in result.sources]


def test_nothing_of_a_rightly_filled_sheet_is_set_aside(tmp_path: Path) -> None:
    result = check(fill(tmp_path / "cases.xlsx", KEPT, WAITING))
    assert result.n_quarantined == 0
    assert result.findings == ()


def test_the_invented_rows_would_load_if_they_were_cases(tmp_path: Path) -> None:
    path = write_template(tmp_path / "cases.xlsx")
    book = openpyxl.load_workbook(path)
    for row in book[EXAMPLES_SHEET].iter_rows(min_row=3):
        for cell in row:
            book[CASES_SHEET].cell(cell.row - 1, cell.column, cell.value)
    book.save(path)
    result = check(path)
    assert (result.n_quarantined, result.findings) == (0, ())
    assert result.accounts[0].accepted == 3


@pytest.mark.parametrize(
    ("header", "typed", "table"),
    [
        ("Type of harm", "Stealing", "cases"),
        ("Result", "Went well", "conferences"),
        ("Amount agreed", "about 100", "obligations"),
    ],
)
def test_a_word_that_is_not_on_the_list_is_set_aside(
    tmp_path: Path, header: str, typed: str, table: str
) -> None:
    result = check(fill(tmp_path / "cases.xlsx", {**KEPT, header: typed}, WAITING))
    found = [count for count in result.findings if count.rule != "parent_quarantined"]
    assert {(count.table, count.rows) for count in found} >= {(table, 1)}
    assert result.n_quarantined >= 1


def test_what_is_wrong_is_said_in_the_words_of_the_sheet(tmp_path: Path) -> None:
    slips = {"Type of harm": "Stealing", "Conference date": "soon"}
    path = fill(tmp_path / "cases.xlsx", {**KEPT, **slips}, WAITING)
    request = IngestRequest(paths=(path,), programme="tiny", as_of=AS_OF, currency="GBP")
    (result,) = check_all([request], None, errors_to=tmp_path / "errors.xlsx")
    said = {count.rule: count.described.sentence for count in result.findings}
    harm = said["cases.offence_category.not_in_list"]
    assert harm.startswith("“Type of harm” (offence_category) is not in its closed list. Allowed: ")
    assert "Criminal damage" in harm
    assert "criminal_damage" not in harm
    assert said["conferences.held_day.unreadable"].startswith("“Conference date” (held_day) cannot be read")
    sheet = openpyxl.load_workbook(tmp_path / "errors.xlsx")["conferences"]
    told = {row[5]: (row[2], row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert told["conferences.held_day.unreadable"] == (
        said["conferences.held_day.unreadable"],
        "Conference date (held_day)",
    )


@pytest.mark.parametrize("other", [{}, {"Type of harm": "Fraud", "Result": "No agreement"}])
def test_a_case_number_that_comes_again_is_said_once(tmp_path: Path, other: dict[str, Any]) -> None:
    result = check(fill(tmp_path / "cases.xlsx", KEPT, {**KEPT, **other}, WAITING))
    said = {count.rule for count in result.findings} - {"parent_quarantined"}
    assert said == {"cases.key.conflict" if other else "cases.key.duplicate"}
    accepted = {account.table: account.accepted for account in result.accounts}
    assert accepted["cases"] == (1 if other else 2)
    assert accepted["agreements"] == (0 if other else 1)


def test_without_a_referral_date_the_other_dates_are_not_counted(tmp_path: Path) -> None:
    result = check(fill(tmp_path / "cases.xlsx", {**KEPT, "Referral date": None}, WAITING))
    found = {count.rule for count in result.findings}
    assert {
        "cases.referral_month.missing",
        "cases.closed_day.uncounted",
        "conferences.held_day.uncounted",
    } <= found
    assert not [rule for rule in found if rule.endswith("unreadable")]


@pytest.mark.parametrize(
    ("slip", "rule"),
    [
        ({"Conference date": None}, "conferences.held_day.not_recorded"),
        ({"Conference date": None, "Kind of conference": None}, "conferences.held_day.not_recorded"),
        ({"Amount agreed": 100, "Amount paid": 500}, "obligations.amount_paid.above_agreed"),
    ],
)
def test_what_cannot_be_right_is_said(tmp_path: Path, slip: dict[str, Any], rule: str) -> None:
    result = check(fill(tmp_path / "cases.xlsx", KEPT, {**KEPT, "Case number": "00124", **slip}))
    assert [(count.rule, count.rows) for count in result.findings] == [(rule, 1)]


def test_what_became_of_an_agreement_is_never_lost(tmp_path: Path) -> None:
    rows = {**KEPT, "Result": None}, {**WAITING, "Agreement kept?": "Completed"}
    with staged(fill(tmp_path / "cases.xlsx", *rows), "one-sheet") as export:
        # The second has no conference to belong to: a rule sets it aside and says so.
        assert export.rows("agreements", "agreement_id", "status") == [
            ("agreement-00123", "completed"),
            ("agreement-RC-2", "completed"),
        ]


def test_a_note_on_the_guidance_sheet_is_not_let_through(tmp_path: Path) -> None:
    path = fill(tmp_path / "cases.xlsx", KEPT)
    book = openpyxl.load_workbook(path)
    book[GUIDANCE_SHEET]["B40"] = "she said that she would rather not meet him before the summer"
    book.save(path)
    with pytest.raises(NotAnonymisedError, match="How to fill it in"):
        check(path)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new folder" / "cases.xlsx")
    with pytest.raises(UsageError, match="is there already"):
        write_template(path)
    with pytest.raises(UsageError, match=r"must end in \.xlsx"):
        write_template(tmp_path / "cases.csv")
    assert [file.name for file in path.parent.iterdir()] == ["cases.xlsx"]


def test_every_table_it_feeds_is_one_of_the_contract() -> None:
    assert {feed.table for feed in load_mapping("one-sheet").feeds} <= set(TABLES)
