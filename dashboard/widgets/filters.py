"""The three filters of every page: period, programme, type of harm. One value each, kept in the address.

Each filter is single-select: filters that combine are what lets a hidden number be worked out by subtraction.
In a release at most two of them are active; a third clears the one chosen longest ago, and the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.widgets.links import explain_other_release
from dashboard.wording import join_words
from pipelines.publication import Choice, DataStatus, Request
from pipelines.vocabulary import Dimension

PERIODS = (
    Choice(code="last-12-months", label="12 months"),
    Choice(code="last-24-months", label="24 months"),
    Choice(code="all", label="All"),
)
"""What a warehouse is asked for; a release says itself what it holds."""

MOST_AT_ONCE = 2
"""Choices that may be active on a page of a release, as many as its tables were protected for."""

_MOST_SEGMENTS = 4
"""More periods than these do not fit beside each other on a phone: they are a list to choose from."""

_EVERY_PROGRAMME = Choice(code="every", label="All programmes")
_EVERY_HARM = Choice(code="every", label="All types")
_LEAST = 2
"""All, and one: the same."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter: its key in the address, its name on the page, and what it offers, the usual one first."""

    key: str
    label: str
    choices: Sequence[Choice]

    @property
    def usual(self) -> Choice:
        return self.choices[0]

    def find(self, label: str | None) -> Choice:
        """The choice of that label; the usual one where there is none."""
        return next((choice for choice in self.choices if choice.label == label), self.usual)


@dataclass(frozen=True, kw_only=True)
class FilterChoice:
    """What the reader chose. `programme` and `offence_category` are None where every one is meant."""

    period: str
    programme: Choice | None = None
    offence_category: Choice | None = None
    address: tuple[tuple[str, str], ...] = ()
    """The filters as a link carries them: key and label."""

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
            compare=compare and self.period != "all",
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


def list_filters(status: DataStatus) -> tuple[Filter, Filter, Filter]:
    """Period, programme and type of harm, with what this source offers."""
    return (
        Filter(key="period", label="Period", choices=status.periods or PERIODS),
        Filter(key="programme", label="Programme", choices=(_EVERY_PROGRAMME, *status.programmes)),
        Filter(key="harm", label="Type of harm", choices=(_EVERY_HARM, *status.offence_categories)),
    )


def show_filters(status: DataStatus) -> FilterChoice:
    """The filters in one row. A value in the address that is not on offer is left out, and said."""
    filters = list_filters(status)
    unknown = [one.label.lower() for one in filters if _is_unknown(one)]
    cleared = _set_back(filters)
    with st.container(key="filters", horizontal=True, gap="small"):
        chosen = {one.key: _choose(one) for one in filters}
    if status.stamp.kind == "release":
        _clear_oldest([one.key for one in filters if chosen[one.key] != one.usual])
    for words in (_explain_unknown(unknown), _explain_cleared(cleared), explain_other_release(status)):
        if words:
            st.info(words, icon=None)
    return _read_choice(filters, chosen)


def _read_choice(filters: Sequence[Filter], chosen: Mapping[str, Choice]) -> FilterChoice:
    narrowed = {one.key: chosen[one.key] for one in filters if chosen[one.key] != one.usual}
    return FilterChoice(
        period=chosen["period"].code,
        programme=narrowed.get("programme"),
        offence_category=narrowed.get("harm"),
        address=(
            ("period", chosen["period"].label),
            *((k, c.label) for k, c in narrowed.items() if k != "period"),
        ),
    )


def _choose(one: Filter) -> Choice:
    """One choice over labels, so that the address reads like the page; none where there is no choice."""
    if len(one.choices) <= _LEAST and one.key != "period":
        return one.usual
    labels = [choice.label for choice in one.choices]
    if one.key == "period" and len(labels) <= _MOST_SEGMENTS:
        return one.find(
            st.segmented_control(
                one.label, labels, default=labels[0], required=True, key=one.key, bind="query-params",
                on_change=_remember_order, args=(one.key,),
            )
        )  # fmt: skip
    return one.find(
        st.selectbox(
            one.label, labels, key=one.key, bind="query-params", width=220,
            on_change=_remember_order, args=(one.key,),
        )
    )  # fmt: skip


def _remember_order(key: str) -> None:
    """Which filter was chosen last, so that the one chosen longest ago can make room."""
    before = [other for other in st.session_state.get("ro_order", []) if other != key]
    st.session_state["ro_order"] = [*before, key]


def _clear_oldest(active: Sequence[str]) -> None:
    """Begin again without the filters beyond the two chosen last: a widget that is made cannot be set."""
    order = st.session_state.get("ro_order", [])
    by_age = sorted(active, key=lambda key: order.index(key) if key in order else -1)
    if len(by_age) > MOST_AT_ONCE:
        st.session_state["ro_set_back"] = by_age[:-MOST_AT_ONCE]
        st.rerun()


def _set_back(filters: Sequence[Filter]) -> list[str]:
    """Set to everything what the run before had to clear; their names, to be said."""
    keys = st.session_state.pop("ro_set_back", [])
    for one in filters:
        if one.key in keys:
            st.session_state[one.key] = one.usual.label
    return [one.label.lower() for one in filters if one.key in keys]


def _is_unknown(one: Filter) -> bool:
    """Before the widget is made: Streamlit drops what it does not know from the address without a word."""
    asked = st.query_params.get(one.key)
    return asked is not None and asked not in {choice.label for choice in one.choices}


def _explain_unknown(unknown: Sequence[str]) -> str:
    if not unknown:
        return ""
    return (
        f"The link you followed asks for something that is not in this data ({', '.join(unknown)}). "
        "It was left out; choose again above."
    )


def _explain_cleared(cleared: Sequence[str]) -> str:
    if not cleared:
        return ""
    return (
        "At most two choices can be combined, to protect people: "
        f"{join_words(list(cleared))} was set back to everything."
    )
