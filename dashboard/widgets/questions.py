"""One question to the source, put together by the reader: measure, breakdown, whose view, and basis.

Each choice is one value and kept in the address. What a measure does not allow is never on offer.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.role_words import say
from dashboard.widgets.definitions import name_family
from dashboard.widgets.filters import FilterChoice
from dashboard.wording import label_of
from pipelines.publication import Definition, Request
from pipelines.vocabulary import Basis, Dimension, Perspective

FIRST = "agreement_completion_rate"
"""What is shown before anything is chosen."""

NOTHING = "Nothing: one figure"
EVERYBODY = "Everybody"
_SIDES = (Perspective.HARMED, Perspective.RESPONSIBLE, Perspective.COMMUNITY)


def show_question(definitions: Sequence[Definition], choice: FilterChoice) -> tuple[Request, dict[str, str]]:
    """The request, and what was chosen as a link carries it."""
    names = name_measures(definitions)
    with st.container(key="filters-question", horizontal=True, gap="small"):
        title = _choose("Measure", "measure", _lead_with(names, FIRST), width=420)
        meaning = names[title]
        by = _choose("Broken down by", "by", [NOTHING, *_list_breakdowns(meaning)])
        side = _choose("Whose answers", "side", _list_sides(meaning, by))
        basis = _choose("Counted in", "basis", [basis.label for basis in _list_bases(meaning)], width=380)
    chosen = {"measure": title, "by": by, "side": side, "basis": basis}
    asked = choice.ask(
        meaning.name, by=_find_breakdown(meaning, by), where=_find_side(side), compare=by == NOTHING
    )
    return (
        Request(
            measure=asked.measure,
            by=asked.by,
            where=asked.where,
            period=asked.period,
            basis=_find_basis(meaning, basis),
            compare=asked.compare,
        ),
        chosen,
    )


def name_measures(definitions: Sequence[Definition]) -> Mapping[str, Definition]:
    """Each measure under its family and title; with its name where two would read the same."""
    titles = [f"{name_family(meaning.family)}: {meaning.title}" for meaning in definitions]
    return {
        title if titles.count(title) == 1 else f"{title} ({meaning.name})": meaning
        for title, meaning in zip(titles, definitions, strict=True)
    }


def _lead_with(names: Mapping[str, Definition], first: str) -> list[str]:
    """Every measure in the catalogue's order, but for the one that is shown at first."""
    return sorted(names, key=lambda title: names[title].name != first)


def _choose(label: str, key: str, options: Sequence[str], width: int = 240) -> str:
    """A select box; none where there is nothing to choose."""
    if len(options) == 1:
        return options[0]
    if st.session_state.get(key) not in options:
        # Another measure has other breakdowns: what it does not have goes back to the first, never to an
        # error.
        st.session_state.pop(key, None)
    return st.selectbox(label, options, key=key, bind="query-params", width=width) or options[0]


def _list_breakdowns(meaning: Definition) -> list[str]:
    return [say(dimension.label) for dimension in meaning.breakdowns]


def _find_breakdown(meaning: Definition, label: str) -> tuple[Dimension, ...]:
    return tuple(dimension for dimension in meaning.breakdowns if say(dimension.label) == label)


def _list_sides(meaning: Definition, by: str) -> list[str]:
    """Whose answers; nothing to choose where the measure has no sides, or is broken down by them."""
    if Dimension.PERSPECTIVE not in meaning.breakdowns or meaning.perspective != Perspective.EVERYONE:
        return [EVERYBODY]
    if by in (Dimension.PERSPECTIVE.label, Dimension.ROLE.label):
        return [EVERYBODY]
    return [EVERYBODY, *(say(side.label) for side in _SIDES)]


def _find_side(label: str) -> tuple[tuple[Dimension, str], ...]:
    codes = {label_of(Dimension.PERSPECTIVE, side.value): side.value for side in _SIDES}
    return ((Dimension.PERSPECTIVE, codes[label]),) if label in codes else ()


def _list_bases(meaning: Definition) -> list[Basis]:
    return [meaning.basis, *(basis for basis in meaning.bases if basis != meaning.basis)]


def _find_basis(meaning: Definition, label: str) -> Basis:
    return next((basis for basis in meaning.bases if basis.label == label), meaning.basis)
