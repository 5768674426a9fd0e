"""The rows that are to be mended, as their own people find them: case reference, file, sheet, row number.

The programme's own reference of a case and its month of referral are the only values that are read here,
because nobody can mend a row without them. They are shown to those who handed the export over, and to nobody
else.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract_tables import TABLES
from pipelines.validation.rules import Rule, find_rule
from pipelines.warehouse.connection import Connection, open_scratch, quoted
from pipelines.warehouse.provenance import EARLIER_EXPORT

_LOOKS_LIKE_AN_ID = r"[\p{L}\p{N}_#][\p{L}\p{N} _#./:()+-]{0,63}"
"""Narrower than the contract: what a spreadsheet could take for a formula is left blank."""

_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
_BATCH = 10_000


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One row of a file and one rule that it breaks in one table."""

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
    n_rows: int
    """Rows of the table that were made of that row of the file: a wide survey gives one for each answer."""


def write_problems(staging: Connection, tables: Collection[str], *, is_partial: bool, to: Path) -> None:
    """Write every problem of a checked export to a Parquet file, for as long as the export is at work."""
    found = " UNION ALL ".join(_PROBLEMS.format(table=table) for table in TABLES if table in tables)
    # Beside a partial export stand rows from before, so the staged ids are ours.
    names = "made_cases AS m JOIN given_cases AS g USING (_id)" if is_partial else ""
    named = f"(SELECT m.case_id, ANY_VALUE(g.case_id) AS reference FROM {names} GROUP BY 1)"
    staging.execute(
        f"COPY (SELECT p.*, {'n.reference' if is_partial else 'p.case_id'} AS reference, "
        "k.referral_month AS month "
        f"FROM ({found}) AS p {f'LEFT JOIN {named} AS n USING (case_id)' if is_partial else ''} "
        "LEFT JOIN (SELECT case_id, ANY_VALUE(referral_month) AS referral_month FROM made_cases GROUP BY 1) "
        f"AS k USING (case_id)) TO '{quoted(to)}' (FORMAT parquet)"
    )


_PROBLEMS = """
SELECT v.table_name, f.case_id, v.rule, v.columns, f.fate = 'quarantined' AS is_set_aside,
    m._row, m._file, m._sheet
FROM (
    SELECT table_name, _id, rule, STRING_AGG(DISTINCT column_name, ', ' ORDER BY column_name) AS columns
    FROM findings WHERE table_name = '{table}' GROUP BY ALL
) AS v
JOIN made_{table} AS m USING (_id)
JOIN flagged AS f USING (table_name, _id)
"""


def read_problems(problems: Path, table: str, *, references: Path) -> Iterator[Problem]:
    """Every problem of one table of a checked export, ordered by case, month and rule.

    `references` name the cases that were kept from before a partial export.
    """
    words = {"looks_like": _LOOKS_LIKE_AN_ID, "month": _MONTH, "earlier": EARLIER_EXPORT, "table": table}
    sql = _ORDERED.format(problems=quoted(problems), known=_known_sql(references))
    with open_scratch() as connection:
        found = connection.execute(sql, words)
        while rows := found.fetchmany(_BATCH):
            for case, month, rule, column, is_set_aside, row, file, sheet, n_rows in rows:
                yield Problem(
                    case=case or "", month=month or "", rule=find_rule(rule), column=column or "",
                    is_set_aside=is_set_aside, row=row, file=file, sheet=sheet or "", n_rows=n_rows,
                )  # fmt: skip


_ORDERED = """
SELECT
    CASE WHEN REGEXP_FULL_MATCH(name, $looks_like) THEN name END AS reference,
    CASE WHEN REGEXP_FULL_MATCH(month, $month) THEN month END AS month,
    rule, columns, is_set_aside, _row, COALESCE(_file, $earlier) AS file, _sheet, COUNT(*) AS n_rows
FROM (
    SELECT p.* EXCLUDE (reference), COALESCE(p.reference, n.reference) AS name
    FROM read_parquet('{problems}') AS p LEFT JOIN ({known}) AS n ON n.id = p.case_id
    WHERE p.table_name = $table
)
GROUP BY ALL
ORDER BY reference NULLS LAST, month NULLS LAST, rule, file, _sheet, _row
"""


def _known_sql(references: Path) -> str:
    """SQL: our id of a case → the programme's own reference, of those that came in before."""
    if not references.exists():
        return "SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS reference WHERE FALSE"
    return (
        f"SELECT id, ANY_VALUE(reference) AS reference FROM read_parquet('{quoted(references)}') "
        "WHERE kind = 'case' GROUP BY 1"
    )
