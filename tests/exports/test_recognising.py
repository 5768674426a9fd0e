"""A layout that ships with the project is known by its headers; anything else is left to its owner."""

from pathlib import Path

import pytest

from pipelines.exports.reading import read_export
from pipelines.exports.recognising import recognise_layout
from pipelines.sample import sample_folder
from tests.exports.handing_over import AS_OF, CASES, DATA, write_files


def recognised(path: Path) -> str:
    with read_export([path], programme="tiny", as_of=AS_OF) as export:
        mapping = recognise_layout(export)
        return mapping.name if mapping else ""


@pytest.mark.parametrize("name", ["community-court", "county-diversion", "agency-workbook"])
def test_a_layout_is_recognised(name: str) -> None:
    assert recognised(DATA / name) == name


def test_the_contracts_own_cases_are_no_other_layout() -> None:
    assert recognised(sample_folder() / "elm_park") == ""


def test_what_lacks_a_header_of_every_layout_is_not_guessed(tmp_path: Path) -> None:
    files = {"cases.csv": CASES.replace("case_id", "Case number")}
    assert recognised(write_files(tmp_path / "export", files)) == ""
