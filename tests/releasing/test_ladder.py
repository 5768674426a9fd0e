"""What is tried where an attack succeeds, in its order: always further by a nested draw, never by another."""

import pytest

from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import MERGED, Lattice
from pipelines.disclosure.release_policy import STANDARD, STRICT, Profile
from pipelines.releasing.ladder import label_to_date, ladder, rare_values
from pipelines.vocabulary import Dimension

LATTICE = Lattice(
    values=((Dimension.SITE, ("a", "b", "c")), (Dimension.HARMED_TOOK_PART, ("no", "yes"))),
    quarters=("2025Q1",), years=(),
)  # fmt: skip
CASES = {Dimension.SITE: {"a": 80, "b": 12, "c": 8}, Dimension.HARMED_TOOK_PART: {"no": 5, "yes": 95}}


def rungs(profile: Profile) -> list[tuple[tuple[str, ...], int, int, int]]:
    """What is said, how many dimensions and choices at once are left, and how far numbers move."""
    return [
        (said, len(one.lattice.values), one.lattice.most_at_once, one.profile.most + one.profile.extra_most)
        for said, one in ladder(Keys(bytes(32)), profile, LATTICE, 0, CASES)
    ]


def test_a_standard_release_is_moved_further_before_it_loses_a_second_breakdown() -> None:
    site, rare = "no breakdown by site", "rare values of site counted together"
    assert rungs(STANDARD) == [
        ((), 2, 2, 5),
        ((site,), 1, 2, 5),
        ((rare,), 2, 2, 5),
        (("numbers moved further",), 2, 2, 9),
        (("numbers moved further", site), 1, 2, 9),
        (("numbers moved further", rare), 2, 2, 9),
        (("numbers moved further", site, "no breakdown by harmed party took part"), 0, 2, 9),
        (("numbers moved further", "one filter at a time"), 2, 1, 9),
    ]


def test_a_strict_release_moves_as_far_as_any_and_loses_breakdowns() -> None:
    found = rungs(STRICT)
    assert [(n, at_once, most) for _, n, at_once, most in found] == [
        (2, 2, 9), (1, 2, 9), (2, 2, 9), (0, 2, 9), (2, 1, 9)
    ]  # fmt: skip
    assert found[-1][0] == ("one filter at a time",)
    assert all("further" not in words for said, *_ in found for words in said)
    # Rounding, and so what a strict release is, never changes.
    assert {one.profile for _, one in ladder(Keys(bytes(32)), STRICT, LATTICE, 0, CASES)} == {STRICT}


def test_rare_values_become_one_and_nothing_is_lost() -> None:
    _, merged = list(ladder(Keys(bytes(32)), STRICT, LATTICE, 0, CASES))[2]
    assert merged.lattice.values_of(Dimension.SITE) == ("a", MERGED)
    assert merged.lattice.merged == ((Dimension.SITE, ("b", "c")),)
    assert merged.lattice.values_of(Dimension.HARMED_TOOK_PART) == ("no", "yes")


def test_without_anything_rare_nothing_is_counted_together() -> None:
    even = {Dimension.SITE: {"a": 10, "b": 10, "c": 10}}
    said = [words for words, _ in ladder(Keys(bytes(32)), STRICT, LATTICE, 0, even)]
    assert not any("together" in word for words in said for word in words)
    assert len(said) == 4


@pytest.mark.parametrize(
    ("cases", "rare"),
    [
        ({"a": 80, "b": 11, "c": 9}, ("c", "b")),
        ({"a": 80, "b": 10, "c": 10}, ()),
        ({"a": 83, "b": 9, "c": 8}, ("c", "b")),
        ({"a": 970, "b": 9, "c": 8, "d": 13}, ("c", "b", "d")),
        ({}, ()),
    ],
)
def test_rare_is_what_fewer_than_a_tenth_have_and_never_one_alone(
    cases: dict[str, int], rare: tuple[str, ...]
) -> None:
    assert rare_values(cases) == rare


def test_a_lattice_without_breakdowns_has_one_rung_less() -> None:
    plain = Lattice(values=(), quarters=(), years=())
    assert [said for said, _ in ladder(Keys(bytes(32)), STRICT, plain, 0, {})] == [
        (), ("one filter at a time",)
    ]  # fmt: skip
    assert label_to_date(plain) == "to date"
    assert label_to_date(LATTICE) == "to 2025Q1"
