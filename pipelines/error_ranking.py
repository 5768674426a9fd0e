"""Which of the rules that rows break move the headlines most: what to mend first.

A row that is set aside takes along what hangs on it, so it moves the figures of those tables too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.changes import HEADLINES
from pipelines.checking import CheckedExport
from pipelines.contract_tables import TABLES
from pipelines.measures.catalogue import load_catalogue
from pipelines.validation.findings import RuleCount
from pipelines.validation.rules import PARENT_QUARANTINED, find_rule


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One rule in one table, by how much it moves."""

    count: RuleCount
    headlines: tuple[str, ...]
    """Titles of the headlines it moves."""
    others: tuple[str, ...]
    """Titles of the other measures it moves."""

    @property
    def weight(self) -> int:
        """Rows × the headlines that they move."""
        return self.count.rows * len(self.headlines)

    @property
    def order(self) -> tuple[object, ...]:
        """The most first. A row that is only taken along is mended by mending another one: it comes last."""
        count = self.count
        is_taken_along = count.rule == PARENT_QUARANTINED
        return (
            is_taken_along,
            -self.weight,
            -count.rows * len(self.others),
            -count.rows,
            count.rule,
            count.table,
        )


def rank_rules(exports: Sequence[CheckedExport]) -> list[Ranked]:
    """Every rule that rows break, by rows × the headlines they move."""
    added: dict[tuple[str, str], RuleCount] = {}
    for count in (count for checked in exports for count in checked.findings):
        earlier = added.get((count.rule, count.table))
        rows = count.rows + (earlier.rows if earlier else 0)
        added[count.rule, count.table] = RuleCount(
            rule=count.rule, table=count.table, severity=count.severity, rows=rows, told=count.told
        )
    present = {table for checked in exports for table in checked.columns}
    return sorted((_rank(count, present) for count in added.values()), key=lambda one: one.order)


def _rank(count: RuleCount, present: Collection[str]) -> Ranked:
    named = [*(count.described.measures or _measures_of(count.table))]
    if count.severity != "warn":
        named += [name for table in _hanging_on(count.table, present) for name in _measures_of(table)]
    titles = {measure.name: measure.title for measure in load_catalogue()}
    headlines = [name for name, _ in HEADLINES if name in named]
    others = [name for name in dict.fromkeys(named) if name not in headlines]
    return Ranked(
        count=count,
        headlines=tuple(titles[name] for name in headlines),
        others=tuple(titles[name] for name in others),
    )


def _measures_of(table: str) -> tuple[str, ...]:
    """What a row of the table moves, whatever is wrong with it."""
    return find_rule(f"{table}.key.duplicate").measures


def _hanging_on(table: str, present: Collection[str]) -> list[str]:
    """Tables handed over whose rows are taken along with one of this table."""
    found = [
        name
        for name, other in TABLES.items()
        if name in present and any(link.takes_along and link.table == table != name for link in other.parents)
    ]
    return [*found, *(further for name in found for further in _hanging_on(name, present))]
