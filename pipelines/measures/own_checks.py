"""What is asked of a programme's own definition beyond a shipped one: no ids, real codes, real columns."""

import tomllib
from collections.abc import Iterable, Mapping

from sqlglot import exp

from pipelines.contract_tables import TABLES
from pipelines.errors import DefinitionError, nearest
from pipelines.measures.catalogue import conditions_of
from pipelines.measures.conditions import parse_condition
from pipelines.measures.dimensions import NO_CONFERENCE
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.vocabulary import CLOSED_LISTS, Unknown

_TABLE_OF: Mapping[Grain, str] = {
    Grain.CASE: "cases",
    Grain.PARTY: "parties",
    Grain.CONFERENCE: "conferences",
    Grain.AGREEMENT: "agreements",
    Grain.OBLIGATION: "obligations",
}
"""Whose closed lists the columns of a grain have."""


def check_own(measure: Measure, file: str, needs: Iterable[str]) -> None:
    """Raises `DefinitionError` naming file and key. `needs` is what the shipped measures may stand on."""
    for key, text, _ in conditions_of(measure):
        if text:
            tree = parse_condition(text, measure.grain, f"{file}, {key}")
            _check_ids(tree, key, file)
            _check_codes(tree, measure.grain, f"{file}, {key}")
    written = tomllib.loads(measure.content.decode("utf-8"))
    bases = written.get("bases", [measure.basis.value])
    if measure.basis.value not in bases:
        raise DefinitionError(f"{file}, basis: it must be one of its own bases. Allowed: {', '.join(bases)}.")
    _check_needs(written.get("needs", []), file, needs)


def _check_ids(tree: exp.Expr, key: str, file: str) -> None:
    """An id may be counted or found missing; a condition on one would single a case out."""
    for column in tree.find_all(exp.Column):
        is_counted = key == "count.distinct" and column is tree
        is_missing = isinstance(column.parent, exp.Is) and isinstance(column.parent.expression, exp.Null)
        if _is_id(column.name) and not is_counted and not is_missing:
            raise DefinitionError(
                f"{file}, {key}: {column.name} is an id, which could single out one case. "
                "Allowed: an id as the whole of count.distinct, or with IS NULL."
            )


def _is_id(name: str) -> bool:
    return name.endswith("_id") or name == "person_key"


def _check_codes(tree: exp.Expr, grain: Grain, where: str) -> None:
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [node.this, *node.expressions, *filter(None, [node.args.get("expression")])]
        for column in (side for side in sides if isinstance(side, exp.Column)):
            allowed = codes_of(column.name, grain)
            for side in sides:
                if allowed and isinstance(side, exp.Literal) and side.name not in allowed:
                    raise DefinitionError(
                        f"{where}: {side.name!r} is no code of {column.name}.{nearest(side.name, allowed)}"
                    )


def codes_of(column: str, grain: Grain) -> tuple[str, ...]:
    """The codes a grain's column may hold; empty where no closed list of ours says."""
    listed = CLOSED_LISTS.get(column)
    if listed is None and grain in _TABLE_OF:
        named = {one.name: one.list_name for one in TABLES[_TABLE_OF[grain]].columns}
        listed = named.get(column)
    if listed is None:
        return ()
    return tuple(dict.fromkeys((*listed.codes(), *Unknown.codes(), NO_CONFERENCE)))


def _check_needs(written: Iterable[str], file: str, needs: Iterable[str]) -> None:
    columns = {f"{name}.{column.name}" for name, table in TABLES.items() for column in table.columns}
    known = {*TABLES, *columns, *(part for need in needs for part in need.split(" | "))}
    for part in (part for need in written for part in need.split(" | ")):
        if part not in known:
            raise DefinitionError(f"{file}, needs: nobody hands over {part!r}.{nearest(part, sorted(known))}")
