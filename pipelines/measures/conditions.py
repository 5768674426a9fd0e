"""SQL conditions of definition files: parsed, and refused unless every part is known to be harmless."""

from functools import lru_cache

import sqlglot
from sqlglot import exp

from pipelines.errors import DefinitionError
from pipelines.measures.grains import GRAIN_COLUMNS, Grain

DIALECT = "duckdb"

FLAG, NUMBER, TEXT = "a condition", "a number", "text"
"""What a piece of SQL may give."""

ALLOWED = (
    "comparisons, AND, OR, NOT, IN (a list), BETWEEN, IS NULL, + - * /, "
    "CASE, COALESCE, LEAST, GREATEST, ABS, CAST to INTEGER, BIGINT or DOUBLE, numbers, 'text', TRUE and FALSE"
)
_ALLOWED_NODES = (
    *(
        exp.And,
        exp.Or,
        exp.Not,
        exp.EQ,
        exp.NEQ,
        exp.GT,
        exp.GTE,
        exp.LT,
        exp.LTE,
        exp.In,
        exp.Between,
        exp.Is,
    ),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren),
    *(exp.Case, exp.If, exp.Coalesce, exp.Least, exp.Greatest, exp.Abs, exp.Cast, exp.DataType),
    *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null),
)
_ALLOWED_TYPES = (exp.DType.INT, exp.DType.BIGINT, exp.DType.DOUBLE)
_MOST_TEXT = 4_000
# No condition of ours is a tenth as long; a longer one only serves to exhaust the parser.


@lru_cache(maxsize=4096)
def parse_condition(text: str, grain: Grain, where: str) -> exp.Expr:
    """The expression tree of one condition over the columns of one grain. Callers copy it before changing it.

    `where` is the file and key for the message of the `DefinitionError` that anything unknown raises.
    """
    if len(text) > _MOST_TEXT:
        raise DefinitionError(f"{where}: the condition is longer than {_MOST_TEXT} characters. Shorten it.")
    try:
        trees = sqlglot.parse(text, read=DIALECT)
        has_comments = any(token.comments for token in sqlglot.tokenize(text, read=DIALECT))
    except (sqlglot.errors.SqlglotError, RecursionError) as error:
        raise DefinitionError(f"{where}: this is not a condition. Allowed: {ALLOWED}.") from error
    if len(trees) != 1 or trees[0] is None:
        raise DefinitionError(f"{where}: exactly one condition is expected. Allowed: {ALLOWED}.")
    if has_comments:
        # In one line of text a comment would swallow the rest of the condition, and nobody would see it.
        raise DefinitionError(
            f"{where}: a comment is not allowed here; TOML has its own (#). Allowed: {ALLOWED}."
        )
    tree = trees[0]
    for node in tree.walk():
        _check_node(node, grain, where)
    return tree


def _check_node(node: exp.Expr, grain: Grain, where: str) -> None:
    # Exact types: a subclass may do more than its parent.
    if type(node) not in _ALLOWED_NODES:
        raise DefinitionError(f"{where}: {node.key!r} is not allowed here. Allowed: {ALLOWED}.")
    if isinstance(node, exp.Column):
        _check_column(node, grain, where)
    if isinstance(node, exp.DataType) and node.this not in _ALLOWED_TYPES:
        raise DefinitionError(f"{where}: CAST makes INTEGER, BIGINT or DOUBLE. Allowed: {ALLOWED}.")
    if isinstance(node, exp.In) and any(node.args.get(key) for key in ("query", "unnest", "field")):
        raise DefinitionError(f"{where}: IN takes a list of values. Allowed: {ALLOWED}.")


def _check_column(column: exp.Column, grain: Grain, where: str) -> None:
    if len(column.parts) != 1 or column.name not in GRAIN_COLUMNS[grain]:
        known = ", ".join(sorted(GRAIN_COLUMNS[grain]))
        raise DefinitionError(
            f"{where}: {column.sql(DIALECT)!r} is not a column of one row per {grain.value}. "
            f"Columns: {known}."
        )
