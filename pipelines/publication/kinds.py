"""Who reads, and the shapes an answer may have."""

from enum import StrEnum

from pipelines.vocabulary import Code


class Audience(Code):
    """Who a process serves. Decided by the source it was started on, never by a widget or an address."""

    MANAGER = "manager", "Programme manager"
    EVALUATOR = "evaluator", "Evaluator"
    FUNDER = "funder", "Funder"


class Kind(StrEnum):
    """The shape of a measure's answer."""

    RATE = "rate"
    COUNT = "count"
    DAYS = "days"
    MONEY = "money"
    MONEY_RATE = "money_rate"
    RATIO = "ratio"
    DISTRIBUTION = "distribution"
    CURVE = "curve"
    PATHWAY = "pathway"
    FLOW = "flow"
    SCORE = "score"
    CHANGE = "change"
    GAP = "gap"
    BOUNDS = "bounds"
    UNIT_COST = "unit_cost"
