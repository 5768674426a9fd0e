"""Every setting of the pipelines: its name, default and what it is for. A leaf.

Each can be set in the environment as `OUTCOMES_<NAME>` in capitals; a value that cannot be read is refused,
never replaced by the default.
"""

import os
from dataclasses import dataclass

from pipelines.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One number the operator may change."""

    name: str
    default: int
    help: str

    @property
    def variable(self) -> str:
        return f"OUTCOMES_{self.name.upper()}"

    def read(self) -> int:
        """The value in force. Raises `UsageError` when the environment holds no whole number."""
        text = os.environ.get(self.variable)
        if text is None:
            return self.default
        if not text.isdecimal():
            raise UsageError(f"{self.variable} must be a whole number of 0 or more: {self.help}")
        return int(text)


KEEP_SNAPSHOTS = Setting(
    name="keep_snapshots",
    default=3,
    help="how many snapshots stay after an ingest, the current one included, so that one can go back",
)
BATCH_ROWS = Setting(
    name="batch_rows",
    default=200_000,
    help="rows checked at once; memory grows with it, speed hardly does",
)
MEMORY_MEGABYTES = Setting(
    name="memory_megabytes",
    default=500,
    help="memory that loading an export may take beside the program itself; the rest waits on the disk",
)
DEFAULT_DUE_DAYS = Setting(
    name="default_due_days",
    default=365,
    help="days after which an agreement without any due day counts as due, where the export names none",
)
LOCK_WAIT_SECONDS = Setting(
    name="lock_wait_seconds",
    default=60,
    help="how long a second ingest waits for the first before it says so and stops",
)
ASK_WHEN_RATE_MOVES_POINTS = Setting(
    name="ask_when_rate_moves_points",
    default=10,
    help="an ingest that would move a headline rate by more percentage points than this asks for --yes",
)
ASK_WHEN_CASES_GO_PERCENT = Setting(
    name="ask_when_cases_go_percent",
    default=5,
    help="an ingest that would lose more than this share of a programme's cases or people asks for --yes",
)

ASK_WHEN_SET_ASIDE_PERCENT = Setting(
    name="ask_when_set_aside_percent",
    default=20,
    help="ask for --yes when more than this share of an export's cases would be set aside",
)

SETTINGS = (
    ASK_WHEN_SET_ASIDE_PERCENT,
    KEEP_SNAPSHOTS,
    BATCH_ROWS,
    MEMORY_MEGABYTES,
    DEFAULT_DUE_DAYS,
    LOCK_WAIT_SECONDS,
    ASK_WHEN_RATE_MOVES_POINTS,
    ASK_WHEN_CASES_GO_PERCENT,
)
