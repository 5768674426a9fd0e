"""From the paths a person names to the files of a hand-over: folders walked, zips unpacked safely."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.errors import RefusedError, UnreadableError, UsageError
from pipelines.exports.export import Scratch

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PARQUET_ENDINGS = (".parquet",)
DATA_ENDINGS = TEXT_ENDINGS + WORKBOOK_ENDINGS + PARQUET_ENDINGS
SETTINGS_NAME = "export.toml"

MAX_UNPACKED_BYTES = 8 << 30
"""Ten million survey answers are about half a gigabyte; anything near this is a zip made to fill a disk."""
MAX_FILES = 2_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What Python says of a zip that is cut off or damaged."""
MAX_RATIO = 500
"""Text shrinks about tenfold; a thousandfold is a bomb."""


@dataclass(frozen=True, kw_only=True)
class FoundFiles:
    """The files of a hand-over, each with the name shown to people."""

    data: tuple[tuple[str, Path], ...]
    other: tuple[str, ...]
    """Files of a kind that is never read (a PDF, a picture)."""
    settings: Path | None
    """The export.toml that came along."""


def find_files(paths: Sequence[Path], scratch: Scratch) -> FoundFiles:
    """Every file under the paths. Raises `UsageError` for a path that is not there."""
    data: dict[str, Path] = {}
    other: list[str] = []
    settings: Path | None = None
    for path in paths:
        for name, file in _walk(path, scratch):
            if file.name.lower() == SETTINGS_NAME:
                settings = _only_one(settings, file)
            elif file.suffix.lower() in DATA_ENDINGS:
                data[_free_name(name, data)] = file
            elif file.suffix.lower() != ".toml":
                other.append(name)
        if path.is_file() and settings is None and (path.parent / SETTINGS_NAME).is_file():
            settings = path.parent / SETTINGS_NAME
    if not data:
        raise RefusedError(_nothing_found(paths))
    return FoundFiles(data=tuple(sorted(data.items())), other=tuple(other), settings=settings)


def _nothing_found(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths) or "no path given"
    return (
        f"{names}: no table found. An export is CSV, TSV, Excel or Parquet files, or a folder or zip of "
        "them; point to the file or folder that holds them."
    )


def _only_one(earlier: Path | None, found: Path) -> Path:
    if earlier is not None and earlier != found:
        raise UsageError(f"Two {SETTINGS_NAME} files in one export: keep the one that is meant.")
    return found


def _free_name(name: str, taken: dict[str, Path]) -> str:
    count = 2
    free = name
    while free in taken:
        free, count = f"{name} ({count})", count + 1
    return free


def _walk(path: Path, scratch: Scratch) -> Iterator[tuple[str, Path]]:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder. Check the path.")
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not _is_debris(file.relative_to(path).as_posix()):
                yield from _expand(file.relative_to(path).as_posix(), file, scratch)
    else:
        yield from _expand(path.name, path, scratch)


def _expand(name: str, file: Path, scratch: Scratch) -> Iterator[tuple[str, Path]]:
    if file.suffix.lower() == ".zip":
        yield from _unpack(name, file, scratch)
    else:
        yield name, file


def _is_debris(name: str) -> bool:
    """Lock files, hidden files and what macOS puts into a zip."""
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)


def _unpack(name: str, file: Path, scratch: Scratch) -> Iterator[tuple[str, Path]]:
    """Copies the zip's tables to the scratch folder under numbered names: no path of the zip is followed."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_members(name, members)
            for entry in members:
                if not _is_debris(entry.filename):
                    target = _copy_member(archive, entry, scratch)
                    yield PurePosixPath(entry.filename.replace("\\", "/")).name, target
    except _BROKEN:
        raise UnreadableError(f"{name}: not a readable zip. Make it again and hand it over again.") from None


def _check_members(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in members)
    packed = sum(entry.compress_size for entry in members) or 1
    too_big = size > MAX_UNPACKED_BYTES or (size > 1 << 24 and size / packed > MAX_RATIO)
    if too_big or len(members) > MAX_FILES:
        raise UnreadableError(
            f"{name}: the zip unpacks to more than an export can be "
            f"({MAX_FILES} files, {MAX_UNPACKED_BYTES >> 30} GB). Hand over the folder instead."
        )
    for entry in members:
        _check_member(name, entry)


def _check_member(name: str, entry: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename:
        raise UnreadableError(
            f"{name}: a file in the zip points outside the zip. Do not open it; make the zip again."
        )
    if entry.flag_bits & 1:
        raise UnreadableError(f"{name}: the zip is locked with a password. Hand over an open zip or folder.")


def _copy_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, scratch: Scratch) -> Path:
    """Counts while it copies: the size a zip declares may be a lie."""
    folder = scratch.folder / f"member-{entry.header_offset}-{len(list(scratch.folder.iterdir()))}"
    folder.mkdir()
    target = folder / PurePosixPath(entry.filename.replace("\\", "/")).name
    written = 0
    with archive.open(entry) as packed, target.open("wb") as unpacked:
        while chunk := packed.read(1 << 20):
            written += len(chunk)
            if written > entry.file_size:
                raise UnreadableError("The zip holds more than it declares. Make it again.")
            unpacked.write(chunk)
    return target
