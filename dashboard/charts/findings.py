"""Findings over several measures, by rule. A clear majority has its whole 95 % interval above a half."""

from collections.abc import Mapping, Sequence

from dashboard.charts.changes import title_changes
from dashboard.charts.rates import title_rates
from dashboard.charts.rows import perspective_of
from dashboard.wording import (
    format_days,
    format_interval,
    format_percent,
    format_points,
    is_verdict_withheld,
    join_words,
    lower_first,
    perspective_words,
    words_in_place,
)
from pipelines.publication import Bounds, Days, Gap, NoCases, PublishedRow, PublishedTable, Rate, Shown
from pipelines.vocabulary import Dimension, Perspective, Role

_AGREED = "A clear majority of those who answered agreed"
_HALF = 0.5


def find_each(tables: Sequence[PublishedTable]) -> str:
    """Each measure's own finding, where two measures belong beside each other."""
    first, *others = [title_rates([table]) for table in tables]
    return "; ".join([first, *map(lower_first, others)])


def find_changes(tables: Sequence[PublishedTable], subject: str) -> str:
    """On how many of several questions people clearly answered better or worse the second time."""
    return title_changes(tables, subject)


def find_sides(table: PublishedTable) -> str:
    """ "Parties reached: harmed party 97%, responsible party 98%": the two sides a conference needs.

    Empty where neither may be shown, or where there are few.
    """
    rates = {dict(row.by).get(Dimension.ROLE): _find_rate(row) for row in table.rows}
    sides = [(role, rates.get(role.value)) for role in (Role.HARMED, Role.RESPONSIBLE)]
    said = [f"{role.label.lower()} {format_percent(rate.value)}" for role, rate in sides if rate]
    return f"{table.definition.title}: {', '.join(said)}" if said else ""


def find_majorities(tables: Sequence[PublishedTable], subject: str) -> str:
    """ "A clear majority agreed: harmed parties on 5 of 6", for each perspective in its order.

    Too few answers allow no conclusion. Where no rate may be shown, why, for `subject`.
    """
    apart: dict[str, list[PublishedRow]] = {}
    for table in tables:
        for row in table.rows:
            apart.setdefault(perspective_of(table, row), []).append(row)
    withheld = [code for code, rows in apart.items() if any(map(_is_withheld, rows))]
    counts = {code: _count_majorities(rows) for code, rows in apart.items() if code not in withheld}
    counted = {perspective_words(code): f"on {k} of {n}" for code, (k, n) in counts.items() if n}
    silent = join_words([perspective_words(code) for code in withheld])
    said = _say_majorities(counted)
    sentences = [said] if said else []
    if withheld:
        sentences.append(f"{'too' if said else 'Too'} few {silent} answered to draw a conclusion")
    return "; ".join(sentences) or f"{subject}: {_say_why_not(tables)}"


def _say_majorities(counted: Mapping[str, str]) -> str:
    """On how many, for each side; once for all of them where it is the same."""
    if not counted:
        return ""
    if len(counted) > 1 and len(set(counted.values())) == 1:
        return f"{_AGREED} {next(iter(counted.values()))}: {join_words(list(counted))}"
    return f"{_AGREED}: {join_words([f'{who} {n}' for who, n in counted.items()])}"


def find_gaps(tables: Sequence[PublishedTable]) -> str:
    """ "Harmed parties agreed more often than responsible parties", where the whole interval says so."""
    said = [words for table in tables for row in table.rows if (words := _say_gap(row))]
    if not said:
        return f"Perspectives side by side: {_say_why_not(tables)}"
    return "Harmed parties " + "; ".join(said)


def _say_gap(row: PublishedRow) -> str:
    match row.cell:
        case Shown(figure=Gap() as gap) if not _is_withheld(row):
            above, below = gap.low > 0, gap.high < 0
            how = "more often than" if above else "less often than" if below else "about as often as"
            return f"agreed {how} {perspective_words(gap.second)} ({format_points(gap.value)})"
        case _:
            return ""


def find_wait(table: PublishedTable) -> str:
    """ "Of cases that came to a conference, half waited up to 101 days". Empty where that may not be said."""
    match table.rows[0].cell:
        case Shown(figure=Days() as days, is_cautious=False):
            return f"Of cases that came to a conference, half waited up to {format_days(days.median)}"
        case _:
            return ""


def find_bounds(table: PublishedTable) -> str:
    """ "If everybody had answered, 56 to 94% of harmed parties would choose it again": the widest claim.

    Empty where harmed parties' bounds are not shown.
    """
    for row in table.rows:
        match row.cell:
            case Shown(figure=Bounds() as bounds) if perspective_of(table, row) == Perspective.HARMED:
                span = format_interval(bounds.low, bounds.high)
                return f"If everybody had answered: {span} of harmed parties would choose it again"
    return ""


def explain_majority(finding: str) -> list[str]:
    """What a clear majority is, where the finding claims one."""
    return ["A clear majority: the whole 95% range lies above half."] if _AGREED in finding else []


def _say_why_not(tables: Sequence[PublishedTable]) -> str:
    """The one reason that no rate is shown; where they differ, only that none is."""
    cells = [row.cell for table in tables for row in table.rows] or [NoCases()]
    reasons = {words_in_place(cell) for cell in cells}
    return lower_first(reasons.pop()) if len(reasons) == 1 else "nothing that may be shown yet"


def _find_rate(row: PublishedRow) -> Rate | None:
    match row.cell:
        case Shown(figure=Rate() as rate, is_cautious=False):
            return rate
        case _:
            return None


def _is_withheld(row: PublishedRow) -> bool:
    return is_verdict_withheld(row.response)


def _count_majorities(rows: Sequence[PublishedRow]) -> tuple[int, int]:
    """How many of the shown rates lie wholly above a half, and how many are shown."""
    figures = [row.cell.figure for row in rows if isinstance(row.cell, Shown)]
    rates = [figure for figure in figures if isinstance(figure, Rate)]
    return sum(rate.low > _HALF for rate in rates), len(rates)
