"""The words of the one-sheet workbook."""

from pipelines.exports.explained import known_labels
from pipelines.exports.one_sheet import one_sheet, template_sentences
from pipelines.exports.personal_headers import header_kind
from pipelines.exports.text import normalise_code


def test_it_is_short_enough_to_be_filled_in() -> None:
    columns = one_sheet().columns
    assert len(columns) <= 24
    assert [column.header for column in columns if column.is_required] == [
        "Case number",
        "Referral date",
        "Who was harmed",
    ]
    assert {len(column.examples) for column in columns} == {3}


def test_no_header_asks_for_a_persons_details() -> None:
    assert [column.header for column in one_sheet().columns if header_kind(column.header)] == []


def test_the_gate_knows_what_the_template_says() -> None:
    assert {normalise_code(sentence) for sentence in template_sentences()} <= known_labels()
