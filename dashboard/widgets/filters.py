"""The three filters of every page: period, programme, type of harm. One value each, kept in the address.

Each filter is single-select: filters that combine are what lets a hidden number be worked out by subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from pipelines.publication import Choice, DataStatus, Request
from pipelines.vocabulary import Dimension

PERIODS = (
    Choice(code="last-12-months", label="12 months"),
    Choice(code="last-24-months", label="24 months"),
    Choice(code="all", label="All"),
)
_EVERY_PROGRAMME = Choice(code="every", label="All programmes")
_EVERY_HARM = Choice(code="every", label="All types")
_LEAST = 2
"""All, and one: the same."""


@dataclass(frozen=True, kw_only=True)
class FilterChoice:
    """What the reader chose. `programme` and `offence_category` are None where every one is meant."""

    period: str
    programme: Choice | None = None
    offence_category: Choice | None = None

    def ask(
        self,
        measure: str,
        *,
        by: tuple[Dimension, ...] = (),
        where: tuple[tuple[Dimension, str], ...] = (),
        compare: bool = False,
    ) -> Request:
        """A request for one measure inside this choice, on the measure's own basis."""
        chosen = (
            (Dimension.PROGRAMME, self.programme),
            (Dimension.OFFENCE_CATEGORY, self.offence_category),
        )
        narrowed = tuple((dimension, choice.code) for dimension, choice in chosen if choice is not None)
        return Request(
            measure=measure,
            by=by,
            where=where + narrowed,
            period=self.period,
            compare=compare,
        )

    def over_all_dates(self) -> "FilterChoice":
        """The same choice for a chart that shows every quarter anyway."""
        return replace(self, period="all")

    @property
    def place(self) -> str:
        """Programme and type of harm in words, for subtitles and the address of a figure."""
        programme = self.programme.label if self.programme else "all programmes"
        harm = self.offence_category.label.lower() if self.offence_category else "all types of harm"
        return f"{programme}, {harm}"


def show_filters(status: DataStatus) -> FilterChoice:
    """The filters in one row. A value in the address that is not on offer is left out, and said."""
    programmes = (_EVERY_PROGRAMME, *status.programmes)
    harms = (_EVERY_HARM, *status.offence_categories)
    unknown = [
        label
        for key, label, choices in (
            ("period", "period", PERIODS),
            ("programme", "programme", programmes),
            ("harm", "type of harm", harms),
        )
        if _is_unknown(key, choices)
    ]
    with st.container(key="filters", horizontal=True, gap="small"):
        period = st.segmented_control(
            "Period",
            [choice.label for choice in PERIODS],
            default=PERIODS[0].label,
            required=True,
            key="period",
            bind="query-params",
        )
        programme = _choose("Programme", "programme", programmes)
        harm = _choose("Type of harm", "harm", harms)
    if unknown:
        st.info(_explain_unknown(unknown), icon=None)
    return FilterChoice(
        period=next((choice.code for choice in PERIODS if choice.label == period), PERIODS[0].code),
        programme=None if programme == _EVERY_PROGRAMME else programme,
        offence_category=None if harm == _EVERY_HARM else harm,
    )


def _choose(label: str, key: str, choices: Sequence[Choice]) -> Choice:
    """One select box over labels, so that the address reads like the page; none where there is no choice."""
    if len(choices) <= _LEAST:
        return choices[0]
    chosen = st.selectbox(
        label, [choice.label for choice in choices], key=key, bind="query-params", width=220
    )
    return next((choice for choice in choices if choice.label == chosen), choices[0])


def _is_unknown(key: str, choices: Sequence[Choice]) -> bool:
    """Before the widget is made: Streamlit drops what it does not know from the address without a word."""
    asked = st.query_params.get(key)
    return asked is not None and asked not in {choice.label for choice in choices}


def _explain_unknown(unknown: Sequence[str]) -> str:
    return (
        f"The link you followed asks for something that is not in this data ({', '.join(unknown)}). "
        "It was left out; choose again above."
    )
