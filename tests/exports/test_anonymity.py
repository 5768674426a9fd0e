"""The gate on a corpus: what it must find, what it must not, and that it never says what it found."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import NotAnonymisedError
from pipelines.exports.anonymity import PersonalDetail, check_anonymity, find_personal_details
from pipelines.exports.explained import ColumnUse
from pipelines.exports.mapping import load_mapping
from pipelines.exports.personal_headers import header_kind
from pipelines.exports.reading import read_export
from pipelines.exports.tally import Tally
from tests.exports.handing_over import AS_OF, CASES, DATA, write_files
from tests.exports.personal_corpus import PERSONAL_COLUMNS, PERSONAL_HEADERS, PLAIN_COLUMNS, PLAIN_HEADERS


def found(path: Path, mapping: str | None = None) -> tuple[PersonalDetail, ...]:
    with read_export([path], programme="tiny", as_of=AS_OF, mapping=mapping) as export:
        return find_personal_details(export, load_mapping(mapping))


def refusal(path: Path, mapping: str | None = None) -> str:
    with (
        read_export([path], programme="tiny", as_of=AS_OF, mapping=mapping) as export,
        pytest.raises(NotAnonymisedError) as refused,
    ):
        check_anonymity(export, load_mapping(mapping))
    return str(refused.value)


def with_column(folder: Path, header: str, values: list[str]) -> Path:
    """An export of cases with one column more that nobody asked for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["case_id", "referral_month", "status", header])
    writer.writerows([f"c{number}", "2026-01", "open", value] for number, value in enumerate(values))
    return write_files(folder, {"cases.csv": text.getvalue()})


def test_every_personal_column_of_the_corpus_is_found_and_none_else(tmp_path: Path) -> None:
    missed = [
        what
        for number, (what, (header, values)) in enumerate(PERSONAL_COLUMNS.items())
        if not found(with_column(tmp_path / f"p{number}", header, values))
    ]
    alarms = [
        what
        for number, (what, (header, values)) in enumerate(PLAIN_COLUMNS.items())
        if found(with_column(tmp_path / f"n{number}", header, values))
    ]
    recall = 1 - len(missed) / len(PERSONAL_COLUMNS)
    print(f"columns: recall {recall:.0%} of {len(PERSONAL_COLUMNS)}")
    print(f"columns: {len(alarms)} false alarms of {len(PLAIN_COLUMNS)}")
    assert missed == []
    assert alarms == []


def test_every_personal_header_of_the_corpus_is_found_and_none_else() -> None:
    missed = [header for header in PERSONAL_HEADERS if header_kind(header) is None]
    ours = [column for table in TABLES.values() for column in table.column_names]
    alarms = [header for header in (*PLAIN_HEADERS, *ours) if header_kind(header) is not None]
    recall = 1 - len(missed) / len(PERSONAL_HEADERS)
    print(f"headers: recall {recall:.0%} of {len(PERSONAL_HEADERS)}, {len(alarms)} false alarms")
    assert missed == []
    assert alarms == []


LETTERS = str.maketrans("aeopcyxBEKMHOPCTX", "аеорсухВЕКМНОРСТХ")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
MUTATIONS: dict[str, Callable[[str], str]] = {
    "double spaces": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "tabs": lambda text: text.replace(" ", "\t"),
    "spaces around": lambda text: f" {text}\u00a0",
    "capitals": str.upper,
    "small letters": str.lower,
    "full width": lambda text: text.translate(FULL_WIDTH),
    "lookalike letters": lambda text: text.translate(LETTERS),
    "invisible marks": "\u200b".join,
    "a soft hyphen": lambda text: f"{text[:2]}\u00ad{text[2:]}",
    "a formula": '="{}"'.format,
    "a formula that is called": '=HYPERLINK("{}")'.format,
    "a formula behind a tab": "\t={}".format,
    "a formula put together": '=CONCATENATE("{}","")'.format,
    "a plus before": "+{}".format,
    "a minus before": "-{}".format,
    "an at before": "@{}".format,
    "an apostrophe before": "'{}".format,
    "quotation marks": '"{}"'.format,
    "brackets": "({})".format,
    "a full stop behind": "{}.".format,
}
NOT_TOLD_APART = {("small letters", "surname, given, unusual")}
"""Two words in small letters that are in no list of names are a label like any other: "theft, retail"."""
MADE_SUSPICIOUS = ("a plus before", "an at before")
"""They make a telephone number or an account of an id: no spreadsheet writes ids so."""


def seen_in(header: str, values: list[str]) -> bool:
    tally = Tally(header, ColumnUse(), as_of=AS_OF)
    tally.add(Counter(values).items())
    return any(tally.rows_of(kind) for kind in (*tally.kinds(), *tally.single_kinds()))


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_personal_detail_is_found_however_it_is_written(name: str) -> None:
    written = MUTATIONS[name]
    missed = {
        what
        for what, (header, values) in PERSONAL_COLUMNS.items()
        if not seen_in(header, [written(value) for value in values])
    }
    alarms = [
        what
        for what, (header, values) in PLAIN_COLUMNS.items()
        if seen_in(header, [written(value) for value in values])
    ]
    recall = 1 - len(missed) / len(PERSONAL_COLUMNS)
    print(f"{name}: recall {recall:.0%} of {len(PERSONAL_COLUMNS)}, {len(alarms)} false alarms")
    assert {(name, what) for what in missed} <= NOT_TOLD_APART
    assert alarms == [] or name in MADE_SUSPICIOUS


@pytest.mark.parametrize("name", [name for name in MUTATIONS if name != "a formula that is called"])
def test_a_personal_header_is_found_however_it_is_written(name: str) -> None:
    assert [one for one in PERSONAL_HEADERS if header_kind(MUTATIONS[name](one)) is None] == []


@pytest.mark.parametrize("what", PERSONAL_COLUMNS)
def test_a_refusal_names_the_column_and_the_rows_and_no_value(what: str, tmp_path: Path) -> None:
    header, values = PERSONAL_COLUMNS[what]
    message = refusal(with_column(tmp_path, header, values))
    assert "cases.csv, column D" in message
    assert "rows" in message
    assert not [value for value in values if len(value) > 2 and value in message]


@pytest.mark.parametrize("name", ["community-court", "county-diversion", "agency-workbook"])
def test_the_real_layouts_pass(name: str) -> None:
    assert found(DATA / name, name) == ()


def test_the_court_with_names_is_refused_and_no_name_is_said() -> None:
    folder = DATA / "community-court-with-names"
    message = refusal(folder, "community-court")
    assert (
        'Cases.csv, column A ("Respondent Name"): its header announces a person\'s name; 240 rows.' in message
    )
    assert "Referrals.csv, column J: values look like a person's name" in message
    for file in ("Cases.csv", "Referrals.csv"):
        with (folder / file).open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                assert not [name for name in row["Respondent Name"].split(", ") if name in message]


def test_names_are_found_without_the_header_that_gives_them_away(tmp_path: Path) -> None:
    for file in ("Cases.csv", "Referrals.csv"):
        text = (DATA / "community-court-with-names" / file).read_text(encoding="utf-8-sig")
        write_files(tmp_path, {file: text.replace("Respondent Name", "Respondent ID")})
    details = found(tmp_path, "community-court")
    assert ("Cases.csv", 'column A ("Respondent ID")', "a person's name", 240) in [
        (detail.table, detail.column, detail.kind, detail.rows) for detail in details
    ]


def test_a_table_that_nobody_asked_for_is_looked_at_too(tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": CASES, "contacts.csv": "ref,Email\nA,x\n"})
    (detail,) = found(tmp_path)
    assert (detail.table, detail.kind) == ("contacts.csv", "an e-mail address or account")


def test_a_file_without_a_header_does_not_have_its_first_row_repeated(tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": CASES, "people.csv": "Mr Casey Bianchi,a\nMrs Sarah Greaves,b\n"})
    message = refusal(tmp_path)
    assert "people.csv, column A: its header announces a person's name" in message
    assert "Bianchi" not in message


def test_a_coded_column_may_be_called_what_it_likes_while_only_its_codes_stand_in_it(tmp_path: Path) -> None:
    mapping = """
mapping = 1
name = "tiny"
[sources.log]
[lists.site]
north = "North"
[tables.cases]
from = "log"
[tables.cases.columns]
case_id = "Ref"
referral_month = "Month"
status = { constant = "open" }
site = { from = "School", codes = { "St Mary's School in the North" = "north" } }
"""
    (tmp_path / "ours.toml").write_text(mapping, encoding="utf-8")
    ours = str(tmp_path / "ours.toml")
    log = "Ref,Month,School\n1,2026-01,St Mary's School in the North\n"
    assert found(write_files(tmp_path / "a", {"log.csv": log}), ours) == ()
    (detail,) = found(write_files(tmp_path / "b", {"log.csv": log + "2,2026-01,Elm Park\n"}), ours)
    assert detail.kind == "an employer or school"


def test_the_one_personal_value_among_many_ids_is_found(tmp_path: Path) -> None:
    rows = [f"{number:09x},2026-01,open\n" for number in range(60_000)]
    rows[55_000] = "casey@example.org,2026-01,open\n"
    write_files(tmp_path, {"cases.csv": "case_id,referral_month,status\n" + "".join(rows)})
    (detail,) = found(tmp_path)
    assert (detail.kind, detail.rows) == ("an e-mail address or account", 1)


def test_nothing_is_left_of_a_refused_zip(tmp_path: Path) -> None:
    folder = with_column(tmp_path, "Name", ["x"])
    with read_export([folder], programme="tiny", as_of=AS_OF) as export:
        scratch = export.scratch.folder
        with pytest.raises(NotAnonymisedError):
            check_anonymity(export, load_mapping(None))
        assert not scratch.exists()
