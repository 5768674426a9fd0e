"""Which made rows are accepted, which are quarantined (with every rule they break), and which are superseded.

A row that breaks a rule takes the rows that hang on it along, so that a bad case cannot leave a good-looking
agreement behind. Works on the staging tables `made_*` and `findings`. Leaves two views for each table:
`fate_<table>` (`_id`, `programme`, `fate`: accepted, quarantined, superseded), without a value of a case, and
`accepted_<table>`, the made rows that stand, each with its `_programme`. And one table `flagged`
(`table_name`, `_id`, `case_id`, `programme`, `fate`): what becomes of each row with a finding, and its case.
"""

from collections.abc import Collection

from pipelines.contract_tables import TABLES, Parent, Table
from pipelines.exports.reading import Staging
from pipelines.exports.text import sql_text
from pipelines.validation.rules import PARENT_QUARANTINED

_PROGRAMME = "CASE WHEN REGEXP_FULL_MATCH(m.programme, '[a-z0-9][a-z0-9_ +/&.-]{0,39}') THEN m.programme END"
"""What is no code at all must not become the name of a programme: it is counted with the export's own."""


def settle_fates(
    staging: Staging, *, programme: str, warnings: Collection[str], present: Collection[str]
) -> None:
    """Give every made row its fate. `programme` stands where a case names none; `warnings` only warn."""
    _tell_repeats_once(staging, present)
    staging.execute("CREATE TEMP TABLE warnings (rule VARCHAR)")
    if warnings:
        staging.executemany("INSERT INTO warnings VALUES (?)", [[rule] for rule in sorted(warnings)])
    only = sql_text(programme) if _is_only_one(staging, programme, present) else None
    for table in TABLES.values():
        if table.name in present:
            if only is None:
                _place(staging, table, programme=programme, present=present)
            _take_along(staging, table, present=present)
            _settle(staging, table)
            _create_views(staging, table, only)
    _flag(staging, present, only)


def _tell_repeats_once(staging: Staging, present: Collection[str]) -> None:
    """A row that several tables are made of repeats its key in all of them: said in the first, taken along
    in the others.
    """
    staging.execute("CREATE TEMP TABLE repeated_rows (_file VARCHAR, _sheet VARCHAR, _row BIGINT)")
    for table in (name for name in TABLES if name in present):
        said = [table, f"{table}.key.duplicate", f"{table}.key.conflict"]
        blamed = "SELECT _id FROM findings WHERE table_name = ? AND rule IN (?, ?)"
        if staging.execute(f"{blamed} LIMIT 1", said).fetchone():
            staging.execute(
                f"UPDATE findings SET rule = ? WHERE table_name = ? AND rule IN (?, ?) AND _id IN "
                f"(SELECT _id FROM made_{table} SEMI JOIN repeated_rows USING (_file, _sheet, _row))",
                [PARENT_QUARANTINED, *said],
            )
            staging.execute(
                f"INSERT INTO repeated_rows SELECT DISTINCT _file, _sheet, _row FROM made_{table} "
                f"WHERE _id IN ({blamed})",
                said,
            )
    staging.execute("DROP TABLE repeated_rows")


def _is_only_one(staging: Staging, programme: str, present: Collection[str]) -> bool:
    """Whether every case is of this programme: then so is every row, and none has to be placed."""
    if "cases" not in present:
        return True
    named = staging.execute(
        f"SELECT DISTINCT COALESCE({_PROGRAMME}, ?) FROM made_cases AS m", [programme]
    ).fetchall()
    return {str(row[0]) for row in named} <= {programme}


def _place(staging: Staging, table: Table, *, programme: str, present: Collection[str]) -> None:
    """One row per made row with the programme of the case it belongs to."""
    links = [
        link
        for link in table.parents
        if link.takes_along and link.table in present and link.table != table.name
    ]
    joins = "".join(
        f" LEFT JOIN (SELECT {link.parent_column} AS k, ANY_VALUE(p.programme) AS programme "
        f"FROM made_{link.table} JOIN placed_{link.table} AS p USING (_id) GROUP BY 1) AS parent_{i} "
        f"ON parent_{i}.k = m.{link.column}"
        for i, link in enumerate(links)
    )
    named = [_PROGRAMME] if table.name == "cases" else [f"parent_{i}.programme" for i, _ in enumerate(links)]
    staging.execute(
        f"CREATE TABLE placed_{table.name} AS "
        f"SELECT m._id, COALESCE({', '.join([*named, '?'])}) AS programme FROM made_{table.name} AS m{joins}",
        [programme],
    )


def _take_along(staging: Staging, table: Table, *, present: Collection[str]) -> None:
    for link in table.parents:
        if link.takes_along and link.table in present and link.table != table.name:
            staging.execute(_take_along_sql(table, link), [table.name, PARENT_QUARANTINED, link.column])


def _take_along_sql(table: Table, link: Parent) -> str:
    # A key counts as gone only when no row with it was accepted.
    return (
        f"WITH set_aside AS (SELECT DISTINCT {link.parent_column} AS k "
        f"FROM made_{link.table} SEMI JOIN set_aside_{link.table} USING (_id)), "
        "gone AS (SELECT k FROM set_aside "
        f"ANTI JOIN accepted_{link.table} AS a ON a.{link.parent_column} = k) "
        f"INSERT INTO findings SELECT ?, m._id, ?, ? FROM made_{table.name} AS m "
        f"JOIN gone ON gone.k = m.{link.column}"
    )


def _settle(staging: Staging, table: Table) -> None:
    """One row per row that is not accepted: most are, so the others are what is written down."""
    staging.execute(
        f"CREATE TABLE set_aside_{table.name} AS "
        "WITH quarantined AS (SELECT DISTINCT _id FROM findings ANTI JOIN warnings USING (rule) "
        "WHERE table_name = ?) "
        "SELECT _id, 'quarantined' AS fate FROM quarantined UNION ALL "
        "SELECT DISTINCT _id, 'superseded' FROM superseded ANTI JOIN quarantined USING (_id) "
        "WHERE table_name = ?",
        [table.name, table.name],
    )


def _create_views(staging: Staging, table: Table, programme: str | None) -> None:
    """`fate_<table>` and `accepted_<table>`. `programme`: SQL, where it is the same for all."""
    placed = "" if programme else f" JOIN placed_{table.name} AS p USING (_id)"
    programme = programme or "p.programme"
    staging.execute(
        f"CREATE VIEW fate_{table.name} AS "
        f"SELECT m._id, {programme} AS programme, COALESCE(s.fate, 'accepted') AS fate "
        f"FROM made_{table.name} AS m LEFT JOIN set_aside_{table.name} AS s USING (_id){placed}"
    )
    staging.execute(
        f"CREATE VIEW accepted_{table.name} AS SELECT m.*, {programme} AS _programme "
        f"FROM made_{table.name} AS m ANTI JOIN set_aside_{table.name} AS s USING (_id){placed}"
    )


def _flag(staging: Staging, present: Collection[str], programme: str | None) -> None:
    """Few rows have a finding: asked here once, nobody has to look for their fate among all rows."""
    staging.execute(
        "CREATE TABLE flagged "
        "(table_name VARCHAR, _id BIGINT, case_id VARCHAR, programme VARCHAR, fate VARCHAR)"
    )
    for name in (name for name in TABLES if name in present):
        joins, case = _way_to_case(TABLES[name], "m", present)
        placed = "" if programme else f" JOIN placed_{name} AS p USING (_id)"
        staging.execute(
            f"INSERT INTO flagged SELECT ?, _id, ANY_VALUE({case}), ANY_VALUE({programme or 'p.programme'}), "
            "COALESCE(ANY_VALUE(s.fate), 'accepted') "
            "FROM (SELECT DISTINCT _id FROM findings WHERE table_name = ?) AS v "
            f"JOIN made_{name} AS m USING (_id) LEFT JOIN set_aside_{name} AS s USING (_id){placed}{joins} "
            "GROUP BY _id",
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
