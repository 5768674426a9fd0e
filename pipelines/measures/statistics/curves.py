"""How soon: shares that grow with the days, with those still waiting counted as long as they were followed.

Rows come aggregated from the engine: a day, what happened on it, and to how many. On one day events come
before censorings, so somebody followed to day 30 was still at risk of what happened on day 30.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, isclose, log, sqrt

from pipelines.measures.statistics.proportions import Z, score_interval

CENSORED, MET, ENDED = 0, 1, 2
"""What a row's event may be: still open when the data end, met, or ended another way."""


@dataclass(frozen=True, kw_only=True)
class IncidencePoint:
    """The state at the end of one day."""

    day: int
    share: float
    """Cumulative incidence: met by this day, of all who started."""
    low: float
    high: float
    at_risk: int
    """Still followed and undecided when the day began."""
    n_met: int
    """Met by the end of this day."""
    n_ended: int
    """Ended another way by the end of this day."""


@dataclass(frozen=True, kw_only=True)
class SurvivalPoint:
    """The share still waiting at the end of one day, where there is only one way to leave."""

    day: int
    share: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True)
class _Step:
    day: int
    at_risk: int
    met: int
    ended: int


def cumulative_incidence(rows: Iterable[tuple[int, int, int]]) -> list[IncidencePoint]:
    """The Aalen-Johansen share that met it by each day, from rows (day, event, how many); [] for no rows.

    One point for every day something happened, censorings included, and one at day 0 where the first is
    later. An end another way competes: it is neither dropped nor treated as followed too briefly.
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5: 141-150. Variance by the delta method
    (Dinse and Larson 1986, Biometrika 73: 379-386); interval on the log(-log) scale of the share (Coviello
    and Boggess 2004, Stata Journal 4: 103-112). At a share of 0 or 1 that scale has no interval, and
    Wilson's stands in.
    """
    points: list[IncidencePoint] = []
    waiting, share = 1.0, 0.0
    n_met = n_ended = 0
    variance = _IncidenceVariance()
    for step in _steps(rows):
        before, waiting, share = waiting, *_advance(waiting, share, step)
        variance.add(step, waiting_before=before, share=share)
        n_met, n_ended = n_met + step.met, n_ended + step.ended
        low, high = _log_log(share, variance.at(share), n=step.at_risk if n_met == 0 else n_met)
        points.append(
            IncidencePoint(
                day=step.day,
                share=share,
                low=low,
                high=high,
                at_risk=step.at_risk,
                n_met=n_met,
                n_ended=n_ended,
            )
        )
    return [*_origin(points), *points]


def stop_below(points: list[IncidencePoint], minimum: int) -> tuple[list[IncidencePoint], int]:
    """The points while at least `minimum` are still followed, and the last of their days (-1: none)."""
    kept = [point for point in points if point.at_risk >= minimum]
    return kept, kept[-1].day if kept else -1


def kaplan_meier(rows: Iterable[tuple[int, int, int]]) -> list[SurvivalPoint]:
    """The share still waiting at the end of each day, from rows (day, event 0 or 1, how many).

    Kaplan and Meier (1958), Journal of the American Statistical Association 53: 457-481; Greenwood's
    variance, interval on the log(-log) scale. The same numbers as `scipy.stats.ecdf(CensoredData)` with
    `confidence_interval(method="log-log")`, from counts per day instead of one number for each row.
    """
    points: list[SurvivalPoint] = []
    share, greenwood, n_met = 1.0, 0.0, 0
    for step in _steps(rows):
        if step.ended:
            raise ValueError("one way to leave has no second event: use cumulative_incidence")
        share *= 1 - step.met / step.at_risk
        n_met += step.met
        greenwood += _hazard_variance(step)
        low, high = _log_log(share, share**2 * greenwood, n=step.at_risk if n_met == 0 else n_met)
        points.append(SurvivalPoint(day=step.day, share=share, low=low, high=high, at_risk=step.at_risk))
    return points


def median_day(points: Iterable[SurvivalPoint]) -> int | None:
    """The first day by which half had left; None where more than half are still waiting when the data end."""
    return next((point.day for point in points if point.share <= 0.5), None)


class _IncidenceVariance:
    """Running sums of the delta-method variance, so that a long curve takes one pass."""

    def __init__(self) -> None:
        self._sums = [0.0] * 6

    def add(self, step: _Step, *, waiting_before: float, share: float) -> None:
        hazard = _hazard_variance(step)
        own = waiting_before**2 * (step.at_risk - step.met) / step.at_risk**3 * step.met
        cross = waiting_before * step.met / step.at_risk**2
        terms = (hazard, hazard * share, hazard * share**2, own, cross, cross * share)
        self._sums = [total + term for total, term in zip(self._sums, terms, strict=True)]

    def at(self, share: float) -> float:
        hazard, hazard_share, hazard_square, own, cross, cross_share = self._sums
        spread = share**2 * hazard - 2 * share * hazard_share + hazard_square
        return max(0.0, spread + own - 2 * (share * cross - cross_share))


def _steps(rows: Iterable[tuple[int, int, int]]) -> Iterator[_Step]:
    days: dict[int, list[int]] = {}
    for day, event, n in rows:
        if event not in {CENSORED, MET, ENDED} or n < 0:
            raise ValueError("a row of a curve is a day, an event of 0, 1 or 2, and how many")
        days.setdefault(day, [0, 0, 0])[event] += n
    at_risk = sum(sum(counts) for counts in days.values())
    for day, (censored, met, ended) in sorted(days.items()):
        if censored or met or ended:
            yield _Step(day, at_risk, met, ended)
        at_risk -= censored + met + ended


def _advance(waiting: float, share: float, step: _Step) -> tuple[float, float]:
    """Everybody's chance of still waiting, and of having met it, after one day."""
    left = step.met + step.ended
    share += waiting * step.met / step.at_risk
    return waiting * (1 - left / step.at_risk), 1.0 if isclose(share, 1.0, rel_tol=1e-12) else share


def _hazard_variance(step: _Step) -> float:
    """Greenwood's term. Where everybody left, nothing can change afterwards, and the term adds nothing."""
    left = step.met + step.ended
    still = step.at_risk - left
    return left / (step.at_risk * still) if still else 0.0


def _log_log(share: float, variance: float, *, n: int) -> tuple[float, float]:
    if share in {0.0, 1.0}:
        return score_interval(share, n)
    half = Z * sqrt(variance) / (share * log(share))
    return share ** exp(-half), share ** exp(half)


def _origin(points: list[IncidencePoint]) -> list[IncidencePoint]:
    if not points or points[0].day <= 0:
        return []
    n = points[0].at_risk
    return [IncidencePoint(day=0, share=0.0, low=0.0, high=0.0, at_risk=n, n_met=0, n_ended=0)]
