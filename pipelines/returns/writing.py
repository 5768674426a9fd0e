"""The file of a return: a CSV that a form can be filled in from, with who gets it and on which basis."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import UsageError
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
    as_of: date

    def __post_init__(self) -> None:
        if not self.recipient.strip() or not self.basis.strip():
            raise UsageError("a return has a named recipient and a legal basis: --recipient and --basis.")


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
        ("Period", handover.period),
        ("Data to", handover.as_of.isoformat()),
        ("Exact", EXACT),
        (),
        ("Line", "Value", "Unit", "Where from"),
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(head)
    writer.writerows((line.label, line.value, line.unit, line.origin) for line in lines)
    with recorded(
        warehouse,
        "return",
        pack=pack.name,
        recipient=handover.recipient,
        basis=handover.basis,
        period=handover.period,
    ):
        write_durably(to, text.getvalue().encode("utf-8-sig"))
