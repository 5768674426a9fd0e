"""A finding over several measures claims no more than every interval allows."""

from dashboard.widgets.findings import find_each, find_majorities
from pipelines.publication import Hidden, Kind, PublishedRow, PublishedTable, Rate, Response, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import make_definition, make_table, one, rate

SAID = make_definition(Kind.RATE, unit="response", perspective="harmed")


def answered(share: float, low: float, response: Response | None = None) -> PublishedRow:
    figure = Rate(value=share, low=low, high=1.0, met=round(share * 100), denominator=100)
    return PublishedRow(by=(), cell=Shown(figure=figure), response=response)


def of_harmed(*rows: PublishedRow) -> list[PublishedTable]:
    return [make_table(SAID, [row]) for row in rows]


def test_only_an_interval_wholly_above_a_half_is_a_clear_majority() -> None:
    tables = of_harmed(answered(0.8, 0.7), answered(0.6, 0.5), answered(0.6, 0.51))

    assert find_majorities(tables) == "A clear majority agreed: harmed parties on 2 of 3"


def test_perspectives_stand_side_by_side() -> None:
    by = (Dimension.PERSPECTIVE,)
    rows = [
        PublishedRow(by=(("perspective", code),), cell=Shown(figure=rate(80, 100)))
        for code in ("harmed", "responsible")
    ]

    assert find_majorities([make_table(SAID, rows, by=by)]) == (
        "A clear majority agreed: harmed parties on 1 of 1 and responsible parties on 1 of 1"
    )


def test_too_few_answers_allow_no_conclusion() -> None:
    silent = Response(answered=20, asked=100)

    assert find_majorities(of_harmed(answered(0.9, 0.8, silent))) == (
        "Too few harmed parties answered to draw a conclusion"
    )


def test_nothing_shown_makes_no_finding() -> None:
    assert find_majorities([one(SAID, Hidden())]) == ""


def test_two_measures_say_their_findings_one_after_the_other() -> None:
    kept = one(make_definition(Kind.RATE, title="Kept"), Shown(figure=rate(69, 100)))
    closed = one(make_definition(Kind.RATE, title="Kept, of those closed"), Shown(figure=rate(74, 100)))

    assert find_each([kept, closed]) == "Kept: 69% (69 of 100); Kept, of those closed: 74% (74 of 100)"
