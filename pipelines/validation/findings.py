"""What is wrong with the staged rows: which row, which rule, which column. Never a value.

`check_staged` asks the contract and then the rules between tables, and leaves two tables in staging:
`findings` (table_name, _id, rule, column_name), each row once per rule, and `superseded` (table_name, _id).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipelines.contract_tables import TABLES
from pipelines.errors import RefusedError
from pipelines.exports.reading import Staging
from pipelines.validation.contract import NOTHING_DECLARED, Declared
from pipelines.validation.rules import PARENT_QUARANTINED, Rule, Severity, find_rule

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """How many rows of a table break one rule."""

    rule: str
    table: str
    severity: Severity
    rows: int
    told: Rule | None = field(default=None, repr=False, compare=False)
    """The rule in the words of the sheet it was found in, where a mapping read that."""

    @property
    def described(self) -> Rule:
        """The rule in words: sentence, how to mend it, what it moves."""
        return self.told or find_rule(self.rule)


def create_findings(staging: Staging) -> None:
    """Make sure that the tables `findings` and `superseded` are there."""
    staging.execute(
        "CREATE TABLE IF NOT EXISTS findings "
        "(table_name VARCHAR, _id BIGINT, rule VARCHAR, column_name VARCHAR)"
    )
    staging.execute("CREATE TABLE IF NOT EXISTS superseded (table_name VARCHAR, _id BIGINT)")


def add_findings(staging: Staging, found: "pandas.DataFrame") -> None:
    """Write what `check_contract` found."""
    staging.register("found", found)
    staging.execute("INSERT INTO findings BY NAME SELECT table_name, _id, rule, column_name FROM found")
    staging.unregister("found")


def count_findings(staging: Staging) -> list[RuleCount]:
    """Rows per rule, what is quarantined first, then the most rows. A row counts once per rule.

    What only follows from another fault comes back by itself: it stands last.
    """
    rows = staging.execute(
        "SELECT rule, table_name, COUNT(DISTINCT _id) FROM findings GROUP BY ALL"
    ).fetchall()
    counts = [
        RuleCount(rule=rule, table=table, severity=find_rule(rule).severity, rows=n)
        for rule, table, n in rows
    ]
    return sorted(
        counts,
        key=lambda count: (
            count.rule == PARENT_QUARANTINED, count.severity, -count.rows, count.rule, count.table,
        ),
    )  # fmt: skip


def check_staged(  # noqa: PLR0913 (what an export says of itself)
    staging: Staging,
    tables: Collection[str],
    *,
    as_of: date,
    declared: Declared = NOTHING_DECLARED,
    currency: str | None = None,
    begin: Callable[[str], None] = lambda table: None,
) -> None:
    """Find everything that is wrong with the staged rows of `tables`.

    Raises `RefusedError` when there is no table of cases, or it was handed over without a column it needs
    (known when `tables` maps each table to its columns). `currency` is the programme's own;
    `begin` hears each table before it is looked at.
    """
    from pipelines.validation.rule_checks import check_rules, find_superseded
    from pipelines.validation.staged import check_staged_contract

    _check_supplied(tables)
    create_findings(staging)
    for table in TABLES:
        if table in tables:
            begin(table)
            check_staged_contract(staging, table, declared)
    check_rules(staging, as_of, tables, currency=currency)
    find_superseded(staging, tables)


def _check_supplied(tables: Collection[str]) -> None:
    if "cases" not in tables:
        rule = find_rule("cases.not_supplied")
        raise RefusedError(f"{rule.sentence} {rule.mend}")
    if not isinstance(tables, Mapping):
        return
    absent = [column for column in _REQUIRED_OF_CASES if column not in tables["cases"]]
    if absent:
        rule = find_rule(f"cases.{absent[0]}.missing")
        raise RefusedError(f"The table of cases has no column {' and none '.join(absent)}. {rule.mend}")


_REQUIRED_OF_CASES = tuple(column.name for column in TABLES["cases"].columns if column.required)
