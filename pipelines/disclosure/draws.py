"""Parts of a published number, and how far each is moved."""

from dataclasses import dataclass

from pipelines.disclosure.keys import Draw, Keys
from pipelines.disclosure.release_policy import ALL_DEFENCES, FEWEST, Defences, Profile


@dataclass(frozen=True, kw_only=True)
class Part:
    """A set of rows inside one cell: how many rows, cases and people, and the fingerprint of its cases."""

    n: int
    cases: int
    people: int
    key: int

    @property
    def smallest(self) -> int:
        """The fewest of what must not be few."""
        return min(self.n, self.cases, self.people)


WHOLE = "everybody"
"""What everybody a figure is about is called inside a draw."""

ANSWER = "answer"
"""What those on one side of a share are called inside a draw."""

NOBODY = Part(n=0, cases=0, people=0, key=0)


class Drawing:
    """Moves the numbers of one statistic in one period."""

    def __init__(
        self, keys: Keys, profile: Profile, period: str, statistic: str, defences: Defences = ALL_DEFENCES
    ) -> None:
        self._keys, self.profile, self.defences = keys, profile, defences
        self._period = period if defences.rekeying else ""
        self._statistic = statistic

    def count(self, part: Part, name: str = "") -> int:
        """The part's rows, moved: never by more than the profile allows, and never below none."""
        return self._moved(part, f"{self._statistic}|{name}")

    def whole(self, part: Part) -> int:
        """Everybody a figure is about, moved: one draw for a set of cases, whatever is measured of it.

        With a draw for each measure, thirty questions asked of the same people would average it away.
        """
        return self._moved(part, WHOLE)

    def answer(self, part: Part) -> int:
        """Those on one side of a share, moved: one draw for a set of cases, whatever the question."""
        return self._moved(part, ANSWER)

    def bell(self, part: Part, name: str = "") -> float:
        """A number from a bell curve for the part, for amounts and scores; 0 without noise."""
        return self._draw(part, f"{self._statistic}|{name}").bell if self.defences.noise else 0.0

    def is_few(self, *parts: Part) -> bool:
        """Is one of the parts about fewer rows, cases or people than may be spoken of?"""
        return self.defences.threshold and any(part.smallest < FEWEST.value for part in parts)

    def is_below(self, number: float, fewest: int) -> bool:
        """Is a moved number below what it must reach?"""
        return self.defences.threshold and number < fewest

    def is_small(self, truly: int, fewest: int, moved: int) -> bool:
        """Is a population, in truth or moved, below what a figure of this kind needs?"""
        return self.defences.minimum_population and min(truly, moved) < fewest

    def _moved(self, part: Part, statistic: str) -> int:
        # Nobody stays nobody: moved up from none, empty steps of a curve would add up to people.
        if not (self.defences.noise and part.n):
            return part.n
        draw, profile = self._draw(part, statistic), self.profile
        moved = part.n + self._keys.table(profile.most, profile.variance)[draw.first]
        if profile.extra_most:
            moved += self._keys.table(profile.extra_most, profile.extra_variance)[draw.second]
        return max(0, moved)

    def _draw(self, part: Part, statistic: str) -> Draw:
        return self._keys.draw(self._period, statistic, part.key, part.n)
