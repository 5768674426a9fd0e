"""The draft of a mapping as a page shows it: each suggestion with how sure it is, for a person to confirm.

Texts of the export are in it only where they are words of the system: headers, and labels that stand in many
rows of a column with few different ones.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from pipelines.exports.drafts.drafting import known_layouts, plan_export
from pipelines.exports.drafts.planning import PlannedSheet, confirm, key_of
from pipelines.exports.drafts.writing import write_draft
from pipelines.publication import MappingDraft, SuggestedColumn


def draft_export(paths: Sequence[Path], taken: Collection[str] | None = None) -> MappingDraft:
    """What is sure, or the columns with the keys in `taken`. Raises `NotAnonymisedError` as a load would."""
    planned = plan_export(paths)
    if taken is not None:
        planned = confirm(planned, taken)
    return MappingDraft(
        columns=tuple(column for sheet in planned for column in _columns(sheet)),
        missing=tuple(
            f"{sheet.facts.title}: every row of {sheet.table} needs {', '.join(sheet.missing)}"
            for sheet in planned
            if sheet.missing
        ),
        mapping=write_draft(planned).encode(),
        known=known_layouts(paths) if taken is None else (),
    )


def _columns(sheet: PlannedSheet) -> list[SuggestedColumn]:
    return [
        SuggestedColumn(
            key=key_of(sheet, one),
            sheet=sheet.facts.title,
            header=one.header,
            table=one.table,
            column=one.target,
            confidence=one.confidence,
            because=one.because,
            codes=tuple((code.label, code.code) for code in one.codes),
            is_taken=one.is_sure,
        )
        for one in sheet.main
    ]
