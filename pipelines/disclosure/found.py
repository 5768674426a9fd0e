"""What the engine answered for one plan, with everything that belongs beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.measures.answers import AnswerTable


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the engine answered for one plan."""

    now: AnswerTable | None
    before: AnswerTable | None = None
    invited: AnswerTable | None = None
    unlinked: AnswerTable | None = None
    clusters: AnswerTable | None = None
    """What the conferences behind the same answers add up to, where one may have given several."""
    before_clusters: AnswerTable | None = None
    counted: AnswerTable | None = None
    """Usable responses, where programmes say only how many they invited."""
    attended: AnswerTable | None = None
    """Who took part and answered, where nobody says who was invited."""
    invited_totals: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """Programme, role and wave → how many were invited."""
    costs: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """What each programme spent in the period, in minor units of its currency."""
    breaks: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Programme → month and name of each new way of working, for figures over time."""
    conferences: AnswerTable | None = None
    """Conferences by quarter of the same selection, where a funnel or control chart is asked for."""
    fallbacks: tuple[str, ...] = ()
    """What a reader is told because a programme lacks something."""
    n_invited: int = 0
    """How many of the programmes used say who was invited."""
