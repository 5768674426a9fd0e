"""Moves of a part: the same set, the same draw; nobody stays nobody; no further than the profile."""

from pipelines.disclosure.draws import NOBODY, Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.release_policy import ALL_DEFENCES, STANDARD, STRICT, Defences, Profile

KEYS = Keys(bytes(range(32)))
FORTY = Part(n=40, cases=38, people=37, key=123_456_789)


def drawing(statistic: str = "a", profile: Profile = STANDARD, defences: Defences = ALL_DEFENCES) -> Drawing:
    return Drawing(KEYS, profile, "2025Q1", statistic, defences)


def test_everybody_is_moved_alike_under_whatever_measure() -> None:
    assert {drawing(name).whole(FORTY) for name in "abcdefgh"} == {drawing().whole(FORTY)}


def test_parts_are_moved_apart_by_their_measure() -> None:
    assert len({drawing(name).count(FORTY, "met") for name in "abcdefgh"}) > 1


def test_those_who_said_one_thing_are_moved_alike_under_whatever_question() -> None:
    assert len({drawing(name).answer(FORTY) for name in "abcdefgh"}) == 1


def test_nobody_stays_nobody() -> None:
    assert [drawing(name).count(NOBODY, "step") for name in "abcdefgh"] == [0] * 8


def test_the_strict_draw_is_the_standard_one_and_a_second_on_top() -> None:
    for key in range(40):
        part = Part(n=40, cases=40, people=40, key=key)
        draw = KEYS.draw("2025Q1", "a|met", key, 40)
        first, second = KEYS.table(5, 3.0)[draw.first], KEYS.table(4, 6.0)[draw.second]
        assert drawing().count(part, "met") == 40 + first
        assert drawing(profile=STRICT).count(part, "met") == 40 + first + second
        assert drawing(profile=STANDARD.moved_further()).count(part, "met") == 40 + first + second


def test_no_count_moves_further_than_its_profile_says() -> None:
    for profile, most in ((STANDARD, 5), (STRICT, 9)):
        moves = [drawing(str(at), profile).count(FORTY) - 40 for at in range(300)]
        assert max(map(abs, moves)) <= most
        assert abs(sum(moves) / 300) < 0.5


def test_the_fewest_of_rows_cases_and_people_counts() -> None:
    assert FORTY.smallest == 37
    assert drawing().is_few(Part(n=40, cases=38, people=9, key=1))
    assert not drawing().is_few(FORTY)
    assert not drawing(defences=Defences(threshold=False)).is_few(NOBODY)


def test_without_noise_nothing_moves() -> None:
    still = drawing(defences=Defences(noise=False))
    assert (still.count(FORTY), still.whole(FORTY), still.bell(FORTY)) == (40, 40, 0.0)


def test_nobody_is_none_of_anything() -> None:
    assert (NOBODY.n, NOBODY.cases, NOBODY.people, NOBODY.key, NOBODY.smallest) == (0, 0, 0, 0, 0)
