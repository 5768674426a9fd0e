"""Groups against everybody: only what clearly differs is said, and nobody is ranked."""

from dashboard.charts.marks import describe_marks, draw_marks, tabulate_marks, title_marks
from dashboard.charts.theme import LIGHT
from pipelines.publication import Hidden, Kind, Money, PublishedCell, Ratio, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, texts_of

DEFINITION = make_definition(Kind.RATIO, title="Entering the programme")


def ratio(value: float, *, half: float = 0.05) -> PublishedCell:
    return Shown(
        figure=Ratio(
            value=value,
            low=value - half,
            high=value + half,
            numerator=10,
            denominator=20,
            method="log",
            overall=(50, 100),
        )
    )


def test_a_title_names_who_clearly_differs_and_nobody_else() -> None:
    cells = {"police": ratio(1.0), "court": ratio(0.8), "school": ratio(1.3), "other": Hidden()}
    table = broken_down(DEFINITION, Dimension.REFERRAL_SOURCE, cells)

    assert title_marks([table]) == (
        "Entering the programme: Court clearly below everybody, School clearly above everybody"
    )


def test_a_title_says_that_nobody_differs() -> None:
    table = broken_down(DEFINITION, Dimension.REFERRAL_SOURCE, {"police": ratio(1.02), "court": ratio(0.97)})

    assert title_marks([table]) == "Entering the programme: no group clearly differs from everybody"


def test_groups_keep_their_order_and_what_is_kept_back_its_place() -> None:
    cells = {"police": ratio(1.3), "court": Hidden(words="fewer than 10"), "school": ratio(0.8)}
    table = broken_down(DEFINITION, Dimension.REFERRAL_SOURCE, cells)

    rows = tabulate_marks([table])
    assert [row["Group"] for row in rows] == ["Police", "Court", "School"]
    assert [row["Figure"] for row in rows] == ["1.30×", "[c]", "0.80×"]
    words = texts_of(draw_marks([table], LIGHT))
    assert "Hidden to protect people: fewer than 10" in words
    assert words.index("Police") < words.index("Court") < words.index("School")
    assert "against 50 of 100" in describe_marks([table])


def test_an_amount_says_itself_that_it_is_the_middle_one() -> None:
    agreed = make_definition(Kind.MONEY, title="Restitution agreed")
    middle = Money(
        total_minor=900_00,
        median_minor=174_00,
        lower_quartile_minor=75_00,
        upper_quartile_minor=260_00,
        currency="EUR",
        n=42,
    )
    table = broken_down(agreed, Dimension.PROGRAMME, {"elm": Shown(figure=middle), "northfield": Hidden()})

    assert title_marks([table]) == "Restitution agreed: middle amount €174 (of 42)"
