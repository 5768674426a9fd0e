from pathlib import Path

import pytest

from pipelines.errors import UnreadableError
from pipelines.exports.dialects import detect_dialect, read_bytes, read_top, write_tidy_copy
from pipelines.exports.export import Dialect


def dialect_of(path: Path, content: bytes) -> Dialect:
    path.write_bytes(content)
    return detect_dialect(path, read_bytes(path))


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "is_plain"),
    [
        (b"a,b\n1,2\n", "utf-8", ",", True),
        (b"\xef\xbb\xbfa,b\n1,2\n", "utf-8-sig", ",", True),
        (b"a;b\n1;2,5\n", "utf-8", ";", True),
        (b"a\tb\n1\t2\n", "utf-8", "\t", True),
        (b"a\n1\n", "utf-8", ",", True),
        (b"a,b\n\n1,2\n", "utf-8", ",", False),
        (b"a,b\r1,2\r", "utf-8", ",", False),
        (b"a,b\r\n1,2\r\n", "utf-8", ",", True),
        (b"a,b\r\n\r\n1,2\r\n", "utf-8", ",", False),
        ("a,b\n1,é\x00\n".encode(), "utf-8", ",", False),
        ("a,b\n1,£5\n".encode("windows-1252"), "windows-1252", ",", False),
        ("a,b\n1,£5\n".encode("utf-16"), "utf-16", ",", False),
        ("a;b\n1;2\n".encode("utf-16-be"), "utf-16-be", ";", False),
        (b"", "utf-8", ",", True),
    ],
)
def test_encoding_and_delimiter_are_detected(
    content: bytes, encoding: str, delimiter: str, is_plain: bool, tmp_path: Path
) -> None:
    dialect = dialect_of(tmp_path / "x.csv", content)
    assert (dialect.encoding, dialect.delimiter, dialect.is_plain) == (encoding, delimiter, is_plain)
    assert dialect.is_detected


def test_a_delimiter_inside_quotes_does_not_count(tmp_path: Path) -> None:
    text = b'name;note\n"a, b, c";"d, e, f"\n"a, b, c";"d, e, f"\n'
    assert dialect_of(tmp_path / "x.csv", text).delimiter == ";"


def test_letters_cut_between_two_reads_are_still_utf8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.exports.dialects._CHUNK_BYTES", 3)
    (tmp_path / "x.csv").write_bytes("aa£,bé\n1,2\r\n".encode())
    facts = read_bytes(tmp_path / "x.csv")
    assert (facts.is_utf8, facts.has_odd_line_ends) == (True, False)
    (tmp_path / "x.csv").write_bytes(b"aaaa\xc2")
    assert not read_bytes(tmp_path / "x.csv").is_utf8


def test_a_blank_line_between_two_reads_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.exports.dialects._CHUNK_BYTES", 4)
    (tmp_path / "x.csv").write_bytes(b"a,b\n\n1,2\n")
    assert read_bytes(tmp_path / "x.csv").has_odd_line_ends


def test_a_tidy_copy_keeps_row_numbers_and_has_no_line_ends_in_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    dialect = dialect_of(path, 'title;\n\na;b\n1;"2\n3"\n\n4\n'.encode("utf-16"))
    width = write_tidy_copy(path, dialect, tmp_path / "tidy.csv", name="x.csv", header_row=3)
    assert width == 2
    assert (tmp_path / "tidy.csv").read_text(encoding="utf-8") == '"4","1","2 3"\n"6","4",""\n'


def test_what_is_not_in_its_declared_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,\xff\n")
    declared = Dialect(encoding="utf-8", delimiter=",", is_plain=False, is_detected=False)
    with pytest.raises(UnreadableError, match=r"^x.csv, after row 0: not readable as utf-8"):
        write_tidy_copy(path, declared, tmp_path / "tidy.csv", name="x.csv", header_row=1)


def test_only_the_top_is_held(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    dialect = dialect_of(path, b"a,b\n" + b"1,2\n" * 100)
    assert len(read_top(path, dialect)) == 30
