"""PRIVACY IS AT STAKE HERE. What a release says of how soon: a life table in moved numbers.

    step    a quarter of a year; who was followed into it, met it, ended another way, or was open at its end
    share   Σ S · d / (r − c / 2): those open at the end count as followed for half of the step
    shown   from the step on by which ten have met it, to the last at whose end 30 are followed, as one counts

Cutler and Ederer (1958), Journal of Chronic Diseases 8: 699-712; with ends another way as competing events,
Marubini and Valsecchi (1995), Analysing Survival Data, section 10.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from pipelines.disclosure.draws import NOBODY, Drawing, Part
from pipelines.disclosure.keys import KEY_SPACE
from pipelines.disclosure.protect_counts import FEW, shown_count
from pipelines.disclosure.release_policy import FEWEST, FEWEST_AT_RISK
from pipelines.measures.statistics import round_half_up, score_interval
from pipelines.measures.statistics.curves import CENSORED, ENDED, MET
from pipelines.publication import Curve, CurvePoint, Hidden, PublishedCell, Shown

STEP_ENDS = (90, 180, 270, 365, 455, 545, 635, 730, 820, 910, 1000, 1095)
"""Last day of each step: quarters of a year, so that half a year and a year are among them."""

Steps = Mapping[tuple[int, int], Part]
"""Step and event (0 open, 1 met, 2 ended) → those it happened to then."""


def protect_curve(drawing: Drawing, whole: Part, steps: Steps) -> PublishedCell:
    """The share that met it by the end of each step, as far as enough are followed."""
    everybody = shown_count(drawing, whole)
    if everybody is None:
        return Hidden(words=FEW)
    points = tuple(_points(drawing, steps))
    if len(points) < FEWEST_POINTS:
        return Hidden(words=f"about {drawing.profile.round(everybody)}: too few for a curve")
    n = drawing.profile.round(everybody)
    return Shown(figure=Curve(points=points, n=n, stops_at_day=points[-1].day, is_protected=True))


FEWEST_POINTS = 2
"""The start and one step: a curve of the start alone says nothing."""


@dataclass
class _Told:
    """Those to whom something has happened by the end of a step, in truth and moved."""

    part: Part = NOBODY
    moved: int = 0

    def add(self, part: Part, moved: int) -> None:
        self.part, self.moved = _both(self.part, part), self.moved + moved

    def is_few(self, drawing: Drawing) -> bool:
        return drawing.is_few(self.part) or drawing.is_below(self.moved, FEWEST.value)


def _points(drawing: Drawing, steps: Steps) -> Iterator[CurvePoint]:
    waiting, share, met_so_far, ended_so_far = 1.0, 0.0, _Told(), _Told()
    rounded = drawing.profile.round
    at_risk, is_small = _followed(drawing, steps, 0)
    if is_small:
        return
    yield CurvePoint(day=0, share=0, low=0, high=0, at_risk=rounded(at_risk), n_met=None, n_ended=None)
    for step, day in enumerate(STEP_ENDS):
        still_followed, is_small = _followed(drawing, steps, step + 1)
        if is_small:
            return
        met, ended, still_open = _moved(drawing, steps, step)
        exposed = max(1.0, at_risk - still_open / 2, met + ended)
        share += waiting * met / exposed
        waiting *= 1 - (met + ended) / exposed
        at_risk = still_followed
        met_so_far.add(steps.get((step, MET), NOBODY), met)
        ended_so_far.add(steps.get((step, ENDED), NOBODY), ended)
        if met_so_far.is_few(drawing):
            # A share of fewer than ten who met it would say how few they are.
            continue
        # As if only those still followed had been: wider than the truth, never narrower.
        low, high = score_interval(min(1.0, share), max(at_risk, 1))
        yield CurvePoint(
            day=day,
            share=_percent(share),
            low=min(_percent(low), _percent(share)),
            high=max(_percent(high), _percent(share)),
            at_risk=rounded(at_risk),
            n_met=rounded(met_so_far.moved),
            n_ended=None if ended_so_far.is_few(drawing) else rounded(ended_so_far.moved),
        )


def _followed(drawing: Drawing, steps: Steps, step: int) -> tuple[int, bool]:
    """How many are followed into a step, moved, and whether they are too few to go on."""
    followed = followed_into(steps, step)
    n = drawing.count(followed, f"step {step} followed")
    return n, drawing.is_small(followed.smallest, FEWEST_AT_RISK.value, n)


def _moved(drawing: Drawing, steps: Steps, step: int) -> tuple[int, int, int]:
    """Met, ended another way, and open at the end of one step."""
    met, ended, still_open = (
        drawing.count(steps.get((step, event), NOBODY), f"step {step} {event}")
        for event in (MET, ENDED, CENSORED)
    )
    return met, ended, still_open


def followed_into(steps: Steps, first: int) -> Part:
    """Everybody to whom anything happened in a step or after it."""
    return reduce(_both, (part for (step, _), part in sorted(steps.items()) if step >= first), NOBODY)


def _both(one: Part, other: Part) -> Part:
    return Part(
        n=one.n + other.n,
        cases=one.cases + other.cases,
        people=one.people + other.people,
        key=(one.key + other.key) % KEY_SPACE,
    )


def _percent(share: float) -> float:
    return min(1.0, float(round_half_up(share * 100)) / 100)
