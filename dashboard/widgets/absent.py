"""Measures a source does not have: a release holds what can be protected, and no more.

A page asks for the same whatever its source. What is not there is left out of it, and named once at its foot.
"""

from collections.abc import Sequence
from datetime import date

from dashboard.wording import upper_first
from pipelines.publication import (
    DataStatus,
    Definition,
    Kind,
    NotAvailable,
    PublishedRow,
    PublishedTable,
    Request,
)
from pipelines.vocabulary import Basis, Perspective


def make_absent(request: Request, status: DataStatus) -> PublishedTable:
    """The table of a measure that the source does not have: it holds nothing, and has no version."""
    return PublishedTable(
        definition=_name_only(request.measure),
        request=request,
        basis=Basis.EVENT,
        period_label="",
        as_of=status.as_of,
        stamp=status.stamp,
        rows=(PublishedRow(by=(), cell=NotAvailable()),),
    )


def _name_only(measure: str) -> Definition:
    return Definition(
        name=measure,
        title=upper_first(measure.removesuffix("_rate").replace("_", " ")),
        question="",
        why="",
        kind=Kind.RATE,
        unit="",
        perspective=Perspective.EVERYONE.value,
        direction="neither",
        basis=Basis.EVENT,
        bases=(),
        breakdowns=(),
        buckets=(),
        caveats=(),
        needs=(),
        source="",
        owner="",
        reviewed=date.min,
        version="",
        family="",
    )


def is_absent(table: PublishedTable) -> bool:
    """Whether the source does not have this measure at all."""
    return not table.definition.version


def drop_absent(tables: Sequence[PublishedTable]) -> list[PublishedTable]:
    """The tables of measures that the source has."""
    return [table for table in tables if not is_absent(table)]
