"""A small export with nothing wrong in it, and the means to stage it with one thing changed."""

import copy
from collections.abc import Mapping
from datetime import date

import duckdb

from pipelines.contract_tables import TABLES
from pipelines.exports.text import sql_text

AS_OF = date(2026, 9, 30)

Rows = dict[str, list[dict[str, str | None]]]
"""Table → its rows as they stand in staging; a row's `_id` is its place, counted from 1."""

_SOUND = {
    # c1 was referred on 23 January 2026, 250 days before the extraction. Of c2 only the month is known:
    # 28 February is 214 days before the extraction, 1 February 241.
    "cases": """
    case_id referral_month observed_days stage         status closure_reason closed_day closed_month
    c1      2026-01        250           post_sentence closed completed      200        2026-08
    c2      2026-02        214           pre_charge    open   .              .          .
    """,
    "parties": """
    party_id case_id role        party_type directness supports_party_id stands_for_party_id decision
    h1       c1      harmed      person     direct     .                 .                   consented
    r1       c1      responsible person     direct     .                 .                   consented
    s1       c1      supporter   person     .          h1                .                   .
    g1       c1      harmed      person     guardian   .                 h1                  .
    r2       c2      responsible person     direct     .                 .                   undecided
    """,
    "conferences": """
    conference_id case_id held_day held_month conference_type result
    k1            c1      60       2026-03    face_to_face    full_agreement
    k2            c2      30       2026-03    shuttle         no_agreement
    """,
    "attendance": """
    conference_id party_id attended
    k1            h1       in_person
    k1            r1       in_person
    k2            r2       written
    """,
    "agreements": """
    agreement_id conference_id party_id agreed_day agreed_month due_day due_month original_due_day status
    a1           k1            r1       60         2026-03      150     2026-06   120              completed
    a2           k1            r1       60         2026-03      .       .         .                superseded
    """,
    "obligations": """
    obligation_id agreement_id unit  currency amount_agreed amount_original amount_waived due_day status
    o1            a1           money GBP      100           120.00          20            150     completed
    o2            a1           task  .        .             .               .             .       active
    """,
    "payments": """
    payment_id obligation_id amount currency status  paid_day paid_month disbursed_day
    p1         o1            85.50  GBP      cleared 100      2026-05    110
    p2         o1            -5.50  GBP      cleared 101      2026-05    .
    """,
    "survey_invitations": """
    party_id wave  invited_day invited_month outcome
    h1       after 61          2026-03       replied
    r1       after 61          2026-03       replied
    """,
    "survey_answers": """
    response_id item case_id party_id role        wave   answered_day answered_month answer
    w1          h1a  c1      h1       harmed      after  65           2026-03        5
    w1          g1   c1      h1       harmed      after  65           2026-03        4
    w2          r3b  c1      r1       responsible before 40           2026-03        3
    w3          g1   .       .        community   after  .            2026-05        not_applicable
    """,
}


def sound_rows() -> Rows:
    """A fresh copy of the export with nothing wrong in it."""
    return {table: _read_table(text) for table, text in _SOUND.items()}


def _read_table(text: str) -> list[dict[str, str | None]]:
    """Rows of words under their columns; a dot is a blank."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    return [
        {column: None if word == "." else word for column, word in zip(header, line, strict=True)}
        for line in lines
    ]


def changed_rows(*changes: tuple[str, int, Mapping[str, str | None]]) -> Rows:
    """The sound export with some cells changed: (table, the row's `_id`, column → text).

    An `_id` one past the last adds a row: a copy of the first with those cells changed.
    """
    rows = sound_rows()
    for table, row_id, cells in changes:
        if row_id == len(rows[table]) + 1:
            rows[table].append(copy.deepcopy(rows[table][0]))
        rows[table][row_id - 1].update(cells)
    return rows


def stage(rows: Rows) -> duckdb.DuckDBPyConnection:
    """A staging database with `made_*` for every table that `rows` names."""
    staging = duckdb.connect()
    # All at once: hundreds of tests stage these few rows.
    staging.execute("".join(_table_sql(table, table_rows) for table, table_rows in rows.items()))
    return staging


def add_staged_table(
    staging: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, str | None]]
) -> None:
    staging.execute(_table_sql(table, rows))


def _table_sql(table: str, rows: list[dict[str, str | None]]) -> str:
    names = TABLES[table].column_names
    columns = ", ".join(f"{name} VARCHAR" for name in names)
    sql = f"CREATE TABLE made_{table} (_file VARCHAR, _sheet VARCHAR, _row BIGINT, _id BIGINT, {columns});\n"
    lines = []
    for place, row in enumerate(rows, start=1):
        assert set(row) <= set(names), f"{set(row) - set(names)} are no columns of {table}"
        cells = (row.get(name) for name in names)
        texts = ["NULL" if cell is None else sql_text(cell) for cell in cells]
        lines.append(f"('export.csv', NULL, {place + 1}, {place}, {', '.join(texts)})")
    return sql + (f"INSERT INTO made_{table} VALUES {', '.join(lines)};\n" if lines else "")


def found_rows(staging: duckdb.DuckDBPyConnection, rule: str) -> list[int]:
    """The `_id`s blamed for one rule, as often as they stand in `findings`."""
    found = staging.execute("SELECT _id FROM findings WHERE rule = ? ORDER BY _id", [rule]).fetchall()
    return [row[0] for row in found]
