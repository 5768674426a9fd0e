"""What each programme hands over, and so whose figures can be made. Not supplied is never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipelines.instrument import ITEMS
from pipelines.measures.grains import BASIS_MONTHS, Grain
from pipelines.vocabulary import Basis, ConferenceResult, Unknown


class Engine(Protocol):
    """Whatever runs a query with bound values: a snapshot's connection."""

    def execute(self, sql: str, parameters: Any = ...) -> Any:
        """The result, which has `fetchall()`."""


@dataclass(frozen=True)
class Supply:
    """Programme → what it supplies: tables, columns, roles, survey items, months of each grain and basis."""

    items: Mapping[str, frozenset[str]]

    @property
    def programmes(self) -> tuple[str, ...]:
        return tuple(sorted(self.items))

    def missing(self, programme: str, needs: Iterable[str]) -> tuple[str, ...]:
        """Which of these the programme does not supply, in the order asked. `a | b` needs either."""
        lacking = [need.split(" | ") for need in needs if not self._has_any(programme, need.split(" | "))]
        return tuple(dict.fromkeys(item for alternatives in lacking for item in alternatives))

    def _has_any(self, programme: str, alternatives: Iterable[str]) -> bool:
        return any(item in self.items[programme] for item in alternatives)


_NO_RESULT = ", ".join(f"'{code}'" for code in (ConferenceResult.NOT_RECORDED.value, *Unknown.codes()))

_NOT_KNOWN_TO_ARRIVE = (
    "obligation_type = 'restitution_money' AND NOT is_replaced "
    "AND applied_minor > 0 AND disbursed_minor IS NULL"
)

_DERIVED: Mapping[Grain, Mapping[str, str]] = {
    # A survey item is not a column of the table handed over, and an empty one is as good as none.
    Grain.RESPONSE: {f"survey_answers.{item}": f"COUNT({item})" for item in ITEMS},
    # "Not recorded" everywhere is as good as no column.
    Grain.CONFERENCE: {"conferences.result_recorded": f"COUNT_IF(result NOT IN ({_NO_RESULT}))"},
    # Where only those who came are written down, everybody came.
    Grain.PARTY: {"attendance.absent": "COUNT_IF(attended IN ('absent', 'excused'))"},
    # Without the day of passing on, only what was paid straight to the harmed party is known to have
    # arrived. A share of that alone would be everything: it stands where there is nothing else.
    Grain.OBLIGATION: {"obligations.all_paid_to_harmed": f"COUNT_IF({_NOT_KNOWN_TO_ARRIVE}) = 0"},
}
"""What only the rows can tell: item → what is above zero, or true, where it is supplied. A programme without
rows lacks nothing."""


def month_item(grain: Grain, basis: Basis) -> str:
    """How the month a basis stands on is called among what is supplied."""
    return f"{grain.value}.{BASIS_MONTHS[basis]}"


_HAS_TOTALS = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'totals'"


def load_totals(engine: Engine) -> list[tuple[str, str, str, int]]:
    """Programme, item, period and amount of what no row holds; none in a snapshot of an earlier version."""
    if not engine.execute(_HAS_TOTALS).fetchall()[0][0]:
        return []
    rows = engine.execute("SELECT programme, item, period, amount FROM totals ORDER BY ALL").fetchall()
    return [(programme, item, period, amount) for programme, item, period, amount in rows]


def load_supply(engine: Engine) -> Supply:
    """Read once a snapshot. A programme without one row of a grain lacks nothing of it."""
    found: dict[str, set[str]] = {
        programme: set() for (programme,) in engine.execute("SELECT programme FROM programmes").fetchall()
    }
    for programme, item in engine.execute("SELECT programme, item FROM supplied").fetchall():
        found[programme].add(item)
    for programme, item, _, _ in load_totals(engine):
        # Who was invited by role and wave is one thing to supply: how many were invited.
        found[programme].add(item.partition(":")[0])
    for grain in Grain:
        columns = {month_item(grain, basis): f"COUNT({BASIS_MONTHS[basis]})" for basis in Basis}
        columns |= _DERIVED.get(grain, {})
        for programme, items in _known_columns(engine, grain, columns, list(found)):
            found[programme] |= items
    return Supply({programme: frozenset(items) for programme, items in found.items()})


def _known_columns(
    engine: Engine, grain: Grain, columns: Mapping[str, str], programmes: list[str]
) -> Iterable[tuple[str, set[str]]]:
    counted = ", ".join(columns.values())
    rows = engine.execute(
        f"SELECT programme, COUNT(*), {counted} FROM {grain.table} GROUP BY programme"  # noqa: S608 (closed lists)
    ).fetchall()
    known = {row[0]: {item for item, n in zip(columns, row[2:], strict=True) if n} for row in rows}
    for programme in programmes:
        yield programme, known.get(programme, set(columns))
