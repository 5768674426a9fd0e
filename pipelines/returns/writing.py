"""The file of a return: a CSV that a form can be filled in from, with who gets it and on which basis."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.measures.periods import parse_period
from pipelines.publication import as_plain_text
from pipelines.returns.filling import FilledLine
from pipelines.returns.pack import ReturnPack
from pipelines.warehouse.actions import recorded
from pipelines.warehouse.durable import write_durably

EXACT = "Exact figures for the named recipient only. Not protected: do not publish them or pass them on."


@dataclass(frozen=True, kw_only=True)
class Handover:
    """Who gets a return, on which legal basis, and what it is about."""

    recipient: str
    basis: str
    period: str
    since: str
    """The first month there is data of, YYYY-MM; empty where there is none."""
    as_of: date
    programme: str
    """Its code; empty for every programme of the warehouse together."""
    snapshot: str
    """The id of the snapshot that it was counted from."""

    @property
    def period_in_words(self) -> str:
        """The period, and whether it begins before the data or goes on after the day of it."""
        asked = parse_period(self.period, self.as_of)
        if asked is not None and self.since and asked.first < _month(self.since):
            return f"{self.period}, of which there is data from {self.since}"
        is_over = asked is None or self.period.startswith("last") or asked.last < self._month_of_data
        return self.period if is_over else f"{self.period}, not over on the day of the data"

    @property
    def _month_of_data(self) -> int:
        return _month(self.as_of.isoformat())

    def __post_init__(self) -> None:
        asked = parse_period(self.period, self.as_of)
        if asked is not None and asked.first > self._month_of_data:
            raise UsageError("--period begins after the day of the data: there is nothing to hand over yet.")
        # Nothing happened, or nothing is known of it: a return may not say zero where it does not know.
        if asked is not None and self.since and asked.last < _month(self.since):
            raise UsageError(f"--period ends before the data begins ({self.since}): nothing is known of it.")
        if not self.recipient.strip() or not self.basis.strip():
            raise UsageError("a return has a named recipient and a legal basis: --recipient and --basis.")


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def write_return(
    to: Path, pack: ReturnPack, lines: Sequence[FilledLine], handover: Handover, warehouse: Path
) -> None:
    """Write the file, and write down who got what on which basis; never a value."""
    head = [
        ("Return", pack.title),
        ("Source", pack.source),
        ("Please note", pack.caveat),
        ("Recipient", handover.recipient),
        ("Legal basis", handover.basis),
        ("Programme", handover.programme or "every programme of the warehouse together"),
        ("Period", handover.period_in_words),
        ("Data to", handover.as_of.isoformat()),
        ("Snapshot", handover.snapshot),
        ("Exact", EXACT),
        (),
        ("Line", "Value", "Unit", "Where from"),
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    rows = [(line.label, line.value, line.unit, line.origin) for line in lines]
    writer.writerows([as_plain_text(str(value)) for value in row] for row in [*head, *rows])
    with recorded(
        warehouse,
        "return",
        pack=pack.name,
        recipient=handover.recipient,
        basis=handover.basis,
        period=handover.period,
        programme=handover.programme,
        snapshot=handover.snapshot,
    ):
        write_durably(to, text.getvalue().encode("utf-8-sig"))
