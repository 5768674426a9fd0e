"""The gate: an export that holds something that could name a person is refused before anything is written.

Every column of every table handed over is looked at, those no mapping names included. Headers first, then
values; a value that the vocabulary or the mapping explains is never tested ("Black Caribbean" is no name).
A refusal says file, column, what kind of thing, how many rows and what to do. Never a value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.errors import NotAnonymisedError
from pipelines.exports.explained import ColumnUse, explain_columns
from pipelines.exports.export import Export
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.matching import FoundSheet, find_sheets
from pipelines.exports.personal_headers import header_kind
from pipelines.exports.reading import Staging, open_memory
from pipelines.exports.scanning import ColumnSample, count_values, read_odd_values, sample_columns
from pipelines.exports.tally import BIRTH, Tally, could_be_value, kind_of_value
from pipelines.exports.text import column_letter


@dataclass(frozen=True, kw_only=True)
class PersonalDetail:
    """One kind of thing found in one column."""

    table: str
    """File, and sheet where there is one."""
    column: str
    """Its letter, and its header where the mapping or the kind of thing shows that it is one."""
    kind: str
    rows: int
    """Rows with any value, where the header gives it away; rows with such a value otherwise."""
    is_header: bool


def check_anonymity(export: Export, mapping: Mapping) -> None:
    """Raises `NotAnonymisedError` when anything is found. The scan writes nothing."""
    details = find_personal_details(export, mapping)
    if details:
        export.close()
        raise NotAnonymisedError(describe_details(details))


def find_personal_details(export: Export, mapping: Mapping) -> tuple[PersonalDetail, ...]:
    """Everything in the export that looks like a person's details, in the order of its tables."""
    uses = explain_columns(mapping, export)
    details: list[PersonalDetail] = []
    with open_memory() as memory:
        for found in find_sheets(export, mapping, is_strict=False):
            for sample in sample_columns(memory, export, found):
                details += _look(memory, export, found, sample, uses.of(found, sample.position))
    return tuple(details)


def _look(
    memory: Staging, export: Export, found: FoundSheet, sample: ColumnSample, use: ColumnUse
) -> list[PersonalDetail]:
    header = found.names[sample.position]
    tally = Tally(header, use, as_of=export.as_of)
    tally.add((value, 1) for value in sample.values)
    announced = header_kind(header) or kind_of_value(header)
    if announced and announced != BIRTH and use.is_coded and not tally.has_unexplained:
        announced = None
    kinds = [announced] if announced else [*tally.kinds()]
    if sample.has_odd and not kinds:
        odd = Tally(header, use, as_of=export.as_of)
        odd.add((value, 1) for value in read_odd_values(memory, export, found, sample.position))
        kinds = odd.single_kinds()
    if not kinds:
        return []
    whole = Tally(header, use, as_of=export.as_of)
    whole.add(count_values(memory, export, found, sample.position))
    column = _column(sample.position, header, is_header=bool(announced) or use.is_declared)
    details = [
        PersonalDetail(
            table=found.sheet.title,
            column=column,
            kind=kind,
            rows=whole.rows if announced else whole.rows_of(kind),
            is_header=bool(announced),
        )
        for kind in kinds
    ]
    return [detail for detail in details if detail.rows or detail.is_header]


def _column(position: int, header: str, *, is_header: bool) -> str:
    """A header no mapping knows may itself be a value (a file without a header row): then only its letter."""
    letter = f"column {column_letter(position)}"
    is_sure = is_header and len(header) <= 60 and not could_be_value(header)
    return f'{letter} ("{header.strip()}")' if is_sure else letter


def describe_details(details: Sequence[PersonalDetail]) -> str:
    """The refusal in words: where, what kind, how many rows, what to do."""
    lines = ["The export is not anonymised. It was refused whole and nothing of it was written."]
    for detail in details:
        sign = "its header announces" if detail.is_header else "values look like"
        lines.append(f"  {detail.table}, {detail.column}: {sign} {detail.kind}; {detail.rows:,} rows.")
    lines.append(
        "Remove these columns in the source system, or replace what stands in them by codes, "
        "and hand the export over again."
    )
    return "\n".join(lines)
