"""Conferences a year, for the rule of funnels and control charts."""

from pipelines.measures.answers import AnswerRow, AnswerTable, Ask, CountAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.conferences import CONFERENCES, ask_conferences, conferences_a_year
from pipelines.measures.requests import Plan
from pipelines.publication import Request
from pipelines.vocabulary import Dimension
from tests.support.grains import AS_OF


def test_the_mean_is_over_every_quarter_between_the_first_and_the_last() -> None:
    measure = load_catalogue().find(CONFERENCES)
    counts = {"2025Q1": 30, "2025Q2": 0, "2026Q2": 30}  # 60 in six quarters
    rows = tuple(
        AnswerRow(by=((Dimension.PERIOD, of),), answer=CountAnswer(value=n)) for of, n in counts.items()
    )
    ask = Ask(measure=measure, basis=measure.basis, by=(Dimension.PERIOD,))
    assert conferences_a_year(AnswerTable(ask=ask, rows=rows)) == 40
    assert conferences_a_year(AnswerTable(ask=ask, rows=())) == 0
    assert conferences_a_year(None) == 0


def test_where_nothing_is_asked_no_conferences_are_either() -> None:
    measure = load_catalogue().find(CONFERENCES)
    plan = Plan(
        request=Request(measure=CONFERENCES), measure=measure, basis=measure.basis, as_of=AS_OF, period=None,
        ask=None, programmes=("a",), used=(), missing={"a": ("conferences",)},
    )  # fmt: skip
    assert ask_conferences(plan, measure) is None


def test_under_the_filters_that_a_conference_has_and_by_quarter() -> None:
    measure, asked = load_catalogue().find(CONFERENCES), load_catalogue().find("choose_again_rate")
    where = ((Dimension.ROLE, "harmed"), (Dimension.SITE, "north"))
    plan = Plan(
        request=Request(measure=asked.name), measure=asked, basis=asked.basis, as_of=AS_OF, period=None,
        ask=Ask(measure=asked, basis=asked.basis, by=(Dimension.ROLE,), where=where),
        programmes=("a",), used=("a",), missing={},
    )  # fmt: skip
    found = ask_conferences(plan, measure)
    assert found is not None
    assert (found.measure, found.by) == (measure, (Dimension.PERIOD,))
    assert found.where == ((Dimension.SITE, "north"),)
