"""What to compare, whose, and by what: choices of one value each, kept in the address."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.role_words import say
from pipelines.publication import Definition
from pipelines.vocabulary import Dimension, Role, Wave

COMPARED = (
    "agreement_completion_rate",
    "conference_rate",
    "any_exchange_rate",
    "paid_in_full_rate",
    "choose_again_rate",
    "felt_safe_rate",
    "respect_rate",
    "preparation_rate",
    "response_rate",
)
"""Measures worth setting side by side; those a source does not have are not on offer."""

GROUPS = (
    *(Dimension.SITE, Dimension.PROGRAMME, Dimension.REFERRAL_SOURCE, Dimension.STAGE),
    *(Dimension.OFFENCE_CATEGORY, Dimension.HARMED_KIND, Dimension.HARMED_TOOK_PART),
)
"""Never a facilitator: nobody is compared by name."""


PLACES = (Dimension.SITE, Dimension.PROGRAMME)
"""Where a funnel says whether more than chance is at work."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What was chosen: the measure, by what, and of whom where it is told apart by role."""

    meaning: Definition
    group: Dimension
    role: Role | None

    @property
    def where(self) -> tuple[tuple[Dimension, str], ...]:
        """Of one role and, where people are asked more than once, of the answers after the conference."""
        if self.role is None:
            return ()
        has_waves = Dimension.WAVE in self.meaning.breakdowns and self.meaning.unit == "invitation"
        return (
            (Dimension.ROLE, self.role.value),
            *([(Dimension.WAVE, Wave.AFTER.value)] if has_waves else []),
        )


def show_comparison(definitions: Sequence[Definition]) -> Compared:
    """What was chosen. Several roles are never one share, so of a measure that has roles one is chosen."""
    named = {meaning.name: meaning for meaning in definitions}
    measures = {named[name].title: named[name] for name in COMPARED if name in named}
    groups = {say(group.label): group for group in GROUPS}
    with st.container(key="filters-comparison", horizontal=True, gap="small"):
        title = st.selectbox("Compare", list(measures), key="compared", bind="query-params", width=360)
        group = st.selectbox("By", list(groups), key="group", bind="query-params", width=240)
        meaning = measures.get(title or "", next(iter(measures.values())))
        role = _choose_role() if Dimension.ROLE in meaning.breakdowns else None
    return Compared(meaning=meaning, group=groups.get(group or "", GROUPS[0]), role=role)


def _choose_role() -> Role:
    roles = {say(role.label): role for role in Role}
    chosen = st.selectbox("Whose", list(roles), key="whose", bind="query-params", width=240)
    return roles.get(chosen or "", Role.HARMED)
