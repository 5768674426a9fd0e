"""The planted truth: the probabilities that make the sample, written into its manifest.

Participation follows the pathway drawn for this project (81 % of referrals accepted, 72 % with both sides
choosing to take part, 59 % with a conference, 55 % with an agreement); agreements and their mix follow
Umbreit 1989 and Roy 1993 (78 to 79 % kept); response rates and answers a programme of the usual kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is true of one programme before chance, the extraction date and non-response have their say."""

    accepted: float = 0.815
    """Of all referrals."""
    responsible_consents: float = 0.955
    """Of accepted cases: at least the first responsible party is reached and chooses to take part."""
    harmed_consents: float = 0.93
    """The same of the harmed side, among cases where the other side has not ended it."""
    meets: float = 0.81
    """Of cases where both sides chose to take part: a conference in person or online."""
    exchanges: float = 0.06
    """Of the same: only letters, the facilitator going between, or a surrogate."""
    agreement_reached: float = 0.925
    """Of conferences that were not stopped: full or partial agreement."""
    exchange_agreement_reached: float = 0.55
    """The same of letters, going between and surrogates."""
    keeps_agreement: float = 0.765
    """Of agreements, before the effects of a large sum, the site and the spirit of the conference."""
    kept_by_site: Mapping[str, float] = field(default_factory=dict)
    """Added to `keeps_agreement` at a site."""
    large_sum_effect: float = -0.12
    """Added to `keeps_agreement` where over 400 is owed; twice that over 1,000."""
    spirit_effect: float = 0.03
    """Added for each standard deviation of the conference's own spirit, which its answers share."""
    answers: Mapping[str, float] = field(
        default_factory=lambda: {"harmed": 0.63, "responsible": 0.55, "supporter": 0.47, "community": 0.47}
    )
    """Of people invited after a conference, by role: they answer."""
    answers_lift: float = 0.07
    """Added for each standard deviation of satisfaction: less satisfied people answer less often."""
    conference_share: float = 0.15
    """Of the variance of an answer: shared by everybody at the same conference."""
    person_share: float = 0.45
    """Of the variance of an answer: the same in all of one person's answers."""
    kept_lift: float = 0.35
    """Standard deviations added to a follow-up answer where the agreement was kept."""


BUNDLES: Mapping[str, float] = {
    "money": 56,
    "service": 22,
    "money_service": 8,
    "community": 13,
    "money_community": 2,
    "apology": 25,
    "other": 2,
}
"""What an agreement holds, as counted by Umbreit 1989 over 128 agreements."""

BUNDLES_NOBODY_HARMED: Mapping[str, float] = {"community": 6, "other": 4}
"""What is promised where no harmed party is recorded: nothing is owed to one."""

EXTRAS_SHARE = 0.30
"""Of agreements: a second kind of promise, such as an apology beside money."""
