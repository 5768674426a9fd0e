"""Figures of many parts that belong together: curves, ways through a programme, and flows of money."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """The state of a curve at the end of one day since the start."""

    day: int
    share: float
    low: float
    high: float
    at_risk: int
    n_met: int | None
    """How many had met it by this day; None where it is not published."""
    n_ended: int | None
    """How many had ended another way by this day (the competing event); None where it is not published."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Cumulative incidence in steps, with those who ended another way as a competing event.

    The points stop where fewer than the policy's number are still followed; `stops_at_day` is the last day
    that can be relied on. A day past it is too soon, not a plateau.
    """

    points: tuple[CurvePoint, ...]
    n: int
    stops_at_day: int
    is_protected: bool = False
    """Known at the ends of quarters alone: when something happened between two of them is not published."""

    def at(self, day: int) -> CurvePoint | None:
        """The last step on or before `day`; None where the curve has stopped by then (too soon)."""
        if day > self.stops_at_day:
            return None
        reached = [point for point in self.points if point.day <= day]
        return reached[-1] if reached else None


@dataclass(frozen=True, kw_only=True)
class PathwayStep:
    """One stage of the way through a programme, in cases or in parties of one role."""

    stage: str
    label: str
    reached: int
    """How many reached this stage."""
    left: tuple[tuple[str, int], ...]
    """Reason in words and how many left here, before the next stage, for it; largest first."""
    waiting: int | None
    """How many are still here and could go on; None where it is not published."""


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """Every stage in order. reached(next) = reached − left − waiting, checked, unless protected."""

    steps: tuple[PathwayStep, ...]
    is_protected: bool = False

    def __post_init__(self) -> None:
        for step, following in zip(self.steps, self.steps[1:], strict=False):
            if self.is_protected:
                return
            if step.reached - (step.waiting or 0) - sum(n for _, n in step.left) != following.reached:
                raise ValueError(f"the pathway does not add up between {step.stage} and {following.stage}")


@dataclass(frozen=True, kw_only=True)
class FlowPart:
    """One part of an amount, in minor units."""

    name: str
    label: str
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An amount and the parts it went to; they reconcile to the minor unit, checked, unless protected."""

    total_minor: int
    parts: tuple[FlowPart, ...]
    currency: str
    n: int
    is_protected: bool = False
    hidden: tuple[str, ...] = ()
    """Words of the parts that may not be shown. They are not nothing."""

    def __post_init__(self) -> None:
        if not self.is_protected and sum(part.amount_minor for part in self.parts) != self.total_minor:
            raise ValueError("the parts of the flow do not add up to its total")
        if any(part.amount_minor < 0 for part in self.parts):
            raise ValueError("no part of a flow may be negative")
