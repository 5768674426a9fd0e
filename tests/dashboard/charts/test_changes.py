"""A change is claimed only where its interval excludes none; the three parts always add up."""

from dashboard.charts.changes import draw_changes, tabulate_changes, title_changes
from dashboard.charts.theme import LIGHT
from pipelines.publication import Kind, PairedChange, PublishedTable, Shown
from tests.dashboard.charts.published import make_definition, one, texts_of


def change(low: float, high: float, title: str = "Safe in the community") -> PublishedTable:
    figure = PairedChange(
        mean=(low + high) / 2, low=low, high=high, better=40, same=45, worse=15, n_first=300, n_second=200,
        effect_size=0.2, p=0.04,
    )  # fmt: skip
    return one(make_definition(Kind.CHANGE, title=title, unit="person"), Shown(figure=figure))


def test_a_clear_change_is_said_in_people() -> None:
    assert title_changes([change(0.1, 0.3)]) == "Safe in the community: 40 of 100 reported better"
    assert title_changes([change(-0.3, -0.1)]) == "Safe in the community: 15 of 100 reported worse"


def test_no_clear_change_is_said_as_such() -> None:
    assert title_changes([change(-0.1, 0.3)]).endswith("no clear change (100 answered both times)")


def test_several_changes_are_counted_not_added() -> None:
    tables = [change(0.1, 0.3, "One"), change(-0.2, 0.2, "Two"), change(-0.4, -0.1, "Three")]

    assert title_changes(tables) == (
        "Before and after, in the same people: better on 1 of 3, worse on 1 of 3"
    )


def test_the_bar_holds_everybody_who_answered_twice() -> None:
    figure = draw_changes([change(0.1, 0.3)], LIGHT)

    assert sum(trace.x[0] for trace in figure.data) == 1
    assert "+0.20 points of 5 on average" in texts_of(figure)
    assert tabulate_changes([change(0.1, 0.3)])[0]["Answered both times"] == "100"
