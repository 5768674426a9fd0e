"""PRIVACY IS AT STAKE HERE. The signed headline pack of a small service: exact, whole programme, few figures.

    share   iff 10 people or more and 3 or more in both parts, else "fewer than 3 of N" or "all but …"
    sum     iff 10 people or more and nobody's own amount dominates
    count   iff 10 people or more

Years are disjoint, and "the last two" and "the last three" are their sums: what is not shown for one of them
must not follow from the others, so a cell is kept back where it would.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import floor

import numpy

from pipelines.disclosure.counting import CellCounts
from pipelines.disclosure.draws import Part
from pipelines.disclosure.policy import Threshold
from pipelines.disclosure.protect_amounts import Sum, two_digits
from pipelines.disclosure.protect_counts import FEW
from pipelines.disclosure.protect_middles import AMOUNT_BINS
from pipelines.measures.measure import Measure
from pipelines.measures.statistics import score_interval, wilson_interval
from pipelines.publication import (
    Count,
    Hidden,
    Kind,
    Money,
    MoneyRate,
    PublishedCell,
    Rate,
    Ratio,
    Shown,
)
from pipelines.vocabulary import minor_units

_OURS = "This project's disclosure design for small services."

PACK_PEOPLE = Threshold(value=10, reason="A total of fewer people is about each of them.", source=_OURS)
PACK_PART = Threshold(
    value=3, reason="Below three, one of two people in a part can tell what the other one said.", source=_OURS
)
PACK_CHANGED = Threshold(
    value=10,
    reason="A pack revised for fewer changed people would be a description of the change.",
    source=_OURS,
)
"""How many people must have changed before a pack of the same year may be given out again."""

HEADLINES = (
    "cases_referred",
    "people_taking_part",
    "conferences_held",
    "agreements_made",
    "acceptance_rate",
    "mutual_consent_rate",
    "conference_rate",
    "harmed_presence_rate",
    "preparation_rate",
    "agreement_reached_rate",
    "agreement_completion_rate",
    "obligation_completion_rate",
    "paid_in_full_rate",
    "restitution_collected_rate",
    "hours_completed",
    "choose_again_rate",
    "felt_safe_rate",
    "respect_rate",
    "overall_satisfaction_rate",
    "recommend_rate",
    "response_rate",
    "safety_event_rate",
)
"""The closed list. Nothing else can be asked of a pack.

Not in it: `restitution_paid`. In a year of which everything is due it differs from the amount paid in
`restitution_collected_rate` by what was paid too much, and that may be one person's.
"""

HEADLINE_ROLES = {"choose_again_rate": "harmed"}
"""Headlines that are of one role. It alone is stated: beside all roles the others would follow."""


def state_exactly(measure: Measure, counts: CellCounts) -> PublishedCell:
    """What a pack says of one figure of one span of years."""
    if min(counts.whole.people, counts.whole.n) < PACK_PEOPLE.value:
        return Hidden(words=FEW)
    if measure.kind in (Kind.RATE, Kind.RATIO):
        return _share(measure, counts)
    if measure.kind is Kind.COUNT and measure.count is not None and measure.count.sum:
        total = counts.sums["quantity"]
        return Hidden(words=DOMINATED) if _is_telling(total) else Shown(figure=Count(value=int(total.total)))
    if measure.kind is Kind.COUNT:
        is_of_people = measure.count is not None and bool(measure.count.distinct)
        return Shown(figure=Count(value=counts.whole.people if is_of_people else counts.whole.n))
    return _money(measure, counts)


DOMINATED = "one person's amount would show"


def _is_telling(amount: Sum) -> bool:
    """Are there amounts of fewer than ten people in it, or does one or do two of them have most of it?"""
    return amount.contributors < PACK_PEOPLE.value or amount.is_dominated


def _share(measure: Measure, counts: CellCounts) -> PublishedCell:
    met, not_met = counts.parts
    of = met.n + not_met.n
    words = _few_words(met, not_met, of)
    if words:
        return Hidden(words=words)
    low, high = wilson_interval(met.n, of)
    if measure.ratio is None:
        return Shown(figure=Rate(value=met.n / of, low=low, high=high, met=met.n, denominator=of))
    per = measure.ratio.per
    return Shown(
        figure=Ratio(
            value=met.n / of * per, low=low * per, high=high * per, numerator=met.n, denominator=of,
            method="Wilson", per=per,
        )
    )  # fmt: skip


def _few_words(met: Part, not_met: Part, of: int) -> str:
    few = f"fewer than {PACK_PART.value}"
    if met.smallest < PACK_PART.value:
        return f"{few} of {of}"
    return f"all but {few} of {of}" if not_met.smallest < PACK_PART.value else ""


def _money(measure: Measure, counts: CellCounts) -> PublishedCell:
    if measure.kind is Kind.MONEY:
        return _total(counts)
    done, left = counts.sums["done"], counts.sums["left"]
    of = done.total + left.total
    if of <= 0 or _is_telling(done) or _is_telling(left):
        return Hidden(words=DOMINATED)
    value = done.total / of
    low, high = score_interval(value, counts.whole.n)
    return Shown(
        figure=MoneyRate(
            value=value, low=low, high=high, met_minor=int(done.total), denominator_minor=int(of),
            currency=counts.currency, n=counts.whole.n, method="Wilson on the number of obligations",
        )
    )  # fmt: skip


def _total(counts: CellCounts) -> PublishedCell:
    total: Sum = counts.sums["amount"]
    if _is_telling(total):
        return Hidden(words=DOMINATED)
    units = minor_units(counts.currency)
    quarters = [two_digits(_quantile(counts.parts, share)) for share in (0.25, 0.5, 0.75)]
    lower, median, upper = (int(quarter * units) for quarter in quarters)
    return Shown(
        figure=Money(
            total_minor=int(total.total), median_minor=median, lower_quartile_minor=lower,
            upper_quartile_minor=upper, currency=counts.currency, n=counts.whole.n,
        )
    )  # fmt: skip


def _quantile(histogram: Sequence[Part], share: float) -> float:
    """The start of the bin: a pack names no amount that one person has."""
    upto = list(accumulate(part.n for part in histogram))
    place = floor(share * (upto[-1] - 1))
    return float(AMOUNT_BINS[bisect_right(upto, place)])


def choose_spans(cells: Mapping[tuple[str, ...], PublishedCell]) -> set[tuple[str, ...]]:
    """The spans of years whose figures may stand side by side.

    A span that may not be shown must not be a sum or a difference of those that are. They are decided in the
    order in which packs are given out, by their last year, the longest first: a later pack finds the same.
    """
    years = sorted({year for span in cells for year in span})
    vectors = {span: [float(year in span) for year in years] for span in cells}
    kept_back = [span for span, cell in cells.items() if not isinstance(cell, Shown)]
    chosen: list[tuple[str, ...]] = []
    for span in sorted(cells, key=lambda span: (span[-1], -len(span))):
        if span in kept_back:
            continue
        known = numpy.array([vectors[one] for one in (*chosen, span)])
        if not any(_follows(known, vectors[hidden]) for hidden in kept_back):
            chosen.append(span)
        else:
            kept_back.append(span)
    return set(chosen)


def _follows(known: "numpy.typing.NDArray[numpy.float64]", wanted: Sequence[float]) -> bool:
    both = numpy.vstack([known, wanted])
    return bool(numpy.linalg.matrix_rank(both) == numpy.linalg.matrix_rank(known))
