"""A mapping is checked whole before a row is read, and its errors name file and key."""

from pathlib import Path

import pytest

from pipelines.errors import MappingError
from pipelines.exports.mapping import builtin_mappings, load_mapping
from tests.exports.handing_over import CASES_FROM_LOG, staged, write_files

HEAD = 'mapping = 1\nname = "tiny"\n'


def load(tmp_path: Path, text: str) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + text, encoding="utf-8")
    load_mapping(tmp_path / "ours.toml")


@pytest.mark.parametrize("name", builtin_mappings())
def test_every_built_in_mapping_is_whole(name: str) -> None:
    mapping = load_mapping(name)
    # A mapping of nothing but a survey stands beside the contract's own tables.
    assert mapping.name == (f"canonical+{name}" if name == "forms-survey" else name)
    assert len(mapping.sha256) == 64


def test_without_a_name_the_canonical_tables_are_meant() -> None:
    assert load_mapping(None) == load_mapping("canonical")


def test_a_name_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(
        MappingError, match=r"'community-cort'.* Did you mean 'community-court'\? Allowed: agency-workbook"
    ):
        load_mapping("community-cort")


PARTIES = '[tables.parties]\nfrom = "log"\n[tables.parties.columns]\nparty_id = "P"\ncase_id = "Ref"\n'
PARTIES += 'role = { constant = "harmed" }\nparty_type = { constant = "person" }\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "ours.toml: not valid TOML"),
        ("colour = 1", "ours.toml, colour: no such key"),
        ("", "ours.toml, sources: name at least one source"),
        ("[sources.log]", r"ours.toml, tables: \[tables.cases\] is missing"),
        ("[sources.log]\nshet = 'x'", "ours.toml, sources.log.shet: no such key. Did you mean 'sheet'"),
        ("[sources.log]\nheader_row = 0", "sources.log.header_row: must be a whole number of 1 or more"),
        ("[sources.log]\nencoding = 'latin-99'", "sources.log.encoding: no such encoding"),
        ("[sources.log]\ndelimiter = '::'", "sources.log.delimiter: must be one character"),
        ("[lists.colour]\nred = 'Red'", "lists.colour: no such key"),
        ("not_recorded = ['role:victim']" + CASES_FROM_LOG, "not_recorded: 'role:victim' is not a table"),
        (CASES_FROM_LOG.replace('case_id = "Ref"', ""), "tables.cases: every row of cases needs case_id"),
        (CASES_FROM_LOG.replace('"log"', '"lag"'), "cases.from: 'lag' is not allowed. Did you mean 'log'"),
        (CASES_FROM_LOG + "[tables.payment]\n", "tables.payment: no such key. Did you mean 'payments'"),
        (CASES_FROM_LOG + PARTIES + "[tables.parties.answers]\ng1 = 'Q'", "only survey_answers can be made"),
    ],
)
def test_a_wrong_key_is_named_with_what_is_allowed(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=message):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('stattus = "x"', "tables.cases.columns.stattus: no such key. Did you mean 'status'"),
        ('stage = { from = "S", code = {} }', "columns.stage.code: no such key. Did you mean 'codes'"),
        ("stage = { codes = {} }", "columns.stage: say one of: from, constant, template"),
        ('stage = { constant = "before" }', "columns.stage: 'before' is not a code of stage"),
        ('stage = { from = "S", codes = { "a" = "pre_charg" } }', "Did you mean 'pre_charge'"),
        ('stage = { from = "S", codes = "yes_n" }', "'yes_n' is not allowed. Did you mean 'yes_no'"),
        ('stage = { from = "S", scale = 6 }', "scale: must be one of 4, 5, 7, 10 points"),
        ('stage = { from = "S", where = { column = "y" } }', "say one of: is ="),
        ('stage = { from = "S", optional = "yes" }', "optional: must be true or false"),
        ("stage = { from = 5 }", "from: must be text, or a list of texts"),
        ('site = { constant = "north" }', r"Declare it under \[lists.site\]"),
        ('closed_day = { from = "D", codes = { "a" = "1" } }', "only columns of codes take codes"),
        ('closed_date = { from = "D", dates = "%d/%m/%y" }', "a year of two digits cannot be told apart"),
        ('closed_date = { from = "D", dates = "dd/mm/yyyy" }', "is not a date format"),
        ('closed_date = { from = "D", dates = [] }', "name at least one date format"),
        ('screening = { template = "x" }', "must name a column in braces"),
        ('screening = { from = "x", present = "accepted", codes = {} }', "say present, or codes"),
        ('months_since_harm = { from = "x", age = true }', "only age_band is made from an age"),
        ('months_since_harm = { from = "x", numbers = "1 2" }', "numbers.style: '1 2' is not allowed"),
    ],
)
def test_a_wrong_column_rule_is_named_with_what_is_allowed(rule: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=message):
        load(tmp_path, CASES_FROM_LOG + rule)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("", "mapping: must be 1"),
        ("mapping = 2", "mapping: must be 1"),
        ("mapping = 1\ncontract = 2", "contract: must be 1"),
    ],
)
def test_the_versions_must_be_ours(head: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(f"{head}\nname = 'x'\n{CASES_FROM_LOG}", encoding="utf-8")
    with pytest.raises(MappingError, match=message):
        load_mapping(tmp_path / "ours.toml")


def test_an_item_of_another_survey_must_be_declared(tmp_path: Path) -> None:
    answers = """
[tables.survey_answers]
from = "log"
[tables.survey_answers.columns]
response_id = "R"
role = { constant = "harmed" }
wave = { constant = "after" }
[tables.survey_answers.answers]
q99 = "Q99"
"""
    with pytest.raises(MappingError, match=r"answers.q99: no such key"):
        load(tmp_path, CASES_FROM_LOG + answers)
    load(tmp_path, CASES_FROM_LOG + answers + '[lists.item]\nq99 = "Our own question"\n')


def test_a_mapping_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingError, match="not a UTF-8 text file"):
        load_mapping(tmp_path / "ours.toml")


def test_a_mapping_that_does_not_fit_the_file_says_which_column_it_misses(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + CASES_FROM_LOG, encoding="utf-8")
    folder = write_files(tmp_path / "export", {"log.csv": "Reff,In,Casey Bianchi\n1,2026-01-01,x\n"})
    message = r"mapping tiny, sources.log: log.csv has no column 'Ref' in its header \(row 1, 3 columns\)"
    with pytest.raises(MappingError, match=message) as refused, staged(folder, tmp_path / "ours.toml"):
        pass
    assert "The nearest is 'reff'" in str(refused.value)
    assert "Casey" not in str(refused.value)


def test_a_mapping_whose_file_is_not_there_says_what_is(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + CASES_FROM_LOG, encoding="utf-8")
    folder = write_files(tmp_path / "export", {"blog.csv": "Ref,In\n"})
    message = r"sources.log: no file or sheet is called 'log'. In this export: blog.csv"
    with pytest.raises(MappingError, match=message), staged(folder, tmp_path / "ours.toml"):
        pass
