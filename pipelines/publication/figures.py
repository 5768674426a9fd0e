"""What a shown cell holds: one of these, and nothing else."""

from pipelines.publication.amounts import Count, Days, Distribution, Money, UnitCost
from pipelines.publication.comparisons import Balance, Gap, PairedChange, Score
from pipelines.publication.rates import Bounds, MoneyRate, Rate, Ratio
from pipelines.publication.shapes import Curve, Flow, Pathway

Figure = (
    Rate
    | MoneyRate
    | Count
    | Money
    | Days
    | Distribution
    | Curve
    | Pathway
    | Flow
    | Ratio
    | Score
    | PairedChange
    | Gap
    | Bounds
    | UnitCost
    | Balance
)
