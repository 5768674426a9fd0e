"""Text files: in which encoding and with which delimiter they are written, and tidy copies of odd ones.

A plain file (UTF-8, one row a line end, header first) is read in place. Every other one is copied to the
scratch folder as UTF-8 with its row numbers, so that a quarantine can name the row a person sees.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UnreadableError
from pipelines.exports.export import TOP_ROWS, Dialect

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 1 << 18
_CHUNK_BYTES = 1 << 20
_LINE_ENDS = re.compile(r"[\r\n]+")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, kw_only=True)
class FileBytes:
    """What one pass over a file's bytes tells."""

    sha256: str
    size: int
    is_utf8: bool
    has_odd_line_ends: bool
    """Blank lines, lone carriage returns or null bytes: row numbers would drift in a plain read."""


def read_bytes(path: Path) -> FileBytes:
    """Hashes the file and notes what a plain reader would trip over."""
    digest, size, is_utf8, odd = hashlib.sha256(), 0, True, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            odd = odd or _has_odd_line_ends(chunk) or _has_odd_line_ends(before + chunk[:3])
            before = chunk[-3:]
            is_utf8 = is_utf8 and (_is_ascii(decoder, chunk) or _decodes(decoder, chunk))
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return FileBytes(sha256=digest.hexdigest(), size=size, is_utf8=is_utf8, has_odd_line_ends=odd)


def _is_ascii(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    """Nothing to decode, and no letter is cut off from the chunk before."""
    return chunk.isascii() and not decoder.getstate()[0]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _has_odd_line_ends(chunk: bytes) -> bool:
    if b"\n\n" in chunk or b"\0" in chunk:
        return True
    if b"\r" not in chunk:
        return False
    is_lone = chunk.count(b"\r") > chunk.count(b"\r\n") + chunk.endswith(b"\r")
    return is_lone or b"\n\r\n" in chunk


def detect_dialect(path: Path, facts: FileBytes) -> Dialect:
    """The encoding from the byte-order mark or the bytes, the delimiter from the first rows."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE_BYTES)
    encoding = _detect_encoding(start, facts)
    sample = start.decode(encoding, errors="replace")
    is_plain = encoding in ("utf-8", "utf-8-sig") and not facts.has_odd_line_ends
    return Dialect(encoding=encoding, delimiter=_detect_delimiter(sample), is_plain=is_plain)


def _detect_encoding(start: bytes, facts: FileBytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    for encoding, zeros in (("utf-16-le", start[1:400:2]), ("utf-16-be", start[0:400:2])):
        if zeros and zeros.count(0) > len(zeros) / 2:
            return encoding
    # A null byte that some system leaves in a cell is no reason to misread every accent.
    return "utf-8" if facts.is_utf8 else "windows-1252"


def _detect_delimiter(sample: str) -> str:
    """The delimiter that splits the most rows like the widest one; a comma where none splits."""
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _sample_rows(sample, delimiter) if any(row)]
        widest = max(widths, default=1)
        score = (sum(width == widest for width in widths), widest)
        if widest > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == TOP_ROWS:
                break
    except csv.Error:
        pass  # a broken row further down is reported when the file is read, with its line
    return rows


def read_top(path: Path, dialect: Dialect) -> tuple[tuple[str, ...], ...]:
    """The first rows as text; an empty tuple for an empty file."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES).decode(dialect.encoding, errors="replace")
    return tuple(tuple(row) for row in _sample_rows(sample, dialect.delimiter))


def write_tidy_copy(path: Path, dialect: Dialect, to: Path, *, name: str, header_row: int) -> int:
    """Copies the file as UTF-8 commas with the row number first; returns how many columns it has.

    A line end inside a cell becomes a space: no code, date or id has one.
    Raises `UnreadableError` naming file and row, never what stands in it.
    """
    top = read_top(path, dialect)
    width = len(top[header_row - 1]) if len(top) >= header_row else 0
    with to.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, row in _rows_of(path, dialect, name):
            if number > header_row and any(cell.strip() for cell in row):
                if any(cell.strip() for cell in row[width:]):
                    raise UnreadableError(_too_wide(name, number, width))
                cells = [_LINE_ENDS.sub(" ", cell) for cell in row[:width]]
                writer.writerow([number, *cells, *[""] * (width - len(cells))])
    return width


def _too_wide(name: str, number: int, width: int) -> str:
    return (
        f"{name}, row {number}: more cells than the header has columns ({width}). A cell that holds the "
        "delimiter must stand in quotation marks; save the file again as CSV from the source system."
    )


def _rows_of(path: Path, dialect: Dialect, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a person counts, blank rows included."""
    number = 0
    with path.open("r", encoding=dialect.encoding, newline="") as file:
        try:
            for row in csv.reader(_without_nulls(file), delimiter=dialect.delimiter, strict=True):
                number += 1
                yield number, row
        except csv.Error:
            raise UnreadableError(
                f"{name}, row {number + 1}: a quotation mark is opened and not closed, or stands inside a "
                f"cell, or a cell holds more than {csv.field_size_limit():,} characters. Save the file "
                "again as CSV (UTF-8) from the source system and hand it over again."
            ) from None
        except UnicodeError:
            raise UnreadableError(
                f"{name}, after row {number}: not readable as {dialect.encoding}. Save the file as CSV "
                "(UTF-8), or declare its encoding in the mapping under [sources]."
            ) from None


def _without_nulls(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "")
