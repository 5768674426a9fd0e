"""What each piece of SQL gives: a flag, a number or text. One that mixes them would stop a page."""

from collections.abc import Callable, Iterable

from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types

from pipelines.errors import DefinitionError
from pipelines.measures.conditions import DIALECT, FLAG, NUMBER, TEXT, parse_condition
from pipelines.measures.grains import GRAIN_COLUMNS, ColumnKind, Grain

ANY = "anything"

_ENGINE_TYPES = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.MONTH: "VARCHAR",
    ColumnKind.WHOLE: "BIGINT",
    ColumnKind.DECIMAL: "DOUBLE",
    ColumnKind.FLAG: "BOOLEAN",
}


def check_types(text: str, grain: Grain, where: str, *, wanted: str) -> None:
    """Raises `DefinitionError` where parts of different kinds meet, or the whole is not what is wanted."""
    tree = parse_condition(text, grain, where).copy()
    for column in tree.find_all(exp.Column):
        column.set("table", exp.to_identifier(grain.table))
    schema: dict[str, object] = {
        grain.table: {name: _ENGINE_TYPES[kind] for name, kind in GRAIN_COLUMNS[grain].items()}
    }
    select = annotate_types(exp.select(tree).from_(grain.table), schema=schema, dialect=DIALECT)
    (found,) = select.expressions
    for node in found.walk():
        for parts, kind in _meetings(node):
            _check_same(parts, kind, where)
    _check_same([found], wanted, where)


def _meetings(node: exp.Expr) -> Iterable[tuple[list[exp.Expr], str]]:
    """Which parts of a node must be of one kind, and of which where that is fixed."""
    for classes, parts_of, kind in _RULES:
        if isinstance(node, classes):
            yield parts_of(node), kind


def _sides(node: exp.Expr) -> list[exp.Expr]:
    return [part for part in (node.this, node.args.get("expression")) if part is not None]


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    return [node.this, *node.expressions]


def _bounds(node: exp.Expr) -> list[exp.Expr]:
    return [node.this, node.args["low"], node.args["high"]]


def _whens(node: exp.Expr) -> list[exp.Expr]:
    return [branch.this for branch in node.args["ifs"]]


def _results(node: exp.Expr) -> list[exp.Expr]:
    default = node.args.get("default")
    return [
        *(branch.args["true"] for branch in node.args["ifs"]),
        *([default] if default is not None else []),
    ]


_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)

_RULES: tuple[tuple[tuple[type, ...], Callable[[exp.Expr], list[exp.Expr]], str], ...] = (
    (_COMPARISONS, _sides, ANY),
    ((exp.In, exp.Coalesce, exp.Least, exp.Greatest), _arguments, ANY),
    ((exp.Between,), _bounds, ANY),
    ((exp.And, exp.Or, exp.Not), _sides, FLAG),
    ((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Abs), _sides, NUMBER),
    # Text that is no number stops the engine in the middle of a page.
    ((exp.Cast,), lambda node: [node.this], NUMBER),
    ((exp.Case,), _whens, FLAG),
    ((exp.Case,), _results, ANY),
)


def _check_same(parts: list[exp.Expr], kind: str, where: str) -> None:
    kinds = {found for found in map(_kind_of, parts) if found != ANY}
    if kind != ANY:
        kinds.add(kind)
    if len(kinds) > 1:
        sql = ", ".join(part.sql(DIALECT) for part in parts)
        raise DefinitionError(f"{where}: {' and '.join(sorted(kinds))} do not go together in {sql!r}.")


def _kind_of(node: exp.Expr) -> str:
    if node.is_type(exp.DType.BOOLEAN):
        return FLAG
    if node.is_type(*exp.DataType.TEXT_TYPES):
        return TEXT
    return NUMBER if node.is_type(*exp.DataType.NUMERIC_TYPES) else ANY
