"""What its reader wants answered:

"Is this reaching everyone fairly, do sites differ by more than chance, and are we improving or just "
"different?"

Sites and groups keep the order of their names: never a league table. What differs is said, never why.
"""

from dataclasses import replace

from dashboard.charts.drawings import CONTROL, FUNNEL, MARKS, RATES
from dashboard.role_words import say
from dashboard.widgets.comparisons import PLACES, Compared, show_comparison
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import show_words
from pipelines.publication import Funnel, NoChart, PublishedTable, Request, Source
from pipelines.vocabulary import Dimension

_NO_LEAGUE = (
    "Places and groups are in the order of their names, not of their figures. They take on different cases, "
    "so a difference says nothing about how well anybody works."
)
_BY_CHANCE = (
    "1× is everybody’s share. Of twenty groups that are really the same, the range of about one would still "
    "leave it out, by chance alone."
)
_OVER_TIME = "Points inside one another’s ranges are no clear change."


def show(source: Source) -> None:
    page = show_head(source, "Compare")
    compared = show_comparison(source.load_definitions())
    meaning = compared.meaning
    found = page.load(_ask(page.choice, compared))
    show_words(page, f"{meaning.question} {_say_extent(found['places'])}")
    panels = _build_panels(found, compared)
    show_panel(page, panels[0])
    show_panels(page, panels[1:3])
    show_panel(page, panels[3])
    whose = () if compared.role is None else (("whose", say(compared.role.label)),)
    show_foot(source, page, (("compared", meaning.title), ("group", compared.group.label), *whose))


def _ask(choice: FilterChoice, compared: Compared) -> dict[str, Request]:
    by, name, where = (compared.group,), compared.meaning.name, compared.where
    return {
        "places": replace(choice.ask(name, by=by, where=where), variation=compared.group in PLACES),
        "entering": choice.ask("entry_rate_ratio", by=by),
        "keeping": choice.ask("completion_rate_ratio", by=by),
        "quarters": replace(
            choice.over_all_dates().ask(name, by=(Dimension.PERIOD,), where=where), variation=True
        ),
    }


def _say_extent(table: PublishedTable) -> str:
    shown = sum(row.cell.state == "shown" for row in table.rows)
    return f"{shown} of {len(table.rows)} groups have enough to be shown."


def _say_why_none(table: PublishedTable, chart: str) -> list[str]:
    """Why there is too little to tell chance from difference, where that is so."""
    return [f"No {chart} is drawn. {table.variation.why}"] if isinstance(table.variation, NoChart) else []


def _build_panels(found: dict[str, PublishedTable], compared: Compared) -> list[Panel]:
    """In the order of the page."""
    by, of = compared.group.label.lower(), compared.meaning.title
    if compared.role is not None:
        of = f"{of} ({say(compared.role.label).lower()})"
    return [
        Panel(
            key="places",
            drawing=FUNNEL if isinstance(found["places"].variation, Funnel) else RATES,
            tables=[found["places"]],
            measures=f"{of}, by {by}",
            notes=[_NO_LEAGUE, *_say_why_none(found["places"], "funnel plot")],
        ),
        Panel(
            key="entering",
            drawing=MARKS,
            tables=[found["entering"]],
            measures=f"Referrals accepted, each group against everybody, by {by}",
            notes=[_BY_CHANCE],
        ),
        Panel(
            key="keeping",
            drawing=MARKS,
            tables=[found["keeping"]],
            measures=f"Cases with every agreement kept, each group against everybody, by {by}",
            notes=[_BY_CHANCE],
        ),
        Panel(
            key="quarters",
            drawing=CONTROL,
            tables=[found["quarters"]],
            measures=f"{of}, by quarter",
            notes=[_OVER_TIME, *_say_why_none(found["quarters"], "control chart")],
        ),
    ]
