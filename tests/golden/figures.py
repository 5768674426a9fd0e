"""Every figure on the sample, as a table that is read in review: `python -m tests.golden.figures`.

One row per measure, breakdown and cell. A change that moves a figure shows here, in the change itself.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.figures import figures_json
from pipelines.ingest import IngestRequest, ingest
from pipelines.publication import Definition, PublishedTable, Request, Source
from pipelines.publish import open_warehouse
from pipelines.sample import sample_exports, sample_folder
from pipelines.vocabulary import Dimension

FILE = Path(__file__).with_name("figures.csv")
HEADER = ("measure", "by", "state", "value", "low", "high", "met", "denominator", "population", "other")
HORIZONS = (90, 180, 365)
LEADING = {
    "value": "value",
    "low": "low",
    "high": "high",
    "met": "met",
    "denominator": "denominator",
    "population": "population",
}


def requests_for(definition: Definition) -> Iterator[Request]:
    """Each measure as a whole, by programme, and by role where the measure has one."""
    yield Request(measure=definition.name)
    for dimension in (Dimension.PROGRAMME, Dimension.ROLE):
        if dimension in definition.breakdowns:
            yield Request(measure=definition.name, by=(dimension,))


def golden_rows(source: Source) -> Iterator[tuple[str, ...]]:
    """The body of the file."""
    requests = [request for definition in source.load_definitions() for request in requests_for(definition)]
    # What is told apart by role anyway gives the same rows where that is asked.
    yield from dict.fromkeys(row for table in source.load_tables(requests) for row in _rows(table))


def _rows(table: PublishedTable) -> Iterator[tuple[str, ...]]:
    rows = figures_json(table)["rows"]
    for row in rows:
        by = " ".join(f"{name}={code}" for name, code in row.pop("by").items())
        state = row.pop("state")
        leading = [str(row.pop(key, "")) for key in LEADING]
        if "points" in row:
            row["points"] = at_horizons(row["points"])
        yield (table.definition.name, by, state, *leading, str(row) if row else "")


def at_horizons(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A curve has many points: where it stands at each horizon, its last step up to it, says enough here."""
    steps = [[point for point in points if point["day"] <= horizon] for horizon in HORIZONS]
    return [
        {"by_day": horizon} | {name: known[-1][name] for name in ("share", "low", "high")}
        for horizon, known in zip(HORIZONS, steps, strict=True)
        if known
    ]


def golden_text(source: Source) -> str:
    """The whole file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(golden_rows(source))
    return text.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for export in sample_exports(sample_folder()):
            ingest(IngestRequest(paths=(export,)), Path(folder))
        FILE.write_text(golden_text(open_warehouse(Path(folder))), encoding="utf-8")
