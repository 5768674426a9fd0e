from pathlib import Path

import pytest

from pipelines.errors import MappingError, RefusedError
from tests.exports.handing_over import CASES_FROM_LOG, mapped, staged, write_files


def said(folder: Path, files: dict[str, str], mapping: str = CASES_FROM_LOG) -> str:
    with pytest.raises(MappingError) as refused, mapped(folder, files, mapping):
        pass
    return str(refused.value)


def test_a_source_that_is_missing_is_named_with_what_is_there(tmp_path: Path) -> None:
    words = said(tmp_path, {"lag.csv": "Ref,In\nA,2026-01-01\n"})
    assert "sources.log: no file or sheet is called 'log'" in words
    assert "In this export: lag.csv." in words


def test_a_column_that_is_missing_is_named_with_the_nearest(tmp_path: Path) -> None:
    words = said(tmp_path, {"log.csv": "Reff,In\nA,2026-01-01\n"})
    assert "log.csv has no column 'Ref' in its header (row 1, 2 columns). The nearest is 'reff'." in words


def test_a_table_is_one_source_only(tmp_path: Path) -> None:
    twice = CASES_FROM_LOG.replace("[sources.log]", '[sources.log]\n[sources.again]\nfile = "log"')
    assert "sources.again: log.csv already is another source" in said(
        tmp_path, {"log.csv": "Ref,In\nA,2026-01-01\n"}, twice
    )


def test_tables_of_another_system_need_a_mapping(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"log.csv": "Ref,In\nA,2026-01-01\n"})
    with pytest.raises(RefusedError, match=r"No table of the contract.*log\.csv.*--mapping"), staged(folder):
        pass
