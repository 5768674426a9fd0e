"""Intervals, comparisons and curves, each from counts that the engine has already made small.

    proportions   one share, two shares, a share over a share
    amounts       sums over sums, events over an exposure
    curves        how soon, with competing ways to leave and open cases censored
    clusters      several answers from one conference
    paired        the same people before and after
    comparisons   many tests at once
    control       funnel plots and control charts
    scales        does a set of items measure one thing
    rounding      halves go up

Every function names the source of its formula. scipy is imported where it is used: the overview needs
none of it.
"""

from pipelines.measures.statistics.amounts import poisson_interval, ratio_interval, student_quantile
from pipelines.measures.statistics.clusters import (
    ClusteredRate,
    bootstrap_clusters,
    clustered_gap,
    clustered_rate,
    design_effect,
)
from pipelines.measures.statistics.comparisons import adjust_benjamini_hochberg
from pipelines.measures.statistics.control import (
    FunnelLimits,
    Limits,
    funnel_limits,
    is_enough_for_charts,
    p_chart,
    xmr_chart,
)
from pipelines.measures.statistics.curves import (
    IncidencePoint,
    SurvivalPoint,
    cumulative_incidence,
    kaplan_meier,
    median_day,
    stop_below,
)
from pipelines.measures.statistics.paired import PairedChange, mcnemar_p, paired_change
from pipelines.measures.statistics.proportions import (
    LEVEL,
    exact_interval,
    fisher_p,
    is_small,
    newcombe_difference,
    ratio_of_rates,
    ratio_to_overall,
    score_interval,
    standardised_difference,
    wilson_interval,
)
from pipelines.measures.statistics.rounding import round_half_up
from pipelines.measures.statistics.scales import cronbach_alpha
from pipelines.publication import adjust_holm, p_of_interval

__all__ = [
    "LEVEL",
    "ClusteredRate",
    "FunnelLimits",
    "IncidencePoint",
    "Limits",
    "PairedChange",
    "SurvivalPoint",
    "adjust_benjamini_hochberg",
    "adjust_holm",
    "bootstrap_clusters",
    "clustered_gap",
    "clustered_rate",
    "cronbach_alpha",
    "cumulative_incidence",
    "design_effect",
    "exact_interval",
    "fisher_p",
    "funnel_limits",
    "is_enough_for_charts",
    "is_small",
    "kaplan_meier",
    "mcnemar_p",
    "median_day",
    "newcombe_difference",
    "p_chart",
    "p_of_interval",
    "paired_change",
    "poisson_interval",
    "ratio_interval",
    "ratio_of_rates",
    "ratio_to_overall",
    "round_half_up",
    "score_interval",
    "standardised_difference",
    "stop_below",
    "student_quantile",
    "wilson_interval",
    "xmr_chart",
]
