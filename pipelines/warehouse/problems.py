"""The rows that are to be mended, as their own people find them: case reference, file, sheet, row number.

The programme's own reference of a case and its month of referral are the only values that are read here,
because nobody can mend a row without them. They are shown to those who handed the export over, and to nobody
else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.validation.rules import Rule, find_rule
from pipelines.warehouse.connection import Connection, attach_for_reading, open_scratch, quoted
from pipelines.warehouse.provenance import EARLIER_EXPORT

_LOOKS_LIKE_AN_ID = r"[\p{L}\p{N}_#][\p{L}\p{N} _#./:()+-]{0,63}"
"""Narrower than the contract: what a spreadsheet could take for a formula is left blank."""

_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
_BATCH = 10_000


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One row of one table and one rule it breaks."""

    case: str
    """The programme's own reference; empty where the row names no case that is known."""
    month: str
    """Referral month of the case, YYYY-MM; empty where it cannot be read."""
    rule: Rule
    column: str
    is_set_aside: bool
    """False for a warning: the row stays in the figures."""
    row: int | None
    """As a person counts in the file: the header is row 1 where nothing stands above it."""
    file: str
    sheet: str


def read_problems(staging: Path, table: str, *, is_partial: bool, references: Path) -> Iterator[Problem]:
    """Every problem of one table of a checked export, ordered by case, month and rule.

    `references` name the cases that were kept from before a partial export.
    """
    with open_scratch() as connection:
        attach_for_reading(connection, staging, "staging")
        _name_cases(connection, references, is_partial=is_partial)
        words = {"looks_like": _LOOKS_LIKE_AN_ID, "month": _MONTH, "earlier": EARLIER_EXPORT, "table": table}
        found = connection.execute(_PROBLEMS.format(table=table), words)
        while rows := found.fetchmany(_BATCH):
            for case, month, rule, column, is_set_aside, row, file, sheet in rows:
                yield Problem(
                    case=case or "", month=month or "", rule=find_rule(rule), column=column or "",
                    is_set_aside=is_set_aside, row=row, file=file, sheet=sheet or "",
                )  # fmt: skip


_PROBLEMS = """
SELECT
    CASE WHEN REGEXP_FULL_MATCH(n.reference, $looks_like) THEN n.reference END AS reference,
    CASE WHEN REGEXP_FULL_MATCH(k.referral_month, $month) THEN k.referral_month END AS month,
    v.rule, v.columns, f.fate = 'quarantined', m._row, COALESCE(m._file, $earlier), m._sheet
FROM (
    SELECT _id, rule, STRING_AGG(DISTINCT column_name, ', ' ORDER BY column_name) AS columns
    FROM staging.findings WHERE table_name = $table GROUP BY ALL
) AS v
JOIN staging.made_{table} AS m USING (_id)
JOIN staging.fate_{table} AS f USING (_id)
JOIN staging.flagged AS g ON g._id = v._id AND g.table_name = $table
LEFT JOIN case_names AS n ON n.case_id = g.case_id
LEFT JOIN (
    SELECT case_id, ANY_VALUE(referral_month) AS referral_month FROM staging.made_cases GROUP BY 1
) AS k ON k.case_id = g.case_id
ORDER BY reference NULLS LAST, month NULLS LAST, v.rule, m._file, m._sheet, m._row
"""


def _name_cases(connection: Connection, references: Path, *, is_partial: bool) -> None:
    """Make `case_names`: the staged id of each case with a finding → the programme's own reference."""
    if not is_partial:
        sql = "SELECT DISTINCT case_id, case_id AS reference FROM staging.flagged"
    else:
        # Beside a partial export stand rows from before, so the staged ids are ours.
        sql = (
            "SELECT m.case_id, g.case_id AS reference "
            "FROM staging.made_cases AS m JOIN staging.given_cases AS g USING (_id)"
        )
        if references.exists():
            sql += (
                f" UNION SELECT id, reference FROM read_parquet('{quoted(references)}') WHERE kind = 'case'"
            )
        sql = f"SELECT case_id, ANY_VALUE(reference) AS reference FROM ({sql}) GROUP BY 1"
    connection.execute(f"CREATE TEMP TABLE case_names AS {sql}")
