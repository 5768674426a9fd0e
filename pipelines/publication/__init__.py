"""The seam: what crosses from the pipelines to a reader. A leaf: it imports only the vocabulary.

Four frozen types cross: `PublishedTable`, `Definition`, `DataStatus` and `ActionList`. A `Source` gives them,
from a warehouse (exact) or from a release (protected), with one interface. Nothing else of a case does.

    rates, amounts, shapes, comparisons   what a shown cell can hold (`Figure`)
    cells                                 the closed type of a cell's states
    variation                             funnels and control charts over the rows of a table
    verdicts, tables                      what may be said of a cell; a question and its answer
    status, loading                       what figures stand on; what a load would do
    source                                the interface
"""

from pipelines.publication.amounts import Count, Days, Distribution, Money, UnitCost
from pipelines.publication.cells import (
    Hidden,
    NoCases,
    NotAvailable,
    NotSupplied,
    PublishedCell,
    Shown,
    TooFew,
    TooSoon,
)
from pipelines.publication.comparisons import Balance, Gap, PairedChange, Score
from pipelines.publication.figures import Figure
from pipelines.publication.kinds import Audience, Kind
from pipelines.publication.loading import (
    CaseMoves,
    FoundTable,
    HandedOver,
    HeadlineMove,
    Loader,
    LoadReport,
    MappingDraft,
    SuggestedColumn,
)
from pipelines.publication.plain_text import as_plain_text
from pipelines.publication.rates import (
    Bounds,
    Buckets,
    MoneyRate,
    Rate,
    Ratio,
    difference_of_intervals,
)
from pipelines.publication.shapes import Curve, CurvePoint, Flow, FlowPart, Pathway, PathwayStep
from pipelines.publication.source import Source
from pipelines.publication.status import (
    Action,
    ActionList,
    Choice,
    DataStatus,
    LedgerEntry,
    NotSuppliedColumn,
    QuarantineCount,
    RoleWord,
    Statement,
    TableAccount,
)
from pipelines.publication.tables import (
    Definition,
    PublishedRow,
    PublishedTable,
    Request,
    SourceStamp,
    is_told_by,
)
from pipelines.publication.together import (
    adjust_holm,
    call_together,
    note_changes,
    p_of_interval,
    smallest_first,
)
from pipelines.publication.variation import (
    ControlChart,
    ControlPoint,
    Funnel,
    FunnelPoint,
    NoChart,
    Standing,
    Variation,
)
from pipelines.publication.verdicts import (
    FEWEST_FOR_A_RATE,
    FEWEST_FOR_AN_ADJUSTED_RATE,
    FEWEST_TO_LEAN_ON,
    LARGEST_P,
    LOW_RESPONSE_PERCENT,
    NO_VERDICT_RESPONSE_PERCENT,
    Change,
    Response,
    SetTarget,
    Target,
    TargetVerdict,
    Verdict,
    is_verdict_withheld,
)

__all__ = [
    "FEWEST_FOR_AN_ADJUSTED_RATE",
    "FEWEST_FOR_A_RATE",
    "FEWEST_TO_LEAN_ON",
    "LARGEST_P",
    "LOW_RESPONSE_PERCENT",
    "NO_VERDICT_RESPONSE_PERCENT",
    "Action",
    "ActionList",
    "Audience",
    "Balance",
    "Bounds",
    "Buckets",
    "CaseMoves",
    "Change",
    "Choice",
    "ControlChart",
    "ControlPoint",
    "Count",
    "Curve",
    "CurvePoint",
    "DataStatus",
    "Days",
    "Definition",
    "Distribution",
    "Figure",
    "Flow",
    "FlowPart",
    "FoundTable",
    "Funnel",
    "FunnelPoint",
    "Gap",
    "HandedOver",
    "HeadlineMove",
    "Hidden",
    "Kind",
    "LedgerEntry",
    "LoadReport",
    "Loader",
    "MappingDraft",
    "Money",
    "MoneyRate",
    "NoCases",
    "NoChart",
    "NotAvailable",
    "NotSupplied",
    "NotSuppliedColumn",
    "PairedChange",
    "Pathway",
    "PathwayStep",
    "PublishedCell",
    "PublishedRow",
    "PublishedTable",
    "QuarantineCount",
    "Rate",
    "Ratio",
    "Request",
    "Response",
    "RoleWord",
    "Score",
    "SetTarget",
    "Shown",
    "Source",
    "SourceStamp",
    "Standing",
    "Statement",
    "SuggestedColumn",
    "TableAccount",
    "Target",
    "TargetVerdict",
    "TooFew",
    "TooSoon",
    "UnitCost",
    "Variation",
    "Verdict",
    "adjust_holm",
    "as_plain_text",
    "call_together",
    "difference_of_intervals",
    "is_told_by",
    "is_verdict_withheld",
    "note_changes",
    "p_of_interval",
    "smallest_first",
]
