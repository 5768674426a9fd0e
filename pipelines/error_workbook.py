"""`--report errors.xlsx`: what is to be mended, for the people who mend it in the programme's own system.

First a summary with every total, then what moves the headlines most, then a sheet for each table. Nothing is
left out: a table with more problems than a sheet can hold goes on in the next. The programme's own case
references and months of referral are in it, and no other value of a row; every text is written as text, so
that none becomes a formula.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from pipelines.checking import CheckedExport
from pipelines.contract_tables import TABLES
from pipelines.error_ranking import Ranked, rank_rules
from pipelines.errors import UsageError
from pipelines.validation.findings import RuleCount
from pipelines.warehouse.problems import Problem, read_problems

SUMMARY = "Summary"
HEADLINE_SHEET = "What moves your headlines most"
MAX_ROWS = 1_048_575
"""Rows a sheet holds below its header."""
WIDEST = 60
"""Characters; longer texts wrap."""

FOR_WHOM = (
    "For the people of the programme who mend these rows in their own system. It names cases by the "
    "programme's own references: keep it where the case files are kept, pass it to nobody else, and delete "
    "it when the rows are mended."
)
HOW_TO = (
    "Find each row by its case, or by file, sheet and row number; mend it in the source system, not here; "
    "then hand the export over again. Rows that were set aside come back by themselves."
)
PROBLEM_COLUMNS = (
    "case", "month of referral", "what is wrong", "how to mend it", "column", "rule", "what happens", "row",
    "file", "sheet", "programme", "rows made of it",
)  # fmt: skip
SET_ASIDE, WARNED = "set aside until mended", "stays in the figures"
RANKING_COLUMNS = (
    "rank", "table", "what is wrong", "how to mend it", "rows", "headlines it moves", "rows × headlines",
    "what else it moves", "what it does", "rule",
)  # fmt: skip
SETS_ASIDE, WARNS = "sets the row aside", "only a warning"
"""What a rule does; a row that breaks several is set aside by the gravest."""


def write_error_workbook(path: Path, exports: Sequence[tuple[CheckedExport, Path]]) -> None:
    """Write the workbook, replacing one of that name. With each export the references that name its cases.

    Raises `UsageError` when the file cannot be written.
    """
    with TemporaryDirectory(prefix="outcomes-report-") as folder:
        written = Path(folder) / "errors.xlsx"
        # Row by row to the disk, so that memory does not grow with the problems.
        workbook = Workbook(written, {"constant_memory": True, "tmpdir": folder})
        try:
            _write_summary(_Sheet(workbook, SUMMARY), [checked for checked, _ in exports])
            _write_ranking(_Sheet(workbook, HEADLINE_SHEET), rank_rules([checked for checked, _ in exports]))
            for table in TABLES:
                _write_problems(workbook, table, exports)
        finally:
            workbook.close()
        _put_in_place(written, path)


def _put_in_place(written: Path, path: Path) -> None:
    beside = path.with_name(f"{path.name}.new")
    try:
        shutil.copyfile(written, beside)
        beside.replace(path)
    except OSError:
        raise UsageError(f"--report: {path} cannot be written. Close it, or name another file.") from None


class _Sheet:
    """One sheet written row by row; its columns are as wide as what is in them."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._sheet = workbook.add_worksheet(name)
        # "@" keeps an id text when somebody edits the cell.
        self._text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._bold = workbook.add_format(
            {"bold": True, "num_format": "@", "text_wrap": True, "valign": "top"}
        )
        self._widths: dict[int, int] = {}
        self.n_rows = 0

    def add(self, cells: Sequence[str | int | None], *, is_bold: bool = False, is_wide: bool = True) -> None:
        """One row below the last. A text that `is_wide` is False for runs on over the next columns."""
        for column, value in enumerate(cells):
            if isinstance(value, int):
                self._sheet.write_number(self.n_rows, column, value)
            elif value:
                style: Any = self._bold if is_bold else self._text if is_wide else None
                self._sheet.write_string(self.n_rows, column, value, style)
            if is_wide and value:
                self._widths[column] = max(self._widths.get(column, 0), len(str(value)))
        self.n_rows += 1

    def finish(self, *, header_row: int | None = None) -> None:
        """Set the widths; with a header, freeze it and put filters on."""
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, min(width, WIDEST) + 2)
        if header_row is not None:
            self._sheet.freeze_panes(header_row + 1, 0)
            self._sheet.autofilter(header_row, 0, max(self.n_rows - 1, header_row), len(self._widths) - 1)


def _write_summary(sheet: _Sheet, exports: Sequence[CheckedExport]) -> None:
    sheet.add(["What is to be mended"], is_bold=True)
    sheet.add([FOR_WHOM], is_wide=False)
    sheet.add([HOW_TO], is_wide=False)
    for checked in exports:
        export = checked.export
        sheet.add([])
        sheet.add([export.programme, f"data to {export.as_of.isoformat()}"], is_bold=True)
        sheet.add(["file", "rows read", "rows used", "left out", "why"], is_bold=True)
        for file in checked.files:
            left_out = file.rows_read - file.rows_used
            sheet.add([file.file, file.rows_read, file.rows_used, left_out, file.left_out_in_words])
        sheet.add([])
        sheet.add(
            ["table", "rows made", "accepted", "set aside", "superseded", "kept from before"], is_bold=True
        )
        for a in checked.accounts:
            sheet.add([a.table, a.made, a.accepted, a.quarantined, a.superseded, a.kept])
        sheet.add([])
        sheet.add(["table", "rows", "what it does", "what is wrong", "rule"], is_bold=True)
        for count in checked.findings:
            sheet.add([count.table, count.rows, _does(count), count.described.sentence, count.rule])
    sheet.finish()


def _write_ranking(sheet: _Sheet, ranked: Sequence[Ranked]) -> None:
    sheet.add(RANKING_COLUMNS, is_bold=True)
    for rank, one in enumerate(ranked, start=1):
        count, words = one.count, one.count.described
        sheet.add(
            (
                rank, count.table, words.sentence, words.mend, count.rows, ", ".join(one.headlines),
                one.weight, ", ".join(one.others), _does(count), count.rule,
            )
        )  # fmt: skip
    sheet.finish(header_row=0)


def _does(count: RuleCount) -> str:
    return WARNS if count.severity == "warn" else SETS_ASIDE


def _write_problems(workbook: Workbook, table: str, exports: Sequence[tuple[CheckedExport, Path]]) -> None:
    """The sheet of one table, and as many more as it needs; none where nothing is wrong."""
    sheet: _Sheet | None = None
    n_sheets = 0
    for checked, references in exports:
        if not any(count.table == table for count in checked.findings):
            continue
        for problem in read_problems(checked.problems, table, references=references):
            if sheet is None or sheet.n_rows > MAX_ROWS:
                if sheet is not None:
                    sheet.finish(header_row=0)
                n_sheets += 1
                sheet = _Sheet(workbook, table if n_sheets == 1 else f"{table} ({n_sheets})")
                sheet.add(PROBLEM_COLUMNS, is_bold=True)
            sheet.add(_cells(problem, table, checked))
    if sheet is not None:
        sheet.finish(header_row=0)


def _cells(problem: Problem, table: str, checked: CheckedExport) -> list[str | int | None]:
    rule = checked.opened.words.tell(problem.rule)
    columns = checked.opened.words.name_columns(table, problem.column)
    return [
        problem.case, problem.month, rule.sentence, rule.mend, columns, rule.id,
        SET_ASIDE if problem.is_set_aside else WARNED, problem.row, problem.file, problem.sheet,
        checked.export.programme, problem.n_rows,
    ]  # fmt: skip
