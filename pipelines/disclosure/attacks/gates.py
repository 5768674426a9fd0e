"""The limit of each attack that is not simply "never", and what of a release is held against it.

The limits are plain: a figure above its own is refused, whether or not chance could explain it. Each is of so
many trials that chance matters little, and its interval of 95 % stands beside it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.attacks.amounts import differences_hit, largest_hit
from pipelines.disclosure.attacks.membership import measure_membership, noise_of, told_by_release
from pipelines.disclosure.attacks.reconstruction import Reconstructed
from pipelines.disclosure.attacks.result import AttackResult, judge
from pipelines.disclosure.attacks.told import known_profile
from pipelines.disclosure.attacks.updates import profiles_named
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.cube import Guarding
from pipelines.disclosure.measured import People
from pipelines.disclosure.release_policy import NEW_PEOPLE
from pipelines.measures.statistics import wilson_interval

if TYPE_CHECKING:
    import pandas

SEED = 20_260
UPDATED_ROWS = 1_000
"""Two releases are compared on at most this many rows, drawn with a seed: noise does not grow with them."""
TRIALS = {"profile": 12, "membership": 200, "amount": 100}
GATES = {
    "averaging": 0.35, "membership": 0.70, "amounts": 0.05, "reconstruction": 0.10, "surest": 0.80,
}  # fmt: skip
MOST_SURE = 0.99


def judge_share(name: str, hits: float, of: int, gate: float, attacked: str) -> AttackResult:
    """A share of so many, with Wilson's interval."""
    low, high = wilson_interval(round(hits), of) if of else (0.0, 0.0)
    return judge(name, hits / of if of else 0.0, gate, attacked, of, ends=(low, high))


def judge_updates(rows: Any, people: People, guarding: Guarding, random: Any) -> tuple[AttackResult, ...]:
    """One new case, and a batch of as many as a release needs."""
    frame = _some(rows.frame, random)
    publish = of_release(rows.measure, people, rows.facts.periods, guarding)
    named, of = profiles_named(publish, frame, TRIALS["profile"], SEED)
    results = [judge("one new case: full profile", named, 0, rows.measure.name, of)]
    tell = told_by_release(rows.measure, frame, people, rows.facts.periods, guarding)
    noise = noise_of(known_profile(guarding.profile, guarding.defences))
    for batch in (1, NEW_PEOPLE.value):
        found = measure_membership(tell, publish, frame, noise, batch, TRIALS["membership"], SEED)
        name = "one new case: membership" if batch == 1 else f"a batch of {batch}: membership"
        ends = (found.low, found.high)
        results.append(
            judge(name, found.area, GATES["membership"], rows.measure.name, found.trials, ends=ends)
        )
    return tuple(results)


def _some(frame: "pandas.DataFrame", random: Any) -> "pandas.DataFrame":
    if len(frame) <= UPDATED_ROWS:
        return frame
    return frame.iloc[numpy.sort(random.choice(len(frame), size=UPDATED_ROWS, replace=False))]


def judge_amounts(
    rows: Any, view: View, people: People, guarding: Guarding, random: Any
) -> tuple[AttackResult, ...]:
    """Sums with and without somebody, and sums one of two knows half of."""
    frame = rows.frame
    publish = of_release(rows.measure, people, rows.facts.periods, guarding, is_to_date=False)
    largest, sums = largest_hit(
        rows.measure, frame, people, rows.facts.periods, guarding, publish(frame, guarding.to_date)
    )
    to_date = of_release(rows.measure, people, rows.facts.periods, guarding)
    tell = told_by_release(rows.measure, frame, people, rows.facts.periods, guarding)
    paying = _some(frame[frame["value"] > 0], random)
    share, trials = differences_hit(tell, to_date, paying, TRIALS["amount"], SEED)
    gate, name = GATES["amounts"], rows.measure.name
    return (
        judge_share("amounts by difference", share * trials, trials, gate, name),
        judge_share("amounts by dominance", largest * sums, sums, gate, name),
    )


def judge_shares(found: Sequence[Reconstructed]) -> tuple[AttackResult, ...]:
    """Whose outcome is whose, beyond what follows from people like them.

    Of the surest twentieth 0.80 may be right; where guessing is that good without the release, 0.10 over it.
    """
    people = sum(one.people for one in found)
    if not people:
        return ()
    gain = sum((one.accuracy - one.inference) * one.people for one in found) / people
    surest = sum(one.surest * one.people for one in found) / people
    inferred = sum(one.surest_inference * one.people for one in found) / people
    gate = min(MOST_SURE, max(GATES["surest"], inferred + GATES["reconstruction"]))
    n, shares = max(1, round(people * 0.05)), f"{len(found)} shares"
    return (
        judge("reconstruction: over inference", gain, GATES["reconstruction"], shares, people),
        judge_share("reconstruction: the surest 5 %", surest * n, n, gate, shares),
    )
