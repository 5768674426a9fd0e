"""Who was asked and who answered, for every survey figure: the same filters, the same roles and wave."""

from dataclasses import dataclass, replace

from pipelines.instrument import WINDOWS
from pipelines.measures.answers import Ask
from pipelines.measures.dimensions import dimensions_of
from pipelines.measures.grains import Grain
from pipelines.measures.measure import CountPart, Measure, SurveyPart
from pipelines.measures.requests import Plan
from pipelines.measures.supply import Supply, month_item
from pipelines.measures.survey_parts import invitation_population, response_population
from pipelines.publication import Kind
from pipelines.vocabulary import Basis, Dimension, Wave

INVITED = "response_rate"
"""The measure that says what an answered invitation is."""

ATTENDED = "response_of_attended_rate"
"""The measure that stands in for it where nobody says who was invited."""

_ANSWERED = {Wave.AFTER: "has_answered_after", Wave.FOLLOW_UP: "has_answered_follow_up"}
"""The waves that follow taking part: a survey before it has nobody who took part to set it against."""


def ask_invited(plan: Plan, invited: Measure, supply: Supply) -> Ask | None:
    """How many were asked and answered under one survey figure; None where nobody says who was invited."""
    survey = plan.measure.survey
    if plan.ask is None or survey is None or not _fits(plan.ask, Grain.INVITATION):
        return None
    programmes = inviting_programmes(plan, supply)
    if not programmes:
        return None
    measure = replace(
        invited, name=f"invited_{_key(survey)}", population=invitation_population(survey), survey=None
    )
    return _of(plan, replace(plan.ask, measure=measure), programmes)


def _of(plan: Plan, ask: Ask, programmes: tuple[str, ...]) -> Ask:
    """The question for only these of the programmes used."""
    return ask if programmes == plan.used else replace(ask, programmes=programmes)


@dataclass(frozen=True, kw_only=True)
class NotInviting:
    """The programmes used that do not say who was invited, by what comes nearest to it."""

    counting: tuple[str, ...]
    """They say how many they invited."""
    attending: tuple[str, ...]
    """They say who took part."""


def find_not_inviting(plan: Plan, supply: Supply, *, has_invited: bool) -> NotInviting:
    """Whose answers are set against something else: everybody's, where no invitations fit the question."""
    inviting = inviting_programmes(plan, supply) if has_invited else ()
    others = [name for name in plan.used if name not in inviting]
    return NotInviting(
        counting=tuple(name for name in others if "invited" in supply.items[name]),
        attending=tuple(
            name
            for name in others
            if "attendance" in supply.items[name] and "invited" not in supply.items[name]
        ),
    )


def inviting_programmes(plan: Plan, supply: Supply) -> tuple[str, ...]:
    """Those of the programmes used that say who was invited."""
    needs = ["survey_invitations"]
    if plan.ask is not None and plan.basis is Basis.ACTIVITY:
        needs.append(month_item(Grain.INVITATION, plan.basis))
    return tuple(name for name in plan.used if not supply.missing(name, needs))


def ask_attended(plan: Plan, attended: Measure, programmes: tuple[str, ...]) -> Ask | None:
    """How many of those who took part answered, in these programmes.

    None for a wave before it, or groups a party has none of.
    """
    survey = plan.measure.survey
    if plan.ask is None or survey is None or not _fits(plan.ask, Grain.PARTY):
        return None
    answered = _ANSWERED.get(survey.wave)
    if answered is None:
        return None
    named = ", ".join(f"'{role.value}'" for role in survey.roles)
    measure = replace(
        attended,
        name=f"attended_{_key(survey)}",
        population=f"({attended.population}) AND role IN ({named}){_whose_time_has_come(survey.wave)}",
        buckets=tuple(replace(one, when=answered) if one.when else one for one in attended.buckets),
    )
    return _of(plan, replace(plan.ask, measure=measure), programmes)


def _whose_time_has_come(wave: Wave) -> str:
    """Nobody can have answered a follow-up whose first day has not come."""
    if wave is not Wave.FOLLOW_UP:
        return ""
    return f" AND observed_days - last_held_day >= {WINDOWS[wave].first_day}"


def ask_counted(plan: Plan, invited: Measure, programmes: tuple[str, ...]) -> Ask | None:
    """How many usable responses there are, in programmes that only say how many they invited."""
    survey = plan.measure.survey
    if plan.ask is None or survey is None or plan.period is not None:
        return None
    if not {*plan.ask.by, *dict(plan.ask.where)} <= {Dimension.PROGRAMME, Dimension.ROLE}:
        return None
    measure = replace(
        invited,
        name=f"counted_{_key(survey)}",
        grain=Grain.RESPONSE,
        kind=Kind.COUNT,
        buckets=(),
        count=CountPart(),
        population=f"{response_population(survey)} AND has_valid_answer",
    )
    return _of(plan, replace(plan.ask, measure=measure), programmes)


def ask_unlinked(ask: Ask, survey: SurveyPart, invited: Measure) -> Ask:
    """How many usable responses carry no party, so that no invitation knows of them."""
    measure = replace(
        invited,
        name=f"unlinked_{_key(survey)}",
        grain=Grain.RESPONSE,
        kind=Kind.COUNT,
        buckets=(),
        count=CountPart(),
        population=f"{response_population(survey)} AND NOT is_linked AND has_valid_answer",
    )
    return replace(ask, measure=measure)


def _fits(ask: Ask, grain: Grain) -> bool:
    dimensions = dimensions_of(grain)
    return all(dimension in dimensions for dimension in (*ask.by, *dict(ask.where)))


def _key(survey: SurveyPart) -> str:
    people = "_people" if survey.is_people_only else ""
    return f"{'_'.join(survey.roles)}_{survey.wave.value}{people}"
