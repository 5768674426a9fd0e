from pipelines.exports.explained import ColumnUse, explain_columns, known_labels
from pipelines.exports.export import Export, Scratch
from pipelines.exports.mapping import load_mapping
from tests.exports.handing_over import AS_OF


def use_of(name: str, source: str, header: str) -> ColumnUse:
    scratch = Scratch()
    export = Export(
        files=(),
        sheets=(),
        not_read=(),
        programme="x",
        as_of=AS_OF,
        currency=None,
        mapping=name,
        scratch=scratch,
    )
    return explain_columns(load_mapping(name), export).columns[source, header]


def test_our_own_words_need_no_mapping() -> None:
    assert {"harmed party", "full_agreement", "stage of justice", "total"} <= known_labels()


def test_a_mapped_label_is_explained_however_it_is_spelled() -> None:
    outcome = use_of("community-court", "referrals", "case outcome")
    assert outcome.is_declared
    assert outcome.is_coded
    assert outcome.explains("Respondent – Did not Respond/ Make Contact with CRC ")
    assert not outcome.explains("Casey Bianchi")


def test_dates_and_numbers_of_the_declared_shape_are_explained() -> None:
    assert use_of("community-court", "cases", "closed date").explains("1/13/2023")
    assert use_of("county-diversion", "diversion", "received_date".replace("_", " ")).explains(
        "2019 Mar 05 12:00:00 AM"
    )
    amount = use_of("agency-workbook", "actions", "amount")
    assert amount.explains("£1,250.50")
    assert not amount.explains("1 Station Road")


def test_an_id_is_never_explained() -> None:
    case_id = use_of("community-court", "cases", "case number")
    assert not case_id.is_coded
    assert not case_id.explains("Ca3ccd14e")
