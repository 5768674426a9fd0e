"""What its reader wants answered:

"For our money, how many people took part, did they do what they promised, and what did they say?"

For a board: one page, in the order of the impact report, with what it does not show.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboard.charts.drawings import CHANGES, FLOW, RATES
from dashboard.charts.findings import explain_majority, find_each, find_majorities
from dashboard.report.build import build_document
from dashboard.report.making import form_of
from dashboard.report.narrative import LIMITS, READING
from dashboard.report.plan import KEPT, MONEY, SAFE, SAID
from dashboard.report.settings import ReportSettings
from dashboard.widgets.figure_card import Card, show_cards
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import Page, show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.report_files import show_report_files
from dashboard.widgets.sentence import say_count, say_money, say_rate, show_if_empty, show_sentence
from pipelines.publication import Audience, PublishedTable, Request, Source
from pipelines.vocabulary import Dimension, Perspective

_LIMITS = (*LIMITS, READING[0])


_FROM_A_RELEASE = (
    '<p class="ro-words">The impact report is a file for people outside the programme, so it is made from a '
    "protected release: <code>outcomes release</code>, then <code>outcomes report</code>.</p>"
)


def show(source: Source, settings: Callable[[], ReportSettings] = ReportSettings) -> None:
    """`settings` reads what the programme says of its report, when one is made."""
    page = show_head(source, "Impact summary")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_count(found["people"], "person took part", "people took part"),
            say_rate(found["agreement_completion_rate"], "agreements due by now were kept"),
            say_money(found["collected"], "restitution due by now was paid"),
        ],
        about=found["people"],
    )
    show_if_empty(page, [found["people"]])
    _show_report(page, settings)
    show_cards(page, _build_cards(found))
    kept, restitution = _promised(found)
    show_panel(page, kept)
    show_panels(page, [_said(side, found) for side in SAID])
    show_panels(page, _safety_and_change(found))
    show_panel(page, restitution)
    _show_limits(page)
    show_foot(source, page)


def _show_report(page: Page, settings: Callable[[], ReportSettings]) -> None:
    """Everything a board reads, in one file: from a release only, as a report goes to others."""
    with st.container(key="impact-report"):
        if page.source.audience is Audience.MANAGER:
            st.html(_FROM_A_RELEASE)
        else:
            show_report_files(partial(_make_report, page, settings))


def _make_report(page: Page, settings: Callable[[], ReportSettings], suffix: str) -> bytes:
    """The report of the programme and the year that are chosen on the page, else of those in report.toml."""
    said, choice = settings(), page.choice
    programme = choice.programme.code if choice.programme else said.programme
    if programme != said.programme:
        # The name, the box and the logo of a file are of the programme that it names.
        said = replace(said, name="", logo="", own_words="", approved_by="")
    chosen = replace(
        said, programme=programme, period=choice.period if choice.period.isdecimal() else said.period
    )
    return form_of(suffix).write(build_document([page.source], chosen))


def _ask(choice: FilterChoice) -> dict[str, Request]:
    side = Dimension.PERSPECTIVE
    return {
        "people": choice.ask("people_taking_part", compare=True),
        "people_by_role": choice.ask("people_taking_part", by=(Dimension.ROLE,)),
        "conferences": choice.ask("conferences_held", compare=True),
        "agreements": choice.ask("agreements_made", compare=True),
        "hours": choice.ask("hours_completed", compare=True),
        "cost": choice.ask("cost_per_person_taking_part"),
        "collected": choice.ask("restitution_collected_rate"),
        **{name: choice.ask(name, by=panel.by) for panel in (KEPT, MONEY, SAFE) for name in panel.measures},
        "change": choice.ask("change_before_after"),
        **{
            f"{who}-{measure}": choice.ask(measure, where=((side, who.value),))
            for who, measures in SAID.items()
            for measure in measures
        },
    }


def _build_cards(found: dict[str, PublishedTable]) -> list[Card]:
    return [
        Card(label="People taking part", table=found["people"], parts=found["people_by_role"]),
        Card(label="Conferences held", table=found["conferences"]),
        Card(label="Agreements made", table=found["agreements"]),
        Card(label="Hours of service done", table=found["hours"]),
        Card(label="Cost for each person who took part", table=found["cost"]),
    ]


def _promised(found: dict[str, PublishedTable]) -> tuple[Panel, Panel]:
    promised = [found[name] for name in KEPT.measures]
    return (
        Panel(
            key="kept",
            drawing=RATES,
            tables=promised,
            measures=KEPT.about,
            title=find_each(promised),
        ),
        Panel(
            key="flow",
            drawing=FLOW,
            tables=[found[name] for name in MONEY.measures],
            measures=MONEY.about,
        ),
    )


def _said(side: Perspective, found: dict[str, PublishedTable]) -> Panel:
    tables = [found[f"{side}-{measure}"] for measure in SAID[side]]
    measures = f"{side.label}, of those who answered"
    finding = find_majorities(tables, measures)
    return Panel(
        key=f"said-{side}",
        drawing=RATES,
        tables=tables,
        measures=measures,
        title=finding,
        notes=explain_majority(finding),
    )


def _safety_and_change(found: dict[str, PublishedTable]) -> list[Panel]:
    safe = [found[name] for name in SAFE.measures]
    return [
        Panel(
            key="safety",
            drawing=RATES,
            tables=safe,
            measures=SAFE.about,
            title=find_majorities(safe, "Safety"),
        ),
        Panel(
            key="change",
            drawing=CHANGES,
            tables=[found["change"]],
            measures="How much it affects daily life, in the same people before and after",
        ),
    ]


def _show_limits(page: Page) -> None:
    with st.container(border=True, key="panel-limits"):
        st.header("What these figures do not show", anchor=False)
        items = "".join(f"<li>{escape(one)}</li>" for one in _LIMITS)
        st.html(f'<div class="ro-about"><ul>{items}</ul></div>')
