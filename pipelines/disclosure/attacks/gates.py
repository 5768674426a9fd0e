"""The limit of each attack that is not simply "never", and what of a release is held against it.

The limits are plain: a figure above its own is refused, whether or not chance could explain it. Each is of so
many trials that chance matters little, and its interval of 95 % stands beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.attacks.amounts import differences_hit, largest_hit
from pipelines.disclosure.attacks.membership import (
    Membership,
    measure_membership,
    noise_of,
    pool,
    told_by_release,
)
from pipelines.disclosure.attacks.reconstruction import SUREST, Reconstructed, reconstruct
from pipelines.disclosure.attacks.result import AttackResult, judge
from pipelines.disclosure.attacks.told import known_profile
from pipelines.disclosure.attacks.updates import profiles_named
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.cube import Guarding
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.measured import People
from pipelines.disclosure.release_policy import NEW_PEOPLE
from pipelines.measures.statistics import wilson_interval

if TYPE_CHECKING:
    import pandas

SEED = 20_260
UPDATED_ROWS = 1_000
"""Two releases are compared on at most this many rows, drawn with a seed: noise does not grow with them."""
TRIALS = {"profile": 12, "membership": 200, "amount": 100}
MOST_ROUNDS = 5
"""Of trials of membership: with one, chance decides wherever the limit is near."""
DRAWS = 4
"""By how many other secrets a small share is drawn too, so that no one secret decides."""
DRAWN_TO = 4_000
"""People of a share up to which it is: of more, the surest twentieth is of enough."""
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
    frame = take_some(rows.frame, random)
    publish = of_release(rows.measure, people, rows.facts.periods, guarding)
    named, of = profiles_named(publish, frame, TRIALS["profile"], SEED)
    results = [judge("one new case: full profile", named, 0, rows.measure.name, of)]
    tell = told_by_release(rows.measure, frame, people, rows.facts.periods, guarding)
    noise = noise_of(known_profile(guarding.profile, guarding.defences))
    for batch in (1, NEW_PEOPLE.value):
        found = until_clear(partial(measure_membership, tell, publish, frame, noise, batch))
        name = "one new case: membership" if batch == 1 else f"a batch of {batch}: membership"
        ends = (found.low, found.high)
        results.append(
            judge(name, found.area, GATES["membership"], rows.measure.name, found.trials, ends=ends)
        )
    return tuple(results)


def until_clear(measure: Callable[[int, int], Membership]) -> Membership:
    """Rounds of trials until the interval leaves the limit, or there have been enough."""
    found: list[Membership] = []
    for seed in range(SEED, SEED + MOST_ROUNDS):
        found.append(measure(TRIALS["membership"], seed))
        pooled = pool(found)
        if not pooled.low <= GATES["membership"] <= pooled.high:
            break
    return pool(found)


def take_some(frame: "pandas.DataFrame", random: Any) -> "pandas.DataFrame":
    """So many rows, drawn with a seed, of more than that."""
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
    paying = take_some(frame[frame["value"] > 0], random)
    share, trials = differences_hit(tell, to_date, paying, TRIALS["amount"], SEED)
    gate, name = GATES["amounts"], rows.measure.name
    return (
        judge_share("amounts by difference", share * trials, trials, gate, name),
        judge_share("amounts by dominance", largest * sums, sums, gate, name),
    )


def rebuild(rows: Any, view: View, people: People, guarding: Guarding) -> Sequence[Reconstructed]:
    """One share, as released and as other secrets would have drawn it."""
    found = [reconstruct(view)]
    for trial in range(DRAWS if found[0].people <= DRAWN_TO else 0):
        # Secrets that anybody may know: what they draw is published nowhere.
        keys = Keys(f"trial {trial}".encode())
        own = replace(guarding, keys=keys)
        publish = of_release(rows.measure, people, rows.facts.periods, own, is_to_date=False)
        found.append(reconstruct(publish(rows.frame, guarding.to_date)))
    return found


def judge_shares(shares: Sequence[Sequence[Reconstructed]]) -> tuple[AttackResult, ...]:
    """Whose outcome is whose, beyond what follows from people like them. One share: each draw of it.

    Of the surest twentieth 0.80 may be right; where guessing is that good without the release, 0.10 over it.
    """
    found = [one for draws in shares for one in draws]
    people = sum(draws[0].people for draws in shares)
    if not people:
        return ()
    inferred = _mean(found, [one.surest_inference for one in found])
    gain = _mean(found, [one.accuracy - one.inference for one in found])
    surest = _mean(found, [one.surest for one in found])
    gate = min(MOST_SURE, max(GATES["surest"], inferred + GATES["reconstruction"]))
    attacked = f"{len(shares)} shares, drawn {len(found)} times in all"
    n = max(1, round(people * SUREST))
    return (
        judge("reconstruction: over inference", gain, GATES["reconstruction"], attacked, people),
        judge_share("reconstruction: the surest 5 %", surest * n, n, gate, attacked),
    )


def _mean(found: Sequence[Reconstructed], figures: Sequence[float]) -> float:
    """Over people, not over draws."""
    weights = numpy.array([one.people for one in found], dtype=float)
    return float(weights @ numpy.array(figures) / weights.sum())
