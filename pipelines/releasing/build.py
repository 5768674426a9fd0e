"""Build, attack and write a release. The stages, called in order."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.disclosure.attacks import AttackResult, attack_release
from pipelines.disclosure.cube import Guarding, protect_measure
from pipelines.disclosure.keys import Keys, read_secret
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.release_policy import FEWEST_CASES_A_YEAR, Profile
from pipelines.disclosure.shares_of_answers import agree_with_answers
from pipelines.errors import ReleaseError, ReleaseRefusedError
from pipelines.measures.catalogue import Catalogue, to_definition
from pipelines.released.cells import ReleasedCell, to_row
from pipelines.released.files import write_release
from pipelines.releasing.continuity import (
    LastRelease,
    PeopleSeen,
    Revision,
    find_revision,
    keep_closed,
    open_previous,
    read_last,
    refuse_few_new,
    write_last,
)
from pipelines.releasing.data import ReleaseData
from pipelines.releasing.ladder import label_to_date, ladder
from pipelines.releasing.manifest import describe_release
from pipelines.warehouse.actions import recorded

Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ReleaseRequest:
    """What a release is to be."""

    warehouse: Path
    to: Path
    profile: Profile
    previous: Path | None = None
    """The release before, whose closed periods are kept."""
    is_small_allowed: bool = False
    """Release figures of fewer than 150 cases a year, most of which will be hidden."""
    is_revision: bool = False
    """Draw closed periods anew, because what happened in them was recorded wrongly. Once a year at most."""


@dataclass(frozen=True, kw_only=True)
class Released:
    """What became of it."""

    id: str
    folder: Path
    n_shown: int
    n_in_words: int
    """Cells that say only "fewer than 10 of about N" and the like."""
    attacks: tuple[AttackResult, ...]
    coarsened: tuple[str, ...]
    """What had to be left out for the attacks to fail."""


@dataclass(frozen=True, kw_only=True)
class _Protected:
    cells: list[ReleasedCell]
    facts: dict[str, dict[str, Any]]


def build_release(request: ReleaseRequest, data: ReleaseData, report: Report) -> Released:
    """Write a release that every attack of the suite failed on.

    Raises `ReleaseRefusedError` (exit code 4) where one succeeds on every coarser lattice too, or too few
    people are new; `ReleaseError` for a previous release that does not fit.
    """
    if request.to.exists():
        raise ReleaseError(f"{request.to} is there already. A release is never changed: name a new folder.")
    _refuse_small(request, data)
    keys, last = Keys(read_secret(request.warehouse)), read_last(request.warehouse)
    own, revision = (
        last.get(request.profile.name),
        find_revision(request.previous, data.as_of, request.is_revision),
    )
    lattice = data.lattice()
    # Before the long work: what may not be released at all is refused here.
    report("finding who is new")
    people = _find_people(data, lattice)
    refuse_few_new(own, people, label_to_date(lattice))
    previous = open_previous(request.previous, request.profile.name, own, people)
    kept_from = None if request.is_revision else previous
    versions = {measure.name: measure.version for measure in data.catalogue}
    refused: tuple[AttackResult, ...] = ()
    for coarsened, guarding in ladder(
        keys, request.profile, lattice, revision.number, data.cases_by_value(lattice)
    ):
        report(", ".join(["protecting", *coarsened]))
        protected = _protect(data, guarding)
        cells = keep_closed(protected.cells, kept_from, versions, guarding.lattice)
        report("attacking")
        attacks = attack_release(data, guarding, cells, report)
        refused = tuple(attack for attack in attacks if not attack.passed)
        if not refused:
            report("writing")
            before = previous.manifest["id"] if previous is not None else None
            found = _Built(
                request, guarding, protected.facts, people, cells, attacks, coarsened, before, revision
            )
            return _write(found, data, keys, last)
        report(f"an attack succeeded: {', '.join(attack.name for attack in refused)}")
    raise ReleaseRefusedError(_why_refused(refused))


@dataclass(frozen=True)
class _Built:
    request: ReleaseRequest
    guarding: Guarding
    facts: dict[str, dict[str, Any]]
    people: frozenset[int]
    cells: list[ReleasedCell]
    attacks: tuple[AttackResult, ...]
    coarsened: tuple[str, ...]
    previous: str | None
    revision: Revision


def _refuse_small(request: ReleaseRequest, data: ReleaseData) -> None:
    a_year = data.cases_a_year()
    if a_year < FEWEST_CASES_A_YEAR.value and not request.is_small_allowed:
        raise ReleaseError(
            f"there are fewer than {FEWEST_CASES_A_YEAR.value} cases a year, and almost every cell of a "
            "release would be hidden. Use `outcomes headlines` for a signed headline pack, or add --small "
            "to release all the same."
        )


def _protect(data: ReleaseData, guarding: Guarding) -> _Protected:
    cells: list[ReleasedCell] = []
    facts: dict[str, dict[str, Any]] = {}
    for found in data.rows(guarding.lattice):
        facts[found.measure.name] = found.facts.as_json()
        cells += protect_measure(
            found.measure, found.frame, data.people, found.statistics, found.facts.periods, guarding
        )
    agreeing = agree_with_answers(cells, data.measures, guarding.profile)
    return _Protected(cells=agreeing, facts=facts)


def _find_people(data: ReleaseData, lattice: Lattice) -> frozenset[int]:
    """A fingerprint of everybody, of the lattice asked for: on a coarser one all would look changed."""
    seen = PeopleSeen()
    for found in data.rows(lattice):
        seen.add(found.measure, found.frame, data.people, lattice)
    return seen.fingerprints()


def _why_refused(attacks: Sequence[AttackResult]) -> str:
    words = "; ".join(f"{attack.name}: {attack.figure:.2f}, allowed {attack.gate:.2f}" for attack in attacks)
    return (
        f"an attack on the release succeeded, also with fewer breakdowns ({words}). "
        "Nothing was written. Wait until there are more cases, or use `outcomes headlines`."
    )


def _write(built: _Built, data: ReleaseData, keys: Keys, last: dict[str, LastRelease]) -> Released:
    request, people = built.request, built.people
    manifest = {
        **describe_release(built.guarding, data, built.facts),
        "data": keys.fingerprint(str(number).encode() for number in sorted(people)),
        "attacks": [asdict(attack) for attack in built.attacks],
        "coarsened": list(built.coarsened),
        "previous": built.previous,
        "revised": built.revision.of.isoformat(),
    }
    manifest["id"] = identify(keys, manifest, built.cells)
    profile = request.profile.name
    with recorded(request.warehouse, "release", profile=profile, release=manifest["id"]):
        # Remembered first: a release that was written and forgotten could be followed by any other.
        own = LastRelease(
            id=manifest["id"], previous=built.previous, to_date=built.guarding.to_date, people=people
        )
        write_last(request.warehouse, {**last, profile: own})
        write_release(request.to, built.cells, manifest, _definitions(data.catalogue))
    return Released(
        id=manifest["id"],
        folder=request.to,
        n_shown=sum(cell.cell.state == "shown" for cell in built.cells),
        n_in_words=sum(cell.cell.state != "shown" for cell in built.cells),
        attacks=built.attacks,
        coarsened=built.coarsened,
    )


def identify(keys: Keys, manifest: Mapping[str, Any], cells: Iterable[ReleasedCell]) -> str:
    """The id of a release: of everything in it, so that another figure is another release."""
    rows = sorted(json.dumps(to_row(cell), sort_keys=True) for cell in cells)
    return keys.fingerprint([json.dumps(manifest, sort_keys=True).encode(), *(row.encode() for row in rows)])


def _definitions(catalogue: Catalogue) -> dict[str, Any]:
    return {measure.name: (to_definition(measure), measure.content) for measure in catalogue}
