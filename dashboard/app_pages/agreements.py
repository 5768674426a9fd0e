"""What its reader wants answered:

"Did people reach agreements, was what they promised done, and how soon?"

Kept is counted over agreements due by now, overdue ones included. The share of closed ones stands beside it,
because it flatters, and the page says why they differ.
"""

from dashboard.charts.drawings import CURVE, MIX, QUARTERS, RATES
from dashboard.charts.findings import find_each
from dashboard.widgets.actions import show_overdue
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_count, say_rate, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source
from pipelines.vocabulary import Dimension

_WHY_THEY_DIFFER = (
    "Why two figures: the first counts every agreement whose day has come, the overdue ones too. The second "
    "counts only agreements that are closed, so it leaves out those still overdue and looks better."
)
_NOT_A_FAILURE = "A conference without an agreement is not a failure: people may meet to be heard."


def show(source: Source) -> None:
    page = show_head(source, "Agreements")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_count(found["made"], "agreement was made", "agreements were made"),
            say_rate(found["reached"], "conferences with a recorded result ended with an agreement"),
            say_rate(found["kept"], "agreements due by now were kept"),
        ],
        about=found["made"],
    )
    show_if_empty(page, [found["made"]])
    reached, kept, curve, *others = _build_panels(found)
    show_panels(page, [reached, kept])
    show_overdue(page)
    show_panel(page, curve)
    show_panels(page, _build_promised(found))
    for panel in others:
        show_panel(page, panel)
    show_foot(source, page)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    kind = (Dimension.OBLIGATION_TYPE,)
    return {
        "made": choice.ask("agreements_made"),
        "reached": choice.ask("agreement_reached_rate"),
        "kept": choice.ask("agreement_completion_rate"),
        "closed": choice.ask("agreement_completion_rate_closed"),
        "on_time": choice.ask("on_time_completion_rate"),
        "changed": choice.ask("renegotiated_share"),
        "told": choice.ask("harmed_informed_rate"),
        "backed": choice.ask("community_backing_rate"),
        "curve": choice.ask("completion_by_day"),
        "obligations": choice.ask("obligation_completion_rate", by=kind),
        "mix": choice.ask("obligation_mix", by=kind),
        "quarters": choice.over_all_dates().ask("agreement_completion_rate", by=(Dimension.PERIOD,)),
    }


def _build_promised(found: dict[str, PublishedTable]) -> list[Panel]:
    """How agreements are kept, and who knows and helps."""
    kept, told = [found["on_time"], found["changed"]], [found["told"], found["backed"]]
    return [
        Panel(
            key="on-time",
            drawing=RATES,
            tables=kept,
            measures="Agreements kept in time, and those that were changed",
            title=find_each(kept),
        ),
        Panel(
            key="told",
            drawing=RATES,
            tables=told,
            measures="Harmed parties told how it ended; promises with somebody named to help",
            title=find_each(told),
        ),
    ]


def _build_panels(found: dict[str, PublishedTable]) -> list[Panel]:
    """In the order of the page."""
    return [
        Panel(
            key="reached",
            drawing=RATES,
            tables=[found["reached"]],
            measures="Conferences that ended with an agreement",
            notes=[_NOT_A_FAILURE],
        ),
        Panel(
            key="kept",
            drawing=RATES,
            tables=[found["kept"], found["closed"]],
            measures="Agreements kept, of those due and of those closed",
            title=find_each([found["kept"], found["closed"]]),
            notes=[_WHY_THEY_DIFFER],
        ),
        Panel(
            key="curve",
            drawing=CURVE,
            tables=[found["curve"]],
            measures="Agreements completed, by time since they were made, with 95% bands",
            with_table=True,
        ),
        Panel(
            key="obligations",
            drawing=RATES,
            tables=[found["obligations"]],
            measures="Promises kept, of those due, by kind of promise",
        ),
        Panel(key="mix", drawing=MIX, tables=[found["mix"]], measures="What was promised"),
        Panel(
            key="quarters",
            drawing=QUARTERS,
            tables=[found["quarters"]],
            measures="Agreements kept, of those due, by the quarter they were made in",
        ),
    ]
