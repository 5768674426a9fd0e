"""The attack suite on simulated services: a protected release, hiding below 5, and rounding to 5.

`python -m benchmarks.attacks`: services of 150 to 5,000 cases, the strict and the standard profile; the two
naive ways are attacked on live tables with two filters, by the same attacks.
"""

import argparse
from collections.abc import Callable
from typing import Any

from benchmarks.recording import record, table_lines
from pipelines.disclosure.attacks.averaging import average
from pipelines.disclosure.attacks.reconstruction import reconstruct
from pipelines.disclosure.attacks.subtraction import subtract
from pipelines.disclosure.attacks.updates import membership_auc, profiles_named
from pipelines.disclosure.attacks.view import Publish, of_release
from pipelines.disclosure.release_policy import PROFILES
from pipelines.measures.measure import Measure
from tests.support.naive_tables import hide_below, of_live_tables, round_to
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

SIZES = (150, 300, 1_000, 3_000, 5_000)
PERIODS = (*QUARTERS, "2023", "2024", "2025")
SEED, BOUNDED, UPDATED = 11, 60, 1_000
Way = Callable[[Measure, bool], Publish]


def ways(programme: SimulatedProgramme) -> dict[str, Way]:
    """Each way to publish: of a measure, all tables or those of all to date."""
    people = programme.people
    found: dict[str, Way] = {}
    for name, profile in PROFILES.items():
        guarding = programme.guarding(profile)
        found[name] = lambda measure, is_to_date, own=guarding: of_release(
            measure, people, PERIODS, own, is_to_date=is_to_date
        )
    for name, tell in (("hide below 5", hide_below), ("round to 5", round_to)):
        found[name] = lambda measure, is_to_date, own=tell: of_live_tables(
            measure, people, PERIODS, programme.guarding(), own, is_to_date=is_to_date
        )
    return found


def attack(programme: SimulatedProgramme, publish: Way, trials: int) -> dict[str, Any]:
    """Every figure of one way to publish."""
    frame, count, *shares = programme.frame, programme.measures[0], *programme.measures[1:4]
    views = [publish(measure, False)(frame, "to 2025Q4") for measure in (count, *shares)]
    found = [subtract(view.layout, view.told, SEED, BOUNDED) for view in views[:2]]
    hits, numbers = average(views)
    rebuilt = [reconstruct(view) for view in views[1:]]
    some = frame if len(frame) <= UPDATED else frame.sample(UPDATED, random_state=SEED)
    to_date = publish(count, True)
    named, of = profiles_named(to_date, some, trials, SEED)
    return {
        "recovered": sum(one.recovered for one in found) / max(1, sum(one.hidden for one in found)),
        "hidden": sum(one.hidden for one in found),
        "averaging": hits / numbers if numbers else 0.0,
        "profile": named / of,
        "membership": membership_auc(to_date, some, 1, trials, SEED)[0],
        "batch": membership_auc(to_date, some, 30, trials, SEED)[0],
        "over_inference": sum(one.accuracy - one.inference for one in rebuilt) / len(rebuilt),
        "surest": sum(one.surest for one in rebuilt) / len(rebuilt),
    }


HEADER = (
    "cases", "published as", "hidden", "worked out", "averaged out", "profile of a new case",
    "new case AUC", "batch of 30 AUC", "over inference", "surest 5 %",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--trials", type=int, default=20)
    options = parser.parse_args()
    found, rows = {}, []
    for cases in options.sizes:
        programme = SimulatedProgramme(cases, SEED)
        for name, publish in ways(programme).items():
            one = attack(programme, publish, options.trials)
            found[f"{cases} {name}"] = one
            rows.append((
                cases, name, one["hidden"], f"{one['recovered']:.0%}", f"{one['averaging']:.0%}",
                f"{one['profile']:.0%}", f"{one['membership']:.2f}", f"{one['batch']:.2f}",
                f"{one['over_inference']:+.2f}", f"{one['surest']:.2f}",
            ))  # fmt: skip
            print(rows[-1], flush=True)
    lines = [
        "Gates: nothing hidden worked out; at most 35 % averaged out; no profile; AUC at most 0.70;",
        "+0.10 over inference; 0.80 of the surest 5 %. An AUC of 20 trials is sure to about 0.16.",
        "", *table_lines(HEADER, rows),
    ]  # fmt: skip
    record("attacks", "Attacks on releases and on live tables", {"seed": SEED, "found": found}, lines)


if __name__ == "__main__":
    main()
