"""Who was asked and who answered, under every survey figure."""

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
    shares = [row.response.share * 100 for row in rows if row.response is not None]
    notes = []
    if any(share < policy.NO_VERDICT_RESPONSE_PERCENT.value for share in shares):
        notes.append("Fewer than 30 in 100 of those asked answered: no rise, fall or target is called.")
    elif any(share < policy.LOW_RESPONSE_PERCENT.value for share in shares):
        notes.append("Fewer than half of those asked answered: the others may think differently.")
    if any(row.response is not None and row.response.is_of_attended for row in rows):
        notes.append("Where nobody says who was invited, answers are set against those who took part.")
    if any(row.response is not None and not row.response.is_linked for row in rows):
        notes.append("Some answers carry no party: they are counted, and never more than were asked.")
    return notes
