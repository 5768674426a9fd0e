from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.opening import IngestRequest, group_paths, open_request, refuse_twice
from tests.support.small_exports import small_rows, write_rows


def test_a_folder_a_zip_and_a_workbook_are_one_export_each(tmp_path: Path) -> None:
    folder = tmp_path / "march.csv"  # a folder may be called anything
    folder.mkdir()
    wholes = [folder, Path("april.zip"), Path("May.XLSX"), Path("no-ending")]
    assert group_paths(wholes) == [(path,) for path in wholes]


def test_loose_table_files_together_are_one_export() -> None:
    loose = [Path("cases.csv"), Path("parties.TSV"), Path("answers.parquet"), Path("export.toml")]
    assert group_paths(loose) == [tuple(loose)]
    assert group_paths([loose[0], Path("april.zip"), loose[1]]) == [
        (Path("april.zip"),),
        (loose[0], loose[1]),
    ]
    assert group_paths([]) == []


def opened(folder: Path, *, more: str = "", is_partial: bool = False):
    request = IngestRequest(paths=(write_rows(folder, small_rows(1), more=more),), is_partial=is_partial)
    return open_request(request)


def test_the_same_files_said_to_be_something_else_are_another_submission(tmp_path: Path) -> None:
    plain = opened(tmp_path / "plain")
    assert opened(tmp_path / "again").read_as == plain.read_as
    assert opened(tmp_path / "part", is_partial=True).read_as != plain.read_as
    for number, more in enumerate(
        (
            'not_recorded = ["role:harmed"]\n',
            "default = { due_days = 90 }\n",
            "invented = true\n",
            'lists = { site = { n = "North" } }\n',
        )
    ):
        assert opened(tmp_path / str(number), more=more).read_as != plain.read_as, more


def test_two_full_exports_of_one_day_are_refused_and_parts_are_not(tmp_path: Path) -> None:
    full = opened(tmp_path / "full")
    part = opened(tmp_path / "part", is_partial=True)
    refuse_twice([full, part, part])
    with pytest.raises(UsageError, match="2 exports say that they are all of tiny"):
        refuse_twice([full, full])


def test_an_export_may_say_itself_that_it_is_a_part(tmp_path: Path) -> None:
    assert opened(tmp_path / "part", more="partial = true\n").is_partial
    assert not opened(tmp_path / "full", more="partial = false\n").is_partial
