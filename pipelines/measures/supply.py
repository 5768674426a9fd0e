"""What each programme hands over, and so which programmes a figure may be made of. Not supplied is never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipelines.instrument import ITEMS
from pipelines.measures.grains import BASIS_MONTHS, Grain
from pipelines.vocabulary import Basis


class Engine(Protocol):
    """Whatever runs a query with bound values: a snapshot's connection."""

    def execute(self, sql: str, parameters: Any = ...) -> Any:
        """The result, which has `fetchall()`."""


@dataclass(frozen=True)
class Supply:
    """Programme → what it supplies: tables, columns, roles, survey items, and the months of each grain and basis."""

    items: Mapping[str, frozenset[str]]

    @property
    def programmes(self) -> tuple[str, ...]:
        return tuple(sorted(self.items))

    def missing(self, programme: str, needs: Iterable[str]) -> tuple[str, ...]:
        """Which of these the programme does not supply, in the order asked."""
        return tuple(item for item in needs if item not in self.items[programme])


def month_item(grain: Grain, basis: Basis) -> str:
    """How the month a basis stands on is called among what is supplied."""
    return f"{grain.value}.{BASIS_MONTHS[basis]}"


def load_supply(engine: Engine) -> Supply:
    """Read once a snapshot. A programme without one row of a grain lacks nothing of it."""
    found: dict[str, set[str]] = {
        programme: set() for (programme,) in engine.execute("SELECT programme FROM programmes").fetchall()
    }
    for programme, item in engine.execute("SELECT programme, item FROM supplied").fetchall():
        found[programme].add(item)
    for grain in Grain:
        columns = {month_item(grain, basis): BASIS_MONTHS[basis] for basis in Basis}
        if grain is Grain.RESPONSE:
            columns |= {f"survey_answers.{item}": item for item in ITEMS}
        for programme, items in _known_columns(engine, grain, columns, list(found)):
            found[programme] |= items
    return Supply({programme: frozenset(items) for programme, items in found.items()})


def _known_columns(
    engine: Engine, grain: Grain, columns: Mapping[str, str], programmes: list[str]
) -> Iterable[tuple[str, set[str]]]:
    counted = ", ".join(f"COUNT({column})" for column in columns.values())
    rows = engine.execute(
        f"SELECT programme, COUNT(*), {counted} FROM {grain.table} GROUP BY programme"  # noqa: S608 (closed lists)
    ).fetchall()
    known = {row[0]: {item for item, n in zip(columns, row[2:], strict=True) if n} for row in rows}
    for programme in programmes:
        yield programme, known.get(programme, set(columns))
