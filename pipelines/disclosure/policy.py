"""Every number that decides what may be shown, with its reason and its source.

Three of them are said in words too, so they come from the seam, where the dashboard can read them.
"""

from dataclasses import dataclass

from pipelines.publication import FEWEST_FOR_A_RATE, FEWEST_TO_LEAN_ON
from pipelines.publication import LOW_RESPONSE_PERCENT as LOW_RESPONSE
from pipelines.publication import NO_VERDICT_RESPONSE_PERCENT as NO_VERDICT_RESPONSE

_OURS = "This project's reliability rule for exact figures."


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One number, why it is that number, and where it comes from."""

    value: int
    reason: str
    source: str


TOO_FEW = Threshold(
    value=FEWEST_FOR_A_RATE,
    reason="Below 10 one person moves a rate by more than ten points: the parts are shown, no rate made.",
    source=_OURS,
)
CAUTIOUS = Threshold(
    value=FEWEST_TO_LEAN_ON,
    reason="From 10 to 19, and below 20 valid answers, an interval is wider than most differences: it leads.",
    source=_OURS,
)
CURVE_AT_RISK = Threshold(
    value=10,
    reason="Where fewer than 10 are still followed, the next one to end moves the curve by over ten points.",
    source=_OURS,
)
FACILITATOR = Threshold(
    value=20,
    reason="A figure about one facilitator is about a colleague: it needs more behind it; never ranked.",
    source=_OURS,
)
LOW_RESPONSE_PERCENT = Threshold(
    value=LOW_RESPONSE,
    reason="When fewer than half of those asked answered, those who did not could turn the figure round.",
    source="This project's survey rule.",
)
NO_VERDICT_RESPONSE_PERCENT = Threshold(
    value=NO_VERDICT_RESPONSE,
    reason="Below 30 in 100 nothing may be called a rise, a fall or a target met.",
    source="This project's survey rule.",
)

EXACT_POLICY = (
    TOO_FEW,
    CAUTIOUS,
    CURVE_AT_RISK,
    FACILITATOR,
    LOW_RESPONSE_PERCENT,
    NO_VERDICT_RESPONSE_PERCENT,
)
"""What holds for the exact figures a programme's own managers see."""
