"""Which made rows are accepted, which are quarantined (with every rule they break), and which are superseded.

A row that breaks a rule takes the rows that hang on it along, so that a bad case cannot leave a good-looking
agreement behind. Works on the staging tables `made_*` and `findings`; leaves one table `fate_<table>` each:
`_id`, `programme`, `fate` (accepted, quarantined, superseded). No value of a case is in any of them. And one
table `flagged` (`table_name`, `_id`, `case_id`): the case that each row with a finding belongs to.
"""

from collections.abc import Collection

from pipelines.contract_tables import TABLES, Parent, Table
from pipelines.exports.reading import Staging

PARENT_QUARANTINED = "parent_quarantined"

_PROGRAMME = "CASE WHEN REGEXP_FULL_MATCH(m.programme, '[a-z0-9][a-z0-9_ +/&.-]{0,39}') THEN m.programme END"
"""What is no code at all must not become the name of a programme: it is counted with the export's own."""


def settle_fates(
    staging: Staging, *, programme: str, warnings: Collection[str], present: Collection[str]
) -> None:
    """Give every made row its fate. `programme` stands where a case names none; `warnings` only warn."""
    staging.execute("CREATE TEMP TABLE warnings (rule VARCHAR)")
    if warnings:
        staging.executemany("INSERT INTO warnings VALUES (?)", [[rule] for rule in sorted(warnings)])
    for table in TABLES.values():
        if table.name in present:
            _place(staging, table, programme=programme, present=present)
            _take_along(staging, table, present=present)
            _settle(staging, table)
    _name_cases(staging, present)


def _place(staging: Staging, table: Table, *, programme: str, present: Collection[str]) -> None:
    """One row per made row with the programme of the case it belongs to."""
    links = [
        link
        for link in table.parents
        if link.takes_along and link.table in present and link.table != table.name
    ]
    joins = "".join(
        f" LEFT JOIN (SELECT {link.parent_column} AS k, ANY_VALUE(programme) AS programme "
        f"FROM {_keyed(link.table)} GROUP BY 1) AS parent_{i} ON parent_{i}.k = m.{link.column}"
        for i, link in enumerate(links)
    )
    named = [_PROGRAMME] if table.name == "cases" else [f"parent_{i}.programme" for i, _ in enumerate(links)]
    staging.execute(
        f"CREATE TABLE placed_{table.name} AS "
        f"SELECT m._id, {', '.join(f'm.{column}' for column in table.key)}, "
        f"COALESCE({', '.join([*named, '?'])}) AS programme "
        f"FROM made_{table.name} AS m{joins}",
        [programme],
    )


def _take_along(staging: Staging, table: Table, *, present: Collection[str]) -> None:
    for link in table.parents:
        if link.takes_along and link.table in present and link.table != table.name:
            staging.execute(_take_along_sql(table, link), [table.name, PARENT_QUARANTINED, link.column])


def _take_along_sql(table: Table, link: Parent) -> str:
    # A key counts as gone only when no row with it was accepted.
    return (
        f"INSERT INTO findings SELECT ?, m._id, ?, ? FROM made_{table.name} AS m "
        f"JOIN (SELECT {link.parent_column} AS k FROM {_keyed(link.table)} "
        f"JOIN fate_{link.table} USING (_id) GROUP BY 1 HAVING NOT BOOL_OR(fate = 'accepted')) AS gone "
        f"ON gone.k = m.{link.column}"
    )


def _settle(staging: Staging, table: Table) -> None:
    staging.execute(
        f"CREATE TABLE fate_{table.name} AS "
        "SELECT p._id, p.programme, CASE "
        "WHEN p._id IN (SELECT _id FROM findings "
        "WHERE table_name = ? AND rule NOT IN (SELECT rule FROM warnings)) THEN 'quarantined' "
        "WHEN p._id IN (SELECT _id FROM superseded WHERE table_name = ?) THEN 'superseded' "
        f"ELSE 'accepted' END AS fate FROM placed_{table.name} AS p",
        [table.name, table.name],
    )


def _name_cases(staging: Staging, present: Collection[str]) -> None:
    staging.execute("CREATE TABLE flagged (table_name VARCHAR, _id BIGINT, case_id VARCHAR)")
    for name in TABLES:
        if name in present:
            joins, case = _way_to_case(TABLES[name], "m", present)
            staging.execute(
                f"INSERT INTO flagged SELECT ?, _id, ANY_VALUE({case}) "
                "FROM (SELECT DISTINCT _id FROM findings WHERE table_name = ?) AS v "
                f"JOIN made_{name} AS m USING (_id){joins} GROUP BY _id",
                [name, name],
            )


def _way_to_case(table: Table, alias: str, present: Collection[str]) -> tuple[str, str]:
    """Joins from a row up to its case, and the expression that then names it; NULL where there is no way."""
    owners = [link for link in table.parents if link.is_owner]
    if table.name == "cases" or any(link.table == "cases" for link in owners):
        return "", f"{alias}.case_id"
    named = [f"{alias}.case_id"] if "case_id" in table.column_names else []
    ways = owners or [link for link in table.parents if link.takes_along and link.table != "cases"]
    joins = ""
    for link in ways:
        if link.table in present:
            parent = f"{alias}_{link.table}"
            further, case = _way_to_case(TABLES[link.table], parent, present)
            on = f"{parent}.{link.parent_column} = {alias}.{link.column}"
            joins += f" LEFT JOIN made_{link.table} AS {parent} ON {on}{further}"
            named.append(case)
    return joins, f"COALESCE({', '.join([*named, 'NULL'])})"


def _keyed(table_name: str) -> str:
    return f"placed_{table_name}"
