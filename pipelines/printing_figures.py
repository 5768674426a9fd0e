"""Figures of many parts as tables for people: curves by day, ways through a programme, flows, charts."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.measures.statistics import round_half_up
from pipelines.publication import TargetVerdict, Verdict

Table = tuple[tuple[str, ...], list[tuple[object, ...]]]

NESTED = ("points", "steps", "parts")
"""Keys of a row's JSON that are tables of their own, and are printed as such."""

SAID_OTHERWISE = ("could_be", "change", "target", "p_adjusted")
"""Keys whose numbers stand in a sentence of their own."""

LEFT_TO_JSON = ("rows", "method", "per")
"""Keys that would break a line for people: how it was worked out, and what a sum of money or hours is of."""

DAYS_SAID = (30, 60, 90, 180, 270, 365, 545, 730)
"""Days at which a curve is read out: every step of it would be too many to read."""


def split_row(row: dict[str, Any]) -> tuple[dict[str, object], list[Table]]:
    """What of one row fits a line, in words, and the tables that stand under it."""
    line = {key: in_words(value) for key, value in _say_shares(row).items() if key not in NESTED}
    tables = []
    if "points" in row:
        tables.append(_curve(row["points"], row["stops_at_day"]))
    if "steps" in row:
        tables.append(_pathway(row["steps"]))
    if "parts" in row:
        tables.append((("part", "amount"), [(part["label"], part["amount"]) for part in row["parts"]]))
    return line, tables


def _say_shares(row: dict[str, Any]) -> dict[str, object]:
    """A row with its share in percent, its range and its bounds beside it, and who answered in words."""
    said: dict[str, object] = {"state": row.get("state")}
    if "value" in row and ("met" in row or _is_share(row)):
        said |= {
            "share": percent(row["value"]),
            "95 % interval": f"{percent(row['low'])} to {percent(row['high'])}",
            **({"could be": _range(row["could_be"])} if "could_be" in row else {}),
        }
    else:
        said |= {key: row[key] for key in ("value", "low", "high") if key in row}
    if "response" in row:
        said["response"] = _who_answered(row["response"])
    if "cautious" in row:
        said["caution"] = "few"
    if "change" in row:
        said["change"] = _change(row["change"])
    if "target" in row:
        said["target"] = _target(row["target"])
    if "p_adjusted" in row:
        said["p"] = f"{row['p_adjusted']:.3f}"
    if "overall" in row:
        said["everybody"] = f"{row['overall']['met']} of {row['overall']['denominator']}"
    taken = {"value", "low", "high", "response", "cautious", "state", "overall"}
    taken |= {*SAID_OTHERWISE, *LEFT_TO_JSON}
    return said | {key: value for key, value in row.items() if key not in taken}


def _is_share(row: dict[str, Any]) -> bool:
    """A part of a whole that are sums, such as hours done of hours promised; not one rate over another."""
    return row.get("per") == 1 and "numerator" in row and "overall" not in row


def _range(shares: Sequence[float]) -> str:
    low, high = shares
    return f"{percent(low)} to {percent(high)}"


def _change(change: dict[str, Any]) -> str:
    """ "Up, by 3.2 points (0.4 to 6.0)"; Fisher's p where there is one."""
    verdict = Verdict(change["verdict"]).label
    if "difference" not in change:
        return verdict
    difference, low, high = (100 * change[name] for name in ("difference", "low", "high"))
    p = f", p {change['p']:.3f}" if "p" in change else ""
    return f"{verdict}, by {difference:+.1f} points ({low:+.1f} to {high:+.1f}{p})"


def _target(target: dict[str, Any]) -> str:
    """ "Target met: 80.0 % or more, from 71.2 % in 2024"."""
    side = "or more" if target["direction"] == "higher" else "or less"
    said = f"{TargetVerdict(target['verdict']).label}: {percent(target['value'])} {side}"
    baseline = target.get("baseline")
    if baseline is None:
        return said
    before = percent(baseline["value"]) if "value" in baseline else str(baseline["state"]).replace("_", " ")
    return f"{said}, from {before} in {baseline['period']}"


def _who_answered(response: dict[str, Any]) -> str:
    whose = "who took part" if response.get("of") == "attended" else "asked"
    linked = "" if response["linked"] else ", answers not linked to who was asked"
    return f"{response['answered']} of {response['asked']} {whose} answered{linked}"


def in_words(value: object) -> object:
    """A value that a line can hold: what has parts of its own is spelled out."""
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {in_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(in_words(one)) for one in value)
    return "" if value is None else value


def chart_table(variation: dict[str, Any]) -> Table | str:
    """A funnel or control chart as a table; the sentence that says why there is none."""
    if variation["chart"] == "none":
        return str(variation["why"])
    columns = list(dict.fromkeys(key for point in variation["points"] for key in point))
    rows = [tuple(in_words(point.get(key)) for key in columns) for point in variation["points"]]
    return tuple(column.replace("_", " ") for column in columns), rows


def _curve(points: Sequence[dict[str, Any]], stops_at: int) -> Table:
    steps = [point["day"] for point in points]
    # A release tells quarters, and nobody's number at the start: between two of them nothing is known.
    is_released = points[0]["met"] is None
    days = steps if is_released else [day for day in DAYS_SAID if steps[0] <= day <= stops_at]
    rows = [(day, *_at(points, day)) for day in dict.fromkeys([*days, stops_at])]
    return ("by day", "share", "95 % interval", "at risk", "met", "ended another way"), rows


def _at(points: Sequence[dict[str, Any]], day: int) -> tuple[object, ...]:
    point = [point for point in points if point["day"] <= day][-1]
    interval = f"{percent(point['low'])} to {percent(point['high'])}"
    return percent(point["share"]), interval, point["at_risk"], point["met"], point["ended"]


def _pathway(steps: Sequence[dict[str, Any]]) -> Table:
    return ("stage", "reached", "of those entering", "of all referred", "waiting", "left"), [
        (
            step["label"],
            step["reached"],
            *(percent(step[name]) if name in step else "" for name in ("of_entering", "of_referred")),
            step["waiting"],
            "; ".join(_left(step["left"])),
        )
        for step in steps
    ]


def _left(left: Sequence[dict[str, Any]]) -> Iterator[str]:
    return (f"{reason['n']} {reason['reason'].lower()}" for reason in left)


def percent(share: float) -> str:
    """A share as people write it, halves up."""
    return f"{round_half_up(share * 100, 1)} %"
