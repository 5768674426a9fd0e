"""The workbook, read back by another library: what is in it, in which order, and what is never in it."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.checking import CheckedExport, check_opened
from pipelines.contract_tables import TABLES
from pipelines.error_ranking import rank_rules
from pipelines.error_workbook import (
    FOR_WHOM,
    HEADLINE_SHEET,
    PROBLEM_COLUMNS,
    RANKING_COLUMNS,
    SET_ASIDE,
    SUMMARY,
    WARNED,
    write_error_workbook,
)
from pipelines.errors import UsageError
from pipelines.ingest import IngestRequest, check_all, ingest
from pipelines.opening import open_request
from pipelines.progress import silent
from pipelines.sample import sample_folder
from pipelines.warehouse import problems
from tests.exports.handing_over import DATA
from tests.support.small_exports import Rows, small_rows, write_rows

Sheet = list[tuple[Any, ...]]


def sheets_of(path: Path) -> dict[str, Sheet]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook}


def report(tmp_path: Path, rows: Rows, **said: Any) -> dict[str, Sheet]:
    folder = write_rows(tmp_path / "export", rows)
    check_all([IngestRequest(paths=(folder,), **said)], None, errors_to=tmp_path / "errors.xlsx")
    return sheets_of(tmp_path / "errors.xlsx")


@pytest.fixture(scope="module")
def elm_park(tmp_path_factory: pytest.TempPathFactory) -> tuple[CheckedExport, Path]:
    """The sample's programme with its planted faults, and its workbook."""
    folder = tmp_path_factory.mktemp("elm_park")
    opened = open_request(IngestRequest(paths=(sample_folder() / "elm_park",)))
    with opened.export, check_opened(opened, folder, silent) as checked:
        pass
    write_error_workbook(folder / "errors.xlsx", [(checked, folder / "none")])
    return checked, folder / "errors.xlsx"


def test_the_summary_comes_first_says_for_whom_it_is_and_gives_every_total(
    elm_park: tuple[CheckedExport, Path],
) -> None:
    checked, path = elm_park
    sheets = sheets_of(path)
    assert list(sheets)[:2] == [SUMMARY, HEADLINE_SHEET]
    told = [tuple(cell for cell in row if cell is not None) for row in sheets[SUMMARY]]
    assert (FOR_WHOM,) in told
    for account in checked.accounts:
        counts = (account.made, account.accepted, account.quarantined, account.superseded, account.kept)
        assert (account.table, *counts) in told
    for file in checked.files:
        assert (file.file, file.rows_read, file.rows_used, file.rows_read - file.rows_used) == told[
            next(i for i, row in enumerate(told) if row[:1] == (file.file,))
        ][:4]
    for count in checked.findings:
        assert any(
            row[0:2] == (count.table, count.rows) and row[-1] == count.rule for row in told if len(row) > 2
        )


def test_each_table_has_a_sheet_of_every_problem_in_order(elm_park: tuple[CheckedExport, Path]) -> None:
    checked, path = elm_park
    sheets = sheets_of(path)
    wrong = {count.table for count in checked.findings}
    assert set(sheets) - {SUMMARY, HEADLINE_SHEET} == wrong
    for table in wrong:
        header, *rows = sheets[table]
        assert header == PROBLEM_COLUMNS
        assert len(rows) == sum(count.rows for count in checked.findings if count.table == table)
        keys = [(row[0] is None, row[0] or "", row[1] or "", row[5]) for row in rows]
        assert keys == sorted(keys)
        assert {row[6] for row in rows} <= {SET_ASIDE, WARNED}
        assert {row[8] for row in rows} == {f"{table}.csv"}


def test_every_row_is_found_again_by_its_number(elm_park: tuple[CheckedExport, Path]) -> None:
    _, path = elm_park
    for row in sheets_of(path)["cases"][1:]:
        lines = (sample_folder() / "elm_park" / "cases.csv").read_text(encoding="utf-8").splitlines()
        assert lines[row[7] - 1].startswith(f"{row[0]},")


def test_headers_are_frozen_filters_are_on_and_ids_are_text(elm_park: tuple[CheckedExport, Path]) -> None:
    workbook = openpyxl.load_workbook(elm_park[1])
    for sheet in workbook.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.column_dimensions["A"].width >= len(str(sheet["A1"].value))
    cell = workbook["cases"]["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert workbook["cases"].column_dimensions["C"].width <= 63


def test_what_moves_most_comes_first(elm_park: tuple[CheckedExport, Path]) -> None:
    checked, path = elm_park
    header, *rows = sheets_of(path)[HEADLINE_SHEET]
    assert header == RANKING_COLUMNS
    named = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["rank"] for row in named] == list(range(1, len(named) + 1))
    assert [row["rule"] for row in named] == [one.count.rule for one in rank_rules([checked])]
    for row in named:
        headlines = row["headlines it moves"].split(", ") if row["headlines it moves"] else []
        assert row["rows × headlines"] == row["rows"] * len(headlines)


def test_a_row_that_gives_many_is_named_once_with_how_many(tmp_path: Path) -> None:
    """A wide survey: one row of the sheet, an answer for each question."""
    request = IngestRequest(
        paths=(DATA / "agency-workbook",),
        programme="agency",
        as_of=date(2026, 9, 30),
        currency="GBP",
        mapping="agency-workbook",
    )
    (told,) = check_all([request], None, errors_to=tmp_path / "errors.xlsx")
    _, *rows = sheets_of(tmp_path / "errors.xlsx")["survey_answers"]
    assert [(row[7], row[9]) for row in rows] == [(123, "Survey (after)"), (124, "Survey (after)")]
    answers = sum(count.rows for count in told.findings if count.table == "survey_answers")
    assert sum(row[11] for row in rows) == answers


def test_no_value_of_a_row_is_in_it_but_the_case_and_its_month(tmp_path: Path) -> None:
    rows = small_rows(4)
    rows["cases"][1] |= {"status": "zzstatus", "offence_category": "zztheft"}
    rows["payments"][2] |= {"amount": "7777.77x", "status": "zzcleared"}
    rows["parties"][6]["age_band"] = "zz-99"
    for row in rows["parties"]:
        row.setdefault("age_band", "")
    report(tmp_path, rows)
    text = " ".join(
        str(cell)
        for sheet in sheets_of(tmp_path / "errors.xlsx").values()
        for row in sheet
        for cell in row
        if cell
    )
    assert "zz" not in text
    assert "7777" not in text
    assert "k1" in text
    assert not any(f" {other} " in f" {text} " for other in ("h3", "r1", "f1", "a1", "o2", "y2", "s1"))


@pytest.mark.parametrize("case", ["=1+1", "+44", "@SUM(A1)", "-2", "=HYPERLINK(A1)"])
def test_no_text_becomes_a_formula(tmp_path: Path, case: str) -> None:
    rows = small_rows(2)
    rows["cases"][1] |= {"case_id": case, "status": "perhaps"}
    sheets = report(tmp_path, rows)
    assert sheets["cases"][1][0] is None  # nothing that could be taken for one is shown at all
    workbook = openpyxl.load_workbook(tmp_path / "errors.xlsx")
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_of_a_partial_export_the_programmes_own_references_are_named(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "full", small_rows(4)),)), warehouse)
    part: Rows = {"cases": small_rows(4)["cases"][2:3]}
    part["cases"][0]["status"] = "perhaps"
    payment = {"paid_day": "75", "paid_month": "2025-04", "amount": "lots", "status": "cleared"}
    part["payments"] = [payment | {"payment_id": "z1", "obligation_id": "o3"}]
    request = IngestRequest(paths=(write_rows(tmp_path / "part", part),), is_partial=True)
    check_all([request], warehouse, errors_to=tmp_path / "errors.xlsx")
    sheets = sheets_of(tmp_path / "errors.xlsx")
    assert [(row[0], row[8]) for row in sheets["cases"][1:]] == [("k2", "cases.csv")]
    # The payment's case is not in the part, but its agreement was kept.
    assert [(row[0], row[8]) for row in sheets["payments"][1:]] == [
        ("k2", "(an earlier export)"),
        ("k3", "payments.csv"),
    ]


def test_several_exports_share_a_workbook_and_say_whose_a_row_is(tmp_path: Path) -> None:
    requests = []
    for name in ("ash", "birch"):
        rows = small_rows(2)
        rows["cases"][0]["status"] = "perhaps"
        requests.append(IngestRequest(paths=(write_rows(tmp_path / name, rows, programme=name),)))
    check_all(requests, None, errors_to=tmp_path / "errors.xlsx")
    assert [row[10] for row in sheets_of(tmp_path / "errors.xlsx")["cases"][1:]] == ["ash", "birch"]


def test_where_nothing_is_wrong_it_says_so_with_its_totals(tmp_path: Path) -> None:
    sheets = report(tmp_path, small_rows(2))
    assert list(sheets) == [SUMMARY, HEADLINE_SHEET]
    assert len(sheets[HEADLINE_SHEET]) == 1


def test_a_table_with_more_problems_than_a_sheet_holds_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.error_workbook.MAX_ROWS", 3)
    monkeypatch.setattr(problems, "_BATCH", 2)
    rows = small_rows(8)
    for row in rows["payments"]:
        row["status"] = "perhaps"
    sheets = report(tmp_path, rows)
    assert [len(sheets[name]) - 1 for name in ("payments", "payments (2)", "payments (3)")] == [3, 3, 2]
    assert all(len(name) <= 31 for name in (*TABLES, HEADLINE_SHEET))


def test_a_workbook_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = write_rows(tmp_path / "export", small_rows(1))
    with pytest.raises(UsageError, match="--report"):
        check_all([IngestRequest(paths=(folder,))], None, errors_to=tmp_path / "nowhere" / "errors.xlsx")


def test_it_replaces_an_earlier_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    for _ in range(2):
        report(tmp_path, small_rows(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errors.xlsx", "export"]
