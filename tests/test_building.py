"""Re-submission, restatement, partial exports, several exports at once: what is in force afterwards."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import RefusedError, UsageError
from pipelines.ingest import IngestRequest, IngestResult, check_all, ingest, ingest_all
from pipelines.publish import open_warehouse
from pipelines.sample import sample_folder
from pipelines.warehouse.connection import open_for_comparing
from pipelines.warehouse.snapshots import current_snapshot
from tests.support.small_exports import Rows, add_case, of_cases, query, small_rows, write_rows


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty cases of the programme tiny, extracted on 2026-09-30."""
    folder = tmp_path_factory.mktemp("twenty")
    load(folder / "first", small_rows(20), folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def warehouse(twenty: Path, tmp_path: Path) -> Path:
    """The same, to do with as one likes."""
    return shutil.copytree(twenty, tmp_path / "warehouse")


def load(
    folder: Path,
    rows: Rows,
    warehouse: Path,
    *,
    is_partial: bool = False,
    as_of: str = "2026-09-30",
    more: str = "",
) -> IngestResult:
    request = IngestRequest(paths=(write_rows(folder, rows, as_of=as_of, more=more),), is_partial=is_partial)
    return ingest(request, warehouse, is_confirmed=True)


def kept(result: IngestResult) -> dict[str, tuple[int, int, int]]:
    return {a.table: (a.made, a.accepted, a.kept) for a in result.accounts}


# ---------------------------------------------------------------- full exports


def test_of_a_full_export_the_newest_extraction_wins_and_what_is_missing_has_vanished(
    warehouse: Path, tmp_path: Path
) -> None:
    rows = of_cases(small_rows(20), *(str(i) for i in range(19)))
    rows["cases"][0]["offence_category"] = "burglary"
    result = load(tmp_path / "second", rows, warehouse, as_of="2026-10-31")
    cases = result.changes[0].cases
    assert cases is not None
    assert (cases.added, cases.changed, cases.restated, cases.unchanged, cases.vanished) == (0, 1, 1, 18, 1)
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(19,)]
    assert query(warehouse, "SELECT COUNT(*) FROM cases WHERE offence_category = 'burglary'") == [(1,)]


def test_an_older_extraction_is_refused_in_a_sentence(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="tiny: what is in force was extracted on 2026-09-30, later than"):
        load(tmp_path / "older", small_rows(3), warehouse, as_of="2026-06-30")
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(20,)]


def test_the_same_day_with_other_bytes_is_a_correction(warehouse: Path, tmp_path: Path) -> None:
    assert load(tmp_path / "again", small_rows(21), warehouse).snapshot == "0002"


def test_the_same_bytes_do_nothing_but_the_same_bytes_said_to_be_something_else_do(
    warehouse: Path, tmp_path: Path
) -> None:
    assert load(tmp_path / "same", small_rows(20), warehouse).is_already_loaded
    said = 'not_recorded = ["cases.offence_category"]\n'
    assert load(tmp_path / "said", small_rows(20), warehouse, more=said).snapshot == "0002"
    assert query(warehouse, "SELECT COUNT(*) FROM supplied WHERE item = 'cases.offence_category'") == [(0,)]


def test_a_programme_that_the_network_hands_over_no_more_has_vanished(tmp_path: Path) -> None:
    warehouse, rows = tmp_path / "warehouse", small_rows(4)
    for number, row in enumerate(rows["cases"]):
        row["programme"] = "north" if number < 2 else "south"
    load(tmp_path / "both", rows, warehouse)
    result = load(tmp_path / "one", of_cases(rows, "0", "1"), warehouse, as_of="2026-10-31")
    assert query(warehouse, "SELECT programme FROM programmes") == [("north",)]
    gone = {changes.programme: changes.cases.vanished for changes in result.changes if changes.cases}
    assert gone == {"north": 0, "south": 2}


def test_what_is_no_code_never_becomes_a_programme(tmp_path: Path) -> None:
    rows = small_rows(3)
    for row, name in zip(rows["cases"], ("tiny", "tiny", "Ana’s Own!"), strict=True):
        row["programme"] = name
    load(tmp_path / "export", rows, tmp_path / "warehouse")
    assert query(tmp_path / "warehouse", "SELECT programme FROM programmes") == [("tiny",)]
    assert query(tmp_path / "warehouse", "SELECT DISTINCT programme FROM quarantine") == [("tiny",)]


# ---------------------------------------------------------------- partial exports


def test_a_partial_export_updates_what_it_holds_and_keeps_the_rest(warehouse: Path, tmp_path: Path) -> None:
    supplied = query(warehouse, "SELECT item FROM supplied ORDER BY ALL")
    changed: Rows = {"cases": of_cases(small_rows(20), "3")["cases"]}
    changed["cases"][0]["offence_category"] = "burglary"
    result = load(tmp_path / "part", changed, warehouse, is_partial=True, as_of="2026-10-31")
    assert result.is_partial
    assert kept(result)["cases"] == (1, 1, 19)
    assert kept(result)["survey_answers"] == (0, 0, 40)
    assert query(warehouse, "SELECT offence_category, COUNT(*) FROM cases GROUP BY 1 ORDER BY 1") == [
        ("burglary", 1), ("theft", 19),
    ]  # fmt: skip
    assert query(warehouse, "SELECT COUNT(DISTINCT observed_days), MIN(as_of) FROM cases, programmes") == [
        (1, date(2026, 10, 31))
    ]
    assert query(warehouse, "SELECT item FROM supplied ORDER BY ALL") == supplied
    assert query(warehouse, "SELECT is_partial FROM ledger ORDER BY loaded_at DESC LIMIT 1") == [(True,)]
    accounts = {account.table: account for account in open_warehouse(warehouse).load_status().accounts}
    assert (accounts["cases"].made, accounts["cases"].accepted) == (20, 20)
    assert accounts["survey_answers"].accepted == 40


def test_a_row_of_a_partial_export_finds_the_row_it_belongs_to(warehouse: Path, tmp_path: Path) -> None:
    payment = {"paid_day": "75", "paid_month": "2025-04", "amount": "-20.50", "status": "cleared"}
    rows: Rows = {
        "cases": of_cases(small_rows(20), "0")["cases"],
        "payments": [
            payment | {"payment_id": "z1", "obligation_id": "o4"},
            payment | {"payment_id": "z2", "obligation_id": "nobody"},
            payment | {"payment_id": "z3", "obligation_id": "o5", "currency": "EUR"},
        ],
    }
    for row in rows["payments"]:
        row.setdefault("currency", "GBP")
    result = load(tmp_path / "part", rows, warehouse, is_partial=True)
    assert {found.rule for found in result.findings} == {
        "payments.obligation_id.orphan", "payments.currency.other_than_owed",
    }  # fmt: skip
    owed = "SELECT outstanding_minor, COUNT(*) FROM grain_obligation GROUP BY 1 ORDER BY 1"
    assert query(warehouse, owed) == [(0, 19), (2050, 1)]


def test_a_dated_row_of_a_partial_export_without_its_case_is_set_aside(
    warehouse: Path, tmp_path: Path
) -> None:
    case = of_cases(small_rows(20), "0")["cases"][0]
    referred = {**{k: v for k, v in case.items() if k != "referral_month"}, "referral_date": "2025-01-07"}
    dated = {"payment_id": "z1", "amount": "1.00", "currency": "GBP", "status": "cleared"}
    rows: Rows = {
        "cases": [referred],
        "payments": [
            dated | {"obligation_id": "o0", "paid_date": "2025-03-07"},
            dated | {"payment_id": "z2", "obligation_id": "o5", "paid_date": "2025-03-07"},
        ],
    }
    result = load(tmp_path / "part", rows, warehouse, is_partial=True)
    assert {(found.rule, found.rows) for found in result.findings} >= {("payments.paid_day.uncounted", 2)}


def test_a_case_that_comes_with_a_fault_takes_what_was_kept_of_it_along(
    warehouse: Path, tmp_path: Path
) -> None:
    rows: Rows = {"cases": of_cases(small_rows(20), "3")["cases"]}
    rows["cases"][0]["status"] = "perhaps"
    result = load(tmp_path / "part", rows, warehouse, is_partial=True)
    cases = result.changes[0].cases
    assert cases is not None
    assert (cases.set_aside, cases.vanished, cases.unchanged) == (1, 0, 19)
    for table in ("parties", "conferences", "agreements", "obligations", "payments", "survey_answers"):
        assert query(warehouse, f"SELECT COUNT(*) % 19 FROM {table}") == [(0,)], table
    files = query(warehouse, "SELECT DISTINCT file FROM quarantine ORDER BY 1")
    assert files == [("(an earlier export)",), ("cases.csv",)]


def test_a_row_mended_by_a_partial_export_leaves_the_quarantine(tmp_path: Path) -> None:
    warehouse, rows = tmp_path / "warehouse", small_rows(3)
    rows["payments"][1]["amount"] = "lots"
    rows["payments"][2]["amount"] = "more"
    load(tmp_path / "full", rows, warehouse)
    assert query(warehouse, "SELECT COUNT(*) FROM quarantine WHERE table_name = 'payments'") == [(2,)]
    mended: Rows = {"cases": rows["cases"][:1], "payments": small_rows(3)["payments"][1:2]}
    load(tmp_path / "part", mended, warehouse, is_partial=True)
    assert query(warehouse, "SELECT COUNT(*) FROM quarantine WHERE table_name = 'payments'") == [(1,)]
    assert query(warehouse, "SELECT COUNT(*) FROM payments") == [(2,)]


def test_an_answer_taken_back_does_not_stay_beside_the_corrected_response(
    warehouse: Path, tmp_path: Path
) -> None:
    rows = of_cases(small_rows(20), "3")
    only: Rows = {"cases": rows["cases"], "survey_answers": rows["survey_answers"][:1]}
    load(tmp_path / "part", only, warehouse, is_partial=True)
    assert query(warehouse, "SELECT COUNT(*) FROM survey_answers") == [(39,)]


def test_a_partial_export_of_a_new_programme_is_its_first_load(tmp_path: Path) -> None:
    result = load(tmp_path / "part", small_rows(2), tmp_path / "warehouse", is_partial=True)
    assert (result.is_partial, result.changes[0].is_first_load) == (False, True)


def test_a_partial_export_of_two_programmes_is_refused(warehouse: Path, tmp_path: Path) -> None:
    rows: Rows = {"cases": small_rows(1)["cases"]}
    rows["cases"][0]["programme"] = "elsewhere"
    with pytest.raises(RefusedError, match="A partial export holds one programme"):
        load(tmp_path / "part", rows, warehouse, is_partial=True)


def test_a_partial_export_cannot_be_checked_on_its_own(tmp_path: Path) -> None:
    request = IngestRequest(paths=(write_rows(tmp_path / "part", small_rows(1)),), is_partial=True)
    with pytest.raises(UsageError, match="--warehouse"):
        check_all([request], None)


def differences(before: Path, after: Path) -> Iterator[str]:
    with open_for_comparing(before, after) as connection:
        for table in (*TABLES, "supplied"):
            for one, other in (("before", "after"), ("after", "before")):
                sql = f"SELECT * FROM {one}.{table} EXCEPT ALL SELECT * FROM {other}.{table}"
                if connection.execute(sql).fetchall():
                    yield f"{table}: only {one}"


def read_tables(folder: Path) -> Rows:
    tables: Rows = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def cases_of(tables: Rows) -> dict[str, list[str]]:
    """Table → the case of each of its rows; empty where it leads to none."""
    of: dict[str, dict[str, str]] = {"cases": {row["case_id"]: row["case_id"] for row in tables["cases"]}}
    cases = {"cases": [row["case_id"] for row in tables["cases"]]}
    for name, column in (
        ("parties", "case_id"), ("conferences", "case_id"), ("attendance", "conference_id"),
        ("agreements", "conference_id"), ("obligations", "agreement_id"), ("payments", "obligation_id"),
        ("survey_answers", "party_id"),
    ):  # fmt: skip
        parents = of[next(table for table in of if TABLES[table].key == (column,))]
        cases[name] = [parents.get(row[column]) or row.get("case_id", "") for row in tables[name]]
        if len(TABLES[name].key) == 1:
            key = TABLES[name].key[0]
            of[name] = {row[key]: case for row, case in zip(tables[name], cases[name], strict=True)}
    return cases


def test_the_sample_handed_over_in_two_parts_is_the_sample(tmp_path: Path) -> None:
    """What changed since the last export, put on top of it, gives what the next full export gives."""
    whole = sample_folder() / "elm_park"
    tables = read_tables(whole)
    of = cases_of(tables)
    known = [row["case_id"] for row in tables["cases"][:240]]
    changed = set(known[::7])
    early: Rows = {}
    late: Rows = {}
    for name, rows in tables.items():
        placed = list(zip(rows, of[name], strict=True))
        early[name] = [dict(row) for row, case in placed if case in known]
        late[name] = [row for row, case in placed if case not in known or case in changed]
    for row in early["cases"]:
        if row["case_id"] in changed:
            row["offence_category"] = "other"
    early["payments"] = [row for row in early["payments"] if row not in late["payments"]]
    settings = (whole / "export.toml").read_text(encoding="utf-8")
    for name, part in (("early", early), ("late", late)):
        write_rows(tmp_path / name, part)
        (tmp_path / name / "export.toml").write_text(settings, encoding="utf-8")
    in_parts, at_once = tmp_path / "in_parts", tmp_path / "at_once"
    ingest(IngestRequest(paths=(tmp_path / "early",)), in_parts)
    at_once.mkdir()
    shutil.copytree(in_parts / "keys", at_once / "keys")
    ingest(IngestRequest(paths=(tmp_path / "late",), is_partial=True), in_parts, is_confirmed=True)
    ingest(IngestRequest(paths=(whole,)), at_once)
    snapshots = [current_snapshot(folder) for folder in (in_parts, at_once)]
    assert list(differences(*(snapshot.path for snapshot in snapshots if snapshot))) == []


# ---------------------------------------------------------------- several exports


def test_several_exports_are_one_new_snapshot(tmp_path: Path) -> None:
    requests = [
        IngestRequest(paths=(write_rows(tmp_path / name, small_rows(n), programme=name),))
        for name, n in (("ash", 3), ("birch", 4))
    ]
    results = ingest_all(requests, tmp_path / "warehouse")
    assert [result.snapshot for result in results] == ["0001", "0001"]
    assert query(tmp_path / "warehouse", "SELECT programme, COUNT(*) FROM cases GROUP BY 1 ORDER BY 1") == [
        ("ash", 3), ("birch", 4),
    ]  # fmt: skip


def test_of_several_exports_all_are_loaded_or_none(tmp_path: Path) -> None:
    good = IngestRequest(paths=(write_rows(tmp_path / "good", small_rows(3)),))
    bad = IngestRequest(
        paths=(write_rows(tmp_path / "bad", {"parties": small_rows(1)["parties"]}, programme="bad"),)
    )
    with pytest.raises(RefusedError):
        ingest_all([good, bad], tmp_path / "warehouse")
    assert current_snapshot(tmp_path / "warehouse") is None


def test_a_full_export_and_what_changed_since_are_loaded_in_their_order(tmp_path: Path) -> None:
    more: Rows = {table: [] for table in small_rows(1)}
    add_case(more, "77")
    part = write_rows(tmp_path / "part", more, as_of="2026-10-31")
    full = write_rows(tmp_path / "full", small_rows(3))
    requests = [IngestRequest(paths=(part,), is_partial=True), IngestRequest(paths=(full,))]
    ingest_all(requests, tmp_path / "warehouse")
    assert query(tmp_path / "warehouse", "SELECT COUNT(*) FROM cases") == [(4,)]


def test_two_exports_that_both_say_they_are_all_are_refused(tmp_path: Path) -> None:
    requests = [IngestRequest(paths=(write_rows(tmp_path / name, small_rows(2)),)) for name in ("a", "b")]
    with pytest.raises(UsageError, match="2 exports say that they are all of tiny on 2026-09-30"):
        ingest_all(requests, tmp_path / "warehouse")
