"""The About tab says where every row went, and how far off the figure could be."""

from dataclasses import replace

from dashboard.widgets.about import build_about
from pipelines.publication import Buckets, Kind, Rate, Shown, TooFew
from tests.dashboard.charts.published import make_definition, one

BUCKETS = Buckets(met=85, not_met=24, pending=31, not_applicable=4, unknown=0)
KEPT = Rate(value=85 / 109, low=0.69, high=0.85, met=85, denominator=109, buckets=BUCKETS)
WORDS = (
    ("not_applicable", "replaced"),
    ("pending", "not due yet"),
    ("met", "completed"),
    ("not_met", "all else"),
)
DEFINITION = make_definition(Kind.RATE, buckets=WORDS, caveats=("Early ones wait for their day.",))


def test_every_bucket_has_its_words_and_its_number() -> None:
    html = build_about([one(DEFINITION, Shown(figure=KEPT))])

    assert "<strong>Counted as yes: 85</strong>, completed" in html
    assert "<strong>Could still happen: 31</strong>, not due yet" in html
    assert "Early ones wait for their day." in html


def test_the_bounds_count_what_is_open_as_no_and_as_yes() -> None:
    # 85 / 140 = 61 %, (85 + 31) / 140 = 83 %
    assert "61 to 83%" in build_about([one(DEFINITION, Shown(figure=KEPT))])


def test_parts_of_too_few_may_be_read_by_managers() -> None:
    few = TooFew(buckets=Buckets(met=5, not_met=2, pending=0, not_applicable=0, unknown=0))

    assert "Counted as yes: 5" in build_about([one(DEFINITION, few)])


def test_a_definition_is_said_once_and_its_query_is_escaped() -> None:
    table = replace(one(DEFINITION, Shown(figure=KEPT)), sql="SELECT 1 WHERE 1 < 2")
    html = build_about([table, table])

    assert html.count("<h3>") == 1
    assert "SELECT 1 WHERE 1 &lt; 2" in html
