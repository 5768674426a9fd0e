"""What was handed over: files, the tables found in them, and the settings that came along.

Nothing here is a case: the cells stay in the files until they are scanned and staged.
"""

import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

SheetKind = Literal["csv", "workbook", "parquet"]
TOP_ROWS = 30
"""Rows looked at to find a header: titles and notes above a table are rarely longer."""


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """One file of the hand-over, by the name a person knows it by."""

    name: str
    path: Path
    """Where it can be read now: a file of a zip lies in the scratch folder."""
    sha256: str
    size: int
    """In bytes."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a text file is written. `is_plain`: can be read in place, row by row, without a tidy copy."""

    encoding: str
    delimiter: str
    is_plain: bool
    is_detected: bool = True
    """False where the mapping declares it."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table found: a text file, a sheet of a workbook, or a Parquet file."""

    file: ExportFile
    name: str
    """The sheet's name; empty for a file that holds one table."""
    kind: SheetKind
    dialect: Dialect | None = None
    top: tuple[tuple[str, ...], ...] = field(repr=False)
    """The first rows as text, merged cells filled. Held for finding the header, never printed."""

    @property
    def title(self) -> str:
        """How messages call it."""
        return f"{self.file.name}, sheet {self.name}" if self.name else self.file.name


SCRATCH_PREFIX = "outcomes-export-"
STALE_PREFIXES = (SCRATCH_PREFIX, "outcomes-check-", "outcomes-chosen-", "outcomes-report-")
"""Of folders that live for one command. Not `outcomes-demo-`: a demonstration may be served for days."""
STALE_SECONDS = 24 * 3600


def remove_stale_scratch(folder: Path | None = None) -> int:
    """Removes what killed commands left in the temporary folder more than a day ago. How many folders."""
    removed = 0
    for path in (folder or Path(tempfile.gettempdir())).glob("outcomes-*"):
        with suppress(OSError):
            if path.name.startswith(STALE_PREFIXES) and _is_stale(path):
                shutil.rmtree(path, ignore_errors=True)
                removed += not path.exists()
    return removed


def _is_stale(path: Path) -> bool:
    """A folder of ours in which nothing was written for a day. A link is never followed."""
    if path.is_symlink() or not path.is_dir():
        return False
    last = max(entry.lstat().st_mtime for entry in (path, *path.iterdir()))
    return time.time() - last > STALE_SECONDS


class Scratch:
    """A temporary folder that lives as long as the export, for zips and tidy copies."""

    def __init__(self) -> None:
        remove_stale_scratch()
        self.folder = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX))
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def close(self) -> None:
        """Removes the folder. Safe to call twice."""
        self._remove()


@dataclass(frozen=True, kw_only=True)
class Export:
    """One hand-over of one programme (or of several, by `cases.programme`)."""

    files: tuple[ExportFile, ...]
    sheets: tuple[Sheet, ...]
    not_read: tuple[str, ...]
    """Names of files of a kind that is never read."""
    programme: str
    as_of: date
    currency: str | None
    mapping: str | None
    """A built-in mapping's name or a path; None for canonical tables."""
    not_recorded: tuple[str, ...] = ()
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    """The programme's own closed lists: column → code → label."""
    totals: dict[str, Any] = field(default_factory=dict)
    """What export.toml says that no row holds: `survey.invited`, `costs`, `default.due_days`."""
    is_invented: bool = False
    """Every row is made up; pages and reports say so."""
    is_partial: bool = False
    """export.toml says that it holds only what changed."""
    scratch: Scratch = field(repr=False, compare=False)
    tables: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)
    """Workbook sheets already read, by file and sheet."""

    def close(self) -> None:
        """Removes the temporary copies."""
        self.scratch.close()

    def __enter__(self) -> "Export":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
