"""The plan of the report as data: its sections in order, and what each one asks of the release.

One order for everybody (people, promises, harmed parties first), and a closed list of questions: a report
cannot be made to say only what went well.
"""

from dataclasses import dataclass

from dashboard.charts.drawings import CURVE, FLOW, LIKERT, MIX, PATHWAY, RATES, Drawing
from pipelines.vocabulary import Dimension, Perspective

_SIDE = Dimension.PERSPECTIVE


@dataclass(frozen=True, kw_only=True)
class PanelPlan:
    """One finding with its chart and its table. Without a drawing it is a table of figures alone."""

    key: str
    about: str
    """What is counted, and of whom: the subtitle."""
    measures: tuple[str, ...]
    drawing: Drawing | None = None
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, str], ...] = ()
    says_majorities: bool = False
    """The finding counts clear majorities: for what people said."""
    column: str = ""
    """On paper: left, or right beside what stands at the left before it; else across the page."""

    @property
    def is_table_printed(self) -> bool:
        """On paper: where there is no chart, and under a curve, which cannot be read without who is left."""
        return self.drawing in (None, CURVE)


@dataclass(frozen=True, kw_only=True)
class SectionPlan:
    """One section. Its code is what `report.toml` calls it."""

    code: str
    title: str
    panels: tuple[PanelPlan, ...] = ()


HEADLINES = (
    "people_taking_part", "choose_again_rate", "felt_safe_rate", "agreement_completion_rate",
    "restitution_collected_rate", "paid_in_full_rate",
)  # fmt: skip
"""The five figures at the front, restitution with both its rates."""

OF_HARMED = ("choose_again_rate", "felt_safe_rate")
"""Headlines that are what harmed parties said."""

YEAR_ON_YEAR = (
    "cases_referred", "people_taking_part", "conferences_held", "agreements_made", *HEADLINES[1:],
)  # fmt: skip


def ask_one(measure: str) -> PanelPlan:
    """One figure by itself; of harmed parties where it is what they said."""
    where = ((_SIDE, Perspective.HARMED.value),) if measure in OF_HARMED else ()
    return PanelPlan(key=measure, about="", measures=(measure,), where=where)


def ask_each_side(key: str, about: str, measure: str, column: str) -> PanelPlan:
    """One share of each perspective, in one of two columns."""
    return PanelPlan(key=key, about=about, measures=(measure,), drawing=RATES, by=(_SIDE,), column=column)


SAID = {
    Perspective.HARMED: ("choose_again_rate", "respect_rate", "process_fair_rate", "recovery_rate"),
    Perspective.RESPONSIBLE: ("choose_again_rate", "respect_rate", "process_fair_rate"),
    Perspective.COMMUNITY: ("choose_again_rate", "respect_rate", "process_fair_rate"),
}
"""What a summary tells of each side; only harmed parties are asked whether they recovered."""

WHAT_PEOPLE_SAID = frozenset(
    (*(name for names in SAID.values() for name in names), "felt_safe_rate", "voluntariness_reported_rate")
)
"""Measures of answers: how many were asked belongs beside them."""

SAFE = PanelPlan(
    key="safe",
    about="Felt safe, and took part by choice, of those who answered",
    measures=("felt_safe_rate", "voluntariness_reported_rate"),
    drawing=RATES,
    by=(_SIDE,),
    says_majorities=True,
)
KEPT = PanelPlan(
    key="kept",
    about="Agreements reached; of those due, kept; and promises of money paid in full",
    measures=("agreement_reached_rate", "agreement_completion_rate", "paid_in_full_rate"),
    drawing=RATES,
)
MONEY = PanelPlan(
    key="flow",
    about="Restitution agreed, and where it stands",
    measures=("restitution_flow",),
    drawing=FLOW,
    column="right",
)
"""What the page *Impact summary* shows too."""

PLAN = (
    SectionPlan(
        code="people",
        title="People helped",
        panels=(
            PanelPlan(
                key="pathway",
                about="Referrals at each stage; taking part is voluntary at every step",
                measures=("pathway",),
                drawing=PATHWAY,
                column="left",
            ),
            PanelPlan(
                key="volume",
                about="How much was done",
                measures=(
                    "cases_referred", "people_taking_part", "conferences_held", "agreements_made",
                    "hours_completed", "restitution_paid",
                ),
                column="right",
            ),
            PanelPlan(
                key="who",
                about="People who took part, by whose view they bring",
                measures=("people_taking_part",),
                drawing=MIX,
                by=(_SIDE,),
                column="right",
            ),
        ),
    ),
    SectionPlan(code="promised", title="What was promised and what happened"),
    SectionPlan(
        code="harmed",
        title="What harmed parties said",
        panels=(
            PanelPlan(
                key="said-harmed",
                about="Harmed parties, of those who answered",
                measures=SAID[Perspective.HARMED],
                drawing=RATES,
                where=((_SIDE, Perspective.HARMED.value),),
                says_majorities=True,
            ),
        ),
    ),
    SectionPlan(
        code="others",
        title="What responsible parties and community said",
        panels=(
            PanelPlan(
                key="answers",
                about="Answers to the same statements, side by side",
                column="left",
                measures=("answers_g7", "answers_g4"),
                drawing=LIKERT,
                by=(_SIDE,),
            ),
            ask_each_side(
                "said", "Everybody's answers, of those who answered, harmed parties first",
                "choose_again_rate", "right",
            ),
        ),
    ),
    SectionPlan(
        code="safety",
        title="Safety",
        panels=(
            ask_each_side("safe", "Felt safe, of those who answered", "felt_safe_rate", "left"),
            ask_each_side(
                "chosen", "Took part by choice, of those who answered", "voluntariness_reported_rate", "right"
            ),
        ),
    ),
    SectionPlan(
        code="agreements",
        title="Agreements and restitution",
        panels=(
            KEPT,
            PanelPlan(
                key="curve",
                about="Agreements completed, by months since made",
                column="left",
                measures=("completion_by_day",),
                drawing=CURVE,
            ),
            MONEY,
        ),
    ),
    SectionPlan(code="changed", title="What changed"),
)  # fmt: skip
"""Everything a report may hold, in its order."""
