"""A curve of a release: steps of a quarter, nobody before ten have met it, nothing below thirty followed."""

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_curve import STEP_ENDS, followed_into, protect_curve
from pipelines.disclosure.release_policy import STANDARD, STRICT, Defences
from pipelines.measures.statistics.curves import CENSORED, ENDED, MET
from pipelines.publication import Curve, Hidden, Shown

KEYS = Keys(bytes(range(32)))


def of(n: int, key: int = 1) -> Part:
    return Part(n=n, cases=n, people=n, key=key)


def curve(
    counts: dict[tuple[int, int], int], defences: Defences | None = None, profile: object = STANDARD
) -> object:
    steps = {place: of(n, at + 2) for at, (place, n) in enumerate(sorted(counts.items()))}
    drawing = Drawing(KEYS, profile, "2025", "days", defences or Defences(noise=False))  # type: ignore[arg-type]
    return protect_curve(drawing, of(sum(counts.values())), steps)


def points(cell: object) -> Curve:
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Curve)
    return cell.figure


def test_a_step_is_the_share_of_those_followed_those_open_at_its_end_for_half_of_it() -> None:
    figure = points(curve({(0, MET): 20, (0, CENSORED): 10, (0, ENDED): 15, (1, MET): 30, (2, CENSORED): 45}))
    assert [point.day for point in figure.points] == [0, *STEP_ENDS[:2]]
    start, first, second = figure.points
    assert (start.share, start.at_risk, start.n_met) == (0, 120, None)
    # 20 of the 115 who count; then 30 of the 75 still followed, of the 80 in 115 to whom nothing happened.
    assert first.share == pytest.approx(round(20 / 115, 2))
    assert second.share == pytest.approx(round(20 / 115 + (80 / 115) * 30 / 75, 2))
    assert (first.n_met, first.n_ended, second.n_met) == (20, 15, 50)
    # Those to whom nothing had happened by the end of the step, as in a curve of exact figures.
    assert (first.at_risk, second.at_risk) == (75, 45)
    assert first.low <= first.share <= first.high
    assert figure.stops_at_day == STEP_ENDS[1]
    assert figure.n == 120


def test_a_curve_stops_where_fewer_than_thirty_are_followed() -> None:
    thirty = points(curve({(0, MET): 40, (1, MET): 10, (1, CENSORED): 20}))
    assert [point.day for point in thirty.points] == [0, STEP_ENDS[0]]
    fewer = curve({(0, MET): 40, (1, MET): 10, (1, CENSORED): 19})
    assert fewer == Hidden(words="about 69: too few for a curve")


def test_no_point_is_of_fewer_than_ten_who_met_it_and_no_end_of_fewer() -> None:
    figure = points(curve({(0, MET): 9, (0, ENDED): 9, (1, MET): 1, (1, ENDED): 1, (2, CENSORED): 60}))
    assert [point.day for point in figure.points] == [0, STEP_ENDS[1]]
    assert (figure.points[1].n_met, figure.points[1].n_ended) == (10, 10)
    hidden = points(curve({(0, MET): 12, (0, ENDED): 9, (1, CENSORED): 60}))
    assert (hidden.points[1].n_met, hidden.points[1].n_ended) == (12, None)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({(0, MET): 9}, "fewer than 10"),
        ({(0, MET): 29}, "about 29: too few for a curve"),
        ({(0, MET): 9, (1, CENSORED): 20}, "about 29: too few for a curve"),
    ],
)
def test_too_few_have_no_curve(counts: dict[tuple[int, int], int], words: str) -> None:
    assert curve(counts) == Hidden(words=words)


def test_shares_never_fall_and_never_pass_one_however_numbers_move() -> None:
    for n in range(30, 70):
        cell = curve({(0, MET): n, (1, MET): n, (2, MET): n + 30}, Defences(), STRICT)
        shares = [point.share for point in points(cell).points]
        assert shares == sorted(shares)
        assert shares[-1] <= 1


def test_whoever_anything_happens_to_later_is_followed() -> None:
    steps = {(0, MET): of(5, 1), (1, ENDED): of(7, 2), (2, CENSORED): of(9, 2**64 - 1)}
    assert followed_into(steps, 1) == of(16, 1)
    assert followed_into(steps, 3).n == 0


def test_steps_are_quarters_of_a_year_with_whole_years_among_them() -> None:
    assert tuple(365 * year + day for year in range(3) for day in (90, 180, 270, 365)) == STEP_ENDS


def test_where_enough_are_followed_to_the_end_every_step_has_its_point() -> None:
    last = len(STEP_ENDS) - 1
    figure = points(curve({(0, MET): 40, (last, CENSORED): 20, (last + 1, CENSORED): 40}))
    assert [point.day for point in figure.points] == [0, *STEP_ENDS]
    assert figure.stops_at_day == STEP_ENDS[-1]
    assert figure.points[-1].at_risk == 40
