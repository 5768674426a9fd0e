"""A cell of every kind survives the file, and nothing else gets in."""

import pytest

from pipelines.errors import ReleaseError
from pipelines.publication import (
    Count,
    Curve,
    CurvePoint,
    Days,
    Distribution,
    Figure,
    Flow,
    FlowPart,
    Hidden,
    Money,
    MoneyRate,
    Pathway,
    PathwayStep,
    PublishedCell,
    Rate,
    Ratio,
    Score,
    Shown,
    TooFew,
)
from pipelines.released.cells import ReleasedCell, figure_json, from_row, read_cell, read_figure, to_row

POINT = CurvePoint(day=91, share=0.2, low=0.1, high=0.3, at_risk=60, n_met=15, n_ended=5)
STEP = PathwayStep(stage="referred", label="Referred", reached=80, left=(("Service full", 15),), waiting=None)
FIGURES: tuple[Figure, ...] = (
    Rate(value=0.5, low=0.3, high=0.7, met=20, denominator=40, method="Wilson, with noise"),
    MoneyRate(value=0.5, low=0.3, high=0.7, met_minor=200, denominator_minor=400, currency="EUR", n=30),
    Count(value=40),
    Money(
        total_minor=900, median_minor=30, lower_quartile_minor=20, upper_quartile_minor=40, currency="EUR",
        n=30,
    ),
    Days(median=30.0, p90=80.0, n=40),
    Ratio(value=2.0, low=1.0, high=4.0, numerator=10, denominator=500, method="m", per=100),
    Score(mean=3.6, low=3.4, high=3.8, n=40, alpha=None, method="m"),
    Distribution(counts=(10, 15, 40)),
    Curve(points=(POINT,), n=80, stops_at_day=91),
    Pathway(steps=(STEP,), is_protected=True),
    Flow(
        total_minor=900, parts=(FlowPart(name="paid", label="Paid", amount_minor=700),), currency="EUR", n=30,
        is_protected=True,
    ),
)  # fmt: skip


def released(cell: PublishedCell) -> ReleasedCell:
    return ReleasedCell(
        measure="m",
        statistic="role=harmed",
        currency="EUR",
        period="2025",
        selection=(("site", "hub"),),
        cell=cell,
    )


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_every_kind_of_figure_is_read_as_it_was_written(figure: Figure) -> None:
    cell = from_row(to_row(released(Shown(figure=figure)))).cell
    assert isinstance(cell, Shown)
    assert cell.figure == figure


def test_a_figure_of_few_carries_its_caution_through_the_file() -> None:
    for n, is_cautious in ((10, True), (19, True), (20, False)):
        figure = Rate(value=0.5, low=0.3, high=0.7, met=n // 2, denominator=n)
        cell = Shown(figure=figure, is_cautious=is_cautious)
        assert from_row(to_row(released(cell))).cell == cell


def test_the_words_of_a_hidden_cell_are_kept_and_no_number_is_beside_them() -> None:
    row = to_row(released(Hidden(words="fewer than 10 of about 60")))
    assert from_row(row) == released(Hidden(words="fewer than 10 of about 60"))
    assert (row["value"], row["low"], row["high"], row["n"], row["figure"]) == (None, None, None, None, "")


def test_numbers_stand_beside_the_figure_for_other_tools() -> None:
    row = to_row(released(Shown(figure=FIGURES[0])))
    assert (row["value"], row["low"], row["high"], row["n"]) == (0.5, 0.3, 0.7, 40.0)


def test_what_a_release_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="no such figure"):
        read_figure('{"is": "Gap"}')
    with pytest.raises(ReleaseError, match="cannot be read"):
        from_row(to_row(released(TooFew(n=3))))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "maybe"},
        {"figure": "{"},
        {"figure": "[1]"},
        {"figure": '{"is": "Gap"}'},
        {"figure": '{"is": "Count"}'},
        {"figure": '{"value": 4}'},
        {"state": "hidden", "words": None},
    ],
)
def test_nonsense_is_refused_whoever_sealed_it(change: dict[str, object]) -> None:
    with pytest.raises(ReleaseError, match="No figure is shown"):
        read_cell({**to_row(released(Shown(figure=Count(value=40)))), **change})


def test_the_same_figure_is_the_same_text() -> None:
    assert figure_json(Count(value=4)) == '{"is":"Count","note":"","value":4}'
