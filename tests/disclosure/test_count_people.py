"""Counting people, cases and events: which row is in which part, and what is said of all of them."""

import pytest

from pipelines.disclosure.count_people import count_curve, count_number, count_pathway, count_rate
from pipelines.disclosure.protect_curve import STEP_ENDS
from pipelines.publication import Count, Hidden, Pathway, Rate, Ratio, Shown
from tests.support.counted_rows import guard_all, of, rows


def test_a_share_is_of_what_is_met_or_not() -> None:
    counted = count_rate(of("consent_rate"), rows(consent_rate=[0] * 30 + [1] * 20 + [2] * 50))
    assert (len(counted.rows), counted.n_parts) == (50, 2)
    cell = guard_all(counted)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Rate)
    assert (cell.figure.value, cell.figure.met, cell.figure.denominator) == (0.6, 30, 50)


def test_events_per_hundred_are_counted_as_a_share() -> None:
    frame = rows(safety_event_rate=[0] * 12 + [1] * 28)
    cell = guard_all(count_rate(of("safety_event_rate"), frame))
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Ratio)
    assert (cell.figure.value, cell.figure.numerator, cell.figure.per) == (30.0, 12, 100)


def test_every_row_of_a_number_counts() -> None:
    counted = count_number(of("cases_referred"), rows(case=list(range(14))))
    assert counted.rows.tolist() == list(range(14))
    assert (counted.n_parts, set(counted.parts.tolist())) == (1, {0})
    assert counted.people == ""
    assert guard_all(counted) == Shown(figure=Count(value=14))


def test_people_are_counted_once_each_whoever_they_are() -> None:
    from pipelines.disclosure.counting import CellCounts
    from tests.support.counted_rows import STILL, part

    counted = count_number(of("people_taking_part"), rows(people_taking_part=["a", "b"]))
    assert counted.people == "people_taking_part"
    # Twenty rows of twelve people are twelve.
    twenty = part(20)
    few = CellCounts(whole=type(twenty)(n=20, cases=15, people=12, key=3), parts=[])
    assert counted.guard(STILL, few) == Shown(figure=Count(value=12))


def test_hours_are_added_up_of_those_who_did_any() -> None:
    frame = rows(hours_completed=[2.4, 0, None, 3.6] * 15)
    counted = count_number(of("hours_completed"), frame)
    assert counted.rows.tolist()[:4] == [0, 3, 4, 7]
    assert counted.amounts["quantity"].tolist() == [2, 4] * 15
    assert (counted.n_parts, set(counted.parts.tolist())) == (1, {0})
    assert guard_all(counted) == Shown(figure=Count(value=90))


@pytest.mark.parametrize(
    ("day", "event", "part"),
    [
        (0, 1, 1), (90, 1, 1), (91, 1, 4), (180, 2, 5), (181, 0, 6),
        (STEP_ENDS[-1], 1, 34), (STEP_ENDS[-1] + 1, 1, 33), (STEP_ENDS[-1] + 999, 2, 33),
    ],
)  # fmt: skip
def test_a_row_leaves_a_curve_in_the_step_of_its_day(day: int, event: int, part: int) -> None:
    """Three parts a step: open, met, ended. Who is there after the last step is open at its end."""
    counted = count_curve(of("completion_by_day"), rows(day=[day, None], event=[event, 1]))
    assert counted.rows.tolist() == [0]
    assert counted.parts.tolist() == [part]
    assert counted.n_parts == 3 * len(STEP_ENDS)


def test_a_curve_of_few_is_hidden() -> None:
    counted = count_curve(of("completion_by_day"), rows(day=[5] * 9, event=[1] * 9))
    assert guard_all(counted) == Hidden(words="fewer than 10")


STAGES = ("referred", "accepted", "reached", "consented", "conference", "agreement")


def test_everybody_is_in_each_stage_they_reached_and_in_the_reason_for_which_they_left() -> None:
    frame = rows(
        stage=["conference"] * 40 + ["referred"] * 12 + ["agreement"] * 20 + ["accepted"] * 15,
        reason=["waiting"] * 40 + ["declined"] * 12 + [None] * 20 + ["unreachable"] * 15,
    )
    counted = count_pathway(of("pathway"), frame)
    # Reasons in order: declined, unreachable; who waits has left for none.
    assert counted.n_parts == len(STAGES) * 3
    sizes = [int((counted.parts == at).sum()) for at in range(counted.n_parts)]
    assert sizes[:6] == [87, 75, 60, 60, 60, 20]
    assert sizes[6:8] == [12, 0]
    assert sizes[8:10] == [0, 15]
    assert sum(sizes[10:]) == 0
    cell = guard_all(counted)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Pathway)
    assert [step.stage for step in cell.figure.steps] == list(STAGES)
    assert [step.reached for step in cell.figure.steps] == [87, 75, 60, 60, 60, 20]
    assert [n for _, n in cell.figure.steps[0].left] == [12]
    assert [n for _, n in cell.figure.steps[1].left] == [15]


def test_nobody_leaves_from_the_last_stage() -> None:
    counted = count_pathway(of("pathway"), rows(stage=["agreement"] * 30, reason=["declined"] * 30))
    sizes = [int((counted.parts == at).sum()) for at in range(counted.n_parts)]
    assert sizes == [30] * 6 + [0] * 6


def test_a_reason_has_the_words_of_its_measure() -> None:
    frame = rows(stage=["offered"] * 20 + ["took_part"] * 20, reason=["withdrew"] * 20 + [None] * 20)
    cell = guard_all(count_pathway(of("pathway_of_parties"), frame))
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Pathway)
    assert cell.figure.steps[3].left == (("Withdrew", 20),)
