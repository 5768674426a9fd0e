"""The 27 quirks that every importer meets: docs/quirks.md says what is done about each, here it is seen."""

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pipelines.errors import RefusedError
from pipelines.ingest import IngestRequest, ingest
from pipelines.measures.facts import load_facts
from pipelines.publication import Money, NoCases, NotSupplied, PublishedCell, Request, Shown
from pipelines.publish import WarehouseSource, open_warehouse
from pipelines.vocabulary import Dimension
from tests.exports.handing_over import CASES_FROM_LOG, mapped, staged, write_files
from tests.spec.quirks import STORIES, write_stories
from tests.support.small_exports import query, small_rows, write_rows

PAGE = Path(__file__).parents[2] / "docs" / "quirks.md"
DATES = 'dates = ["%d/%m/%Y"]\n'


class Told:
    """The warehouse of all stories, to be asked."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self.source: WarehouseSource = open_warehouse(warehouse)

    def cells(self, programme: str, measure: str, **where: str) -> list[PublishedCell]:
        chosen = ((Dimension.PROGRAMME, programme), *((Dimension(key), code) for key, code in where.items()))
        (table,) = self.source.load_tables([Request(measure=measure, where=chosen)])
        return [row.cell for row in table.rows]

    def parts(self, programme: str, measure: str, **where: str) -> tuple[int, int, int]:
        """Met, not met, not applicable."""
        (cell,) = self.cells(programme, measure, **where)
        buckets = cell.figure.buckets if isinstance(cell, Shown) else cell.buckets  # type: ignore[union-attr]
        return buckets.met, buckets.not_met, buckets.not_applicable

    def count(self, programme: str, measure: str) -> int:
        (cell,) = self.cells(programme, measure)
        assert isinstance(cell, Shown)
        return int(cell.figure.value)  # type: ignore[union-attr]

    def rules(self, programme: str) -> dict[str, bool]:
        """Rule → whether it only warns."""
        sql = f"SELECT rule, BOOL_AND(is_warning) FROM quarantine WHERE programme = '{programme}' GROUP BY 1"
        return {rule: is_warning for rule, is_warning in query(self.warehouse, sql) if "." in rule}

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.warehouse, sql)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("quirks")
    ingest(IngestRequest(paths=(write_stories(folder / "export"),)), folder / "warehouse")
    return Told(folder / "warehouse")


# ---------------------------------------------------------------- seen in the figures


def test_01_several_responsible_parties(told: Told) -> None:
    assert told.parts("q01", "case_completion_rate") == (1, 1, 0)
    assert told.parts("q01", "agreement_completion_rate") == (2, 1, 0)


def test_02_several_harmed_parties_some_decline(told: Told) -> None:
    assert told.parts("q02", "consent_rate", role="harmed") == (1, 1, 0)
    assert told.parts("q02", "mutual_consent_rate") == (1, 0, 0)


def test_03_an_organisation_harmed(told: Told) -> None:
    assert told.parts("q03", "felt_safe_rate") == (1, 0, 0)
    (cell,) = told.cells("q03", "healing_index")
    assert isinstance(cell, NoCases)


def test_04_a_surrogate_is_never_direct_presence(told: Told) -> None:
    assert told.parts("q04", "harmed_presence_rate") == (0, 1, 0)


def test_05_shuttle_is_a_conference_and_no_meeting(told: Told) -> None:
    assert told.parts("q05", "any_exchange_rate") == (1, 0, 0)
    assert told.parts("q05", "conference_rate") == (0, 1, 0)


def test_06_a_guardian_answers_for_a_child(told: Told) -> None:
    assert told.count("q06", "people_taking_part") == 2
    assert told.parts("q06", "felt_safe_rate", role="harmed") == (1, 0, 0)


def test_07_a_case_taken_up_again_is_one_case(told: Told) -> None:
    """Its first referral for intake, its last closure for the outcome; a circle has no first, and ends."""
    assert told.count("q07", "cases_referred") == 3
    assert told.parts("q07", "reopened_rate") == (3, 0, 0)
    for measure in ("conference_rate", "any_exchange_rate", "mutual_consent_rate", "acceptance_rate"):
        assert told.parts("q07", measure) == (3, 0, 0), measure
    assert told.parts("q07", "case_completion_rate") == (3, 0, 0)
    sql = "SELECT referral_month, closing_month, pathway_stage FROM grain_case WHERE programme = 'q07'"
    assert ("2025-02", "2025-12", "agreement") in told.ask(sql)
    assert told.ask("SELECT COUNT(DISTINCT case_id) FROM grain_party WHERE programme = 'q07'") == [(4,)]


def test_08_one_person_in_several_cases(told: Told) -> None:
    assert told.count("q08", "people_taking_part") == 3
    assert told.ask("SELECT COUNT(*) FROM grain_party WHERE programme = 'q08'") == [(4,)]


def test_09_partial_excess_reversed_and_bounced_payments(told: Told) -> None:
    sql = "SELECT due_minor, paid_minor, applied_minor, overpaid_minor FROM grain_obligation"
    assert told.ask(f"{sql} WHERE programme = 'q09'") == [(10_000, 12_000, 10_000, 2_000)]


def test_10_restitution_in_kind_is_never_priced(told: Told) -> None:
    assert told.parts("q10", "in_kind_completion_rate") == (0, 1, 0)
    (cell,) = told.cells("q10", "restitution_agreed")
    assert isinstance(cell, NotSupplied)


def test_11_an_apology_written_but_not_wanted(told: Told) -> None:
    assert told.parts("q11", "obligation_completion_rate") == (0, 0, 1)


def test_12_waived_or_reduced_amounts(told: Told) -> None:
    assert told.parts("q12", "paid_in_full_rate") == (1, 0, 0)
    sql = "SELECT agreed_minor, waived_minor, due_minor, outstanding_minor FROM grain_obligation"
    assert told.ask(f"{sql} WHERE programme = 'q12'") == [(10_000, 4_000, 6_000, 0)]


def test_13_several_currencies_and_ways_to_write_amounts(told: Told, tmp_path: Path) -> None:
    figures = [cell.figure for cell in told.cells("q13", "restitution_agreed") if isinstance(cell, Shown)]
    amounts = {(one.currency, one.total_minor) for one in figures if isinstance(one, Money)}
    assert amounts == {("EUR", 7_000), ("GBP", 12_050)}
    assert told.rules("q13") == {"payments.currency.other_than_owed": False}
    written = {
        "1.234,50": ["1.234,50 €", "-50,00"],
        "1,234.50": ["€1,234.50", "(50.00)"],
        "1 234,50": ["1\u00a0234,50", "50,00-"],
    }
    for number, (style, texts) in enumerate(written.items()):
        assert _amounts(tmp_path / str(number), style, texts) == ["1234.50", "-50.00"], style
    assert _amounts(tmp_path / "words", "1,234.50", ["$1,200 approx"]) == ["!unreadable"]


def _amounts(folder: Path, style: str, texts: list[str]) -> list[str | None]:
    mapping = DATES + CASES_FROM_LOG + '[sources.money]\n[tables.payments]\nfrom = "money"\n'
    mapping += '[tables.payments.columns]\npayment_id = "No"\nobligation_id = "No"\n'
    mapping += 'status = { constant = "cleared" }\n'
    mapping += f'amount = {{ from = "Paid", numbers = {{ style = "{style}", symbols = ["€", "$"] }} }}\n'
    rows = "".join(f'{number};"{text}"\n' for number, text in enumerate(texts))
    files: dict[str, str | bytes] = {"log.csv": "Ref,In\n7,01/02/2026\n", "money.csv": f"No;Paid\n{rows}"}
    folder.mkdir()
    with mapped(folder, files, mapping) as export:
        return export.column("payments", "amount")


def test_14_duplicate_responses_and_responses_without_a_case(told: Told) -> None:
    assert told.parts("q14", "felt_safe_rate") == (0, 1, 0)
    assert told.ask("SELECT SUM(superseded) FROM accounts WHERE table_name = 'survey_answers'") == [(2,)]
    # Without a case it belongs to whoever handed it over: in the total, in no breakdown by the case's facts.
    assert told.parts("tiny", "felt_safe_rate") == (1, 0, 0)
    (cell,) = told.cells("tiny", "felt_safe_rate", offence_category="theft", role="harmed")
    assert isinstance(cell, NoCases)


def test_18_impossible_orders(told: Told) -> None:
    assert told.rules("q18") == {
        "cases.closed_day.before_conference": False,
        "agreements.status.completed_with_money_outstanding": True,
        "obligations.status.completed_with_money_outstanding": True,
        "agreements.due_day.before_agreed": False,
        "attendance.conference_id.orphan": False,
        # Of the case that was closed before its conference too, where the row is set aside with it.
        "payments.paid_day.after_closure": False,
    }
    late = "rule = 'payments.paid_day.after_closure' AND programme = 'q18'"
    assert sorted(told.ask(f"SELECT is_warning FROM quarantine WHERE {late}")) == [(False,), (True,)]


def test_21_restated_history(tmp_path: Path) -> None:
    warehouse, rows = tmp_path / "warehouse", small_rows(3)
    ingest(IngestRequest(paths=(write_rows(tmp_path / "first", rows, as_of="2026-06-30"),)), warehouse)
    rows["cases"][1]["closed_day"] = "210"
    again = IngestRequest(paths=(write_rows(tmp_path / "again", rows),))
    (change,) = ingest(again, warehouse, is_confirmed=True).changes
    assert change.cases is not None
    assert (change.cases.added, change.cases.changed, change.cases.vanished) == (0, 1, 0)
    assert query(warehouse, "SELECT SUM(closed_day) FROM cases") == [(200 + 210 + 200,)]


def test_22_a_series_break(told: Told) -> None:
    assert load_facts(told.source.engine).breaks["q22"] == (("2025-08", "second"),)


def test_23_closed_with_no_reason(told: Told) -> None:
    assert told.ask("SELECT closure_reason FROM grain_case WHERE programme = 'q23'") == [("unknown",)]
    assert told.rules("q23") == {"cases.closure_reason.not_recorded": True}


def test_24_a_case_with_no_harmed_party(told: Told) -> None:
    assert told.parts("q24", "harmed_presence_rate") == (0, 0, 1)
    assert told.parts("q24", "mutual_consent_rate") == (0, 0, 1)


def test_25_one_conference_for_two_cases(told: Told) -> None:
    assert told.count("q25", "conferences_held") == 1
    assert told.parts("q25", "conference_rate") == (2, 0, 0)


def test_26_ids_that_a_spreadsheet_mangled(told: Told) -> None:
    assert told.rules("q26") == {"cases.case_id.mangled": False}


# ---------------------------------------------------------------- seen while reading


def _survey(folder: Path, rule: str, answers: str) -> list[str | None]:
    mapping = DATES + CASES_FROM_LOG + '[sources.form]\n[tables.survey_answers]\nfrom = "form"\n'
    mapping += '[tables.survey_answers.columns]\nresponse_id = "No"\nrole = { constant = "harmed" }\n'
    mapping += f'wave = {{ constant = "after" }}\n[tables.survey_answers.answers]\ng1 = {rule}\n'
    rows = "".join(f"{number},{answer}\n" for number, answer in enumerate(answers.split()))
    files: dict[str, str | bytes] = {"log.csv": "Ref,In\n7,01/02/2026\n", "form.csv": f"No,Q1\n{rows}"}
    folder.mkdir()
    with mapped(folder, files, mapping) as export:
        return export.column("survey_answers", "answer")


def test_15_what_does_not_apply(tmp_path: Path) -> None:
    words = ", ".join(f'"{word}" = "not_applicable"' for word in ("0", "99", "N/A"))
    codes = f'{{ from = "Q1", codes = {{ {words} }} }}'
    assert _survey(tmp_path / "declared", codes, "5 0 99 N/A n/a") == ["5", *["not_applicable"] * 4]
    # Undeclared it stays what it is, and the contract's list refuses it.
    assert _survey(tmp_path / "undeclared", '"Q1"', "5 9") == ["5", "9"]


def test_16_other_scales(tmp_path: Path) -> None:
    seven = '{ from = "Q1", scale = 7 }'
    assert _survey(tmp_path / "seven", seven, "1 4 7") == ["1", "3", "5"]
    assert _survey(tmp_path / "turned", seven.replace("7", "7, reversed = true"), "1 4 7") == ["5", "3", "1"]
    assert _survey(tmp_path / "undeclared", '"Q1"', "7") == ["7"]


def test_17_ways_to_write_a_date(tmp_path: Path) -> None:
    def months(formats: str, cells: str) -> list[str | None]:
        folder = tmp_path / re.sub(r"\W", "", formats)
        folder.mkdir()
        log = "Ref;In\n" + "".join(f"{number};{cell}\n" for number, cell in enumerate(cells.split("|")))
        with mapped(folder, {"log.csv": log}, f"dates = [{formats}]\n" + CASES_FROM_LOG) as export:
            return export.column("cases", "referral_month")

    assert months('"%m/%d/%Y"', "02/03/2026|31/03/2026") == ["2026-02", "!unreadable"]
    assert months('"%d/%m/%Y", "%m/%d/%Y"', "02/03/2026|31/03/2026") == ["!ambiguous", "2026-03"]
    several = '"%Y %b %d %I:%M:%S %p", "%d/%m/%Y", "excel"'
    assert months(several, "2019 Mar 05 11:00:00 PM|05/04/2019|43586|01/01/1900") == [
        "2019-03", "2019-04", "2019-05", "!unreadable",
    ]  # fmt: skip


def test_19_spellings_of_a_code(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG + 'closure_reason = { from = "Out", codes = '
    mapping += '{ "Terminé – Non-compliant" = "non_compliance" } }\n'
    log = "Ref,In,Out\n1,01/02/2026,TERMINE - non-compliant\n2,01/02/2026,  Terminé —\u00a0Non‑Compliant \n"
    with mapped(tmp_path, {"log.csv": log + "3,01/02/2026,Terminated\n"}, mapping) as export:
        assert export.column("cases", "closure_reason") == ["non_compliance", "non_compliance", "terminated"]


def test_20_headers_that_drift_and_what_spreadsheets_add(tmp_path: Path) -> None:
    log = "Our log;\n;\n REF ;In\n1;01/02/2026\nTotal;\n"
    files: dict[str, str | bytes] = {"log.csv": log.encode("utf-16")}
    with mapped(tmp_path, files, DATES + CASES_FROM_LOG) as export:
        assert export.rows("cases", "case_id", "_row") == [("1", 4)]
        assert export.told.accounts[0].left_out == (("totals row", 1),)
    folder = tmp_path / "book"
    (folder / "export").mkdir(parents=True)
    with xlsxwriter.Workbook(folder / "export" / "log.xlsx") as book:
        sheet = book.add_worksheet("log")
        sheet.merge_range("A1:A2", "Ref")
        sheet.merge_range("B1:B2", "In")
        sheet.write_row("A3", ["1", "01/02/2026"])
    with mapped(folder, {}, DATES + CASES_FROM_LOG) as export:
        assert export.column("cases", "case_id") == ["1"]


def test_27_empty_tables_and_tables_of_one_row(tmp_path: Path, empty_warehouse: Path) -> None:
    assert query(empty_warehouse, "SELECT COUNT(*) FROM cases") == [(0,)]
    (table,) = open_warehouse(empty_warehouse).load_tables([Request(measure="agreement_completion_rate")])
    assert isinstance(table.cell, NoCases)
    with staged(write_files(tmp_path, {"cases.csv": "case_id,referral_month,status\n1,2026-01,open"})) as one:
        assert one.column("cases", "case_id") == ["1"]
    with pytest.raises(RefusedError), staged(write_files(tmp_path / "none", {"cases.csv": ""})):
        pass


# ---------------------------------------------------------------- the page and the tests name the same


def test_every_quirk_of_the_page_is_tested() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 28))
    tests = sorted(int(name[5:7]) for name in globals() if re.match(r"test_\d\d_", name))
    assert tests == list(range(1, 28))
    assert set(STORIES) <= set(tests)
