"""What is tried where an attack on a release succeeds: safer releases, one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipelines.disclosure.cube import Guarding
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.release_policy import RARE_PERCENT, Profile
from pipelines.vocabulary import Dimension

Rung = tuple[tuple[str, ...], Guarding]
"""What was done, in words, and what then guards every cell."""

Cases = Mapping[Dimension, Mapping[str, int]]
"""Dimension → how many cases have each of its values."""

FURTHER, SINGLE = "numbers moved further", "one filter at a time"


def ladder(keys: Keys, profile: Profile, lattice: Lattice, revision: int, cases: Cases) -> Iterator[Rung]:
    """The release as asked for; a breakdown less; rare values together; moved further; one filter at a time.

    Further means by the strict profile's own second draw on top of the first: drawn from another table, a
    number would have a second, independent draw.
    """
    tried: list[Guarding] = []
    for said, guarding in _every_rung((), guarding_of(keys, profile, lattice, revision), cases):
        if guarding not in tried:
            tried.append(guarding)
            yield said, guarding


def _every_rung(said: tuple[str, ...], asked: Guarding, cases: Cases) -> Iterator[Rung]:
    """In order, where nothing changes the same one again."""
    further = replace(asked, profile=asked.profile.moved_further())
    words = said if further == asked else (*said, FURTHER)
    yield said, asked
    yield _without_largest(said, asked)
    yield _with_rare_together(said, asked, cases)
    yield words, further
    yield _without_largest(words, further)
    yield _with_rare_together(words, further, cases)
    coarser: Rung = (words, further)
    while coarser[1].lattice.values:
        coarser = _without_largest(*coarser)
        yield coarser
    yield (*words, SINGLE), replace(further, lattice=replace(asked.lattice, most_at_once=1))


def _without_largest(said: tuple[str, ...], guarding: Guarding) -> Rung:
    """One breakdown less: the one with the most values, whose cells are the smallest."""
    if not guarding.lattice.values:
        return said, guarding
    dimension, _ = max(guarding.lattice.values, key=lambda entry: len(entry[1]))
    kept = tuple(entry for entry in guarding.lattice.values if entry[0] is not dimension)
    coarser = replace(guarding, lattice=replace(guarding.lattice, values=kept))
    return (*said, f"no breakdown by {dimension.label.lower()}"), coarser


def _with_rare_together(said: tuple[str, ...], guarding: Guarding, cases: Cases) -> Rung:
    """Every breakdown, but what few cases have is counted together."""
    merged = guarding.lattice.merge({dimension: rare_values(of) for dimension, of in cases.items()})
    names = " and ".join(dimension.label.lower() for dimension, _ in merged.merged)
    words = (*said, f"rare values of {names} counted together") if names else said
    return words, replace(guarding, lattice=merged)


def rare_values(cases: Mapping[str, int]) -> tuple[str, ...]:
    """Those with fewer than a tenth of the cases; where that is one, the next rarest with it."""
    rarest_first = sorted(cases, key=lambda value: (cases[value], value))
    whole = sum(cases.values())
    n_rare = sum(n * 100 < RARE_PERCENT.value * whole for n in cases.values())
    return tuple(rarest_first[: max(2, n_rare)]) if n_rare else ()


def guarding_of(keys: Keys, profile: Profile, lattice: Lattice, revision: int = 0) -> Guarding:
    """What guards the cells of a release up to the lattice's last closed quarter."""
    return Guarding(
        keys=keys, profile=profile, lattice=lattice, to_date=label_to_date(lattice), revision=revision
    )


def label_to_date(lattice: Lattice) -> str:
    """What all to date is called: up to the last closed quarter."""
    return f"to {lattice.quarters[-1]}" if lattice.quarters else "to date"
