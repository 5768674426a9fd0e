"""From an export to the draft of a mapping in a file."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.exports.drafts.facts import read_facts
from pipelines.exports.drafts.planning import PlannedSheet, plan_sheets
from pipelines.exports.drafts.writing import write_draft
from pipelines.exports.reading import read_export
from pipelines.exports.recognising import fitting_layouts

NOBODYS = "draft"
"""Stands for the programme: a draft says nothing of who hands over."""


def draft_mapping(paths: Sequence[Path], *, as_of: date | None = None) -> str:
    """The draft as TOML. Raises `NotAnonymisedError` when the export could name a person. Writes nothing."""
    return write_draft(plan_export(paths, as_of=as_of))


def plan_export(paths: Sequence[Path], *, as_of: date | None = None) -> tuple[PlannedSheet, ...]:
    """What each table handed over may feed. Raises `NotAnonymisedError` as a load would."""
    day = as_of or datetime.now(UTC).date()
    with read_export(paths, programme=NOBODYS, as_of=day, mapping="canonical") as export:
        return plan_sheets(read_facts(export))


def known_layouts(paths: Sequence[Path]) -> tuple[str, ...]:
    """The mappings that ship with the project and find in these files all that they ask for."""
    day = datetime.now(UTC).date()
    with read_export(paths, programme=NOBODYS, as_of=day, mapping="canonical") as export:
        return fitting_layouts(export)


def write_mapping_draft(paths: Sequence[Path], to: Path) -> Path:
    """Writes the draft beside nothing else. A file that is there is never written over."""
    if to.suffix.lower() != ".toml":
        raise UsageError(f"--to: {to.name} must end in .toml: a mapping is a TOML file.")
    if to.exists():
        raise UsageError(f"--to: {to} is there already, perhaps confirmed by somebody. Name another file.")
    text = draft_mapping(paths)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")
    except OSError:
        raise UsageError(f"--to: {to} cannot be written. Name a folder you may write to.") from None
    return to
