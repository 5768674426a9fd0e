"""PRIVACY IS AT STAKE HERE. What a release says of numbers of people, cases and answers, one cell at a time.

    count   shown iff rows, cases, people ≥ 10 and the moved number too; else "fewer than 10" (zero included)
    share   made of two parts, each moved by itself; whole percent; iff both together are about 30 or more and
            neither is few, else "fewer than 10 of about N" or "all but fewer than 10 of about N"

Nothing here may look at a true number except to decide that it is too small.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.release_policy import FEWEST, FEWEST_FOR_A_SHARE, Profile
from pipelines.measures.statistics import round_half_up, wilson_interval
from pipelines.measures.statistics.proportions import Z
from pipelines.publication import (
    Count,
    Distribution,
    Hidden,
    Pathway,
    PathwayStep,
    PublishedCell,
    Rate,
    Ratio,
    Shown,
)

WITH_NOISE = "Wilson, with noise"
FEW = f"fewer than {FEWEST.value}"


def protect_count(drawing: Drawing, part: Part, name: str = "") -> PublishedCell:
    """How many, moved and rounded; else "fewer than 10", which zero is not told apart from."""
    moved = shown_count(drawing, part, name)
    return Hidden(words=FEW) if moved is None else Shown(figure=Count(value=drawing.profile.round(moved)))


def shown_count(drawing: Drawing, part: Part, name: str = "") -> int | None:
    """The moved number before rounding; None where it may not be shown. Without a name: everybody."""
    if drawing.is_few(part):
        return None
    moved = drawing.count(part, name) if name else drawing.whole(part)
    return None if drawing.is_below(moved, FEWEST.value) else moved


def protect_rate(drawing: Drawing, whole: Part, met: Part, not_met: Part) -> PublishedCell:
    """A share of two parts, with its interval widened by the noise, or in words what may be said instead."""
    found = _parts_of_share(drawing, whole, met, not_met)
    if isinstance(found, Hidden):
        return found
    moved, of, everybody = found
    share, low, high = share_with_noise(drawing.profile, moved, of)
    figure = Rate(
        value=share, low=low, high=high, met=scaled(drawing, moved, of, everybody),
        denominator=drawing.profile.round(everybody), method=WITH_NOISE,
    )  # fmt: skip
    return Shown(figure=figure)


def scaled(drawing: Drawing, moved: int, of: int, everybody: int) -> int:
    """The published number of a part: its share of everybody. Its own moved number stays unsaid.

    The parts' own numbers add up to a second number for everybody, another one with each measure.
    """
    return drawing.profile.round(int(round_half_up(Decimal(moved * everybody) / of)))


def protect_exposure(drawing: Drawing, whole: Part, met: Part, not_met: Part, per: int) -> PublishedCell:
    """Events per so many, from the same parts as a share."""
    found = _parts_of_share(drawing, whole, met, not_met)
    if isinstance(found, Hidden):
        return found
    moved, of, everybody = found
    share, low, high = share_with_noise(drawing.profile, moved, of)
    return Shown(
        figure=Ratio(
            value=share * per, low=low * per, high=high * per,
            numerator=scaled(drawing, moved, of, everybody),
            denominator=drawing.profile.round(everybody), method=WITH_NOISE, per=per,
        )
    )  # fmt: skip


def _parts_of_share(drawing: Drawing, whole: Part, met: Part, not_met: Part) -> tuple[int, int, int] | Hidden:
    """Of a share that may be shown: its moved part, both moved parts together, and everybody moved."""
    everybody = shown_count(drawing, whole)
    if everybody is None:
        return Hidden(words=FEW)
    moved, other = drawing.answer(met), drawing.answer(not_met)
    of = moved + other
    about = f"about {drawing.profile.round(everybody)}"
    if drawing.is_small(of, FEWEST_FOR_A_SHARE.value, of):
        return Hidden(words=f"{about}: too few for a share")
    is_met_few = drawing.is_few(met) or drawing.is_below(moved, FEWEST.value)
    is_other_few = drawing.is_few(not_met) or drawing.is_below(other, FEWEST.value)
    if not is_met_few and not is_other_few:
        return moved, of, everybody
    words = {(True, False): f"{FEW} of {about}", (False, True): f"all but {FEW} of {about}"}
    return Hidden(words=words.get((is_met_few, is_other_few), about))


def share_with_noise(profile: Profile, moved: int, of: int, rounded: int = 0) -> tuple[float, float, float]:
    """A share in whole percent, and an interval for sampling (Wilson) and for the noise of every part.

    The noise of p₁ / (p₁ + p₀) has variance V ((1 − p)² + p²) / n², by its first derivatives (delta method).
    `rounded`: the share is of so many parts that are rounded, which adds (b² − 1) / 12 to the V of each.
    """
    share = moved / of if of else 0.0
    low, high = wilson_interval(moved, of) if of else (0.0, 1.0)
    others = max(1, rounded - 1)
    variance = profile.total_variance + ((profile.rounding**2 - 1) / 12 if rounded else 0.0)
    noise = variance * ((1 - share) ** 2 + others * share**2) / max(of, 1) ** 2
    spread = Z**2 * noise
    low = share - sqrt((share - low) ** 2 + spread)
    high = share + sqrt((high - share) ** 2 + spread)
    whole = float(round_half_up(share * 100)) / 100
    return whole, max(0.0, min(whole, percent_below(low))), min(1.0, max(whole, percent_above(high)))


def percent_below(share: float) -> float:
    """Down to a whole percent: an interval to many digits would say what it was made of."""
    return int(max(0.0, share) * 100) / 100


def percent_above(share: float) -> float:
    """Up to a whole percent."""
    return -int(-min(1.0, share) * 100 // 1) / 100


def protect_answers(drawing: Drawing, whole: Part, answers: Sequence[Part]) -> PublishedCell:
    """Disagree, neutral, agree: each moved by itself, so they do not add up to anything that is exact."""
    everybody = shown_count(drawing, whole)
    if everybody is None:
        return Hidden(words=FEW)
    counts = [drawing.answer(part) for part in answers]
    of = sum(counts)
    about = f"about {drawing.profile.round(everybody)}"
    if drawing.is_small(of, FEWEST_FOR_A_SHARE.value, of):
        return Hidden(words=f"{about}: too few for shares")
    if drawing.is_few(*answers) or any(drawing.is_below(n, FEWEST.value) for n in counts):
        return Hidden(words=f"{about}, with {FEW} in one of the answers")
    return Shown(figure=Distribution(counts=tuple(scaled(drawing, n, of, everybody) for n in counts)))


def protect_pathway(
    drawing: Drawing,
    stages: Sequence[tuple[str, str]],
    reached: Sequence[Part],
    left: Sequence[Sequence[tuple[str, Part]]],
) -> PublishedCell:
    """How many reached each stage, as far as that may be said, and those reasons to leave that many gave.

    `stages` are code and words; `left` the reasons with their parts, stage by stage.
    """
    steps = []
    for place, ((code, words), part) in enumerate(zip(stages, reached, strict=True)):
        moved = shown_count(drawing, part, code)
        if moved is None:
            break
        reasons = [(reason, shown_count(drawing, gone, f"{code}|{reason}")) for reason, gone in left[place]]
        shown = [(reason, drawing.profile.round(n)) for reason, n in reasons if n is not None]
        steps.append(
            PathwayStep(
                stage=code, label=words, reached=drawing.profile.round(moved), waiting=None,
                left=tuple(sorted(shown, key=lambda entry: (-entry[1], entry[0]))),
            )
        )  # fmt: skip
    return Shown(figure=Pathway(steps=tuple(steps), is_protected=True)) if steps else Hidden(words=FEW)
