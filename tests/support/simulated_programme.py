"""A small service in numbers: a frame of cases like those a warehouse gives a release, skewed as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy
import pandas

from pipelines.disclosure.cube import Guarding
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.lattice import Lattice, build_lattice
from pipelines.disclosure.measured import People
from pipelines.disclosure.release_policy import ALL_DEFENCES, STANDARD, Defences, Profile
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Measure
from pipelines.vocabulary import OFFENCE_GROUPS, Dimension, OffenceGroup

SECRET = bytes(range(32))
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))
OFFENCES = (
    "assault",
    "theft",
    "criminal_damage",
    "harassment_threats",
    "domestic_family",
    "traffic_harm",
    "other",
)
OFFENCE_SHARES = (0.34, 0.24, 0.16, 0.1, 0.07, 0.03, 0.06)
SITE_SHARES = (0.4, 0.25, 0.15, 0.12, 0.08)
RATES = (
    "case_completion_rate",
    "conference_rate",
    "mutual_consent_rate",
    "acceptance_rate",
    "any_exchange_rate",
)
MONEY = "restitution_agreed"
COUNT = "cases_referred"


@dataclass(frozen=True, kw_only=True)
class SimulatedRows:
    """One measure, as `ReleaseData.rows` gives it."""

    measure: Measure
    frame: pandas.DataFrame
    statistics: tuple[tuple[Any, ...], ...]
    facts: Any


class SimulatedProgramme:
    """A release's data, simulated: cases with quasi-identifiers, outcomes, amounts and people who return."""

    def __init__(self, cases: int, seed: int, *, returning: float = 0.08) -> None:
        random = numpy.random.default_rng(seed)
        self.cases = cases
        months = random.integers(0, 12 * 3, size=cases)
        site = random.choice(len(SITE_SHARES), size=cases, p=SITE_SHARES)
        offence = random.choice(len(OFFENCES), size=cases, p=OFFENCE_SHARES)
        took_part = random.random(cases) < 0.62
        self.frame = pandas.DataFrame(
            {
                "case": [f"c{at:06d}" for at in range(cases)],
                "party": pandas.Series([None] * cases, dtype="object"),
                "programme": numpy.where(site < 3, "north", "south"),
                "month": [f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in months],
                "site": [f"site {at}" for at in site],
                "offence_category": [OFFENCES[at] for at in offence],
                "harmed_took_part": numpy.where(took_part, "yes", "no"),
                "currency": "GBP",
            }
        )
        for place, name in enumerate(RATES):
            effect = random.normal(0, 0.35, size=(len(SITE_SHARES), len(OFFENCES)))
            odds = 0.25 - 0.1 * place + effect[site, offence] + 0.4 * took_part
            met = random.random(cases) < 1 / (1 + numpy.exp(-odds))
            answered = random.random(cases) < 0.97 if place > 2 else numpy.ones(cases, dtype=bool)
            self.frame[name] = numpy.where(answered, numpy.where(met, 0.0, 1.0), numpy.nan)
        paid = (random.lognormal(5, 1.3, size=cases).round() + 1) * 100
        self.frame["value"] = numpy.where(random.random(cases) < 0.5, paid, numpy.nan)
        returns = random.random(cases) < returning
        regular = max(1, cases // 60)
        person = numpy.where(returns, random.integers(0, regular, size=cases), regular + numpy.arange(cases))
        self.people = People(
            of_party={},
            of_case=dict(zip(self.frame["case"], (f"p{at}" for at in person), strict=True)),
        )
        catalogue = {measure.name: measure for measure in load_catalogue()}
        self.measures = [catalogue[name] for name in (COUNT, *RATES, MONEY)]

    def lattice(self, most_at_once: int = 2) -> Lattice:
        """Five dimensions, the period among them."""
        from dataclasses import replace

        found = {d: sorted(self.frame[d.value].unique()) for d in DIMENSIONS}
        return replace(build_lattice(found, QUARTERS), most_at_once=most_at_once)

    def cases_by_value(self, lattice: Lattice) -> dict[Dimension, dict[str, int]]:
        """Dimension → how many cases have each value."""
        values = {d: self.frame[d.value] for d in lattice.dimensions if d is not Dimension.PROGRAMME}
        if Dimension.OFFENCE_CATEGORY in values:
            values[Dimension.OFFENCE_CATEGORY] = values[Dimension.OFFENCE_CATEGORY].map(
                lambda offence: OFFENCE_GROUPS.get(offence, OffenceGroup.OTHER_HARM).value
            )
        return {d: {v: int((of == v).sum()) for v in lattice.values_of(d)} for d, of in values.items()}

    def rows(self, lattice: Lattice) -> Iterator[SimulatedRows]:
        """Every measure with its rows."""
        for measure in self.measures:
            yield SimulatedRows(
                measure=measure, frame=self.frame, statistics=((),),
                facts=SimpleNamespace(periods=(*lattice.quarters, *lattice.years)),
            )  # fmt: skip

    def guarding(
        self, profile: Profile = STANDARD, defences: Defences = ALL_DEFENCES, secret: bytes = SECRET
    ) -> Guarding:
        """What guards a release of it."""
        return Guarding(
            keys=Keys(secret), profile=profile, lattice=self.lattice(defences.most_at_once),
            to_date="to 2025Q4", defences=defences,
        )  # fmt: skip


DIMENSIONS: Sequence[Dimension] = (Dimension.PROGRAMME, Dimension.SITE, Dimension.HARMED_TOOK_PART)
