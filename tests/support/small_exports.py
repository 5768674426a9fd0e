"""Exports small enough to reason about: every case the same, with one row or two in every table."""

import csv
from pathlib import Path
from typing import Any

Rows = dict[str, list[dict[str, str]]]
"""Contract table → rows of canonical text."""


_ONE_CASE = {
    "cases": """
        case_id,referral_month,status,screening,closure_reason,closed_day,offence_category
        k{i},2025-02,closed,accepted,completed,200,theft""",
    "parties": """
        party_id,case_id,role,party_type,decision,contacted_day,offered_day
        h{i},k{i},harmed,person,consented,5,6
        r{i},k{i},responsible,person,consented,5,6""",
    "conferences": """
        conference_id,case_id,held_day,held_month,conference_type,result
        f{i},k{i},30,2025-03,face_to_face,full_agreement""",
    "attendance": """
        conference_id,party_id,attended
        f{i},h{i},in_person
        f{i},r{i},in_person""",
    "agreements": """
        agreement_id,conference_id,party_id,agreed_day,agreed_month,due_day,status,closed_day
        a{i},f{i},r{i},30,2025-03,90,completed,80""",
    "obligations": """
        obligation_id,agreement_id,obligation_type,owed_to,unit,amount_agreed,due_day,status,completed_day
        o{i},a{i},restitution_money,harmed,money,120.50,90,completed,70""",
    "payments": """
        payment_id,obligation_id,paid_day,paid_month,amount,status
        y{i},o{i},70,2025-04,120.50,cleared""",
    "survey_answers": """
        response_id,item,case_id,party_id,role,wave,answered_day,answer
        s{i},G3,k{i},h{i},harmed,after,33,5
        s{i},G10,k{i},h{i},harmed,after,33,5""",
}


def small_rows(n: int, *, first: int = 0) -> Rows:
    """`n` cases named k0, k1 …: both sides took part, the agreement was kept, the money paid, one survey."""
    rows: Rows = {table: [] for table in _ONE_CASE}
    for i in range(first, first + n):
        add_case(rows, str(i))
    return rows


def add_case(rows: Rows, i: str) -> None:
    """One more case, its ids ending in `i`."""
    for table, text in _ONE_CASE.items():
        header, *lines = (line.strip().split(",") for line in text.format(i=i).strip().splitlines())
        rows[table] += [dict(zip(header, line, strict=True)) for line in lines]


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
