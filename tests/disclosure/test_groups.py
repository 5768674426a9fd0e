"""Groups against everybody: each group's p is adjusted for all of them, and the reader is told."""

from pipelines.disclosure.groups import adjust_ratios, note_ratios
from pipelines.measures.statistics import ratio_to_overall
from pipelines.publication import NoCases, PublishedRow, Ratio, Shown

OVERALL = (400, 800)


def row(site: str, met: int, n: int) -> PublishedRow:
    found = ratio_to_overall(met, n, *OVERALL)
    value, low, high = found if found is not None else (0.0, 0.0, 0.5)
    figure = Ratio(
        value=value, low=low, high=high, numerator=met, denominator=n, overall=OVERALL, method="log method"
    )
    return PublishedRow(by=(("site", site),), cell=Shown(figure=figure))


def p_of(one: PublishedRow) -> float | None:
    assert isinstance(one.cell, Shown)
    assert isinstance(one.cell.figure, Ratio)
    return one.cell.figure.p_adjusted


def test_what_one_group_alone_would_show_many_do_not() -> None:
    likely = row("north", 60, 100)  # alone: p about .01
    (alone,) = adjust_ratios([likely])
    together = adjust_ratios([likely, *(row(f"site {n}", 50, 100) for n in range(7))])
    assert (p_of(alone) or 0) < 0.05 < (p_of(together[0]) or 0)
    assert [one.by for one in together[:2]] == [(("site", "north"),), (("site", "site 0"),)]


def test_a_group_in_which_nobody_met_it_has_a_p_too() -> None:
    (found, empty) = adjust_ratios([row("north", 0, 20), PublishedRow(by=(), cell=NoCases())])
    assert (p_of(found) or 1) < 0.001
    assert empty.cell == NoCases()


def test_a_reader_is_told_where_there_are_several() -> None:
    assert note_ratios([row("north", 50, 100)]) == []
    (note,) = note_ratios([row("north", 50, 100), row("south", 50, 100)])
    assert "all 2 groups together (Holm's adjustment)" in note
