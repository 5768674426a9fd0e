"""What its reader wants answered:

"How much of what was agreed did the people harmed actually get, and what became of the rest?"

Amounts of different currencies are never added. Collected stands beside paid in full: a few large debts can
hide many small ones that were cleared, and the other way round.
"""

from dashboard.widgets.drawings import FLOW, RATES
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_money, say_rate, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source

_INSTALMENTS = (
    "A promise of money is overdue from its last due day on. Instalments that are late before that day "
    "cannot be seen here."
)
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
    show_panel(page, flow)
    show_panels(page, [collected, in_full])
    show_panel(page, waived)
    show_foot(source)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    return {
        "flow": choice.ask("restitution_flow"),
        "collected": choice.ask("restitution_collected_rate"),
        "in_full": choice.ask("paid_in_full_rate"),
        "waived": choice.ask("restitution_waived_share"),
    }


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
