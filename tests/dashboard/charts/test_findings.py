"""A finding over several measures claims no more than every interval allows."""

from dashboard.charts.findings import (
    explain_majority,
    find_bounds,
    find_each,
    find_majorities,
    find_sides,
    find_wait,
)
from pipelines.publication import (
    Bounds,
    Days,
    Hidden,
    Kind,
    NoCases,
    NotSupplied,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Response,
    Shown,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, make_table, one, rate

SAID = make_definition(Kind.RATE, unit="response", perspective="harmed")


def answered(share: float, low: float, response: Response | None = None) -> PublishedRow:
    figure = Rate(value=share, low=low, high=1.0, met=round(share * 100), denominator=100)
    return PublishedRow(by=(), cell=Shown(figure=figure), response=response)


def of_harmed(*rows: PublishedRow) -> list[PublishedTable]:
    return [make_table(SAID, [row]) for row in rows]


def test_only_an_interval_wholly_above_a_half_is_a_clear_majority() -> None:
    tables = of_harmed(answered(0.8, 0.7), answered(0.6, 0.5), answered(0.6, 0.51))

    assert (
        find_majorities(tables, "They")
        == "A clear majority of those who answered agreed: harmed parties on 2 of 3"
    )


def test_perspectives_stand_side_by_side() -> None:
    by = (Dimension.PERSPECTIVE,)
    rows = [
        PublishedRow(by=(("perspective", code),), cell=Shown(figure=rate(80, 100)))
        for code in ("harmed", "responsible")
    ]

    assert find_majorities([make_table(SAID, rows, by=by)], "They") == (
        "A clear majority of those who answered agreed on 1 of 1: harmed parties and responsible parties"
    )


def test_too_few_answers_allow_no_conclusion() -> None:
    silent = Response(answered=20, asked=100)

    assert find_majorities(of_harmed(answered(0.9, 0.8, silent)), "They") == (
        "Too few harmed parties answered to draw a conclusion"
    )


def test_where_nothing_is_shown_the_finding_says_why() -> None:
    assert find_majorities([one(SAID, Hidden())], "Aims") == "Aims: hidden to protect people"
    assert find_majorities([one(SAID, NotSupplied())] * 2, "Aims") == "Aims: not supplied by the programme"
    assert find_majorities([one(SAID, Hidden()), one(SAID, NoCases())], "Aims") == (
        "Aims: nothing that may be shown yet"
    )


def test_a_clear_majority_is_explained_where_it_is_claimed() -> None:
    assert explain_majority("A clear majority of those who answered agreed: harmed parties on 1 of 1")
    assert explain_majority("Aims: hidden to protect people") == []


def test_both_sides_of_a_conference_are_named() -> None:
    reached = make_definition(Kind.RATE, title="Parties reached", unit="party")
    cells: dict[str, PublishedCell] = {
        "harmed": Shown(figure=rate(97, 100)),
        "responsible": Shown(figure=rate(9, 12), is_cautious=True),
        "supporter": Shown(figure=rate(100, 100)),
    }

    assert find_sides(broken_down(reached, Dimension.ROLE, cells)) == "Parties reached: harmed party 97%"
    assert find_sides(broken_down(reached, Dimension.ROLE, {"harmed": Hidden()})) == ""


def test_two_measures_say_their_findings_one_after_the_other() -> None:
    kept = one(make_definition(Kind.RATE, title="Kept"), Shown(figure=rate(69, 100)))
    closed = one(make_definition(Kind.RATE, title="Kept, of those closed"), Shown(figure=rate(74, 100)))

    assert find_each([kept, closed]) == "Kept: 69% (69 of 100); kept, of those closed: 74% (74 of 100)"


def test_a_wait_is_said_of_those_who_came_that_far_and_not_of_few() -> None:
    waited = make_definition(Kind.DAYS, title="Days to a conference")
    days = Days(median=101, p90=181, n=329)

    assert find_wait(one(waited, Shown(figure=days))) == (
        "Of cases that came to a conference, half waited up to 101 days"
    )
    assert find_wait(one(waited, Shown(figure=days, is_cautious=True))) == ""
    assert find_wait(one(waited, Hidden())) == ""


def test_bounds_are_said_of_harmed_parties_and_of_nobody_in_their_place() -> None:
    again = make_definition(Kind.BOUNDS, title="Would choose it again")
    bounds = Bounds(value=0.92, low=0.56, high=0.94, met=209, answered=227, asked=370)
    cells: dict[str, PublishedCell] = {"harmed": Shown(figure=bounds), "responsible": Hidden()}
    others: dict[str, PublishedCell] = {"harmed": Hidden(), "responsible": Shown(figure=bounds)}

    assert find_bounds(broken_down(again, Dimension.PERSPECTIVE, cells)) == (
        "If everybody had answered: 56 to 94% of harmed parties would choose it again"
    )
    assert find_bounds(broken_down(again, Dimension.PERSPECTIVE, others)) == ""
