from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import NotAnonymisedError
from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts, fitting_formats, read_facts
from pipelines.exports.reading import read_export
from tests.exports.handing_over import write_files


def column(*values: str) -> ColumnFacts:
    return ColumnFacts(header="x", values={value: values.count(value) for value in values})


def read(folder: Path) -> tuple[SheetFacts, ...]:
    with read_export([folder], programme="tiny", as_of=date(2026, 9, 30)) as export:
        return read_facts(export)


def test_a_label_stands_in_five_rows_of_a_column_with_few_texts() -> None:
    assert column(*["Theft"] * 5, *["Arson"] * 4).labels == ("Theft",)
    many = [text for number in range(41) for text in [f"label {number}"] * 5]
    assert column(*many).labels == ()


def test_a_key_tells_every_row_apart() -> None:
    assert column("a", "b").is_unique
    assert not column("a", "b", "b").is_unique
    assert not column().is_unique


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (("2026-01-31", "2026-02-01"), ("%Y-%m-%d",)),
        (("31/01/2026", "01/02/2026"), ("%d/%m/%Y",)),
        (("01/31/2026", "02/01/2026"), ("%m/%d/%Y",)),
        (("01/31/2026", "2026 Feb 01 12:00:00 AM"), ("%m/%d/%Y", "%Y %b %d %I:%M:%S %p")),
        (("soon", "01/02/2026"), ()),
        ((), ()),
    ],
)
def test_formats_are_read_off_the_values(values: tuple[str, ...], formats: tuple[str, ...]) -> None:
    assert set(fitting_formats(column(*values))) == set(formats)


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    (sheet,) = read(
        write_files(tmp_path, {"log.csv": "Our log,,\nRef,Status,Hub\nA,open,North\nB,open,North\n"})
    )
    assert [facts.header for facts in sheet.columns] == ["Ref", "Status", "Hub"]
    assert sheet.columns[1].values == {"open": 2}


def test_nothing_is_looked_at_before_the_gate(tmp_path: Path) -> None:
    with pytest.raises(NotAnonymisedError):
        read(write_files(tmp_path, {"log.csv": "Ref,Surname\nA,Bianchi\n"}))


def test_no_value_is_in_what_is_printed_of_it() -> None:
    assert "Theft" not in repr(column("Theft"))
