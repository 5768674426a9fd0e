"""The rows of a Likert chart: a statement, whose answers, and what may be drawn of them."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts.rows import Line, read_lines
from dashboard.wording import FEWEST_FOR_A_RATE, format_percent, perspective_label, words_in_place
from pipelines.publication import Distribution, PublishedTable, Shown

FIVE = 5
"""Answers an item has; a release tells only three apart."""


def read_statements(tables: Sequence[PublishedTable]) -> list[Line]:
    """Every row under its statement, named by its perspective where nothing else names it."""
    lines = read_lines(tables, is_headed=True)
    return [
        line if line.heading else replace(line, heading=line.label, label=perspective_label(line.perspective))
        for line in lines
    ]


def shares_of(answers: Distribution) -> tuple[float, ...]:
    """Each answer's share of the valid answers, strongly disagree first.

    Where strong answers are not told apart they have no segment: all are drawn as plain (dis)agreement.
    """
    shares = tuple(count / answers.n for count in answers.counts)
    return shares if len(shares) == FIVE else (0.0, *shares, 0.0)


def short_percent(share: float) -> str:
    """A whole percent without its sign, for a narrow place."""
    return format_percent(share).replace("under ", "<").replace("over ", ">").removesuffix("%")


def words_for(line: Line) -> str:
    """What stands where no answers may be drawn."""
    return words_in_place(line.cell) or "Too few to rely on"


def find_answers(line: Line) -> Distribution | None:
    """The answers of a row, where there are enough for shares."""
    match line.cell:
        case Shown(figure=Distribution() as answers) if answers.n >= FEWEST_FOR_A_RATE:
            return answers
    return None
