"""Exports small enough to reason about: every case the same, with one row or two in every table."""

import csv
from pathlib import Path
from typing import Any

Rows = dict[str, list[dict[str, str]]]
"""Contract table → rows of canonical text."""


def small_rows(n: int, *, first: int = 0) -> Rows:
    """`n` cases named k0, k1 …: both sides took part, the agreement was kept, the money paid, one survey."""
    rows: Rows = {name: [] for name in (
        "cases", "parties", "conferences", "attendance", "agreements", "obligations", "payments", "survey_answers",
    )}  # fmt: skip
    for i in range(first, first + n):
        add_case(rows, str(i))
    return rows


def add_case(rows: Rows, i: str) -> None:
    """One more case, its ids ending in `i`."""
    case = {"case_id": f"k{i}"}
    rows["cases"].append(
        case | {"referral_month": "2025-02", "status": "closed", "screening": "accepted", "closure_reason": "completed",
                "closed_day": "200", "offence_category": "theft"}
    )  # fmt: skip
    for role, party in (("harmed", f"h{i}"), ("responsible", f"r{i}")):
        rows["parties"].append(
            case | {"party_id": party, "role": role, "party_type": "person", "decision": "consented",
                    "contacted_day": "5", "offered_day": "6", "stands_for_party_id": ""}
        )  # fmt: skip
        rows["attendance"].append({"conference_id": f"f{i}", "party_id": party, "attended": "in_person"})
    rows["conferences"].append(
        case | {"conference_id": f"f{i}", "held_day": "30", "held_month": "2025-03",
                "conference_type": "face_to_face", "result": "full_agreement"}
    )  # fmt: skip
    rows["agreements"].append(
        {"agreement_id": f"a{i}", "conference_id": f"f{i}", "party_id": f"r{i}", "agreed_day": "30",
         "agreed_month": "2025-03", "due_day": "90", "status": "completed", "closed_day": "80"}
    )  # fmt: skip
    rows["obligations"].append(
        {"obligation_id": f"o{i}", "agreement_id": f"a{i}", "obligation_type": "restitution_money",
         "owed_to": "harmed", "unit": "money", "amount_agreed": "120.50", "due_day": "90", "status": "completed",
         "completed_day": "70"}
    )  # fmt: skip
    rows["payments"].append(
        {"payment_id": f"y{i}", "obligation_id": f"o{i}", "paid_day": "70", "paid_month": "2025-04",
         "amount": "120.50", "status": "cleared"}
    )  # fmt: skip
    for item in ("G3", "G10"):
        rows["survey_answers"].append(
            case | {"response_id": f"s{i}", "item": item, "party_id": f"h{i}", "role": "harmed", "wave": "after",
                    "answered_day": "33", "answer": "5"}
        )  # fmt: skip


def of_cases(rows: Rows, *numbers: str) -> Rows:
    """Only the rows whose ids end in one of these: ids are a letter and a number."""
    return {table: [row for row in several if _number(row) in numbers] for table, several in rows.items()}


def _number(row: dict[str, str]) -> str:
    return next(value for name, value in row.items() if name.endswith("_id"))[1:]


def write_rows(
    folder: Path,
    rows: Rows,
    *,
    programme: str = "tiny",
    as_of: str = "2026-09-30",
    more: str = "",
) -> Path:
    """Write one export as CSV files and an export.toml; tables without a row are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = f'contract = 1\nprogramme = "{programme}"\nas_of = {as_of}\ncurrency = "GBP"\n{more}'
    (folder / "export.toml").write_text(settings, encoding="utf-8")
    for table, several in rows.items():
        if several:
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(several[0]))
                writer.writeheader()
                writer.writerows(several)
    return folder


def query(warehouse: Path, sql: str, snapshot: str | None = None) -> list[tuple[Any, ...]]:
    """Rows of the snapshot in force, or of a named one."""
    from pipelines.warehouse.connection import open_for_reading
    from pipelines.warehouse.snapshots import current_snapshot

    in_force = current_snapshot(warehouse)
    assert in_force is not None
    path = in_force.path if snapshot is None else in_force.path.with_name(f"{snapshot}.duckdb")
    with open_for_reading(path) as connection:
        return connection.execute(sql).fetchall()
