"""Every measure a second time, in plain loops written from the words alone: the pipeline must agree with it.

Each loop reads the accepted contract tables and was written without looking at the pipeline's SQL or
definitions. Where the words leave room, the reading chosen is a comment beginning "Reading:" at the line it
decides.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any

from tests.support import opinion_agreements as agreements
from tests.support import opinion_answers as answers
from tests.support import opinion_cases as cases
from tests.support import opinion_conferences as conferences
from tests.support import opinion_days as days
from tests.support import opinion_money as money
from tests.support import opinion_participation as participation
from tests.support import opinion_parties as parties
from tests.support import opinion_restitution as restitution
from tests.support import opinion_survey as survey
from tests.support.opinion_records import Fact, Records, Tables

Loop = Callable[[Records], Iterable[Fact]]

MONEY = (
    *("agreement_completion_rate_due_now", "on_time_completion_rate", "case_completion_rate"),
    *("completion_rate_ratio", "harmed_informed_rate", "renegotiated_share", "restitution_share"),
    *("agreements_without_due_day",),
    *("community_backing_rate", "obligation_mix", "obligation_mix_by_agreement", "hours_completed"),
    *("in_kind_completion_rate", "restitution_agreed", "restitution_paid", "restitution_disbursed_rate"),
    *("restitution_flow", "arrears_by_age", "paid_in_full_by_day"),
)
OF_CONFERENCES = (
    *("exchanges_held", "conferences_stopped", "stopped_for_safety", "safety_event_rate"),
    *("cofacilitated_share", "risk_assessed_rate", "cost_per_person_taking_part"),
    *("agreement_to_completion_days", "conference_to_agreement_days", "conference_to_agreement_by_day"),
)
OF_CASES = (
    *("withdrawal_rate", "people_supported_without_conference", "people_turned_away"),
    *("mutual_consent_rate", "reopened_rate", "complaint_rate", "entry_rate_ratio"),
    *("pathway", "pathway_of_parties", "open_case_age"),
    *(
        "attendance_rate",
        "support_presence_rate",
        "support_pathway",
        "preparation_rate",
        "voluntariness_recorded_rate",
    ),
    *("face_to_face_share",),
    *("referral_to_contact_days", "referral_to_contact_by_day", "referral_to_decision_days"),
    *("referral_to_decision_by_day", "referral_to_conference_days", "referral_to_conference_by_day"),
)
DISTRIBUTIONS = tuple(
    f"answers_{item}" + ("" if wave == ("after" if "after" in waves else waves[0]) else f"_{wave}")
    for item, (_, waves) in answers.ASKED.items()
    for wave in waves
)


def _find_loop(name: str) -> Loop:
    """The one room that has a loop of this name."""
    (found,) = [room for room in (conferences, parties, cases, days) if _is_own(room, name)]
    loop: Loop = getattr(found, name)
    return loop


def _is_own(room: ModuleType, name: str) -> bool:
    return name in vars(room)


LOOPS: dict[str, tuple[Loop, str]] = {
    "cases_referred": (participation.cases_referred, "referral"),
    # Reading: volume is what happened, by the conference, like those held and the agreements made there.
    "people_taking_part": (participation.people_taking_part, "event"),
    "conferences_held": (participation.conferences_held, "event"),
    "agreements_made": (participation.agreements_made, "event"),
    "acceptance_rate": (participation.acceptance_rate, "referral"),
    "contact_rate": (participation.contact_rate, "referral"),
    "consent_rate": (participation.consent_rate, "referral"),
    "conference_rate": (participation.conference_rate, "referral"),
    "any_exchange_rate": (participation.any_exchange_rate, "referral"),
    "harmed_presence_rate": (participation.harmed_presence_rate, "referral"),
    "surrogate_presence_rate": (participation.surrogate_presence_rate, "referral"),
    "representative_presence_rate": (participation.representative_presence_rate, "referral"),
    "organisation_presence_rate": (participation.organisation_presence_rate, "referral"),
    "agreement_reached_rate": (agreements.agreement_reached_rate, "event"),
    "agreement_completion_rate": (agreements.agreement_completion_rate, "event"),
    "agreement_completion_rate_closed": (agreements.agreement_completion_rate_closed, "event"),
    "completion_by_day": (agreements.completion_by_day, "event"),
    "obligation_completion_rate": (restitution.obligation_completion_rate, "event"),
    "paid_in_full_rate": (restitution.paid_in_full_rate, "event"),
    "restitution_collected_rate": (restitution.restitution_collected_rate, "event"),
    "restitution_waived_share": (restitution.restitution_waived_share, "event"),
    "response_rate": (survey.response_rate, "event"),
    "replies": (survey.replies, "event"),
    "respondent_differences": (answers.response_of_attended_rate, "event"),
    **{name: (loop, "event") for name, loop in survey.SURVEY_LOOPS.items()},
    **{name: (getattr(money, name), "event") for name in MONEY},
    **{name: (_find_loop(name), "event") for name in OF_CONFERENCES},
    **{name: (_find_loop(name), "referral") for name in OF_CASES},
    **{name: (loop, "event") for name, loop in answers.ANSWER_LOOPS.items()},
    **{name: (loop, "event") for name, loop in answers.distributions(DISTRIBUTIONS).items()},
}
"""Each measure's loop and the basis its periods are on unless another is asked for."""


@dataclass(frozen=True)
class Tally:
    """Where every row of a rate's population went."""

    met: int = 0
    not_met: int = 0
    pending: int = 0
    not_applicable: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Amounts:
    """Two sums in minor units of one currency, over `n` obligations."""

    numerator: int
    denominator: int
    n: int


@dataclass(frozen=True)
class Days:
    """(day, event) of everything that is followed: 1 met, 2 ended another way, 0 still open."""

    rows: tuple[tuple[int, int], ...]

    def share_by(self, day: int) -> float:
        """The cumulative incidence of event 1, one day after another, counting who is at risk by looking."""
        share, waiting = 0.0, 1.0
        for now in sorted({moment for moment, _ in self.rows if moment <= day}):
            at_risk = sum(moment >= now for moment, _ in self.rows)
            met = sum(row == (now, 1) for row in self.rows)
            ended = sum(row == (now, 2) for row in self.rows)
            share += waiting * met / at_risk
            waiting *= (at_risk - met - ended) / at_risk
        return share

    def at_risk(self, day: int) -> int:
        """How many are still followed and undecided when that day begins."""
        return sum(moment >= day for moment, _ in self.rows)


@dataclass(frozen=True)
class Values:
    """How often each value occurs, for each currency where there is one."""

    counts: dict[str, Counter[Any]]


@dataclass(frozen=True)
class Sums:
    """A total and its parts, added up for each currency."""

    rows: dict[str, tuple[int, ...]]


Answer = Tally | int | dict[str, Amounts] | Days | Values | Sums


def second_opinion(
    source: Tables | Records, name: str, *, basis: str | None = None, **filters: str
) -> Answer:
    """The answer to one measure, under filters such as `role="harmed"`, `programme=` or `period="2025Q3"`.

    A rate is a `Tally`, a count a number, a money rate `Amounts` for each currency, a curve its `Days`.
    """
    return answer_of(name, find_facts(source, name, basis=basis, **filters))


def breakdown(
    source: Tables | Records, name: str, *by: str, basis: str | None = None, **filters: str
) -> dict[tuple[str, ...], Answer]:
    """The same for every combination of dimensions that occurs."""
    facts = find_facts(source, name, basis=basis, **filters)
    return group_facts(name, facts, by, basis or LOOPS[name][1])


def group_facts(
    name: str, facts: Iterable[Fact], by: Sequence[str], basis: str
) -> dict[tuple[str, ...], Answer]:
    """The answer for each combination of values that the facts have on these dimensions."""
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        values = [fact.of(dimension, basis) for dimension in by]
        if None not in values:
            groups[tuple(str(value) for value in values)].append(fact)
    if name in MIXES:
        return _shares(groups, facts_by=[*by].index(MIXES[name]))
    return {group: answer_of(name, found) for group, found in groups.items()}


MIXES = {
    "face_to_face_share": "conference_type",
    "obligation_mix": "obligation_type",
    "obligation_mix_by_agreement": "obligation_type",
}
"""Measures that are each kind's share of all."""


def _shares(groups: dict[tuple[str, ...], list[Fact]], facts_by: int) -> dict[tuple[str, ...], Answer]:
    whole: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for group, found in groups.items():
        whole[group[:facts_by] + group[facts_by + 1 :]] += found
    shares: dict[tuple[str, ...], Answer] = {}
    for group, found in groups.items():
        met, n = _count(found), _count(whole[group[:facts_by] + group[facts_by + 1 :]])
        shares[group] = Tally(met=met, not_met=n - met)
    return shares


def find_facts(
    source: Tables | Records, name: str, *, basis: str | None = None, **filters: str
) -> list[Fact]:
    """The rows of the measure's population that pass the filters."""
    records = source if isinstance(source, Records) else Records(source)
    loop, default = LOOPS[name]
    used = basis or default
    return [
        fact
        for fact in loop(records)
        if all(fact.of(dimension, used) == value for dimension, value in filters.items())
    ]


def answer_of(name: str, facts: Sequence[Fact]) -> Answer:
    for names, answer in SHAPES:
        if name in names:
            return answer(facts)
    counts: dict[str, int] = defaultdict(int)
    for fact in facts:
        counts[fact.bucket] += 1
    return Tally(**counts)


def _count(facts: Sequence[Fact]) -> int:
    people = {fact.person for fact in facts}
    return len(facts) if people <= {None} else len(people)


def _total(facts: Sequence[Fact]) -> int:
    return int((sum(fact.value for fact in facts) + Decimal("0.5")) // 1)


def _days(facts: Sequence[Fact]) -> Days:
    return Days(tuple(sorted((fact.day or 0, fact.event or 0) for fact in facts)))


def _values(facts: Sequence[Fact]) -> Values:
    found: dict[str, Counter[Any]] = defaultdict(Counter)
    for fact in facts:
        if fact.value is not None:
            found[fact.currency or ""][fact.value] += 1
    return Values(found)


def _sums(facts: Sequence[Fact]) -> Sums:
    found: dict[str, tuple[int, ...]] = {}
    for fact in facts:
        so_far = found.get(fact.currency or "", (0,) * len(fact.value))
        found[fact.currency or ""] = tuple(a + b for a, b in zip(so_far, fact.value, strict=True))
    return Sums(found)


def _together(facts: Sequence[Fact]) -> dict[Any, tuple[int, ...]]:
    """What each conference adds up to."""
    found: dict[Any, tuple[int, ...]] = {}
    for fact in facts:
        so_far = found.get(fact.person, (0,) * len(fact.value))
        found[fact.person] = tuple(a + b for a, b in zip(so_far, fact.value, strict=True))
    return found


def _by_conference(facts: Sequence[Fact]) -> Values:
    return Values({"": Counter(sums for sums in _together(facts).values() if any(sums))})


def _agreeing(facts: Sequence[Fact]) -> Tally:
    counts: dict[str, int] = defaultdict(int)
    for sums in _together(facts).values():
        sides = [(agreed, n) for agreed, n in zip(sums[::2], sums[1::2], strict=True) if n]
        everybody = all(agreed == n for agreed, n in sides)
        counts["not_applicable" if len(sides) < 2 else "met" if everybody else "not_met"] += 1
    return Tally(**counts)


def _amounts(facts: Sequence[Fact]) -> dict[str, Amounts]:
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.currency or ""].append(fact)
    return {
        currency: Amounts(sum(f.numerator for f in group), sum(f.denominator for f in group), len(group))
        for currency, group in groups.items()
    }


SHAPES: tuple[tuple[tuple[str, ...], Callable[[Sequence[Fact]], Answer]], ...] = (
    (
        (
            *(
                "cases_referred",
                "people_taking_part",
                "conferences_held",
                "agreements_without_due_day",
                "agreements_made",
            ),
            *("exchanges_held", "conferences_stopped", "stopped_for_safety", "safeguarding_signals"),
            *("people_supported_without_conference", "people_turned_away", "cost_per_person_taking_part"),
        ),
        _count,
    ),
    (("hours_completed",), _total),
    (
        (
            *("restitution_collected_rate", "restitution_waived_share", "restitution_disbursed_rate"),
            "in_kind_completion_rate",
        ),
        _amounts,
    ),
    (
        (
            *("completion_by_day", "paid_in_full_by_day", "referral_to_contact_by_day"),
            *("referral_to_decision_by_day", "referral_to_conference_by_day"),
            *("conference_to_agreement_by_day", "conference_to_survey_by_day"),
        ),
        _days,
    ),
    (("restitution_flow", "arrears_by_age"), _sums),
    (answers.GAPS, _by_conference),
    (("conference_concordance",), _agreeing),
    (
        (
            *(
                "pathway",
                "support_pathway",
                "replies",
                "pathway_of_parties",
                "open_case_age",
                "restitution_agreed",
                "restitution_paid",
            ),
            *("agreement_to_completion_days", "conference_to_agreement_days", "conference_to_survey_days"),
            *("referral_to_contact_days", "referral_to_decision_days", "referral_to_conference_days"),
            *(*answers.CHANGES, *answers.SCORES, *DISTRIBUTIONS),
        ),
        _values,
    ),
)
"""What the rows of a measure are added up to; the five buckets for every other."""
