"""What to compare, and by what: two choices of one value each, kept in the address."""

from collections.abc import Sequence

import streamlit as st

from dashboard.role_words import say
from pipelines.publication import Definition
from pipelines.vocabulary import Dimension

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


def show_comparison(definitions: Sequence[Definition]) -> tuple[Definition, Dimension]:
    """The measure and the dimension that were chosen."""
    named = {meaning.name: meaning for meaning in definitions}
    measures = {named[name].title: named[name] for name in COMPARED if name in named}
    groups = {say(group.label): group for group in GROUPS}
    with st.container(key="filters-comparison", horizontal=True, gap="small"):
        title = st.selectbox("Compare", list(measures), key="compared", bind="query-params", width=360)
        group = st.selectbox("By", list(groups), key="group", bind="query-params", width=240)
    return measures.get(title or "", next(iter(measures.values()))), groups.get(group or "", GROUPS[0])
