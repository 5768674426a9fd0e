"""What is asked of a programme's own definition beyond a shipped one: no ids, real codes, real columns."""

import tomllib
from collections.abc import Iterable, Mapping

from sqlglot import exp

from pipelines.contract_tables import TABLES
from pipelines.errors import DefinitionError, nearest
from pipelines.measures.catalogue import conditions_of
from pipelines.measures.conditions import parse_condition
from pipelines.measures.definition_file import columns_named
from pipelines.measures.dimensions import NO_CONFERENCE
from pipelines.measures.grains import GRAIN_COLUMNS, Grain
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

ALWAYS = ("programme", "observed_days")
"""Every row has one, whatever is handed over."""


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
    """Whatever is compared, chosen between or put in place of nothing is a code of what it stands beside."""
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In, exp.Coalesce, exp.Case):
        values = [value for side in _sides(node) for value in _values(side)]
        columns = [value for value in values if isinstance(value, exp.Column)]
        texts = [value.name for value in values if isinstance(value, exp.Literal) and value.is_string]
        allowed = _allowed(node, columns, grain)
        for text in texts:
            if allowed and text not in allowed:
                named = " or ".join(column.name for column in columns) or "what it is compared with"
                raise DefinitionError(f"{where}: {text!r} is no code of {named}.{nearest(text, allowed)}")


def _allowed(node: exp.Expr, columns: list[exp.Column], grain: Grain) -> tuple[str, ...]:
    """The codes of the columns; of texts alone those that one side may be; empty where nobody lists them."""
    if columns:
        listed = [codes_of(column.name, grain) for column in columns]
        return tuple(code for codes in listed for code in codes) if all(listed) else ()
    if isinstance(node, exp.Case | exp.Coalesce) or not isinstance(node.this, exp.Case | exp.Coalesce):
        return ()
    return tuple(value.name for value in _values(node.this) if isinstance(value, exp.Literal))


def _sides(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Case):
        return [node]
    return [node.this, *node.expressions, *filter(None, [node.args.get("expression")])]


def _values(side: exp.Expr) -> list[exp.Expr]:
    """What a side may turn out to be: columns and texts, looked for inside CASE, COALESCE and brackets."""
    if isinstance(side, exp.Paren):
        return _values(side.this)
    if isinstance(side, exp.Coalesce):
        return [value for part in (side.this, *side.expressions) for value in _values(part)]
    if isinstance(side, exp.Case):
        results = [branch.args["true"] for branch in side.args["ifs"]]
        return [
            value
            for part in (*results, side.args.get("default"))
            if part is not None
            for value in _values(part)
        ]
    return [side]


def codes_of(column: str, grain: Grain) -> tuple[str, ...]:
    """The codes a grain's column may hold; empty where no closed list of ours says."""
    listed = CLOSED_LISTS.get(column)
    if listed is None and grain in _TABLE_OF:
        named = {one.name: one.list_name for one in TABLES[_TABLE_OF[grain]].columns}
        listed = named.get(column)
    if listed is None:
        return ()
    return tuple(dict.fromkeys((*listed.codes(), *Unknown.codes(), NO_CONFERENCE)))


def check_used(measure: Measure, file: str) -> None:
    """A column that a programme may leave out is needed, or a fallback says what is made without it.

    Raises `DefinitionError` naming file and key.
    """
    named = {part for need in measure.needs for part in need.split(" | ")}
    named |= {part for one in measure.fallbacks for part in one.without.split(" | ")}
    for column in sorted(columns_named(measure) & set(GRAIN_COLUMNS[measure.grain])):
        item = _handed_over(column, measure.grain)
        if item and item not in named:
            raise DefinitionError(
                f"{file}, needs: the conditions use {column}, which a programme may not record. "
                f'Add "{item}" to needs, or a [[fallbacks]] that says what is made without it.'
            )


def _handed_over(column: str, grain: Grain) -> str:
    """How a column is called among what is supplied; empty where every row has it, or it is worked out."""
    for table in (_TABLE_OF.get(grain, ""), "cases"):
        found = next((one for one in TABLES[table].columns if one.name == column), None) if table else None
        if found is not None:
            return "" if found.required or column in ALWAYS else f"{table}.{column}"
    return ""


def _check_needs(written: Iterable[str], file: str, needs: Iterable[str]) -> None:
    columns = {f"{name}.{column.name}" for name, table in TABLES.items() for column in table.columns}
    known = {*TABLES, *columns, *(part for need in needs for part in need.split(" | "))}
    for part in (part for need in written for part in need.split(" | ")):
        if part not in known:
            raise DefinitionError(f"{file}, needs: nobody hands over {part!r}.{nearest(part, sorted(known))}")
