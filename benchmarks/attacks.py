"""The attack suite on simulated services: a protected release, hiding below 5, and rounding to 5.

`python -m benchmarks.attacks`: services of 150 to 5,000 cases. Of each profile, the release that would be
written: the first on the ladder that every gate lets pass. The two usual ways are attacked on live tables
with two filters, by the same attacks.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.recording import RESULTS, record, table_lines
from pipelines.disclosure.attacks import attack_release
from pipelines.disclosure.attacks.averaging import average
from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.membership import (
    Noise,
    Tell,
    measure_membership,
    noise_of,
    told_by_release,
    told_by_tables,
)
from pipelines.disclosure.attacks.reconstruction import reconstruct
from pipelines.disclosure.attacks.subtraction import subtract
from pipelines.disclosure.attacks.told import Told
from pipelines.disclosure.attacks.updates import profiles_named
from pipelines.disclosure.attacks.view import Publish, of_release
from pipelines.disclosure.cube import Guarding, protect_measure
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.release_policy import PROFILES, Profile
from pipelines.measures.measure import Measure
from pipelines.releasing.ladder import ladder
from tests.support.naive_tables import hide_below, of_live_tables, round_to
from tests.support.simulated_programme import QUARTERS, SECRET, SimulatedProgramme

SIZES = (150, 300, 1_000, 3_000, 5_000)
PERIODS = (*QUARTERS, "2023", "2024", "2025")
SEED, BOUNDED, UPDATED, MOST_PROFILES, DRAWS = 11, 60, 1_000, 20, 10


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to publish the figures of a service."""

    publish: Callable[[Measure, bool], Publish]
    """Of a measure, all tables or those of all to date."""
    tell: Tell
    """The counts of all to date."""
    noise: Noise
    drawn: tuple[Callable[[Measure, bool], Publish], ...] = ()
    """A release as other secrets would have drawn it: of two dozen numbers, one draw says little."""
    said: tuple[str, ...] = ()
    """What was done to a release so that every attack on it fails."""


def ways(programme: SimulatedProgramme) -> Iterator[tuple[str, Way]]:
    """A release of each profile as it would be written, and what is usual on live tables."""
    count, people = programme.measures[0], programme.people
    for name, profile in PROFILES.items():
        said, guarding = first_that_holds(programme, profile)
        yield (
            name,
            Way(
                publish=partial(publish_release, programme, guarding),
                tell=told_by_release(count, programme.frame, people, PERIODS, guarding),
                noise=noise_of(guarding.profile),
                drawn=tuple(
                    partial(publish_release, programme, replace(guarding, keys=Keys(f"draw {at}".encode())))
                    for at in range(DRAWS)
                ),
                said=said,
            ),
        )
    for name, told, rounding in (("hide below 5", hide_below, 1), ("round to 5", round_to, 5)):
        publish = partial(publish_live, programme, told)
        tell = told_by_tables(publish(count, True))
        yield name, Way(publish=publish, tell=tell, noise=Noise(rounding=rounding))


def publish_release(
    programme: SimulatedProgramme, guarding: Guarding, measure: Measure, is_to_date: bool
) -> Publish:
    """A figure as a release gives it."""
    return of_release(measure, programme.people, PERIODS, guarding, is_to_date=is_to_date)


def publish_live(
    programme: SimulatedProgramme, told: Callable[[Layout], Told], measure: Measure, is_to_date: bool
) -> Publish:
    """A figure as a table of the moment gives it."""
    plain = programme.guarding()
    return of_live_tables(measure, programme.people, PERIODS, plain, told, is_to_date=is_to_date)


def first_that_holds(programme: SimulatedProgramme, profile: Profile) -> tuple[tuple[str, ...], Guarding]:
    """The release that would be written: the first on the ladder that every gate lets pass."""
    for said, guarding in ladder(
        Keys(SECRET), profile, programme.lattice(), 0, programme.cases_by_value(programme.lattice())
    ):
        cells = [
            cell
            for rows in programme.rows(guarding.lattice)
            for cell in protect_measure(
                rows.measure, rows.frame, programme.people, rows.statistics, rows.facts.periods, guarding
            )
        ]
        results = attack_release(programme, guarding, cells, lambda stage: None)
        refused = [f"{one.name} {one.figure:.2f}" for one in results if not one.passed]
        print(programme.cases, profile.name, said, refused or "holds", flush=True)
        if not refused:
            return said, guarding
    raise SystemExit(f"no {profile.name} release of {programme.cases} cases holds")


def attack(programme: SimulatedProgramme, way: Way, trials: int) -> dict[str, Any]:
    """Every figure of one way to publish."""
    frame, count, *shares = programme.frame, programme.measures[0], *programme.measures[1:4]
    views = [way.publish(measure, False)(frame, "to 2025Q4") for measure in (count, *shares)]
    found = [subtract(view.layout, view.told, SEED, BOUNDED) for view in views[:2]]
    hits, numbers = average_draws(programme, way)
    rebuilt = [reconstruct(view) for view in views[1:]]
    some = frame if len(frame) <= UPDATED else frame.sample(UPDATED, random_state=SEED)
    to_date = way.publish(count, True)
    named, of = profiles_named(to_date, some, min(trials, MOST_PROFILES), SEED)
    one, batch = (
        measure_membership(way.tell, to_date, some, way.noise, n_new, trials, SEED) for n_new in (1, 30)
    )
    return {
        "recovered": sum(one.recovered for one in found) / max(1, sum(one.hidden for one in found)),
        "hidden": sum(one.hidden for one in found),
        "averaging": hits / numbers if numbers else 0.0,
        "profile": named / of,
        "membership": [one.area, one.low, one.high],
        "batch": [batch.area, batch.low, batch.high],
        "over_inference": sum(one.accuracy - one.inference for one in rebuilt) / len(rebuilt),
        "surest": sum(one.surest for one in rebuilt) / len(rebuilt),
        "said": list(way.said),
    }


def average_draws(programme: SimulatedProgramme, way: Way) -> tuple[int, int]:
    """One-way numbers that come out exactly over every draw of a count and three shares; and of how many."""
    found = [
        average([publish(measure, False)(programme.frame, "to 2025Q4") for measure in programme.measures[:4]])
        for publish in way.drawn or (way.publish,)
    ]
    return sum(hits for hits, _ in found), sum(of for _, of in found)


HEADER = (
    "cases", "published as", "hidden numbers", "worked out", "averaged out", "profile of a new case",
    "is a new case in it (AUC; 0.50 is chance)", "is one of a batch of 30 (AUC)",
    "outcomes rebuilt, over guessing", "of the surest 5 %, right", "what was done to the release",
)  # fmt: skip
LIMITS = (
    "Limits: nothing hidden worked out; at most 35 % averaged out; no profile; AUC at most 0.70; +0.10 "
    "over guessing; 0.80 of the surest 5 %, or 0.10 over guessing. Intervals are of 95 %; an AUC of 0.50 is "
    "chance."
)
BEGIN, END = "<!-- attacks: written by python -m benchmarks.attacks -->", "<!-- attacks end -->"
ROOT = Path(__file__).parents[1]
TOLD_IN = {ROOT / "README.md": (0, 1, 3, 4, 5, 6, 8), ROOT / "docs" / "releases.md": range(len(HEADER))}
"""File → the columns it tells."""


def in_words(found: list[float]) -> str:
    """A figure with its interval."""
    figure, low, high = found
    return f"{figure:.2f} ({low:.2f} to {high:.2f})"


def row_of(cases: int, name: str, one: Mapping[str, Any]) -> tuple[object, ...]:
    """One line of the table."""
    return (
        f"{cases:,}", name, f"{one['hidden']:,}", f"{one['recovered']:.0%}", f"{one['averaging']:.0%}",
        f"{one['profile']:.0%}", in_words(one["membership"]), in_words(one["batch"]),
        f"{round(one['over_inference'], 2) + 0.0:+.2f}", f"{one['surest']:.2f}", "; ".join(one["said"]),
    )  # fmt: skip


def write_between(file: Path, lines: Sequence[str]) -> None:
    """Put the table where the file says that it stands."""
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    file.write_text("\n".join([f"{before}{BEGIN}", "", *lines, "", f"{END}{after}"]), encoding="utf-8")


def keep(found: Mapping[str, Any]) -> None:
    """Record every size that was ever attacked: the large ones take long, and each stands by itself."""
    file = RESULTS / "attacks.json"
    before = json.loads(file.read_text(encoding="utf-8"))["found"] if file.exists() else {}
    every = {**before, **found}
    keys = sorted(every, key=lambda key: int(key.split(" ", 1)[0]))
    rows = [row_of(int(key.split(" ", 1)[0]), key.split(" ", 1)[1], every[key]) for key in keys]
    lines = [LIMITS, "", *table_lines(HEADER, rows)]
    data = {"seed": SEED, "found": {key: every[key] for key in keys}}
    record("attacks", "Attacks on releases and on live tables", data, lines)
    for file, columns in TOLD_IN.items():
        told = [[row[at] for at in columns] for row in rows]
        write_between(file, table_lines([HEADER[at] for at in columns], told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--trials", type=int, default=200)
    options = parser.parse_args()
    for cases in options.sizes:
        programme = SimulatedProgramme(cases, SEED)
        found = {}
        for name, way in ways(programme):
            found[f"{cases} {name}"] = attack(programme, way, options.trials)
            print(row_of(cases, name, found[f"{cases} {name}"]), flush=True)
        keep(found)


if __name__ == "__main__":
    main()
