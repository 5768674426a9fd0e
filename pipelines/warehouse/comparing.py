"""What a new snapshot would change: cases and cohorts, in counts.

A case has changed when anything accepted about it or what hangs on it differs. Only the extraction date is
left out of that: days observed grow for every case by themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract_tables import TABLES
from pipelines.warehouse.codes import code_columns
from pipelines.warehouse.connection import Connection, columns_of_database, open_for_comparing

_WAY_TO_CASE = {
    "cases": "",
    "parties": "",
    "conferences": "",
    "attendance": "JOIN {db}.conferences AS c USING (conference_id)",
    "agreements": "JOIN {db}.conferences AS c USING (conference_id)",
    "obligations": (
        "JOIN {db}.agreements AS a USING (agreement_id) JOIN {db}.conferences AS c USING (conference_id)"
    ),
    "payments": (
        "JOIN {db}.obligations AS o USING (obligation_id) JOIN {db}.agreements AS a USING (agreement_id) "
        "JOIN {db}.conferences AS c USING (conference_id)"
    ),
    "survey_invitations": "JOIN {db}.parties AS c USING (party_id)",
    "survey_answers": "LEFT JOIN {db}.parties AS c USING (party_id)",
}
"""Contract table → joins from its row `t` to a row `c` that names the case."""


@dataclass(frozen=True, kw_only=True)
class CaseCounts:
    """Cases of one programme by what would become of them."""

    added: int
    changed: int
    unchanged: int
    vanished: int
    """In force now, and not in the export."""
    set_aside: int
    """In force now, and in the export with a fault, so quarantined."""
    restated: int
    """Of the changed ones: those that were closed already."""

    @property
    def before(self) -> int:
        """Cases in force now."""
        return self.changed + self.unchanged + self.vanished + self.set_aside

    @property
    def gone(self) -> int:
        """Cases in force now that would be no more."""
        return self.vanished + self.set_aside


@dataclass(frozen=True, kw_only=True)
class CohortCounts:
    """Cases of one quarter of referral that was over at the extraction before: its history is restated."""

    quarter: str
    added: int
    restated: int
    gone: int


def compare_cases(
    before: Path, after: Path, programmes: Collection[str]
) -> dict[str, tuple[CaseCounts, tuple[CohortCounts, ...]]]:
    """Programme → its cases by what would become of them, and the cohorts that are restated."""
    with open_for_comparing(before, after) as connection:
        _set_up(connection)
        return {
            name: (_count_cases(connection, name), _count_cohorts(connection, name)) for name in programmes
        }


def _set_up(connection: Connection) -> None:
    # A snapshot built by an earlier version may lack a column: then it cannot differ in it.
    known = columns_of_database(connection, "before")
    for database in ("before", "after"):
        prints = " UNION ALL ".join(_prints(database, table, known[table]) for table in TABLES)
        connection.execute(
            f"CREATE TEMP TABLE prints_{database} AS "
            f"SELECT case_id, SUM(print) AS print FROM ({prints}) GROUP BY 1"
        )
    connection.execute(_COMPARED)


_COMPARED = """
CREATE TEMP TABLE compared AS
SELECT
    COALESCE(b.programme, a.programme) AS programme,
    COALESCE(b.referral_month, a.referral_month) AS referral_month,
    b.status AS status_before,
    CASE
        WHEN b.case_id IS NULL THEN 'added'
        WHEN a.case_id IS NOT NULL AND pb.print = pa.print THEN 'unchanged'
        WHEN a.case_id IS NOT NULL THEN 'changed'
        WHEN q.case_id IS NOT NULL THEN 'set_aside'
        ELSE 'vanished'
    END AS what
FROM before.cases AS b
FULL JOIN after.cases AS a USING (case_id)
LEFT JOIN prints_before AS pb USING (case_id)
LEFT JOIN prints_after AS pa USING (case_id)
LEFT JOIN (
    SELECT DISTINCT case_id FROM after.quarantine WHERE table_name = 'cases' AND NOT is_warning
) AS q USING (case_id)
"""

_COHORTS = """
WITH quarters AS (
    SELECT *, CAST(referral_month || '-01' AS DATE) AS first_day FROM compared WHERE programme = $programme
)
SELECT
    YEAR(first_day) || 'Q' || QUARTER(first_day) AS quarter,
    COUNT(*) FILTER (WHERE what = 'added'),
    COUNT(*) FILTER (WHERE what = 'changed' AND status_before = 'closed'),
    COUNT(*) FILTER (WHERE what IN ('vanished', 'set_aside'))
FROM quarters
JOIN before.programmes AS p ON p.programme = $programme
-- The quarter was over when the snapshot before was extracted.
WHERE LAST_DAY(CAST(DATE_TRUNC('quarter', first_day) + INTERVAL 2 MONTH AS DATE)) <= p.as_of
GROUP BY 1
ORDER BY 1
"""


def _prints(database: str, table: str, known: Collection[str]) -> str:
    """SQL of one number for each row of a table: equal for equal rows, whatever their order."""
    # A code is compared as text: each snapshot numbers its own codes.
    codes = code_columns(TABLES[table])
    values = ", ".join(
        f"t.{name}::VARCHAR" if name in codes else f"t.{name}" for name in _columns(table) if name in known
    )
    joins = _WAY_TO_CASE[table].format(db=database)
    case = (
        "COALESCE(t.case_id, c.case_id)"
        if table == "survey_answers"
        else "c.case_id"
        if joins
        else "t.case_id"
    )
    if table == "cases":
        # The day of referral as far as it is known: days observed without the extraction date.
        joins = f"JOIN {database}.programmes AS p ON p.programme = t.programme"
        values += ", p.as_of - t.observed_days"
    return (
        f"SELECT {case} AS case_id, HASH('{table}', {values}) AS print FROM {database}.{table} AS t {joins}"
    )


def _columns(table: str) -> tuple[str, ...]:
    return tuple(
        f"{column.name}_minor" if column.type == "money" else column.name
        for column in TABLES[table].columns
        if column.name != "observed_days"
    )


def _count_cases(connection: Connection, programme: str) -> CaseCounts:
    rows = connection.execute(
        "SELECT what, COUNT(*), COUNT(*) FILTER (WHERE status_before = 'closed') FROM compared "
        "WHERE programme = ? GROUP BY 1",
        [programme],
    ).fetchall()
    counts = {str(what): int(n) for what, n, _ in rows}
    closed = {str(what): int(n) for what, _, n in rows}
    kinds = ("added", "changed", "unchanged", "vanished", "set_aside")
    return CaseCounts(**{kind: counts.get(kind, 0) for kind in kinds}, restated=closed.get("changed", 0))


def _count_cohorts(connection: Connection, programme: str) -> tuple[CohortCounts, ...]:
    rows = connection.execute(_COHORTS, {"programme": programme}).fetchall()
    cohorts = (CohortCounts(quarter=q, added=a, restated=r, gone=g) for q, a, r, g in rows)
    return tuple(cohort for cohort in cohorts if cohort.added or cohort.restated or cohort.gone)
