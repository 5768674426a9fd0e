"""A random export under way: the tables so far and how the next value is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from pipelines.contract_tables import TABLES, columns_of

Picked = TypeVar("Picked")

MAIN = "river"
"""The programme an export is named by; a form that nobody can place is taken to be its own."""

AS_OF = date(2026, 9, 30)
MONTHS = ("2024-02", "2025-03", "2025-12", "2026-01", "2026-06", "2026-08", "2026-09")
UNKNOWN = ("unknown", "")


@dataclass
class Draft:
    """The tables so far. `draw` chooses; ids are counted up in the order of the rows."""

    draw: st.DrawFn
    has_payments: bool
    programme: str = MAIN
    tables: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def pick(self, options: Sequence[Picked]) -> Picked:
        return self.draw(st.sampled_from(options))

    def day(self, first: int, last: int) -> int:
        return self.draw(st.integers(first, max(first, last)))

    def maybe_day(self, first: int, last: int) -> str:
        return str(self.day(first, last)) if self.draw(st.booleans()) else ""

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def count(self, most: int) -> int:
        return self.draw(st.integers(0, most))

    def rarely(self) -> bool:
        return self.draw(st.integers(0, 3)) == 3

    def next_id(self, table: str) -> str:
        """Of a row, or of a form: in one hand-over the ids of two programmes are not the same."""
        return f"{self.programme}-{table[:2]}{len(self.tables[table]) + 1:04d}"

    def add(self, table: str, **values: str | int) -> dict[str, str]:
        """One more row, blank in every column that is not given; with an id of its own where it has one."""
        row = {name: "" for name in columns_of(table) if name not in {"programme", "observed_days"}}
        own_id, *rest = TABLES[table].key
        if not rest:
            row[own_id] = self.next_id(table)
        row |= {name: str(value) for name, value in values.items()}
        self.tables[table].append(row)
        return row


@dataclass(frozen=True, kw_only=True)
class OpenedCase:
    """A case under way: how long it is followed and who is in it."""

    id: str
    referral_month: str
    followed: int
    """Days from the last of the referral month to the as-of day: nothing happens later."""
    parties: tuple[dict[str, str], ...] = ()

    def month(self, day: int) -> str:
        return month_of(self.referral_month, day)


def last_day_of(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def month_of(referral_month: str, day: int) -> str:
    """The month so many days after the last of the referral month, which days are counted from."""
    return (last_day_of(referral_month) + timedelta(days=day)).strftime("%Y-%m")
