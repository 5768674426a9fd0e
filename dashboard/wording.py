"""The words of every page, report and download: cells, changes, targets, responses and filters.

Every sentence is made by rule from what was published, so it cannot claim more than the figures allow.
Numbers are in `formats`, codes in `labels`, cells in `cells`; readers of words import them from here.
"""

from datetime import date

from dashboard.cells import (
    describe_cell,
    explain_markers,
    list_markers,
    marker,
    parts_in_words,
    words_in_place,
)
from dashboard.formats import (
    format_count,
    format_date,
    format_days,
    format_interval,
    format_money,
    format_month,
    format_percent,
    format_points,
    format_quarter,
    join_words,
    lower_first,
    upper_first,
)
from dashboard.labels import (
    find_programme_label,
    label_of,
    missing_in_words,
    perspective_label,
    perspective_words,
    plural_unit,
)
from pipelines.publication import (
    FEWEST_FOR_A_RATE,
    LOW_RESPONSE_PERCENT,
    Change,
    DataStatus,
    Request,
    Response,
    Target,
    TargetVerdict,
    Verdict,
    is_verdict_withheld,
)
from pipelines.vocabulary import Dimension

__all__ = [
    "FEWEST_FOR_A_RATE",
    "change_in_words",
    "describe_cell",
    "explain_markers",
    "filters_in_words",
    "find_programme_label",
    "format_count",
    "format_date",
    "format_days",
    "format_interval",
    "format_money",
    "format_month",
    "format_percent",
    "format_points",
    "format_quarter",
    "is_verdict_withheld",
    "join_words",
    "label_of",
    "list_markers",
    "lower_first",
    "marker",
    "missing_in_words",
    "parts_in_words",
    "period_in_words",
    "perspective_label",
    "perspective_words",
    "plural_unit",
    "response_in_words",
    "target_in_words",
    "upper_first",
    "words_in_place",
]

_ARROWS = {Verdict.UP: "▲", Verdict.DOWN: "▼"}


def change_in_words(change: Change | None, response: Response | None = None) -> str:
    """Against the period before: up or down only where the published verdict says so.

    Empty where no comparison was asked for.
    """
    if change is None:
        return ""
    if change.verdict is Verdict.NO_EARLIER:
        return change.verdict.label
    if is_verdict_withheld(response):
        return "Too few answered to compare with the period before"
    if change.verdict is Verdict.NO_CLEAR_CHANGE:
        points = "" if change.difference is None else f" ({format_points(change.difference)})"
        return f"■ {change.verdict.label}{points} on the period before"
    points = (
        "" if change.difference is None else f" {format_points(abs(change.difference)).removeprefix('+')}"
    )
    return f"{_ARROWS[change.verdict]} {change.verdict.label}{points} on the period before"


def target_in_words(target: Target) -> str:
    """Above or below only where the published verdict says so. Empty where nothing was judged."""
    aim = format_percent(target.value)
    match target.verdict:
        case TargetVerdict.NOT_JUDGED:
            return ""
        case TargetVerdict.TOO_CLOSE:
            return f"Too close to call: target of {aim}"
    is_above = (target.verdict is TargetVerdict.MET) == (target.direction == "higher")
    return f"{'Above' if is_above else 'Below'} target of {aim}"


def response_in_words(response: Response, most: Response | None = None) -> str:
    """Who answered, of whom, with the caution that a low response calls for.

    Of several statements `response` is the lowest and `most` the highest: not everybody answers each.
    """
    if not response.asked:
        return "Nobody was asked"
    answered, share = format_count(response.answered), format_percent(response.share)
    by = ""
    if most is not None:
        answered, by = f"{answered} to {format_count(most.answered)}", ", by statement"
        if share != format_percent(most.share):
            share = format_interval(response.share, most.share)
    told = f", {share}" if response.asked >= FEWEST_FOR_A_RATE else ""
    of = " who took part" if response.is_of_attended else ""
    words = f"{answered} of {format_count(response.asked)}{of} answered{told}{by}"
    is_linked = all(one.is_linked for one in (response, most) if one is not None)
    words += "" if is_linked else " (answers not linked to who was asked)"
    if is_verdict_withheld(response):
        return f"{words}. Fewer than 3 in 10 answered, so no conclusion is drawn"
    if response.share * 100 < LOW_RESPONSE_PERCENT:
        return f"{words}. Fewer than half answered, so others may feel differently"
    return words


def period_in_words(period: str, as_of: date) -> str:
    """A request's period: "the 12 months to 30 September 2026", "2025", "July to September 2025"."""
    if period == "all":
        return f"all dates to {format_date(as_of)}"
    if period.startswith("last-"):
        return f"the {period.split('-')[1]} months to {format_date(as_of)}"
    return format_quarter(period)


def filters_in_words(request: Request, status: DataStatus) -> str:
    """Where and when a figure is about, for a subtitle or a file: "Elm Park, theft, the 12 months to …"."""
    where = dict(request.where)
    programme = where.pop(Dimension.PROGRAMME, None)
    harm = where.pop(Dimension.OFFENCE_CATEGORY, None)
    parts = [find_programme_label(programme, status) if programme else _every_programme(status)]
    parts.append(label_of(Dimension.OFFENCE_CATEGORY, harm).lower() if harm else "all types of harm")
    parts += [
        f"{dimension.label.lower()}: {label_of(dimension, code).lower()}" for dimension, code in where.items()
    ]
    return ", ".join([*parts, period_in_words(request.period, status.as_of)])


def _every_programme(status: DataStatus) -> str:
    return status.programmes[0].label if len(status.programmes) == 1 else "All programmes"
