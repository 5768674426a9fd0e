"""Who was asked and who answered, for every survey figure: the same filters, the same roles and wave."""

from dataclasses import replace

from pipelines.measures.answers import Ask
from pipelines.measures.dimensions import dimensions_of
from pipelines.measures.grains import Grain
from pipelines.measures.measure import CountPart, Measure, SurveyPart
from pipelines.measures.requests import Plan
from pipelines.measures.supply import Supply
from pipelines.measures.survey_parts import invitation_population, response_population
from pipelines.publication import Kind
from pipelines.vocabulary import Dimension, Wave

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
    everybody = plan.ask.programmes is None and programmes == plan.used
    return replace(plan.ask, measure=measure, programmes=None if everybody else programmes)


def inviting_programmes(plan: Plan, supply: Supply) -> tuple[str, ...]:
    """Those of the programmes used that say who was invited."""
    return tuple(name for name in plan.used if "survey_invitations" in supply.items[name])


def ask_attended(plan: Plan, attended: Measure) -> Ask | None:
    """How many of those who took part answered; None for a wave before it, or groups a party has none of."""
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
        population=f"({attended.population}) AND role IN ({named})",
        buckets=tuple(replace(one, when=answered) if one.when else one for one in attended.buckets),
    )
    return replace(plan.ask, measure=measure)


def ask_counted(plan: Plan, invited: Measure) -> Ask | None:
    """How many usable responses there are, for programmes that only say how many they invited."""
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
    return replace(plan.ask, measure=measure)


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
