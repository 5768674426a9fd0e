"""What is set aside of the layouts of real systems, against their rows read by other means."""

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipelines.ingest import IngestRequest, ingest_all
from tests.exports.handing_over import DATA
from tests.support.small_exports import query

AS_OF = date(2026, 9, 30)


def request(name: str, currency: str) -> IngestRequest:
    return IngestRequest(paths=(DATA / name,), programme=name, as_of=AS_OF, currency=currency, mapping=name)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("handed_over") / "warehouse"
    ingest_all((request("community-court", "USD"), request("agency-workbook", "GBP")), warehouse)
    return warehouse


def set_aside(warehouse: Path, programme: str) -> set[tuple[str, int]]:
    """(table, row number) of every row that breaks a rule itself and is set aside for it."""
    sql = "SELECT DISTINCT table_name, row FROM quarantine WHERE NOT is_warning AND rule LIKE '%.%'"
    return {(table, row) for table, row in query(warehouse, f"{sql} AND programme = '{programme}'")}


def test_of_the_court_the_two_impossible_rows_are_set_aside(warehouse: Path) -> None:
    """Each row of its download is a case and a party and, with a circle, a conference and an agreement."""

    def day(text: str) -> datetime | None:
        return datetime.strptime(text, "%m/%d/%Y") if text else None  # noqa: DTZ007 - a day, no moment

    with (DATA / "community-court" / "Cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {
            number: [day(row[name]) for name in ("Referral Date", "Circle Date", "Closed Date")]
            for number, row in enumerate(csv.DictReader(file), start=2)
        }
    impossible = {
        number: circle is not None
        for number, (referred, circle, closed) in rows.items()
        if closed and referred and (closed < referred or (circle and closed < circle))
    }
    assert len(impossible) == 2
    with_circle = {("agreements", number) for number, has_circle in impossible.items() if has_circle}
    assert (
        set_aside(warehouse, "community-court") == {("cases", number) for number in impossible} | with_circle
    )


def test_of_the_agencys_workbook_what_is_dated_after_its_day_is_set_aside(warehouse: Path) -> None:
    """Two forms and eight parties; what is due later is of course to come."""
    (path,) = (DATA / "agency-workbook").glob("*.xlsx")
    tables = {"People": "parties", "Survey (after)": "survey_answers"}
    late = set()
    for sheet in openpyxl.load_workbook(path):
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        for number, row in enumerate(rows, start=1):
            texts = [
                text for header, text in zip(rows[0], row, strict=False) if header not in ("Due", "First due")
            ]
            if any(_day(text) > AS_OF for text in texts):
                late.add((tables[sheet.title], number))
    assert len(late) == 8 + 2
    assert set_aside(warehouse, "agency-workbook") == late


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return date.min
