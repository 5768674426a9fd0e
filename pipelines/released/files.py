"""The folder of a release: `cells.parquet`, `manifest.json`, `definitions/`. Written whole or not at all.

Its bytes follow from the data, the settings and the secret alone: rows are sorted, nothing holds a time.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from pipelines.errors import ReleaseError
from pipelines.publication import Definition, Kind
from pipelines.released.cells import COORDINATES, ReleasedCell, to_row
from pipelines.vocabulary import Basis, Dimension

CELLS, MANIFEST, DEFINITIONS = "cells.parquet", "manifest.json", "definitions"
FORMAT = 4
"""Of the folder. A reader refuses one it does not know; whatever is added to `NEEDED` is another format."""

NEEDED = frozenset(
    (
        "id", "is_sample", "as_of", "first_month", "last_month", "programmes", "lattice", "periods",
        "measures", "notes", "breaks", "not_supplied", "hidden_words", "sentence", "profile", "to_date",
    )
)  # fmt: skip
"""What a reader looks up in every manifest."""

ROWS_TOGETHER = 2_000
"""Rows are sorted by measure: a look-up reads only the groups that hold its own."""

_SCHEMA = pyarrow.schema(
    [
        *((name, pyarrow.string()) for name in (*COORDINATES, "state", "words")),
        *((name, pyarrow.float64()) for name in ("value", "low", "high", "n")),
        ("figure", pyarrow.string()),
    ]
)


@dataclass(frozen=True, kw_only=True)
class OpenedRelease:
    """A release whose checksums have been found right."""

    folder: Path
    manifest: Mapping[str, Any]
    definitions: tuple[Definition, ...]
    sha256: str
    """Of the manifest's own bytes."""


def write_release(
    folder: Path,
    cells: Iterable[ReleasedCell],
    manifest: Mapping[str, Any],
    definitions: Mapping[str, tuple[Definition, bytes]],
) -> None:
    """Write a release beside its place and move it there. `definitions`: name → in words, and its own file.

    Raises `ReleaseError` where the folder is there already: a release is never written over.
    """
    if folder.exists():
        raise ReleaseError(f"{folder} is there already. A release is never changed: name a new folder.")
    beside = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / DEFINITIONS).mkdir(parents=True)
    _write_cells(beside / CELLS, cells)
    for name, (definition, source) in sorted(definitions.items()):
        (beside / DEFINITIONS / f"{name}.json").write_text(_definition_json(definition), encoding="utf-8")
        if source:
            (beside / DEFINITIONS / f"{name}.toml").write_bytes(source)
    whole = {"format": FORMAT, **manifest, "checksums": _checksums(beside)}
    text = json.dumps({**whole, "seal": _seal(whole)}, indent=1, sort_keys=True, ensure_ascii=False)
    (beside / MANIFEST).write_text(text + "\n", encoding="utf-8")
    beside.rename(folder)


def _write_cells(path: Path, cells: Iterable[ReleasedCell]) -> None:
    rows = sorted((to_row(cell) for cell in cells), key=lambda row: tuple(row[name] for name in COORDINATES))
    columns = {name: [row[name] for row in rows] for name in _SCHEMA.names}
    table = pyarrow.table(columns, schema=_SCHEMA)
    pyarrow.parquet.write_table(table, path, compression="zstd", row_group_size=ROWS_TOGETHER)


def _seal(manifest: Mapping[str, Any]) -> str:
    """Of the manifest itself, so that a hand that changes it is noticed. It is no signature."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _checksums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def open_folder(folder: Path) -> OpenedRelease:
    """Read the manifest and the definitions. Raises `ReleaseError` where anything is missing or changed."""
    try:
        written = (folder / MANIFEST).read_bytes()
        manifest = json.loads(written)
    except (OSError, ValueError):
        raise ReleaseError(
            f"{folder} holds no release that can be read: {MANIFEST} is missing or damaged. "
            "No figure is shown."
        ) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ReleaseError(
            f"{folder} is a release of another version. This one reads format {FORMAT}. Ask for it again."
        )
    if manifest.get("checksums") != _checksums(folder) or manifest.pop("seal", "") != _seal(manifest):
        raise ReleaseError(
            f"{folder} was changed after it was released: its checksums differ. No figure is shown. "
            "Ask for the release again."
        )
    if not manifest.keys() >= NEEDED or not _are_cells(folder / CELLS):
        raise ReleaseError(
            f"{folder} does not hold what a release of format {FORMAT} holds. No figure is shown. "
            "Ask for the release again."
        )
    try:
        found = [
            _read_definition(folder / DEFINITIONS / f"{name}.json") for name in manifest["measures_in_order"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise ReleaseError(
            f"{folder} holds a release whose definitions cannot be read. No figure is shown. "
            "Ask for the release again."
        ) from None
    return OpenedRelease(
        folder=folder,
        manifest=manifest,
        definitions=tuple(found),
        sha256=hashlib.sha256(written).hexdigest(),
    )


def _are_cells(path: Path) -> bool:
    """Does the file have the columns of cells? Their figures are read when they are asked for."""
    try:
        return bool(pyarrow.parquet.read_schema(path).equals(_SCHEMA))
    except (OSError, pyarrow.ArrowException):
        return False


def read_rows(folder: Path, measure: str) -> list[dict[str, Any]]:
    """The rows of one measure."""
    table = pyarrow.parquet.read_table(folder / CELLS, filters=[("measure", "=", measure)])
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def read_every_row(folder: Path) -> list[dict[str, Any]]:
    """Every row of a release."""
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(folder / CELLS).to_pylist()
    return rows


def _definition_json(definition: Definition) -> str:
    return json.dumps(asdict(definition), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def _read_definition(path: Path) -> Definition:
    found = json.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Definition)}
    values = {name: value for name, value in found.items() if name in known}
    return Definition(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "basis": Basis(values["basis"]),
            "bases": tuple(Basis(basis) for basis in values["bases"]),
            "breakdowns": tuple(Dimension(dimension) for dimension in values["breakdowns"]),
            "buckets": tuple((name, words) for name, words in values["buckets"]),
            "caveats": tuple(values["caveats"]),
            "needs": tuple(values["needs"]),
            "reviewed": date.fromisoformat(values["reviewed"]),
        }
    )
