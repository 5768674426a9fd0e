"""What its reader wants answered:

"How many people took part, did what was promised happen, and how was it for them?"

For a manager on Monday and a funder before a board meeting: one sentence, five headlines, then the stories.
"""

from dashboard.charts.drawings import CURVE, FLOW, LIKERT, PATHWAY, QUARTERS
from dashboard.widgets.figure_card import Card, show_cards
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_count, say_money, say_rate, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source
from pipelines.vocabulary import Dimension, Role, Wave

STATEMENTS = ("answers_g7", "answers_g10", "answers_g1", "answers_g4")
"""Treated with respect, felt safe, satisfied overall, fair to me: asked of everybody after a conference."""

_HARMED = ((Dimension.ROLE, Role.HARMED.value),)
_AFTER = ((Dimension.WAVE, Wave.AFTER.value),)


def show(source: Source) -> None:
    page = show_head(source, "Programme outcomes")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_count(found["people"], "person took part", "people took part"),
            say_rate(found["kept"], "agreements due by now were kept"),
            say_money(found["collected"], "restitution due by now was paid"),
        ],
        about=found["people"],
    )
    show_if_empty(page, [found["people"]])
    show_cards(
        page,
        [
            Card(label="People taking part", table=found["people"], parts=found["people_by_role"]),
            Card(label="Harmed parties who would choose it again", table=found["again"]),
            Card(label="People who felt safe", table=found["safe"]),
            Card(label="Agreements kept", table=found["kept"]),
            Card(label="Restitution due that was paid", table=found["collected"], beside=found["in_full"]),
        ],
    )
    show_panels(page, [_pathway(found), _curve(found)])
    show_panel(page, _likert(found))
    show_panels(page, [_flow(found), _response(found)])
    show_foot(source, page)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    side = Dimension.PERSPECTIVE
    return {
        "people": choice.ask("people_taking_part", compare=True),
        "people_by_role": choice.ask("people_taking_part", by=(Dimension.ROLE,)),
        "again": choice.ask("choose_again_rate", where=_HARMED, compare=True),
        "safe": choice.ask("felt_safe_rate", by=(side,), compare=True),
        "kept": choice.ask("agreement_completion_rate", compare=True),
        "collected": choice.ask("restitution_collected_rate", compare=True),
        "in_full": choice.ask("paid_in_full_rate"),
        "pathway": choice.ask("pathway"),
        "curve": choice.ask("completion_by_day"),
        "flow": choice.ask("restitution_flow"),
        "response": choice.over_all_dates().ask("response_rate", by=(side, Dimension.PERIOD), where=_AFTER),
        **{item: choice.ask(item, by=(side,)) for item in STATEMENTS},
    }


def _pathway(found: dict[str, PublishedTable]) -> Panel:
    return Panel(key="pathway", drawing=PATHWAY, tables=[found["pathway"]], measures="Cases at each stage")


def _flow(found: dict[str, PublishedTable]) -> Panel:
    measures = "Restitution agreed, and where it stands"
    return Panel(key="flow", drawing=FLOW, tables=[found["flow"]], measures=measures)


def _curve(found: dict[str, PublishedTable]) -> Panel:
    measures = "Agreements completed, by time since they were made, with 95% bands"
    return Panel(key="curve", drawing=CURVE, tables=[found["curve"]], measures=measures, with_table=True)


def _likert(found: dict[str, PublishedTable]) -> Panel:
    measures = "What people answered after their conference"
    return Panel(key="likert", drawing=LIKERT, tables=[found[item] for item in STATEMENTS], measures=measures)


def _response(found: dict[str, PublishedTable]) -> Panel:
    measures = "People asked after the conference who answered, by quarter"
    return Panel(key="response", drawing=QUARTERS, tables=[found["response"]], measures=measures)
