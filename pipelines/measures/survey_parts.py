"""What makes an answer met, from the items a survey rate names. One place for every survey rate.

Headline: the two agreeing answers out of the five valid ones. With several parts, every part must be answered
(or not apply) and be agreed with; otherwise the response is incomplete, counted and in no rate.
"""

from collections.abc import Sequence

from pipelines.instrument import ITEMS, Item
from pipelines.measures.measure import Bucket, PairedPart, SurveyPart
from pipelines.vocabulary import Role, Wave

EVERYBODY = tuple(Role)
VALID = "('1', '2', '3', '4', '5')"
AGREED = "('4', '5')"
DISAGREED = "('1', '2')"
"""What counts as an answer, as yes and as no, in SQL."""

_NOT_A_PERSON = "('organisation', 'public_body')"


def roles_asked(items: Sequence[Item]) -> tuple[Role, ...]:
    """The roles that are asked every one of these items."""
    return tuple(role for role in Role if all(role in item.roles for item in items))


def roles_asked_any(items: Sequence[Item]) -> tuple[Role, ...]:
    """The roles that are asked at least one of these items."""
    return tuple(role for role in Role if any(role in item.roles for item in items))


def build_buckets(part: SurveyPart) -> tuple[Bucket, ...]:
    """The buckets of a survey rate on one wave's items. A reversed item is met by disagreeing."""
    items = [ITEMS[item_id] for item_id in part.items]
    return _buckets_of_one(items[0]) if len(items) == 1 else _buckets_of_parts(items)


def _buckets_of_one(item: Item) -> tuple[Bucket, ...]:
    agreed = "disagreed or strongly disagreed" if item.is_reversed else "agreed or strongly agreed"
    return (
        Bucket(name="not_applicable", words="said it does not apply", when=f"{item.id} = 'not_applicable'"),
        Bucket(name="unknown", words="left it blank or preferred not to say", when=_is_missing(item)),
        Bucket(name="met", words=agreed, when=_is_met(item)),
        Bucket(name="not_met", words="gave another valid answer"),
    )


def _buckets_of_parts(items: Sequence[Item]) -> tuple[Bucket, ...]:
    apart = [f"{item.id} = 'not_applicable'" for item in items]
    met = [f"({_is_met(item)} OR {does_not})" for item, does_not in zip(items, apart, strict=True)]
    return (
        Bucket(name="not_applicable", words="said that no part applies", when=" AND ".join(apart)),
        Bucket(
            name="unknown",
            words="incomplete: a part left blank or preferred not to say",
            when=" OR ".join(_is_missing(item) for item in items),
        ),
        Bucket(
            name="met", words="agreed or strongly agreed with every part that applies", when=" AND ".join(met)
        ),
        Bucket(name="not_met", words="answered every part that applies, and did not agree with all of them"),
    )


def _is_missing(item: Item) -> str:
    return f"{item.id} IS NULL OR {item.id} = 'prefer_not'"


def _is_met(item: Item) -> str:
    return f"{item.id} IN {DISAGREED if item.is_reversed else AGREED}"


def response_population(part: SurveyPart) -> str:
    """The responses a survey rate is about: of these roles and this wave, on time."""
    people = ["is_person"] if part.is_people_only else []
    return " AND ".join([*_asked(part.roles, part.wave), "NOT is_off_window", *people])


def paired_population(part: PairedPart) -> str:
    """The responses of people who may have answered both times: of these roles and waves, on time."""
    named = ", ".join(f"'{role.value}'" for role in part.roles)
    waves = f"wave IN ('{part.first.value}', '{part.second.value}')"
    return f"role IN ({named}) AND {waves} AND NOT is_off_window AND is_person AND is_linked"


def invitation_population(part: SurveyPart) -> str:
    """The invitations those responses answer."""
    people = [f"party_type NOT IN {_NOT_A_PERSON}"] if part.is_people_only else []
    return " AND ".join([*_asked(part.roles, part.wave), *people])


def _asked(roles: tuple[Role, ...], wave: Wave) -> list[str]:
    named = ", ".join(f"'{role.value}'" for role in roles)
    everybody = set(roles) == set(EVERYBODY)
    return [*([] if everybody else [f"role IN ({named})"]), f"wave = '{wave.value}'"]


def statement_of(item_ids: Sequence[str], wave: Wave) -> str:
    """The words people answered, joined where there are several."""
    return " · ".join(_statement(ITEMS[item_id], wave) for item_id in item_ids)


def _statement(item: Item, wave: Wave) -> str:
    asked_later = wave is Wave.FOLLOW_UP and item.statement_at_follow_up
    return item.statement_at_follow_up if asked_later else item.statement
