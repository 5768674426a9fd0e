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

from pipelines.disclosure.attacks.amounts import differences_hit, largest_hit
from pipelines.disclosure.attacks.averaging import Averaging
from pipelines.disclosure.attacks.layout import lay_out
from pipelines.disclosure.attacks.plain import (
    emptied_by_equality,
    exact_alone,
    most_cases_of_one_person,
    shares_of_few,
    small_groups_spoken_of,
)
from pipelines.disclosure.attacks.reconstruction import Reconstructed, reconstruct
from pipelines.disclosure.attacks.result import AttackResult, judge
from pipelines.disclosure.attacks.subtraction import Subtracted, subtract
from pipelines.disclosure.attacks.told import known_profile, listen
from pipelines.disclosure.attacks.updates import membership_auc, profiles_named
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.cube import Guarding, measure_one
from pipelines.disclosure.measured import People
from pipelines.disclosure.release_policy import CASES_OF_ONE_PERSON, NEW_PEOPLE
from pipelines.measures.measure import Measure
from pipelines.measures.statistics import wilson_interval
from pipelines.publication import Kind
from pipelines.released.cells import ReleasedCell

if TYPE_CHECKING:
    import pandas

SEED = 20_260
EVERY_STATISTIC_TO = 1_000
"""Rows of a measure up to which every statistic of it is attacked."""
DRAWN_STATISTICS = 2
"""Of a larger measure: everybody, and this many others, drawn with a seed."""
UPDATED_ROWS = 1_000
"""Two releases are compared on at most this many rows, drawn with a seed: noise does not grow with them."""
RECONSTRUCTED = 3
TRIALS = {"profile": 8, "membership": 10, "amount": 10}

GATES = {
    "averaging": 0.35, "membership": 0.70, "amounts": 0.05, "reconstruction": 0.10, "surest": 0.80,
}  # fmt: skip


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
    few: int = 0
    few_of: int = 0
    equal: int = 0
    equal_of: int = 0
    most_cases: int = 0
    figures: int = 0
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
        few, of = shares_of_few(view, reach)
        self.few, self.few_of = self.few + few, self.few_of + of
        equal, of = emptied_by_equality(view)
        self.equal, self.equal_of = self.equal + equal, self.equal_of + of


def attack_release(
    data: Data, guarding: Guarding, cells: Sequence[ReleasedCell], report: Callable[[str], None]
) -> tuple[AttackResult, ...]:
    """Attack every figure of a release. No result holds a value of a case."""
    random = numpy.random.default_rng(SEED)
    published: dict[tuple[str, str, str], list[ReleasedCell]] = defaultdict(list)
    for cell in cells:
        published[cell.measure, cell.statistic, cell.currency].append(cell)
    found, counts, money = _Found(), [], []
    shares: list[View] = []
    for unsorted in data.rows(guarding.lattice):
        rows = replace(unsorted, frame=_in_one_order(unsorted.frame))
        report(f"attacking {rows.measure.name}")
        if not len(rows.frame):
            continue
        for statistic in _statistics(rows, random):
            view = _view(rows, statistic, data.people, guarding, published, found)
            if view is not None:
                found.add(view, SEED, guarding.profile.most + guarding.profile.extra_most)
                if not statistic and rows.measure.kind is Kind.RATE and len(shares) < RECONSTRUCTED:
                    shares.append(view)
                if not statistic and rows.measure.kind is Kind.MONEY:
                    money.append((rows, view))
        if (
            rows.measure.kind is Kind.COUNT
            and rows.measure.count
            and not (rows.measure.count.sum or rows.measure.count.distinct)
        ):
            counts.append(rows)
    return (
        *_of_all(found),
        *(_of_updates(counts[0], data.people, guarding, random) if counts else ()),
        *(_of_amounts(*money[0], data.people, guarding, random) if money else ()),
        *_of_shares([reconstruct(view) for view in shares]),
    )


def _in_one_order(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    """The rows in an order of their own, whatever order they came in, so that draws are the same."""
    import pandas

    hashed = pandas.util.hash_pandas_object(frame.astype("str"), index=False).to_numpy()
    return frame.iloc[numpy.argsort(hashed, kind="stable")].reset_index(drop=True)


def _statistics(rows: Any, random: Any) -> list[Any]:
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
        judge("share with count, steps of curves", found.alone, 0, "every cell by itself", found.alone_of),
        judge("small groups spoken of", found.small, 0, "every group of 1 to 9", found.small_of),
        judge("shares of small populations", found.few, 0, "every share", found.few_of),
        judge("equal noise on equal sets", found.equal, 0, "cells that say the same", found.equal_of),
        judge(
            "cases of one person", found.most_cases, CASES_OF_ONE_PERSON.value, "every person", found.figures
        ),
        _judge_share("averaging", hits, of, GATES["averaging"], "every one-way number, over all measures"),
    )


def _judge_share(name: str, hits: float, of: int, gate: float, attacked: str) -> AttackResult:
    """A share of few is above its gate only where chance does not explain it: Wilson's lower end, 95 %."""
    low = wilson_interval(round(hits), of)[0] if of else 0.0
    share = hits / of if of else 0.0
    return AttackResult(
        name=name, figure=round(share, 4), gate=gate, passed=low <= gate, attacked=attacked, n=of
    )


def _of_updates(rows: Any, people: People, guarding: Guarding, random: Any) -> tuple[AttackResult, ...]:
    frame = rows.frame
    if len(frame) > UPDATED_ROWS:
        frame = frame.iloc[numpy.sort(random.choice(len(frame), size=UPDATED_ROWS, replace=False))]
    publish = of_release(rows.measure, people, rows.facts.periods, guarding)
    named, of = profiles_named(publish, frame, TRIALS["profile"], SEED)
    results = [judge("one new case: full profile", named, 0, rows.measure.name, of)]
    sizes = (1, NEW_PEOPLE.value)
    for batch in sizes:
        area, trials = membership_auc(publish, frame, batch, TRIALS["membership"], SEED)
        name = "one new case: membership" if batch == 1 else f"a batch of {batch}: membership"
        results.append(judge_area(name, area, trials, rows.measure.name))
    return tuple(results)


def judge_area(name: str, area: float, trials: int, attacked: str) -> AttackResult:
    """As with shares: above the gate beyond chance. Hanley and McNeil (1982), Radiology 143: 29-36."""
    one, other = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (
        area * (1 - area) + (trials - 1) * (one - area**2) + (trials - 1) * (other - area**2)
    ) / trials**2
    passed = area - 1.96 * max(0.0, spread) ** 0.5 <= GATES["membership"] and area < 1
    return AttackResult(
        name=name, figure=round(area, 4), gate=GATES["membership"], passed=passed, attacked=attacked, n=trials
    )


def _of_amounts(
    rows: Any, view: View, people: People, guarding: Guarding, random: Any
) -> tuple[AttackResult, ...]:
    frame = rows.frame
    publish = of_release(rows.measure, people, rows.facts.periods, guarding, is_to_date=False)
    largest, sums = largest_hit(
        rows.measure, frame, people, rows.facts.periods, guarding, publish(frame, guarding.to_date)
    )
    if len(frame) > UPDATED_ROWS:
        frame = frame.iloc[numpy.sort(random.choice(len(frame), size=UPDATED_ROWS, replace=False))]
    to_date = of_release(rows.measure, people, rows.facts.periods, guarding)
    share, trials = differences_hit(to_date, frame, TRIALS["amount"], SEED)
    return (
        _judge_share("amounts by difference", share * trials, trials, GATES["amounts"], rows.measure.name),
        _judge_share("amounts by dominance", largest * sums, sums, GATES["amounts"], rows.measure.name),
    )


def _of_shares(found: Sequence[Reconstructed]) -> tuple[AttackResult, ...]:
    people = sum(one.people for one in found)
    if not people:
        return ()
    gain = sum((one.accuracy - one.inference) * one.people for one in found) / people
    surest = sum(one.surest * one.people for one in found) / people
    inferred = sum(one.surest_inference * one.people for one in found) / people
    gate = min(0.99, max(GATES["surest"], inferred + GATES["reconstruction"]))
    n = max(1, round(people * 0.05))
    return (
        judge(
            "reconstruction: over inference", gain, GATES["reconstruction"], f"{len(found)} shares", people
        ),
        _judge_share("reconstruction: the surest 5 %", surest * n, n, gate, f"{len(found)} shares"),
    )
