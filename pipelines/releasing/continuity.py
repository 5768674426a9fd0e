"""PRIVACY IS AT STAKE HERE. One release after another: what may not be told by comparing them.

A release needs 30 people who are new or changed, or it would describe the few who are; a closed period keeps
the values it was first published with; everything to date is drawn anew under its new label.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.counted import count_rows
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.measured import CLOSED, People, person_of_rows, place_codes
from pipelines.disclosure.release_policy import DAYS_BETWEEN_REVISIONS, NEW_PEOPLE
from pipelines.errors import ReleaseError, ReleaseRefusedError
from pipelines.measures.measure import Measure
from pipelines.measures.rows import CASE
from pipelines.released.cells import ReleasedCell, from_row
from pipelines.released.files import OpenedRelease, open_folder, read_every_row
from pipelines.warehouse.actions import read_actions
from pipelines.warehouse.durable import write_durably

if TYPE_CHECKING:
    import pandas

RELEASING = ("release", "headlines")
"""What the log calls the actions that remember who was released."""

STATE = "released.json"
"""In `keys/`: the last release, and a fingerprint of each person in it. As secret as the keys."""


@dataclass(frozen=True, kw_only=True)
class LastRelease:
    """The last release of one profile from a warehouse."""

    id: str
    previous: str | None
    """The id of the one before it."""
    to_date: str
    """What its "to date" was called: a label is drawn for once."""
    people: frozenset[int]
    """A fingerprint of each person in it."""


class PeopleSeen:
    """Adds up, over every measure, what a release counts of each person: one number, which tells a change.

    Only what is counted, in quarters that are closed: a day more of waiting changes nobody.
    """

    def __init__(self) -> None:
        self._seen: Any = None

    def add(self, measure: Measure, frame: "pandas.DataFrame", people: People, lattice: Lattice) -> None:
        """The rows of one measure."""
        import pandas

        counted = count_rows(measure, frame) if measure.mix is None else None
        if counted is None or not len(counted.rows):
            return
        rows = frame.iloc[counted.rows]
        values = _values_of(rows, lattice)
        told = pandas.DataFrame(
            {
                "case": rows[CASE].to_numpy(),
                "part": counted.parts,
                **values,
                **dict(counted.amounts),
            }
        ).astype("str")
        is_closed = values[CLOSED] != ""
        key = hashlib.sha256(measure.name.encode()).hexdigest()[:16]
        hashed = pandas.util.hash_pandas_object(told, index=False, hash_key=key)[is_closed]
        own = hashed.groupby(person_of_rows(rows, people)[is_closed]).sum().astype("uint64")
        self._seen = own if self._seen is None else self._seen.add(own, fill_value=0).astype("uint64")

    def fingerprints(self) -> frozenset[int]:
        """One number a person, which changes with anything that a release counts of them."""
        import pandas

        if self._seen is None:
            return frozenset()
        names = pandas.util.hash_array(self._seen.index.to_numpy(dtype=object), categorize=False)
        with numpy.errstate(over="ignore"):
            mixed = names * numpy.uint64(0x9E3779B97F4A7C15) + self._seen.to_numpy()
        return frozenset(int(number) for number in mixed)


def _values_of(rows: "pandas.DataFrame", lattice: Lattice) -> dict[str, Any]:
    """Axis → the value of each row in words, empty outside the lattice.

    In words, because a new site moves the numbers of those after it; and by quarter, because a year that
    becomes whole changes nobody in it.
    """
    listed = {CLOSED: lattice.quarters, **{d.value: values for d, values in lattice.values}}
    codes = place_codes(rows, lattice)
    return {axis: numpy.array([*values, ""], dtype=object)[codes[axis]] for axis, values in listed.items()}


def read_last(warehouse: Path) -> dict[str, LastRelease]:
    """Profile → its last release. Raises `ReleaseError` where what is remembered is damaged or lost."""
    path = warehouse / "keys" / STATE
    if not path.exists():
        done = [one.get("action") for one in read_actions(warehouse) if one.get("state") == "done"]
        if set(RELEASING).intersection(done):
            raise ReleaseError(
                f"keys/{STATE} is missing, and the log of the warehouse names releases: nobody can say who "
                "is new since the last one. Restore the folder keys/ from a backup."
            )
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {
            profile: LastRelease(
                id=one["id"],
                previous=one["previous"],
                to_date=one["to_date"],
                people=frozenset(one["people"]),
            )
            for profile, one in found.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReleaseError(
            f"keys/{STATE} is damaged, so nobody can say who is new since the last release. Restore the "
            "folder keys/ from a backup."
        ) from None


def write_last(warehouse: Path, last: dict[str, LastRelease]) -> None:
    """Remember what was released."""
    content = {
        profile: {
            "id": one.id,
            "previous": one.previous,
            "to_date": one.to_date,
            "people": sorted(one.people),
        }
        for profile, one in last.items()
    }
    write_durably(warehouse / "keys" / STATE, json.dumps(content).encode(), mode=0o600)


def open_previous(
    folder: Path | None, profile: str, last: LastRelease | None, people: frozenset[int]
) -> OpenedRelease | None:
    """The release before: named where there was one, and the right one. A rebuild has the one it had.

    Raises `ReleaseError`.
    """
    wanted = None
    if last is not None:
        wanted = last.previous if last.people == people else last.id
    if folder is None and wanted is None:
        return None
    if folder is None:
        raise ReleaseError(
            f"the {profile} release {wanted} came before this one. Name its folder with --previous, so that "
            "closed periods keep the values they were published with."
        )
    opened = open_folder(folder)
    if opened.manifest["profile"] != profile or opened.manifest["id"] != wanted:
        hint = f"that is {wanted}" if wanted else "there was none: leave --previous out"
        raise ReleaseError(f"{folder} is not the {profile} release before this one; {hint}.")
    return opened


@dataclass(frozen=True, kw_only=True)
class Revision:
    """How often closed periods were drawn anew, and of which data the last time."""

    number: int
    of: date


def find_revision(previous: Path | None, as_of: date, is_revision: bool) -> Revision:
    """Which revision a release is. Raises where there is none to revise, or less than a year after one."""
    if previous is None:
        if is_revision:
            raise ReleaseError("--revise corrects an earlier release: name it with --previous.")
        return Revision(number=0, of=as_of)
    manifest = open_folder(previous).manifest
    number, revised = manifest["revision"], date.fromisoformat(manifest["revised"])
    if not is_revision:
        return Revision(number=number, of=revised)
    if (as_of - revised).days < DAYS_BETWEEN_REVISIONS.value:
        raise ReleaseRefusedError(
            f"closed periods were last drawn on data of {revised}. They are corrected once in "
            f"{DAYS_BETWEEN_REVISIONS.value} days at most: between two drawings people could be told apart."
        )
    return Revision(number=number + 1, of=as_of)


def refuse_few_new(last: LastRelease | None, people: frozenset[int], to_date: str) -> None:
    """Raises `ReleaseRefusedError` where too few people are new or changed, or no quarter has closed."""
    if last is not None and last.people == people:
        return  # the same release once more: nothing is new in it
    if last is not None and last.to_date == to_date:
        raise ReleaseRefusedError(
            f"there is a release {to_date} already, of other data. Under one label only the cells of whoever "
            "came in between would differ. Nothing was released; wait for the next quarter to close."
        )
    new = len(people - last.people) if last is not None else len(people)
    if new < NEW_PEOPLE.value:
        raise ReleaseRefusedError(
            f"fewer than {NEW_PEOPLE.value} people are new or changed since the last release, so the "
            "difference between the two would describe them. Nothing was released; wait for the next quarter."
        )


def keep_closed(
    cells: Sequence[ReleasedCell],
    previous: OpenedRelease | None,
    versions: Mapping[str, str],
    lattice: Lattice,
) -> list[ReleasedCell]:
    """The cells of a release in which closed periods keep what they were published with.

    `versions`: measure → version of its definition; one that changed since is not the same figure any more.
    """
    if previous is None:
        return list(cells)
    before = {definition.name: definition.version for definition in previous.definitions}
    held = previous.manifest["measures"]

    def is_kept(measure: str, period: str) -> bool:
        is_same = measure in before and before[measure] == versions.get(measure)
        return bool(period) and is_same and period in held[measure]["periods"]

    own = [cell for cell in cells if not is_kept(cell.measure, cell.period)]
    kept = [
        cell for cell in map(from_row, read_every_row(previous.folder)) if is_kept(cell.measure, cell.period)
    ]
    return [*own, *(cell for cell in kept if lattice.holds(cell.selection))]
