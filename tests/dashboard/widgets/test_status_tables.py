"""What the figures stand on, as rows a person can read."""

from datetime import date

from dashboard.widgets.status_tables import (
    list_accounts,
    list_freshness,
    list_ledger,
    list_missing,
    list_quarantine,
)
from pipelines.publication import (
    Choice,
    DataStatus,
    LedgerEntry,
    NotSuppliedColumn,
    QuarantineCount,
    SourceStamp,
    TableAccount,
)


def load(file: str, as_of: date) -> LedgerEntry:
    return LedgerEntry(
        programme="elm_park",
        file=file,
        sha256="0f" * 32,
        as_of=as_of,
        loaded_at="2026-10-01 09:42",
        mapping="canonical",
        contract=1,
        rows_read=1200,
    )


def refuse(programme: str, table: str, rule: str, rows: int) -> QuarantineCount:
    return QuarantineCount(
        programme=programme, table=table, rule=rule, sentence="Wrong.", mend="Mend it.", rows=rows
    )


STATUS = DataStatus(
    stamp=SourceStamp(kind="warehouse", id="s1"),
    as_of=date(2026, 9, 30),
    programmes=(Choice(code="elm_park", label="Elm Park"), Choice(code="court", label="Community court")),
    offence_categories=(),
    first_month="2023-10",
    last_month="2026-09",
    ledger=(load("march.zip", date(2026, 3, 31)), load("september.zip", date(2026, 9, 30))),
    accounts=(
        TableAccount(
            programme="elm_park",
            table="survey_answers",
            made=1200,
            accepted=1190,
            quarantined=8,
            superseded=2,
        ),
    ),
    quarantine=(
        refuse("elm_park", "cases", "no_month", 3),
        refuse("elm_park", "survey_answers", "no_party", 31),
        refuse("court", "cases", "no_month", 4),
    ),
    not_supplied=(NotSuppliedColumn(programme="court", item="role:harmed"),),
)


def test_the_latest_data_of_each_programme_counts() -> None:
    assert list_freshness(STATUS) == [
        {"Programme": "Elm Park", "Data to": "30 September 2026", "Files": "2"},
        {"Programme": "Community court", "Data to": "not known", "Files": "0"},
    ]


def test_every_row_is_accounted_for() -> None:
    assert list_accounts(STATUS) == [
        {
            "Programme": "Elm Park",
            "Table": "survey answers",
            "Made": "1,200",
            "Accepted": "1,190",
            "Refused": "8",
            "Replaced": "2",
        }
    ]


def test_the_most_rows_to_mend_come_first_and_one_rule_is_said_once() -> None:
    assert [(row["Rule"], row["Where"], row["Rows"]) for row in list_quarantine(STATUS)] == [
        ("no_party", "Elm Park, survey answers: 31", "31"),
        ("no_month", "Community court, cases: 4; Elm Park, cases: 3", "7"),
    ]


def test_what_is_missing_is_named_twice() -> None:
    assert list_missing(STATUS) == [
        {"Programme": "Community court", "Not recorded": "harmed parties", "In the export": "role:harmed"}
    ]


def test_a_file_is_known_by_its_checksum() -> None:
    assert list_ledger(STATUS)[0]["Checksum"] == "0f0f0f0f0f0f"
