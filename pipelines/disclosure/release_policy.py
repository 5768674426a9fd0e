"""Every number that decides what a release may say, with its reason and its source.

The attacker is assumed to know all of them, and the code: only the secret protects.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from pipelines.disclosure.policy import Threshold
from pipelines.publication import FEWEST_FOR_AN_ADJUSTED_RATE, Audience
from pipelines.vocabulary import Dimension

_OURS = "This project's disclosure design, attacked before each release."

FEWEST = Threshold(
    value=10,
    reason="Rows, cases and people behind a number must each be at least this, and so must the number "
    "itself: above the largest move, so that hidden and shown never overlap.",
    source="Threshold of the cell key perturbation rule (10, 5) of the UK Office for National Statistics.",
)
FEWEST_FOR_A_SHARE = Threshold(
    value=FEWEST_FOR_AN_ADJUSTED_RATE,
    reason="Below about 30 the noise moves a share by more than the answers of several people would.",
    source=_OURS,
)
FEWEST_AT_RISK = Threshold(
    value=30,
    reason="A curve stops where fewer are still followed: later steps would be about a handful of people.",
    source=_OURS,
)
LARGEST_PERCENT = Threshold(
    value=50,
    reason="If one person's amount is over half of a sum, the sum says what that person paid.",
    source="Dominance (n, k) rule: Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.",
)
TWO_LARGEST_PERCENT = Threshold(
    value=90,
    reason="If two people's amounts are over nine tenths of a sum, each of the two can work out the other's.",
    source="Dominance (n, k) rule: Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.",
)
CASES_OF_ONE_PERSON = Threshold(
    value=3,
    reason="One person in many cases would move many cells at once; the three with the lowest keys stay.",
    source=_OURS,
)
NEW_PEOPLE = Threshold(
    value=30,
    reason="A release in which fewer people are new or changed would be a description of them.",
    source=_OURS,
)
DAYS_BETWEEN_REVISIONS = Threshold(
    value=365,
    reason="Each drawing of a closed period is one more to compare: corrections wait for a year.",
    source=_OURS,
)
MOST_AT_ONCE = Threshold(
    value=2,
    reason="With three filters that combine, 98 % of hidden outcomes were worked out in simulation.",
    source=_OURS,
)
RARE_PERCENT = Threshold(
    value=10,
    reason="Where an attack succeeds, values with fewer in a hundred of the cases are counted together: a "
    "rare value beside another one is a handful of people.",
    source=_OURS,
)
FEWEST_CASES_A_YEAR = Threshold(
    value=150,
    reason="Below this most two-way cells are hidden: a service gets the signed headline pack instead.",
    source=_OURS,
)

AMOUNT_NOISE = 0.3
"""What one standard draw moves a sum by, of its largest amount: nobody's own can be subtracted."""

CAP_PERCENTILE = 99
"""Amounts above what 99 in 100 lie below are capped there, before anything is added up."""

SCORE_NOISE = 2.0
"""Points that one standard draw moves a sum of scores by: half of the most that one person can (1 to 5)."""

RELEASE_POLICY = (
    FEWEST, FEWEST_FOR_A_SHARE, FEWEST_AT_RISK, LARGEST_PERCENT, TWO_LARGEST_PERCENT, CASES_OF_ONE_PERSON,
    NEW_PEOPLE, DAYS_BETWEEN_REVISIONS, MOST_AT_ONCE, RARE_PERCENT, FEWEST_CASES_A_YEAR,
)  # fmt: skip

LATTICE_DIMENSIONS = (
    Dimension.PERIOD,
    Dimension.PROGRAMME,
    Dimension.SITE,
    Dimension.OFFENCE_CATEGORY,
    Dimension.HARMED_TOOK_PART,
)
"""What a release may be filtered on or broken down by."""

NOT_RELEASED = ("open_case_age",)
"""Of the day of extraction, not of what happened in a period: it changes for everybody every day."""

HORIZON_MONTHS = {"volume": 0, "process": 1, "said": 1, "participation": 6, "timeliness": 6, "agreements": 12,
                  "restitution": 12}  # fmt: skip
"""Family → months after the end of a period until everybody in it has had the time. Before: too soon."""

FOLLOW_UP_MONTHS = 7
"""The same for items of the follow-up survey, whose window ends six months after the conference."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How far numbers are moved for one audience. The strict profile adds to the standard one's own draw, so
    that holding both releases gives no second independent draw of anything."""

    name: str
    audience: Audience
    most: int = 5
    """No count moves further (D)."""
    variance: float = 3.0
    extra_most: int = 0
    """By how much a second keyed draw may move it on top."""
    extra_variance: float = 0.0
    rounding: int = 1
    """What counts are rounded to, after shares are made of unrounded ones."""

    @property
    def total_variance(self) -> float:
        """Of one published count, before rounding."""
        return self.variance + self.extra_variance

    def moved_further(self) -> "Profile":
        """The same audience with the strict profile's second draw; that one itself is moved as far as any."""
        return replace(self, extra_most=STRICT.extra_most, extra_variance=STRICT.extra_variance)

    def round(self, count: int) -> int:
        """Halves up, to the profile's base."""
        steps = (Decimal(count) / self.rounding).to_integral_value(ROUND_HALF_UP)
        return int(steps) * self.rounding


STANDARD = Profile(name="standard", audience=Audience.EVALUATOR)
STRICT = Profile(name="strict", audience=Audience.FUNDER, extra_most=4, extra_variance=6.0, rounding=5)
PROFILES = {profile.name: profile for profile in (STANDARD, STRICT)}


@dataclass(frozen=True, kw_only=True)
class Defences:
    """What stands between the cases and a published number. Each is switched off only by a test that shows
    that its attack then succeeds."""

    threshold: bool = True
    noise: bool = True
    minimum_population: bool = True
    rekeying: bool = True
    dominance: bool = True
    person_cap: bool = True
    most_at_once: int = MOST_AT_ONCE.value


ALL_DEFENCES = Defences()
