"""Findings over several measures, by rule. A clear majority has its whole 95 % interval above a half."""

from collections.abc import Sequence

from dashboard.charts.rates import title_rates
from dashboard.wording import is_verdict_withheld, join_words, perspective_words
from pipelines.publication import PublishedRow, PublishedTable, Rate, Shown
from pipelines.vocabulary import Dimension

CLEAR_MAJORITY = "A clear majority: the whole 95% range lies above half."
_HALF = 0.5


def find_each(tables: Sequence[PublishedTable]) -> str:
    """Each measure's own finding, where two measures belong beside each other."""
    return "; ".join(title_rates([table]) for table in tables)


def find_majorities(tables: Sequence[PublishedTable]) -> str:
    """ "A clear majority agreed: harmed parties on 5 of 6", for each perspective in its order.

    Too few answers allow no conclusion; empty where no rate may be shown at all.
    """
    apart: dict[str, list[PublishedRow]] = {}
    for table in tables:
        for row in table.rows:
            code = dict(row.by).get(Dimension.PERSPECTIVE, table.definition.perspective)
            apart.setdefault(code, []).append(row)
    withheld = [code for code, rows in apart.items() if any(map(_is_withheld, rows))]
    counts = {code: _count_majorities(rows) for code, rows in apart.items() if code not in withheld}
    said = [f"{perspective_words(code)} on {k} of {n}" for code, (k, n) in counts.items() if n]
    silent = join_words([perspective_words(code) for code in withheld])
    sentences = [f"A clear majority agreed: {join_words(said)}"] if said else []
    if withheld:
        sentences.append(f"{'too' if said else 'Too'} few {silent} answered to draw a conclusion")
    return "; ".join(sentences)


def _is_withheld(row: PublishedRow) -> bool:
    return is_verdict_withheld(row.response)


def _count_majorities(rows: Sequence[PublishedRow]) -> tuple[int, int]:
    """How many of the shown rates lie wholly above a half, and how many are shown."""
    figures = [row.cell.figure for row in rows if isinstance(row.cell, Shown)]
    rates = [figure for figure in figures if isinstance(figure, Rate)]
    return sum(rate.low > _HALF for rate in rates), len(rates)
