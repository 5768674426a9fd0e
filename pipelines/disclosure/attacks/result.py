"""What an attack found: figures only, never a value of a case."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttackResult:
    """One attack on one release."""

    name: str
    figure: float
    """The worst that was found: a share, an area under a curve, or a number of recoveries."""
    gate: float
    """The most that is allowed."""
    passed: bool
    attacked: str
    """What was attacked, in words."""
    n: int
    """How many cells, people or trials the figure is of."""
    low: float
    high: float
    """Where the figure would lie with other draws, 95 %; the figure itself where there are none."""


def judge(  # noqa: PLR0913 (what a result is made of)
    name: str, figure: float, gate: float, attacked: str, n: int, *, ends: tuple[float, float] | None = None
) -> AttackResult:
    """The result, with its verdict: a figure above its gate is refused."""
    low, high = ends or (figure, figure)
    return AttackResult(
        name=name, figure=round(figure, 4), gate=gate, passed=figure <= gate + 1e-9, attacked=attacked, n=n,
        low=round(low, 4), high=round(high, 4),
    )  # fmt: skip
