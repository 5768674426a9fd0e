"""Who was asked and who answered, under every survey figure."""

from collections.abc import Sequence

from pipelines.disclosure import policy
from pipelines.disclosure.found import Found
from pipelines.measures.answers import AnswerRow, CountAnswer, RateAnswer
from pipelines.measures.requests import Plan
from pipelines.publication import PublishedRow, Response
from pipelines.vocabulary import Dimension

Group = tuple[tuple[Dimension, str], ...]


def find_responses(plan: Plan, found: Found) -> dict[Group, Response]:
    """Asked and answered for each group: invitations where there are any, else what comes nearest.

    A group in which some programmes invite and others do not is set against those invited, and the table
    says of how many programmes that is known.
    """
    return {**_attended_responses(found), **_counted_responses(plan, found), **_invited_responses(found)}


def _counted_responses(plan: Plan, found: Found) -> dict[Group, Response]:
    """Against how many a programme says it invited: by count, and never more than were asked."""
    survey = plan.measure.survey
    responses: dict[Group, Response] = {}
    if found.counted is None:
        return responses
    for row in found.counted.rows:
        chosen = {**dict(plan.request.where), **dict(row.by)}
        programme, role = chosen.get(Dimension.PROGRAMME), chosen.get(Dimension.ROLE)
        asked = sum(
            n
            for (of, invited_role, wave), n in found.invited_totals.items()
            if survey is not None
            and wave == survey.wave
            and invited_role in ((role,) if role else survey.roles)
            and of in ((programme,) if programme else found.counted.ask.programmes or plan.used)
        )
        if asked:
            responses[row.by] = Response(answered=min(asked, _count(row)), asked=asked, is_linked=False)
    return responses


def _attended_responses(found: Found) -> dict[Group, Response]:
    """Against those who took part, and it says so."""
    responses = {}
    for row in found.attended.rows if found.attended is not None else ():
        assert isinstance(row.answer, RateAnswer)
        asked = row.answer.buckets.population
        if asked:
            responses[row.by] = Response(answered=row.answer.buckets.met, asked=asked, is_of_attended=True)
    return responses


def _invited_responses(found: Found) -> dict[Group, Response]:
    """Against those invited. Answers without a party count, but never more than were asked."""
    if found.invited is None:
        return {}
    unlinked = {row.by: _count(row) for row in found.unlinked.rows} if found.unlinked else {}
    responses = {}
    for row in found.invited.rows:
        assert isinstance(row.answer, RateAnswer)
        asked, n_unlinked = row.answer.buckets.population, unlinked.get(row.by, 0)
        if asked:
            answered = min(asked, row.answer.buckets.met + n_unlinked)
            responses[row.by] = Response(answered=answered, asked=asked, is_linked=n_unlinked == 0)
    return responses


def _count(row: AnswerRow) -> int:
    assert isinstance(row.answer, CountAnswer)
    return row.answer.value


def response_notes(rows: tuple[PublishedRow, ...]) -> list[str]:
    responses = [row.response for row in rows if row.response is not None]
    notes = []
    for percent, few, then in (
        (policy.NO_VERDICT_RESPONSE_PERCENT, "Fewer than 30 in 100", "no rise, fall or target is called"),
        (policy.LOW_RESPONSE_PERCENT, "Fewer than half", "the others may think differently"),
    ):
        low = [response for response in responses if response.share * 100 < percent.value]
        if low:
            notes.append(f"{few} {_of_whom(low)} answered: {then}.")
            break
    if any(response.is_of_attended for response in responses):
        notes.append("Where nobody says who was invited, answers are set against those who took part.")
    if not all(response.is_linked for response in responses):
        notes.append("Some answers carry no party: they are counted, and never more than were asked.")
    return notes


def _of_whom(responses: Sequence[Response]) -> str:
    """Those who took part were not all asked, and must not be called so."""
    kinds = {response.is_of_attended for response in responses}
    if kinds == {True}:
        return "of those who took part"
    return "of those asked" if kinds == {False} else "of those asked, or of those who took part,"
