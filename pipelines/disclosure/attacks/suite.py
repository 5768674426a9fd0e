"""PRIVACY IS AT STAKE HERE. Every attack on the whole of a release, before it is written.

The attacker knows the code, every parameter and everybody's characteristics; the secret and one
outcome they lack. What predicting from others tells is no disclosure. All draws are seeded: the same release,
the same result.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy

from pipelines.disclosure.attacks.averaging import Averaging
from pipelines.disclosure.attacks.gates import (
    GATES,
    SEED,
    judge_amounts,
    judge_share,
    judge_shares,
    judge_updates,
    rebuild,
)
from pipelines.disclosure.attacks.layout import lay_out
from pipelines.disclosure.attacks.packs import beside_packs
from pipelines.disclosure.attacks.plain import (
    emptied_by_equality,
    exact_alone,
    groups_of_one_answer,
    most_cases_of_one_person,
    shares_of_few,
    small_groups_spoken_of,
)
from pipelines.disclosure.attacks.result import AttackResult, judge
from pipelines.disclosure.attacks.subtraction import Subtracted, subtract
from pipelines.disclosure.attacks.told import known_profile, listen
from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.cube import Guarding, measure_one
from pipelines.disclosure.measured import People
from pipelines.disclosure.pack import HEADLINES
from pipelines.disclosure.release_policy import CASES_OF_ONE_PERSON
from pipelines.measures.measure import Measure
from pipelines.publication import Kind
from pipelines.released.cells import ReleasedCell

if TYPE_CHECKING:
    import pandas

EVERY_STATISTIC_TO = 1_000
"""Rows of a measure up to which every statistic of it is attacked."""
DRAWN_STATISTICS = 2
"""Of a larger measure: everybody, and this many others, drawn with a seed."""
RECONSTRUCTED = 3


class Rows(Protocol):
    """One measure of a release: its rows and what it is made for."""

    @property
    def measure(self) -> Measure: ...
    @property
    def frame(self) -> "pandas.DataFrame": ...
    @property
    def statistics(self) -> tuple[Any, ...]: ...
    @property
    def facts(self) -> Any: ...


class Data(Protocol):
    """What a release is made of."""

    @property
    def people(self) -> People: ...
    def rows(self, lattice: Any) -> Iterator[Any]: ...


@dataclass(kw_only=True)
class _Found:
    """What adds up over all figures."""

    cells: int = 0
    recovered: int = 0
    hidden: int = 0
    alone: int = 0
    alone_of: int = 0
    small: int = 0
    small_of: int = 0
    alike: int = 0
    alike_of: int = 0
    few: int = 0
    few_of: int = 0
    equal: int = 0
    equal_of: int = 0
    most_cases: int = 0
    figures: int = 0
    beside: int = 0
    """Of the hidden numbers, recovered by whoever has the packs too."""
    beside_of: int = 0
    averaging: Averaging = field(default_factory=Averaging)

    def add(self, view: View, seed: int, reach: int) -> None:
        found: Subtracted = subtract(view.layout, view.told, seed)
        self.figures += 1
        self.hidden += found.hidden
        self.recovered += found.recovered
        self.averaging.add(view)
        alone, of = exact_alone(view)
        self.alone, self.alone_of = self.alone + alone, self.alone_of + of
        small, of = small_groups_spoken_of(view)
        self.small, self.small_of = self.small + small, self.small_of + of
        alike, of = groups_of_one_answer(view)
        self.alike, self.alike_of = self.alike + alike, self.alike_of + of
        few, of = shares_of_few(view, reach)
        self.few, self.few_of = self.few + few, self.few_of + of
        equal, of = emptied_by_equality(view)
        self.equal, self.equal_of = self.equal + equal, self.equal_of + of

    def add_beside_packs(self, view: View, seed: int) -> None:
        """The same figure, attacked with the exact totals of every pack."""
        known = beside_packs(view)
        found = subtract(known.layout, known.told, seed)
        self.beside, self.beside_of = self.beside + found.recovered, self.beside_of + found.hidden


def attack_release(
    data: Data, guarding: Guarding, cells: Sequence[ReleasedCell], report: Callable[[str], None]
) -> tuple[AttackResult, ...]:
    """Attack every figure of a release. No result holds a value of a case."""
    random = numpy.random.default_rng(SEED)
    published: dict[tuple[str, str, str], list[ReleasedCell]] = defaultdict(list)
    for cell in cells:
        published[cell.measure, cell.statistic, cell.currency].append(cell)
    found, counts, money = _Found(), [], []
    shares: list[tuple[Any, View]] = []
    for unsorted in data.rows(guarding.lattice):
        rows = replace(unsorted, frame=_in_one_order(unsorted.frame))
        report(f"attacking {rows.measure.name}")
        if not len(rows.frame):
            continue
        for statistic in choose_statistics(rows, random):
            view = _view(rows, statistic, data.people, guarding, published, found)
            if view is not None:
                found.add(view, SEED, guarding.profile.most + guarding.profile.extra_most)
                if not statistic and rows.measure.name in HEADLINES:
                    found.add_beside_packs(view, SEED)
                if not statistic and rows.measure.kind is Kind.RATE and len(shares) < RECONSTRUCTED:
                    shares.append((rows, view))
                if not statistic and rows.measure.kind is Kind.MONEY:
                    money.append((rows, view))
        if (
            rows.measure.kind is Kind.COUNT
            and rows.measure.count
            and not (rows.measure.count.sum or rows.measure.count.distinct)
        ):
            counts.append(rows)
    results = (
        *_of_all(found),
        *(judge_updates(counts[0], data.people, guarding, random) if counts else ()),
        *(judge_amounts(*money[0], data.people, guarding, random) if money else ()),
    )
    if not all(result.passed for result in results):
        # The slowest attack comes last: where another one succeeded there is nothing left to find out.
        return results
    return (
        *results,
        *judge_shares([rebuild(rows, view, data.people, guarding) for rows, view in shares]),
    )


def _in_one_order(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    """The rows in an order of their own, whatever order they came in, so that draws are the same."""
    import pandas

    hashed = pandas.util.hash_pandas_object(frame, index=False).to_numpy()
    return frame.iloc[numpy.argsort(hashed, kind="stable")].reset_index(drop=True)


def choose_statistics(rows: Any, random: Any) -> list[Any]:
    """Every statistic of a measure; of a large one everybody and two others, drawn with a seed."""
    listed = list(rows.statistics)
    if len(rows.frame) <= EVERY_STATISTIC_TO or len(listed) <= DRAWN_STATISTICS + 1:
        return listed
    others = random.choice(len(listed) - 1, size=DRAWN_STATISTICS, replace=False) + 1
    return [listed[0], *(listed[int(at)] for at in sorted(others))]


def _view(  # noqa: PLR0913, PLR0917 (what a figure is made of)
    rows: Any, statistic: Any, people: People, guarding: Guarding,
    published: dict[tuple[str, str, str], list[ReleasedCell]], found: _Found,
) -> View | None:  # fmt: skip
    measured = measure_one(rows.measure, rows.frame, people, guarding, statistic)
    if measured is None or rows.measure.kind is Kind.PATHWAY or measured.counted.people:
        return None
    found.most_cases = max(found.most_cases, most_cases_of_one_person(measured.records))
    name = "&".join(f"{dimension.value}={value}" for dimension, value in sorted(statistic))
    currency = str(min(rows.frame["currency"].dropna())) if rows.measure.is_per_currency else ""
    layout = lay_out(measured, guarding.lattice, rows.facts.periods)
    profile = known_profile(guarding.profile, guarding.defences)
    told = listen(layout, published[rows.measure.name, name, currency], profile)
    return View(layout=layout, told=told)


def _of_all(found: _Found) -> tuple[AttackResult, ...]:
    hits, of = found.averaging.count()
    everything = f"every hidden number of {found.figures} figures"
    return (
        judge("subtraction", found.recovered, 0, everything, found.hidden),
        judge(
            "subtraction beside every pack", found.beside, 0, "hidden numbers of headlines", found.beside_of
        ),
        judge("share with count, steps of curves", found.alone, 0, "every cell by itself", found.alone_of),
        judge("small groups spoken of", found.small, 0, "every group of 1 to 9", found.small_of),
        judge("groups of one answer", found.alike, 0, "every share of all or none", found.alike_of),
        judge("shares of small populations", found.few, 0, "every share", found.few_of),
        judge("equal noise on equal sets", found.equal, 0, "cells that say the same", found.equal_of),
        judge(
            "cases of one person", found.most_cases, CASES_OF_ONE_PERSON.value, "every person", found.figures
        ),
        judge_share("averaging", hits, of, GATES["averaging"], "every one-way number, over all measures"),
    )
