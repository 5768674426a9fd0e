from pathlib import Path

from pipelines.warehouse.durable import (
    append_durably,
    sync_file,
    sync_folder,
    unlink_if_free,
    write_durably,
)


def test_a_file_is_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pointer"
    for content in (b"old", b"new and longer", b"short"):
        write_durably(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_lines_are_only_ever_added(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for line in ("one", "two"):
        append_durably(path, line)
    assert path.read_text(encoding="utf-8") == "one\ntwo\n"


def test_after_a_line_left_half_written_the_next_one_begins_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b'one\n{"at": "2026')
    append_durably(path, "two")
    assert path.read_text(encoding="utf-8").splitlines() == ["one", '{"at": "2026', "two"]


def test_syncing_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    sync_file(path)
    sync_folder(tmp_path)
    assert path.read_bytes() == b"content"


def test_what_is_not_there_needs_no_deleting(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    assert unlink_if_free(tmp_path / "there")
    assert not unlink_if_free(tmp_path / "there")
