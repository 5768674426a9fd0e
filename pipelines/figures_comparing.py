"""Figures that set one thing against another, as JSON. See `figures` for one row of each."""

from typing import Any

from pipelines.measures.statistics import round_half_up
from pipelines.publication import Balance, Bounds, Gap, PairedChange, Ratio, Score, UnitCost
from pipelines.vocabulary import minor_units

Comparing = Ratio | Score | PairedChange | Gap | Bounds | UnitCost | Balance

DECIMALS = 4


def comparing_json(figure: Comparing) -> dict[str, Any]:  # noqa: PLR0911 (one for each kind)
    """The numbers of one figure that may be read."""
    match figure:
        case Ratio():
            return _ratio(figure)
        case Score():
            interval = {"value": rounded(figure.mean), **_ends(figure)}
            alpha = {} if figure.alpha is None else {"alpha": rounded(figure.alpha)}
            return {**interval, "n": figure.n, **alpha, "method": figure.method}
        case PairedChange():
            return _change(figure)
        case Gap():
            sides = {"first": figure.first, "second": figure.second}
            answers = {"n_first": figure.n_first, "n_second": figure.n_second}
            counts = {**sides, **answers, "conferences": figure.conferences, "method": figure.method}
            return {"value": rounded(figure.value), **_ends(figure), **counts}
        case Bounds():
            counts = {"met": figure.met, "answered": figure.answered, "asked": figure.asked}
            return {"value": rounded(figure.value), **_ends(figure), **counts}
        case Balance():
            return {**vars(figure), "value": rounded(figure.value)}
        case UnitCost():
            major = minor_units(figure.currency)
            amounts = {"value": figure.value_minor / major, "total": figure.total_minor / major}
            return {**amounts, "n": figure.n, "currency": figure.currency}


def rounded(value: float) -> float:
    """Four decimals, halves up."""
    return float(round_half_up(value, DECIMALS))


def _ends(figure: Score | Ratio | Gap | Bounds) -> dict[str, float]:
    return {"low": rounded(figure.low), "high": rounded(figure.high)}


def _ratio(figure: Ratio) -> dict[str, Any]:
    buckets = figure.buckets
    rows = {"rows": {**vars(buckets), "population": buckets.population}} if buckets is not None else {}
    overall = figure.overall
    against = {"overall": {"met": overall[0], "denominator": overall[1]}} if overall is not None else {}
    adjusted = {} if figure.p_adjusted is None else {"p_adjusted": rounded(figure.p_adjusted)}
    parts = {"numerator": figure.numerator, "denominator": figure.denominator, "per": figure.per}
    return {
        "value": rounded(figure.value),
        **_ends(figure),
        **parts,
        **against,
        **adjusted,
        "method": figure.method,
        **rows,
    }


def _change(figure: PairedChange) -> dict[str, Any]:
    unsure = {
        "low": figure.low,
        "high": figure.high,
        "effect_size": figure.effect_size,
    }
    return {
        "value": rounded(figure.mean),
        **{name: rounded(value) for name, value in unsure.items() if value is not None},
        **({} if figure.p is None else {"p": float(f"{figure.p:.2g}")}),
        "n": figure.n,
        **{name: getattr(figure, name) for name in ("better", "same", "worse", "n_first", "n_second")},
    }
