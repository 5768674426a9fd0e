"""What a programme's own definition really gives, tried on an engine before any page asks it."""

from dataclasses import replace
from typing import Any

from pipelines.errors import DefinitionError
from pipelines.measures.grains import GRAIN_COLUMNS, ColumnKind
from pipelines.measures.measure import Example, Measure
from pipelines.measures.rows import CASE, CURRENCY, MIX, PARTY, PROGRAMME
from pipelines.measures.supply import Engine
from pipelines.measures.worked_examples import MOST_ROWS, agrees, answer_example
from pipelines.vocabulary import Dimension
from pipelines.warehouse.connection import EngineError, open_scratch

_FAR = (0, 1, -1, 1_000_000_000, -1_000_000_000)
"""Numbers that a column may come to hold: days with a slip of the pen, amounts in minor units."""

_TAKEN = {
    "month", "cluster", "n", "times", "belongs", CASE, PARTY, PROGRAMME, CURRENCY, MIX,
    *(dimension.value for dimension in Dimension),
}  # fmt: skip
"""Names that the query gives to columns of its own."""


def check_name(measure: Measure, file: str) -> None:
    """Refuse a name that the query needs itself. Raises `DefinitionError`."""
    if measure.name in _TAKEN or "__" in measure.name:
        raise DefinitionError(
            f"{file}: a measure cannot be called {measure.name}, which queries give to columns of their own. "
            "Choose another name, without two underscores side by side."
        )


def check_answers(measure: Measure, file: str) -> None:
    """Run the example, and numbers far out. Raises `DefinitionError` naming file and key."""
    example = measure.example
    assert example is not None
    _check_example(measure, example, f"{file}, example")
    engine = open_scratch()
    try:
        found = _answer(engine, measure, f"{file}, example.rows")
        if found is None or not agrees(found, example.answer):
            said = ", ".join(f"{key} = {value}" for key, value in (found or {}).items() if value)
            raise DefinitionError(
                f"{file}, example.answer: the definition does not give it for these rows. It gives "
                f"{said or 'nothing'}. Correct the conditions, the rows or the answer."
            )
        _answer(engine, _far_out(measure, example), f"{file}")
    finally:
        engine.close()


def _check_example(measure: Measure, example: Example, where: str) -> None:
    columns = GRAIN_COLUMNS[measure.grain]
    for row in example.rows:
        unknown = sorted(set(row) - {*columns, "times"})
        if unknown:
            raise DefinitionError(
                f"{where}.rows: {unknown[0]} is not a column of one row per {measure.grain.value}. "
                f"Columns: {', '.join(sorted(columns))}."
            )
    times = [row.get("times", 1) for row in example.rows]
    if not all(type(n) is int and n > 0 for n in times) or sum(times) > MOST_ROWS:
        raise DefinitionError(
            f"{where}.rows: times is a whole number from 1, and all rows together are up to {MOST_ROWS}."
        )
    named = [*example.ask.get("by", []), *example.ask.get("where", {})]
    if set(example.ask) - {"by", "where"} or not set(named) <= {d.value for d in measure.breakdowns}:
        allowed = ", ".join(measure.breakdowns)
        raise DefinitionError(f"{where}.ask takes by and where, each of its breakdowns. Allowed: {allowed}.")


def _answer(engine: Engine, measure: Measure, where: str) -> dict[str, Any] | None:
    try:
        return answer_example(engine, measure)
    # Infinity and "not a number" come up here too: nothing counted is made of them. The engine's own words
    # may hold a value.
    except (EngineError, ArithmeticError, ValueError, TypeError):
        raise DefinitionError(
            f"{where}: no answer comes of it. Use values that their columns hold, and arithmetic that stands "
            "for any number, 0 and a thousand million included; guard a division with CASE."
        ) from None


def _far_out(measure: Measure, example: Example) -> Measure:
    """The same definition over rows whose every number is far out, and over one that holds nothing."""
    kinds = GRAIN_COLUMNS[measure.grain]
    numbers = [name for name, kind in kinds.items() if kind in (ColumnKind.WHOLE, ColumnKind.DECIMAL)]
    # Alike, and each column another one: a difference of two far ones is further still.
    rows = [
        {
            **row,
            "times": 1,
            **{name: _FAR[(at + place * shift) % len(_FAR)] for place, name in enumerate(numbers)},
        }
        for row in example.rows
        for at in range(len(_FAR))
        for shift in range(len(_FAR))
    ]
    return replace(measure, example=replace(example, rows=({}, *rows[:MOST_ROWS])))
