"""The real layouts, whole: what becomes of every row."""

from collections import Counter
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import RefusedError
from pipelines.exports.mapping_columns import allowed_codes
from tests.exports.handing_over import CASES, DATA, staged, write_files


def test_a_canonical_folder_is_staged_as_it_is(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path,
        {
            "cases.csv": "Case_ID,referral_month,Status,closed_day\nA,2026-01,Closed,12\nB,2026-02,open,\n",
            "parties.csv": "party_id,case_id,role,party_type\np,A,Harmed,person\n",
        },
    )
    with staged(folder) as export:
        assert export.told.tables == ("cases", "parties")
        assert export.rows("cases", "_file", "_sheet", "_row", "case_id", "status", "closed_day") == [
            ("cases.csv", "", 2, "A", "closed", "12"),
            ("cases.csv", "", 3, "B", "open", None),
        ]
        assert export.column("parties", "role") == ["harmed"]
        assert export.column("cases", "programme") == ["tiny", "tiny"]


def test_only_what_was_handed_over_counts_as_supplied(tmp_path: Path) -> None:
    with staged(write_files(tmp_path, {"cases.csv": CASES})) as export:
        assert export.told.columns == {
            "cases": ("case_id", "programme", "referral_month", "status", "observed_days")
        }


def test_rows_have_an_id_of_their_own(tmp_path: Path) -> None:
    many = "case_id,referral_month,status\n" + "A,2026-01,open\n" * 3
    with staged(write_files(tmp_path, {"cases.csv": many})) as export:
        assert len(set(export.column("cases", "_id"))) == 3


def test_days_are_counted_to_as_of_from_the_end_of_the_referral_month(tmp_path: Path) -> None:
    cases = "case_id,referral_month,status\nA,2026-08,open\nB,2026-09,open\nC,2026-10,open\nD,2026-13,open\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        # 31 August to 30 September is 30 days; the last day of September is as-of itself.
        assert export.column("cases", "observed_days") == ["30", "0", "-31", None]


def test_an_export_without_cases_is_refused(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"parties.csv": "party_id,case_id,role,party_type\np,A,harmed,person\n"})
    with pytest.raises(RefusedError, match="cases needs case_id, referral_month, status"), staged(folder):
        pass


def test_tables_are_made_of_several_files_of_one_name(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"cases-2025.csv": CASES, "cases-2026.csv": CASES.replace("A,", "B,")})
    with staged(folder) as export:
        assert export.rows("cases", "_file", "case_id") == [("cases-2025.csv", "A"), ("cases-2026.csv", "B")]


def test_no_calendar_date_stays_in_the_database(tmp_path: Path) -> None:
    cases = "case_id,referral_date,status,closed_date\nA,2026-01-10,closed,2026-02-09\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "referral_month", "closed_day", "closed_month", "observed_days") == [
            ("2026-01", "30", "2026-02", "263")
        ]
        kept = export.staging.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        types = export.staging.execute(
            "SELECT DISTINCT data_type FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        assert kept == [("rows_cases",)]
        assert ("DATE",) not in types


def test_the_community_court_goes_in_whole() -> None:
    with staged(DATA / "community-court", "community-court", currency="USD") as export:
        assert export.told.tables == ("cases", "parties", "conferences", "agreements")
        counts = {table: len(export.column(table, "_id")) for table in export.told.tables}
        assert counts == {"cases": 240, "parties": 240, "conferences": 187, "agreements": 187}
        assert [(account.rows_read, account.rows_used) for account in export.told.accounts] == [
            (240, 240)
        ] * 2
        # 118 successful, 12 not compliant and 21 arrested again after a circle; 36 have no outcome yet.
        statuses = Counter(export.column("agreements", "status"))
        assert statuses == {"completed": 118, "not_completed": 12 + 21, "active": 36}
        assert Counter(export.column("cases", "status")) == {"closed": 204, "open": 36}
        assert "role:harmed" in export.told.not_recorded


def test_every_code_of_the_community_court_is_mapped() -> None:
    with staged(DATA / "community-court", "community-court") as export:
        reasons = Counter(export.column("cases", "closure_reason"))
        assert reasons == {
            "completed": 118,
            "responsible_unreachable": 27,
            "new_offence": 21,
            "responsible_declined": 16,
            "non_compliance": 12,
            "responsible_withdrew": 10,
            None: 36,
        }
        assert set(export.column("parties", "age_band")) == {"16-17", "18-20", "21-25"}
        assert set(export.column("conferences", "conference_type")) == {"circle"}
        assert set(export.column("conferences", "result")) == {"not_recorded"}


def test_the_two_cases_closed_before_referral_can_be_seen() -> None:
    with staged(DATA / "community-court", "community-court") as export:
        negative = export.staging.execute(
            "SELECT count(*) FROM made_cases WHERE starts_with(closed_day, '-')"
        )
        assert negative.fetchall() == [(2,)]


def test_nothing_of_the_staff_is_read() -> None:
    with staged(DATA / "community-court", "community-court") as export:
        assert [account.columns_left for account in export.told.accounts] == [(), ()]
        kept = export.staging.execute(
            "SELECT column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        assert not [name for (name,) in kept if "staff" in name.lower() or "manager" in name.lower()]
        assert "facilitator" not in export.told.columns["conferences"]


def test_the_county_table_goes_in_and_the_placeholder_is_not_read() -> None:
    with staged(DATA / "county-diversion", "county-diversion") as export:
        assert len(export.column("cases", "_id")) == 401
        unreadable = "SELECT count(*) FROM made_cases WHERE referral_month = '!unreadable'"
        assert export.staging.execute(unreadable).fetchall() == [(1,)]
        assert Counter(export.column("cases", "closure_reason")) == {
            "completed": 207,
            "non_compliance": 77,
            None: 117,
        }
        assert Counter(export.column("cases", "programme")) == {"rjcc": 291, "ddpp": 53, "br9": 33, "mhc": 24}
        # Two spellings of one code: 78 + 73.
        ethnicities = Counter(export.column("parties", "ethnicity"))
        assert (ethnicities["hispanic"], ethnicities["white_hispanic"]) == (78, 73)


def test_the_agency_workbook_goes_in_whole() -> None:
    with staged(DATA / "agency-workbook", "agency-workbook") as export:
        counts = {table: len(export.column(table, "_id")) for table in export.told.tables}
        assert counts == {
            "cases": 320,
            "parties": 1213,
            "conferences": 76,
            "attendance": 260,
            "agreements": 81,
            "obligations": 177,
            "payments": 71,
            "survey_answers": 877,
        }
        payments = next(account for account in export.told.accounts if account.sheet == "Payments")
        assert (payments.rows_read, payments.rows_used, payments.left_out) == (72, 71, (("totals row", 1),))
        # The totals row of the sheet says £6,607.52.
        paid = export.staging.execute("SELECT sum(amount::DECIMAL(18, 2)) FROM made_payments").fetchall()
        assert str(paid[0][0]) == "6607.52"


def test_nothing_of_the_agency_workbook_is_unreadable() -> None:
    with staged(DATA / "agency-workbook", "agency-workbook") as export:
        for table, columns in export.told.columns.items():
            faults = " OR ".join(f"starts_with({column}, '!')" for column in columns)
            rows = export.staging.execute(f"SELECT count(*) FROM made_{table} WHERE {faults}").fetchall()
            assert rows == [(0,)], table


def test_not_applicable_stays_where_the_question_was_asked() -> None:
    with staged(DATA / "agency-workbook", "agency-workbook") as export:
        asked = export.staging.execute(
            "SELECT role, count(*) FROM made_survey_answers "
            "WHERE item = 'h6a' AND answer = 'not_applicable' GROUP BY role"
        )
        assert asked.fetchall() == [("harmed", 3)]


@pytest.mark.parametrize("name", ["community-court", "county-diversion", "agency-workbook"])
def test_every_code_made_is_one_of_its_list(name: str) -> None:
    with staged(DATA / name, name) as export:
        for table, columns in export.told.columns.items():
            for column in (TABLES[table].column(column) for column in columns):
                allowed = (
                    allowed_codes(column, export.told.lists) if column.type in ("code", "flag") else None
                )
                if allowed is not None:
                    made = set(export.column(table, column.name)) - {None}
                    assert made <= set(allowed), f"{table}.{column.name}"
