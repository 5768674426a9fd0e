"""What a release says of itself: everything a reader must know, and nothing of a case."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from pipelines.disclosure.cube import Guarding
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.protect_counts import FEW
from pipelines.disclosure.release_policy import AMOUNT_NOISE, RELEASE_POLICY, SCORE_NOISE, Profile
from pipelines.disclosure.tables import note_breaks
from pipelines.publication import DataStatus
from pipelines.released.source import ALL_TO_DATE, PROTECTED
from pipelines.releasing.data import ReleaseData
from pipelines.vocabulary import CLOSED_LISTS, Dimension, OffenceGroup


def describe_release(
    guarding: Guarding, data: ReleaseData, measures: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What follows from the data and the settings; the id, the attacks and the checksums are added to it."""
    lattice = guarding.lattice
    return {
        **describe_measures(data, data.status, measures, lattice),
        "profile": guarding.profile.name,
        "audience": guarding.profile.audience.value,
        "to_date": guarding.to_date,
        "revision": guarding.revision,
        "periods": periods_on_offer(lattice),
        "hidden_words": FEW,
        "sentence": PROTECTED,
        "policy": describe_policy(guarding.profile),
        "notes": note_caps(_notes(measures, len(data.status.programmes)), measures),
    }


def describe_measures(
    data: ReleaseData, status: DataStatus, measures: Mapping[str, Mapping[str, Any]], lattice: Lattice
) -> dict[str, Any]:
    """What the figures stand on, and what a reader must know of each measure."""
    return {
        "as_of": status.as_of.isoformat(),
        "is_sample": status.stamp.is_sample,
        "programmes": {choice.code: choice.label for choice in status.programmes},
        "lattice": _describe_lattice(lattice),
        "measures": dict(measures),
        "measures_in_order": [measure.name for measure in data.catalogue],
        "notes": _notes(measures, len(status.programmes)),
        "breaks": _breaks(data, status),
        "not_supplied": [[one.programme, one.item] for one in status.not_supplied],
        "first_month": _first_month(lattice.quarters[0]) if lattice.quarters else "",
        "last_month": _last_month(lattice.quarters[-1]) if lattice.quarters else "",
        "code": version("restorative-outcomes"),
        **_role_words(status),
    }


def _role_words(status: DataStatus) -> dict[str, Any]:
    """Nothing where the programme has no words of its own: such a release is as it ever was."""
    words = [[one.role, one.one, one.several] for one in status.role_words]
    return {"role_words": words} if words else {}


def _breaks(data: ReleaseData, status: DataStatus) -> list[str]:
    """What stands beside every figure that is told over time."""
    own = {choice.code for choice in status.programmes}
    return note_breaks({name: found for name, found in data.facts.breaks.items() if name in own})


def _first_month(quarter: str) -> str:
    return f"{quarter[:4]}-{3 * int(quarter[5]) - 2:02d}"


def _last_month(quarter: str) -> str:
    return f"{quarter[:4]}-{3 * int(quarter[5]):02d}"


def _describe_lattice(lattice: Lattice) -> dict[str, Any]:
    values = {dimension.value: list(listed) for dimension, listed in lattice.values}
    labels = {dimension.value: _labels(dimension, listed) for dimension, listed in lattice.values}
    return {
        "values": values,
        "labels": labels,
        "quarters": list(lattice.quarters),
        "years": list(lattice.years),
        "merged": {dimension.value: list(listed) for dimension, listed in lattice.merged},
        "most_at_once": lattice.most_at_once,
    }


def _labels(dimension: Dimension, listed: Sequence[str]) -> dict[str, str]:
    codes = OffenceGroup if dimension is Dimension.OFFENCE_CATEGORY else CLOSED_LISTS.get(dimension)
    known = {code.value: code.label for code in codes or ()}
    return {code: known.get(code, code.replace("_", " ").capitalize()) for code in listed}


def periods_on_offer(lattice: Lattice) -> list[list[str]]:
    """Code and words of every period on offer: all to date, years, quarters, the latest first."""
    years = [[year, year] for year in reversed(lattice.years)]
    quarters = [[q, f"{q[:4]}, quarter {q[5]}"] for q in reversed(lattice.quarters)]
    return [[ALL_TO_DATE, "All to date"], *years, *quarters]


def describe_policy(profile: Profile) -> dict[str, Any]:
    """Every number that protects, as the methods page prints it: the attacker is assumed to know them."""
    return {
        "most": profile.most,
        "variance": profile.variance,
        "extra_most": profile.extra_most,
        "extra_variance": profile.extra_variance,
        "rounding": profile.rounding,
        "amount_noise": AMOUNT_NOISE,
        "score_noise": SCORE_NOISE,
        "thresholds": [
            {"value": one.value, "reason": one.reason, "source": one.source} for one in RELEASE_POLICY
        ],
    }


def _notes(measures: Mapping[str, Mapping[str, Any]], n_programmes: int) -> dict[str, list[str]]:
    """Of how many programmes a figure is, where not of all, and what it is made without."""
    found = {}
    for name, facts in measures.items():
        n_without = len(facts["missing"])
        notes = [f"{words[0].upper()}{words[1:]}." for words in facts.get("without", ())]
        if 0 < n_without < n_programmes:
            n_with = f"{n_programmes - n_without} of {n_programmes} programmes"
            notes.insert(0, f"From {n_with}: the others do not hand over what it needs.")
        if notes:
            found[name] = notes
    return found


CAPPED = "The largest hundredth of amounts is counted as the amount below it, so that no rare one stands out."
"""Stands beside every sum of a release; a pack adds up what there is."""


def note_caps(
    notes: Mapping[str, Sequence[str]], measures: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """The notes of a release, which caps what it adds up in a currency."""
    capped = {name: [CAPPED] for name, facts in measures.items() if facts["currencies"]}
    return {name: [*notes.get(name, ()), *capped.get(name, ())] for name in {**notes, **capped}}
