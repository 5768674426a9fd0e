"""Dots with intervals on one scale, in the table's order."""

import pytest

from dashboard.charts.rates import describe_rates, draw_rates, tabulate_rates, title_rates
from dashboard.charts.theme import LIGHT
from pipelines.publication import (
    Change,
    Hidden,
    Kind,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Response,
    Shown,
    TooFew,
    Verdict,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import (
    SECRET,
    broken_down,
    make_definition,
    make_table,
    money_rate,
    numbers_in,
    one,
    rate,
    texts_of,
)

KEPT = make_definition(Kind.RATE)
SITES: dict[str, PublishedCell] = {
    "elm": Shown(figure=rate(85, 109)),
    "court": Shown(figure=rate(11, 14, half=0.2), is_cautious=True),
    "north": TooFew(buckets=SECRET),
}
TABLE = broken_down(KEPT, Dimension.SITE, SITES)


def by_role(title: str, **cells: PublishedCell) -> PublishedTable:
    response = Response(answered=409, asked=651)
    rows = [PublishedRow(by=(("role", role),), cell=cell, response=response) for role, cell in cells.items()]
    return make_table(make_definition(Kind.RATE, title), rows, by=(Dimension.ROLE,))


def test_the_marker_stands_at_the_rate_and_the_bar_spans_the_interval() -> None:
    track, interval, dot = draw_rates([one(KEPT, Shown(figure=rate(85, 109)))], LIGHT).data
    assert dot.x == (85 / 109,)
    assert interval.base[0] == pytest.approx(85 / 109 - 0.05)
    assert interval.x[0] == pytest.approx(0.10)
    assert (track.base[0], track.x[0]) == (0, 1)


def test_all_groups_are_on_one_scale_from_none_to_all() -> None:
    figure = draw_rates([TABLE], LIGHT)
    assert figure.layout.xaxis.range == (0, 1)
    assert [word for word in ("0%", "50%", "100%") if word in texts_of(figure)] == ["0%", "50%", "100%"]


def test_few_are_hollow_and_led_by_their_range() -> None:
    figure = draw_rates([TABLE], LIGHT)
    symbols = [trace.marker.symbol for trace in figure.data if trace.type == "scatter"]
    assert symbols == ["circle", "circle-open"]
    assert "59 to 99% · 11 of 14" in texts_of(figure)


def test_too_few_stand_in_words_beside_the_others() -> None:
    figure = draw_rates([TABLE], LIGHT)
    assert "Too few to rely on" in texts_of(figure)
    assert not {str(SECRET.met), "7,717"} & numbers_in(str(figure.to_json()))
    assert tabulate_rates([TABLE])[2] == {
        "Group": "North",
        "Share": "[low]",
        "95% interval": "",
        "Parts": "7,717 of 9,946",
    }


def test_perspectives_are_small_multiples_told_apart_by_marker() -> None:
    cells = {role: Shown(figure=rate(80, 100)) for role in ("responsible", "harmed", "community")}
    tables = [by_role("Felt safe", **cells), by_role("Was heard", **cells)]
    figure = draw_rates(tables, LIGHT)
    markers = [trace.marker.symbol for trace in figure.data if trace.type == "scatter"]
    assert markers == ["circle", "square", "diamond"] * 2
    assert "Harmed parties: 409 of 651 answered, 63%." in " ".join(texts_of(figure).split())


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({"elm": SITES["elm"]}, "Agreements kept: 78% (85 of 109)"),
        ({"court": SITES["court"]}, "Agreements kept: 59 to 99% (11 of 14)"),
        (
            {"elm": SITES["elm"], "court": SITES["court"]},
            "Agreements kept: 78 to 79%, and all the ranges overlap",
        ),
        (
            {"elm": SITES["elm"], "hub": Shown(figure=rate(30, 100))},
            "Agreements kept: 30 to 78%, and not all the ranges overlap",
        ),
        ({"elm": SITES["elm"], "north": Hidden()}, "Agreements kept: 78%"),
        ({"north": Hidden()}, "Agreements kept: hidden to protect people"),
    ],
)
def test_the_title_gives_the_span_and_names_no_winner(cells: dict[str, PublishedCell], title: str) -> None:
    assert title_rates([broken_down(KEPT, Dimension.SITE, cells)]) == title


@pytest.mark.parametrize(
    ("verdict", "difference", "end"),
    [
        (Verdict.UP, 0.07, "(85 of 109), up 7 pts on the period before"),
        (Verdict.NO_CLEAR_CHANGE, 0.2, "(85 of 109), no clear change (+20 pts) on the period before"),
        (Verdict.NO_EARLIER, None, "(85 of 109), no earlier period to compare"),
    ],
)
def test_the_title_claims_a_change_only_as_its_verdict(
    verdict: Verdict, difference: float | None, end: str
) -> None:
    change = Change(verdict=verdict, difference=difference)
    row = PublishedRow(by=(), cell=Shown(figure=rate(85, 109)), change=change)
    assert title_rates([make_table(KEPT, [row])]) == f"Agreements kept: 78% {end}"


def test_a_measure_with_groups_and_one_without_are_each_named() -> None:
    cells = {"EUR": Shown(figure=rate(80, 100)), "GBP": Shown(figure=rate(86, 100))}
    collected = broken_down(make_definition(Kind.RATE, "Collected"), Dimension.PROGRAMME, cells)
    in_full = one(make_definition(Kind.RATE, "Paid in full"), Shown(figure=rate(78, 100)))
    assert title_rates([collected, in_full]) == "Collected 80 to 86%, paid in full 78%"
    rows = tabulate_rates([collected, in_full])
    assert [(row["Measure"], row["Group"]) for row in rows] == [
        ("Collected", "EUR"),
        ("Collected", "GBP"),
        ("Paid in full", "All"),
    ]


def test_several_measures_are_named_while_they_are_few() -> None:
    collected = one(
        make_definition(Kind.MONEY_RATE, "Restitution due that was paid"),
        Shown(figure=money_rate(8_612_700, 12_030_700)),
    )
    in_full = one(make_definition(Kind.RATE, "Paid in full"), Shown(figure=rate(200, 300)))
    assert title_rates([collected, in_full]) == "Restitution due that was paid 72%, paid in full 67%"


def test_many_measures_are_told_by_perspective() -> None:
    cells = {"harmed": Shown(figure=rate(80, 100)), "responsible": Shown(figure=rate(90, 100))}
    tables = [by_role("Felt safe", **cells), by_role("Was heard", **cells)]
    assert title_rates(tables) == "2 measures: harmed parties 80%; responsible parties 90%"


def test_too_low_a_response_withholds_the_finding() -> None:
    row = PublishedRow(by=(), cell=Shown(figure=rate(20, 29)), response=Response(answered=29, asked=100))
    assert title_rates([make_table(KEPT, [row])]) == "Agreements kept: too few answered to draw a conclusion"


def test_alt_text_gives_each_rate_with_its_interval_and_parts() -> None:
    assert describe_rates([one(KEPT, Shown(figure=rate(85, 109)))]) == (
        "Dot chart of agreements kept. Agreements kept: 78%, 95% interval 73 to 83%, 85 of 109."
    )


def test_nothing_to_draw_at_all() -> None:
    assert draw_rates([], LIGHT).layout.height > 0
    assert title_rates([]) == "0 measures"
