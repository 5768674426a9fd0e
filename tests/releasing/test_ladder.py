"""What is tried where an attack succeeds, in its order: always further by a nested draw, never by another."""

from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.release_policy import STANDARD, STRICT, Profile
from pipelines.releasing.build import ladder
from pipelines.vocabulary import Dimension

LATTICE = Lattice(
    values=((Dimension.SITE, ("a", "b", "c")), (Dimension.HARMED_TOOK_PART, ("no", "yes"))),
    quarters=("2025Q1",), years=(),
)  # fmt: skip


def rungs(profile: Profile) -> list[tuple[tuple[str, ...], int, int, int]]:
    """What is said, how many dimensions and choices at once are left, and how far numbers move."""
    return [
        (said, len(one.lattice.values), one.lattice.most_at_once, one.profile.most + one.profile.extra_most)
        for said, one in ladder(Keys(bytes(32)), profile, LATTICE, 0)
    ]


def test_a_standard_release_is_moved_further_before_it_loses_a_second_breakdown() -> None:
    found = rungs(STANDARD)
    assert [(n, at_once, most) for _, n, at_once, most in found] == [
        (2, 2, 5), (1, 2, 5), (2, 2, 9), (1, 2, 9), (0, 2, 9), (2, 1, 9)
    ]  # fmt: skip
    said = [words for words, *_ in found]
    assert said[0] == ()
    assert len(said[1]) == 1
    assert said[2] == ("numbers moved further",)
    assert said[3][0] == "numbers moved further"
    assert said[1][0] == said[3][1]
    assert said[-1] == ("numbers moved further", "one filter at a time")


def test_a_strict_release_moves_as_far_as_any_and_loses_breakdowns() -> None:
    found = rungs(STRICT)
    assert [(n, at_once, most) for _, n, at_once, most in found] == [
        (2, 2, 9), (1, 2, 9), (0, 2, 9), (2, 1, 9)
    ]  # fmt: skip
    assert found[-1][0] == ("one filter at a time",)
    assert all("further" not in words for said, *_ in found for words in said)
    # Rounding, and so what a strict release is, never changes.
    assert {one.profile for _, one in ladder(Keys(bytes(32)), STRICT, LATTICE, 0)} == {STRICT}
