"""What export.toml says that no row holds: what a programme spent, and how many it invited to its survey."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipelines.errors import RefusedError
from pipelines.vocabulary import Role, Wave, minor_units
from pipelines.warehouse.connection import Connection

COSTS = "costs"
INVITED = "invited"
WHOLE = "all"
"""The period of a total over everything the export holds."""

_YEAR_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Total:
    """One number: costs in minor units of a period (2025, all), or people invited (invited:harmed:after)."""

    item: str
    period: str
    amount: int


def read_totals(told: Mapping[str, Any], currency: str | None) -> tuple[Total, ...]:
    """Every total an export.toml names. Raises `RefusedError` saying which key, and what is allowed."""
    return (*_costs(told.get(COSTS, {}), currency), *_invited(told.get("survey", {})))


def _costs(costs: object, currency: str | None) -> Iterator[Total]:
    for key, amount in _table(costs, "costs").items():
        period = WHOLE if key == "total" else key
        if period != WHOLE and not (period.isdigit() and len(period) == _YEAR_DIGITS):
            raise RefusedError(f"export.toml, costs.{key}: the key must be total, or a year such as 2025.")
        minor = Decimal(str(_number(amount, f"costs.{key}"))) * minor_units(currency or "")
        yield Total(item=COSTS, period=period, amount=int(minor))


def _invited(survey: object) -> Iterator[Total]:
    for role, waves in _table(_table(survey, "survey").get(INVITED, {}), "survey.invited").items():
        for wave, n in _table(waves, f"survey.invited.{role}").items():
            if role not in Role.codes() or wave not in Wave.codes():
                allowed = f"{', '.join(Role.codes())}; below each, {', '.join(Wave.codes())}"
                raise RefusedError(f"export.toml, survey.invited.{role}.{wave}: allowed are {allowed}.")
            amount = int(_number(n, f"survey.invited.{role}.{wave}"))
            yield Total(item=f"{INVITED}:{role}:{wave}", period=WHOLE, amount=amount)


def _table(found: object, key: str) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise RefusedError(f"export.toml, {key}: this must be a table ([{key}]).")
    return found


def _number(found: object, key: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or found < 0:
        raise RefusedError(f"export.toml, {key}: this must be a number, and not below zero.")
    return found


def write_totals(connection: Connection, programme: str, totals: tuple[Total, ...]) -> None:
    """One row per number."""
    for total in totals:
        connection.execute(
            "INSERT INTO totals VALUES (?, ?, ?, ?)", [programme, total.item, total.period, total.amount]
        )
