"""Why some figures cannot be asked on a basis: one sentence for each sort of question."""

from pipelines.measures.measure import Measure
from pipelines.publication import Kind
from pipelines.vocabulary import Basis

_FOLLOWS = (
    "it follows people or promises from a start, and in one period only those that ended early would be seen"
)
_TOGETHER = "it sets answers side by side that may have been given in different periods"
_BECAME = (
    "it asks what became of those who began together, and beginnings and ends of one period are not the "
    "same people's"
)
_NO_MONTH = "no month is kept of when it happened"
_ONCE = "a person is counted once, at the first conference, and may have come in several months"
_STILL_OPEN = "what is still open was closed in no month"
_IN_PARTS = "a promise is counted once, and may have been paid in several months"
_COSTS = "what was spent is handed over for a year, not for what happened in a month"

_BY_KIND: dict[Kind, str] = {
    Kind.DAYS: _FOLLOWS,
    Kind.CURVE: _FOLLOWS,
    Kind.CHANGE: _TOGETHER,
    Kind.GAP: _TOGETHER,
    Kind.BOUNDS: _TOGETHER,
    Kind.COUNT: _NO_MONTH,
    Kind.MONEY: _IN_PARTS,
    Kind.UNIT_COST: _COSTS,
}


def why_not_on(measure: Measure, basis: Basis) -> str:
    """The reason in words, for a basis that the definition does not list; empty where none is known."""
    if basis is Basis.CLOSING and measure.kind is Kind.DAYS:
        return _STILL_OPEN
    return _why_no_activity(measure) if basis is Basis.ACTIVITY else ""


def _why_no_activity(measure: Measure) -> str:
    if measure.kind is Kind.COUNT and "took_part" in measure.population:
        return _ONCE
    if measure.is_concordance:
        return _TOGETHER
    return _BY_KIND.get(measure.kind, _BECAME)
