"""What its reader wants answered:

"Were people heard, were they better off for it, and how many did you ask?"

Harmed parties, responsible parties and community stand side by side, never as a race. How many were asked and
how many answered stands under every figure.
"""

from collections.abc import Sequence

from dashboard.charts.drawings import CHANGES, LIKERT, MARKS, QUARTERS, RATES
from dashboard.charts.findings import explain_majority, find_bounds, find_changes, find_gaps, find_majorities
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_rate, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source
from pipelines.vocabulary import Dimension, Perspective, Role, Wave

BENEFITS = {
    Perspective.HARMED: tuple(f"benefit_h{n}_rate" for n in range(1, 7)),
    Perspective.RESPONSIBLE: tuple(f"benefit_r{n}_rate" for n in range(1, 6)),
    Perspective.COMMUNITY: tuple(f"benefit_c{n}_rate" for n in range(1, 4)),
}
AIMS = tuple(f"aim_f{n}_rate" for n in range(1, 5))
GENERAL = tuple(
    f"{what}_rate" for what in ("overall_satisfaction", "recommend", "choose_again", "felt_safe", "respect")
)
STATEMENTS = tuple(f"answers_g{n}" for n in (1, 3, 4, 7, 10, 16))

CHANGED = ("change_before_after", "change_before_follow_up", "change_accountability", "change_connected")
LASTED = ("change_community_safe", "durability", "durability_safe", "durability_say")
GAPS = ("perspective_gap", "perspective_gap_community")
BOUNDS = ("non_response_bounds", "non_response_bounds_safe")

_SAME_PEOPLE = "Only people who answered both times. It says what changed, not what changed it."
_GAP = (
    "A gap of 0 would mean that both sides agreed as often. Over the statements that both were asked, and "
    "only "
    "conferences where both answered."
)
_BOUNDS = (
    "The low end is the share if everybody who did not answer had said no, the high end if all of them "
    "had said "
    "yes. The mark is the share of those who did answer."
)
_SATISFIED = (
    "A conference counts where at least two perspectives answered, and as yes where all that did are "
    "satisfied."
)
_WHO_THEY_ARE = "These are people who took part, not the whole community."
_AFTER = ((Dimension.WAVE, Wave.AFTER.value),)
_HARMED = ((Dimension.ROLE, Role.HARMED.value),)
_RESPONSIBLE = ((Dimension.ROLE, Role.RESPONSIBLE.value),)


def show(source: Source) -> None:
    page = show_head(source, "What people said")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_rate(found["harmed"], "harmed parties who answered would choose it again"),
            say_rate(found["responsible"], "responsible parties who answered would choose it again"),
        ],
        about=found["harmed"],
    )
    show_if_empty(page, [found["harmed"], found["responsible"], found[AIMS[0]]])
    show_panels(page, [_build_benefits(perspective, found) for perspective in BENEFITS])
    *first, response = _build_panels(found)
    for panel in first:
        show_panel(page, panel)
    show_panels(page, _build_changes(found))
    show_panels(page, _build_agreement(found))
    show_panels(page, [_build_bounds(found), response])
    show_foot(source, page)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    side = Dimension.PERSPECTIVE
    return {
        "harmed": choice.ask("choose_again_rate", where=_HARMED),
        "responsible": choice.ask("choose_again_rate", where=_RESPONSIBLE),
        "response": choice.over_all_dates().ask("response_rate", by=(side, Dimension.PERIOD), where=_AFTER),
        **{
            # Some of what is asked of the community is asked of harmed parties too: each side by itself.
            measure: choice.ask(measure, where=((side, perspective.value),))
            for perspective, measures in BENEFITS.items()
            for measure in measures
        },
        **{measure: choice.ask(measure, by=(side,)) for measure in (*AIMS, *GENERAL, *STATEMENTS, *BOUNDS)},
        **{measure: choice.ask(measure) for measure in (*CHANGED, *LASTED, *GAPS, "conference_concordance")},
    }


def _build_benefits(perspective: Perspective, found: dict[str, PublishedTable]) -> Panel:
    about = [_WHO_THEY_ARE] if perspective is Perspective.COMMUNITY else []
    return _build_rates(
        f"benefits-{perspective}",
        f"{perspective.label}, what taking part is meant to bring",
        _pick(found, BENEFITS[perspective]),
        about,
    )


def _build_panels(found: dict[str, PublishedTable]) -> list[Panel]:
    """Under the benefits, in the order of the page."""
    return [
        _build_rates("aims", "The facilitator’s four aims, by perspective", _pick(found, AIMS)),
        _build_rates("general", "What everybody was asked, by perspective", _pick(found, GENERAL)),
        Panel(
            key="likert",
            drawing=LIKERT,
            tables=_pick(found, STATEMENTS),
            measures="Every answer, by perspective",
        ),
        Panel(
            key="response",
            drawing=QUARTERS,
            tables=[found["response"]],
            measures="People asked after the conference who answered, by quarter",
        ),
    ]


def _build_changes(found: dict[str, PublishedTable]) -> list[Panel]:
    sets = (("changed", CHANGED, "Before and after"), ("lasted", LASTED, "After, and months later"))
    return [
        Panel(
            key=key,
            drawing=CHANGES,
            tables=_pick(found, measures),
            measures=f"{words}, in the same people",
            title=find_changes(_pick(found, measures), words),
            notes=[_SAME_PEOPLE],
        )
        for key, measures, words in sets
    ]


def _build_agreement(found: dict[str, PublishedTable]) -> list[Panel]:
    """Whether the perspectives agree: over all, and conference by conference."""
    return [
        Panel(
            key="gaps",
            drawing=MARKS,
            tables=_pick(found, GAPS),
            measures="Share of harmed parties' answers that agree, minus that of others",
            title=find_gaps(_pick(found, GAPS)),
            notes=[_GAP],
        ),
        Panel(
            key="concordance",
            drawing=RATES,
            tables=[found["conference_concordance"]],
            measures="Conferences where everybody who answered was satisfied",
            notes=[_SATISFIED],
        ),
    ]


def _build_bounds(found: dict[str, PublishedTable]) -> Panel:
    return Panel(
        key="bounds",
        drawing=MARKS,
        tables=_pick(found, BOUNDS),
        measures="How different it could be if everybody had answered",
        title=find_bounds(found[BOUNDS[0]]) or "If everybody had answered",
        notes=[_BOUNDS],
    )


def _build_rates(
    key: str, measures: str, tables: Sequence[PublishedTable], about: Sequence[str] = ()
) -> Panel:
    finding = find_majorities(tables, measures)
    notes = [*explain_majority(finding), *about]
    return Panel(key=key, drawing=RATES, tables=tables, measures=measures, title=finding, notes=notes)


def _pick(found: dict[str, PublishedTable], measures: Sequence[str]) -> list[PublishedTable]:
    return [found[measure] for measure in measures]
