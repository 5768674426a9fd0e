"""What is handed over, and what is said of it: read, and refused whole if it could name a person.

Nothing is written here.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pipelines.contract_tables import CONTRACT_VERSION
from pipelines.errors import UsageError
from pipelines.exports.anonymity import check_anonymity
from pipelines.exports.export import Export
from pipelines.exports.files import PARQUET_ENDINGS, TEXT_ENDINGS
from pipelines.exports.mapping import load_mapping
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.reading import read_export
from pipelines.exports.recognising import recognise_layout
from pipelines.validation.source_words import SourceWords
from pipelines.warehouse.provenance import LastSubmission


@dataclass(frozen=True, kw_only=True)
class IngestRequest:
    """One export, and what the operator says of it. What is None is looked for in `export.toml`."""

    paths: tuple[Path, ...] = ()
    programme: str | None = None
    as_of: date | None = None
    currency: str | None = None
    mapping: str | None = None
    is_partial: bool = False
    """It holds only what changed since the last one: what it does not hold is kept."""


@dataclass(frozen=True, kw_only=True)
class OpenExport:
    """An export that has been read and found not to name a person."""

    export: Export
    mapping: Mapping
    is_partial: bool = False
    is_recognised: bool = False
    """Nobody named the mapping: it is that of the one layout whose headers these are."""

    @cached_property
    def words(self) -> SourceWords:
        """What the tables handed over call our columns."""
        return SourceWords.of(self.mapping)

    @property
    def read_as(self) -> LastSubmission:
        """These bytes, and how they are read: what tells a new submission from one that came before."""
        export, mapping = self.export, self.mapping
        return LastSubmission(
            as_of=export.as_of,
            mapping=f"{mapping.name}, version {mapping.version}, {mapping.sha256[:12]}"
            if mapping.sha256
            else mapping.name,
            contract=CONTRACT_VERSION,
            settings=_fingerprint(export),
            is_partial=self.is_partial,
            hashes=frozenset(file.sha256 for file in export.files),
        )


def group_paths(paths: Iterable[Path]) -> list[tuple[Path, ...]]:
    """Paths by export: a folder, zip or workbook is one; loose table files together are one."""
    wholes: list[tuple[Path, ...]] = []
    loose: list[Path] = []
    for path in paths:
        if path.suffix.lower() in (*TEXT_ENDINGS, *PARQUET_ENDINGS, ".toml") and not path.is_dir():
            loose.append(path)
        else:
            wholes.append((path,))
    return [*wholes, *([tuple(loose)] if loose else [])]


def open_request(request: IngestRequest) -> OpenExport:
    """Read what was handed over and refuse it whole if it could name a person. Writes nothing."""
    export = read_export(
        request.paths,
        programme=request.programme,
        as_of=request.as_of,
        currency=request.currency,
        mapping=request.mapping,
    )
    recognised = None if export.mapping else recognise_layout(export)
    mapping = recognised or load_mapping(export.mapping)
    check_anonymity(export, mapping)
    export = replace(export, is_partial=request.is_partial or export.is_partial)
    return OpenExport(
        export=export,
        mapping=mapping,
        is_partial=export.is_partial,
        is_recognised=recognised is not None,
    )


def refuse_twice(exports: Iterable[OpenExport]) -> None:
    """Raises `UsageError` where nothing says which of two full exports of a programme is the newer."""
    said = Counter(
        (opened.export.programme, opened.export.as_of) for opened in exports if not opened.is_partial
    )
    for (programme, as_of), times in said.items():
        if times > 1:
            raise UsageError(
                f"{times} exports say that they are all of {programme} on {as_of}. Hand over one, or put the "
                "files of one export into one folder."
            )


def _fingerprint(export: Export) -> str:
    """Of what stands beside the files and changes what they mean: 12 hex digits."""
    said = [export.currency, sorted(export.not_recorded), export.lists, export.totals, export.is_invented]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:12]
