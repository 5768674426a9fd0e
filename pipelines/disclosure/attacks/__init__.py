"""Attacks on a release. PLACEHOLDER until the suite is merged."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AttackResult:
    name: str
    figure: float
    gate: float
    passed: bool


def attack_release(data: Any, guarding: Any, cells: Any, report: Any) -> tuple[AttackResult, ...]:
    return ()
