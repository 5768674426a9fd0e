"""A published table as JSON: what `outcomes figures --json` prints, one object a measure.

Fractions have four decimals (halves up), money is decimal major units with its currency, days are days. Where
nothing may be said, the keys of numbers are absent. One row of each kind:

    rate          {"by": {"site": "north_hub"}, "state": "shown", "value": 0.7798, "low": 0.6932,
                   "high": 0.8473, "met": 85, "not_met": 24, "pending": 31, "not_applicable": 4, "unknown": 0,
                   "population": 144, "could_be": [0.6071, 0.8286]} (were all pending and unknown no, or yes)
    money_rate    {"by": {}, "state": "shown", "value": 0.5, "low": 0.31, "high": 0.69, "met": 200.0,
                   "denominator": 400.0, "currency": "GBP", "n": 24, "rows": {"met": 12, "not_met": 12, …}}
    count         {"by": {"role": "harmed"}, "state": "shown", "value": 261}
    money         {"by": {}, "state": "shown", "total": 450.0, "median": 100.0, "lower_quartile": 75.0,
                   "upper_quartile": 200.0, "currency": "GBP", "n": 30}
    days          {"by": {}, "state": "shown", "median": 42.0, "p90": 118.5, "n": 120, "pending": 14}
    distribution  {"by": {"role": "harmed"}, "state": "shown", "counts": [2, 5, 11, 40, 31], "n": 89,
                   "not_applicable": 3, "prefer_not": 0, "blank": 4}
    curve         {"by": {}, "state": "shown", "n": 140, "stops_at_day": 310, "points": [{"day": 30,
                   "share": 0.1, "low": 0.06, "high": 0.15, "at_risk": 140, "met": 14, "ended": 0}, …]}
    pathway       {"by": {}, "state": "shown", "steps": [{"stage": "referred", "label": "Referred",
                   "reached": 748, "waiting": 12, "left": [{"reason": "Duplicate referral", "n": 9,
                   "of_entering": 0.012, "of_referred": 0.012}, …]},
                   {"stage": "accepted", …, "of_entering": 0.8, "of_referred": 0.8}, …]}
    flow          {"by": {}, "state": "shown", "total": 400.0, "currency": "GBP", "n": 24,
                   "parts": [{"name": "paid", "label": "Paid", "amount": 130.0}, …]}
    ratio         {"by": {}, "state": "shown", "value": 1.84, "low": 0.5, "high": 4.71, "numerator": 4,
                   "denominator": 217, "per": 100, "method": "exact Poisson", "rows": {"met": 4, …}};
                   set against everybody: "overall": {"met": 380, "denominator": 520}, "p_adjusted": 0.31
                   respondents against everybody: "value": -0.12, "answered": 40, "eligible": 130,
                   "all_answered": 310, "all_eligible": 820 and no interval
    score         {"by": {"role": "harmed"}, "state": "shown", "value": 3.91, "low": 3.8, "high": 4.02,
                   "n": 214, "alpha": 0.81, "method": "Student's t"}
    change        {"by": {}, "state": "shown", "value": 0.61, "low": 0.4, "high": 0.82, "effect_size": 0.52,
                   "p": 0.0001, "n": 96, "better": 51, "same": 33, "worse": 12, "n_first": 180,
                   "n_second": 140}
    gap           {"by": {}, "state": "shown", "value": -0.06, "low": -0.09, "high": -0.03, "first": "harmed",
                   "second": "responsible", "n_first": 1900, "n_second": 2300, "conferences": 310, …}
    bounds        {"by": {}, "state": "shown", "value": 0.87, "low": 0.41, "high": 0.94, "met": 190,
                   "answered": 218, "asked": 463}
    unit_cost     {"by": {}, "state": "shown", "value": 812.5, "total": 325000.0, "n": 400, "currency": "EUR"}
    not supplied  {"by": {}, "state": "not_supplied", "missing": ["parties.contacted_day"]}
    too few       {"by": {}, "state": "too_few", "n": 4, "met": 3, "not_met": 1, "pending": 0, …}

With `variation` asked for, the table holds a funnel (by site, programme or both), a p chart (shares by
quarter), an XmR chart (counts or days by quarter), or the reason why there is none:

    "variation": {"chart": "funnel", "centre": 0.8, "points": [{"by": {"site": "north_hub"}, "n": 20,
        "value": 0.45, "low_95": 0.6, "high_95": 0.95, "low_998": 0.5, "high_998": 1.0, "p_adjusted": 0.0068,
        "standing": "outside_998"}, …]}
    "variation": {"chart": "XmR", "points": [{"quarter": "2025Q3", "value": 50, "centre": 32.5, "low": 0.0,
        "high": 85.7, "outside": false, "series_break": "riverside: circles since 2025"}, …]}
    "variation": {"chart": "none", "why": "It needs at least 12 finished quarters …"}

A survey row also holds `response` {"answered", "asked", "linked"}, and "of": "attended" where not those
invited but those who took part are the asked; with a comparison, `change` {"verdict", "difference", "low",
"high"}, and "p" (Fisher's exact) where counts are small; `cautious` is true where the interval should lead. A
rate names its method unless it is Wilson's.
"""

from typing import Any

from pipelines.figures_comparing import comparing_json, rounded
from pipelines.figures_variation import variation_json
from pipelines.publication import (
    Buckets,
    Change,
    Count,
    Curve,
    Days,
    Distribution,
    Figure,
    Flow,
    Hidden,
    Money,
    MoneyRate,
    NoCases,
    NotSupplied,
    Pathway,
    PathwayStep,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Response,
    Shown,
    Target,
    TooFew,
    TooSoon,
)
from pipelines.vocabulary import minor_units


def figures_json(table: PublishedTable) -> dict[str, Any]:
    """One published table, ready for `json.dumps`."""
    id_key = "snapshot" if table.stamp.kind == "warehouse" else "release"
    where = {dimension.value: value for dimension, value in table.request.where}
    return {
        "measure": table.definition.name,
        "kind": table.kind.value,
        "unit": table.definition.unit,
        "basis": table.basis.value,
        "period": None if table.request.period == "all" else table.request.period,
        **({"where": where} if where else {}),
        "as_of": table.as_of.isoformat(),
        "source": {"kind": table.stamp.kind, id_key: table.stamp.id},
        "definition": table.definition.version,
        "rows": [_row(row) for row in table.rows],
        **({"variation": variation_json(table.variation)} if table.variation else {}),
        **({"notes": list(table.notes)} if table.notes else {}),
    }


def _row(row: PublishedRow) -> dict[str, Any]:
    return {
        "by": dict(row.by),
        **cell_json(row.cell),
        **({"response": _response(row.response)} if row.response else {}),
        **({"change": _change(row.change)} if row.change else {}),
        **({"target": _target(row.target)} if row.target else {}),
    }


def cell_json(cell: PublishedCell) -> dict[str, Any]:
    """One cell: its state, and the numbers that may be read in it."""
    return {"state": cell.state, **_cell(cell)}


def _cell(cell: PublishedCell) -> dict[str, Any]:
    match cell:
        case Shown():
            return {**_figure(cell.figure), **({"cautious": True} if cell.is_cautious else {})}
        case Hidden():
            return {"words": cell.words} if cell.words else {}
        case TooFew():
            return {**({"n": cell.n} if cell.n is not None else {}), **_buckets(cell.buckets)}
        case TooSoon() | NoCases():
            return _buckets(cell.buckets)
        case NotSupplied():
            return {"missing": list(cell.missing)}
        case _:
            return {}


def _figure(figure: Figure) -> dict[str, Any]:  # noqa: PLR0911 (one answer for each kind)
    match figure:
        case Rate():
            parts = _buckets(figure.buckets) or {"met": figure.met, "denominator": figure.denominator}
            # Wilson goes without saying.
            method = {} if figure.method == "Wilson" else {"method": figure.method}
            return {**_interval(figure), **_could_be(figure.buckets), **parts, **method}
        case MoneyRate():
            return _money_rate(figure)
        case Count():
            return {"value": figure.value, **({"note": figure.note} if figure.note else {})}
        case Money():
            return _money(figure)
        case Days():
            return {
                "median": _fraction(figure.median),
                "p90": _fraction(figure.p90),
                "n": figure.n,
                "pending": figure.pending,
            }
        case Distribution():
            blanks = {name: getattr(figure, name) for name in ("not_applicable", "prefer_not", "blank")}
            return {"counts": list(figure.counts), "n": figure.n, **blanks}
        case Curve():
            return _curve(figure)
        case Pathway():
            return {"steps": _steps(figure)}
        case Flow():
            return _flow(figure)
        case _:
            return comparing_json(figure)


def _buckets(buckets: Buckets | None) -> dict[str, int]:
    return {**vars(buckets), "population": buckets.population} if buckets is not None else {}


def _could_be(buckets: Buckets | None) -> dict[str, list[float]]:
    """The share if nobody who is pending or unknown met it, and if all of them did."""
    bounds = buckets.bounds if buckets is not None else None
    return {"could_be": [_fraction(bound) for bound in bounds]} if bounds is not None else {}


def _interval(figure: Rate | MoneyRate) -> dict[str, float]:
    return {name: _fraction(getattr(figure, name)) for name in ("value", "low", "high")}


def _money_rate(figure: MoneyRate) -> dict[str, Any]:
    return {
        **_interval(figure),
        "met": _major(figure.met_minor, figure.currency),
        "denominator": _major(figure.denominator_minor, figure.currency),
        "currency": figure.currency,
        "n": figure.n,
        **({"rows": _buckets(figure.buckets)} if figure.buckets else {}),
    }


def _money(figure: Money) -> dict[str, Any]:
    amounts = ("total", "median", "lower_quartile", "upper_quartile")
    return {
        **{name: _major(getattr(figure, f"{name}_minor"), figure.currency) for name in amounts},
        "currency": figure.currency,
        "n": figure.n,
    }


def _curve(figure: Curve) -> dict[str, Any]:
    points = [
        {
            "day": point.day,
            "share": _fraction(point.share),
            "low": _fraction(point.low),
            "high": _fraction(point.high),
            "at_risk": point.at_risk,
            "met": point.n_met,
            "ended": point.n_ended,
        }
        for point in figure.points
    ]
    return {"n": figure.n, "stops_at_day": figure.stops_at_day, "points": points}


def _steps(figure: Pathway) -> list[dict[str, Any]]:
    return [
        {
            "stage": step.stage,
            "label": step.label,
            "reached": step.reached,
            **_shares(figure, place),
            "waiting": step.waiting,
            "left": [_left(figure, step, reason, n) for reason, n in step.left],
        }
        for place, step in enumerate(figure.steps)
    ]


def _left(figure: Pathway, step: PathwayStep, reason: str, n: int) -> dict[str, Any]:
    """Who left at a stage for one reason: of those who entered that stage, and of all referred."""
    shares = {
        name: _fraction(n / whole)
        for name, whole in (("of_entering", step.reached), ("of_referred", figure.steps[0].reached))
        if whole
    }
    return {"reason": reason, "n": n, **shares}


def _shares(figure: Pathway, place: int) -> dict[str, float]:
    """Of those who entered this stage (reached the one before), and of all referred; without the first."""
    if place == 0 or not figure.steps[0].reached:
        return {}
    reached, entered = figure.steps[place].reached, figure.steps[place - 1].reached
    of_entering = {"of_entering": _fraction(reached / entered)} if entered else {}
    return {**of_entering, "of_referred": _fraction(reached / figure.steps[0].reached)}


def _flow(figure: Flow) -> dict[str, Any]:
    parts = [
        {"name": part.name, "label": part.label, "amount": _major(part.amount_minor, figure.currency)}
        for part in figure.parts
    ]
    return {
        "total": _major(figure.total_minor, figure.currency),
        "currency": figure.currency,
        "n": figure.n,
        "parts": parts,
        **({"hidden": list(figure.hidden)} if figure.hidden else {}),
    }


def _response(response: Response) -> dict[str, Any]:
    of = {"of": "attended"} if response.is_of_attended else {}
    return {"answered": response.answered, "asked": response.asked, "linked": response.is_linked, **of}


def _change(change: Change) -> dict[str, Any]:
    numbers = {"difference": change.difference, "low": change.low, "high": change.high, "p": change.p}
    known = {name: _fraction(value) for name, value in numbers.items() if value is not None}
    return {"verdict": change.verdict.value, **known}


def _target(target: Target) -> dict[str, Any]:
    baseline = (
        {"baseline": {"period": target.baseline_period, **cell_json(target.baseline)}}
        if target.baseline
        else {}
    )
    return {
        "value": _fraction(target.value),
        "direction": target.direction,
        "verdict": target.verdict.value,
        **baseline,
    }


def _fraction(value: float) -> float:
    return rounded(value)


def _major(amount_minor: int, currency: str) -> float:
    return amount_minor / minor_units(currency)
