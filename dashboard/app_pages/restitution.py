"""What its reader wants answered:

"How much of what was agreed did the people harmed actually get, and what became of the rest?"

Amounts of different currencies are never added. Collected stands beside paid in full: a few large debts can
hide many small ones that were cleared, and the other way round.
"""

from dashboard.charts.drawings import CURVE, FLOW, MARKS, RATES
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_money, say_rate, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source

_INSTALMENTS = (
    "A promise of money is overdue from its last due day on. Instalments that are late before that day "
    "cannot be seen here."
)
_NEVER_PRICED = "Hours, things and tasks stand apart and are never given a price."
_WAIVED = (
    "What was waived is neither paid nor owed. The chart at the top also counts what was reduced when a "
    "promise was changed, so its first part is larger."
)


def show(source: Source) -> None:
    page = show_head(source, "Restitution")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_money(found["collected"], "restitution due by now was paid"),
            say_rate(found["in_full"], "promises of money due by now were paid in full"),
        ],
        about=found["flow"],
    )
    show_if_empty(page, [found["flow"]])
    flow, collected, in_full, waived = _build_panels(found)
    arrears, curve, received, in_kind, agreed = _build_more(found)
    show_panel(page, flow)
    show_panels(page, [collected, in_full])
    show_panel(page, arrears)
    show_panel(page, curve)
    show_panels(page, [received, in_kind])
    show_panels(page, [agreed, waived])
    show_foot(source, page)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    return {
        "flow": choice.ask("restitution_flow"),
        "collected": choice.ask("restitution_collected_rate"),
        "in_full": choice.ask("paid_in_full_rate"),
        "arrears": choice.ask("arrears_by_age"),
        "curve": choice.ask("paid_in_full_by_day"),
        "received": choice.ask("restitution_disbursed_rate"),
        "in_kind": choice.ask("in_kind_completion_rate"),
        "agreed": choice.ask("restitution_agreed"),
        "waived": choice.ask("restitution_waived_share"),
    }


def _build_more(found: dict[str, PublishedTable]) -> list[Panel]:
    """How late, how soon, what arrived, what was done in kind, and how large promises are."""
    return [
        Panel(
            key="arrears",
            drawing=FLOW,
            tables=[found["arrears"]],
            measures="Restitution overdue, by how long",
        ),
        Panel(
            key="curve",
            drawing=CURVE,
            tables=[found["curve"]],
            measures="Promises of money paid in full, by time since they were made, with 95% bands",
            with_table=True,
        ),
        Panel(
            key="received",
            drawing=RATES,
            tables=[found["received"]],
            measures="Of the money collected, what reached the harmed party",
        ),
        Panel(
            key="in-kind",
            drawing=MARKS,
            tables=[found["in_kind"]],
            measures="Work in kind done, of what was promised and due",
            notes=[_NEVER_PRICED],
        ),
        Panel(
            key="agreed",
            drawing=MARKS,
            tables=[found["agreed"]],
            measures="Money promised: the middle amount, and the middle half of them",
        ),
    ]


def _build_panels(found: dict[str, PublishedTable]) -> list[Panel]:
    """In the order of the page."""
    return [
        Panel(
            key="flow",
            drawing=FLOW,
            tables=[found["flow"]],
            measures="Restitution agreed, and where it stands",
            notes=[_INSTALMENTS],
        ),
        Panel(
            key="collected",
            drawing=RATES,
            tables=[found["collected"]],
            measures="Money paid, of the money due",
        ),
        Panel(
            key="in-full",
            drawing=RATES,
            tables=[found["in_full"]],
            measures="Promises of money paid in full, of those due",
        ),
        Panel(
            key="waived",
            drawing=RATES,
            tables=[found["waived"]],
            measures="Money waived, of the money first agreed",
            notes=[_WAIVED],
        ),
    ]
