"""Downloads of form tools, as they come: one file a wave, one row a respondent, one column a question."""

from pathlib import Path

import openpyxl
import pytest

from pipelines import instrument
from pipelines.errors import MappingError, NotAnonymisedError
from pipelines.exports.mapping import load_mapping
from pipelines.exports.text import normalise_header
from pipelines.ingest import IngestRequest, check_only
from pipelines.vocabulary import Wave
from tests.exports.handing_over import AS_OF, DATA, staged, write_files
from tests.exports.test_template import KEPT, fill

CASES = "case_id,referral_date,status\nRC-1,2026-03-01,open\nRC-2,2026-03-01,open\n"
GOOGLE, MONKEY_LIST, MONKEY_GRID = (
    (DATA / "forms-survey" / f"{name}.csv").read_text(encoding="utf-8")
    for name in ("google-forms", "surveymonkey", "surveymonkey-grid")
)


def answers(folder: Path, survey: str, *, name: str = "survey after.csv") -> list[tuple[str | None, ...]]:
    files = write_files(folder, {"cases.csv": CASES, name: survey})
    with staged(files, "forms-survey") as export:
        return export.rows("survey_answers", "case_id", "role", "wave", "answered_day", "item", "answer")


def test_google_forms(tmp_path: Path) -> None:
    assert sorted(answers(tmp_path, GOOGLE), key=str) == sorted(
        [
            ("RC-1", "harmed", "after", "19", "g1", "5"),
            ("RC-1", "harmed", "after", "19", "g10", "4"),
            ("RC-1", "harmed", "after", "19", "g11", "2"),
            ("RC-1", "harmed", "after", "19", "h4", "3"),
            # "Had a real say" is an item for harmed parties: not applicable to the others is no answer.
            ("RC-2", "responsible", "after", "20", "g1", "4"),
            ("RC-2", "responsible", "after", "20", "g10", "not_applicable"),
            (None, "supporter", "after", None, "g1", "prefer_not"),
            (None, "supporter", "after", None, "g10", "1"),
        ],
        key=str,
    )


def test_surveymonkey_with_one_question_a_page(tmp_path: Path) -> None:
    assert answers(tmp_path, MONKEY_LIST) == [
        ("RC-1", "harmed", "after", "19", "g1", "5"),
        ("RC-1", "harmed", "after", "19", "g10", "4"),
        ("RC-2", "responsible", "after", "20", "g1", "4"),
        ("RC-2", "responsible", "after", "20", "g10", "not_applicable"),
    ]


def test_surveymonkey_with_a_grid(tmp_path: Path) -> None:
    assert [row[-2:] for row in answers(tmp_path, MONKEY_GRID)] == [("g1", "5"), ("g10", "4"), ("g11", "2")]


def test_rows_are_numbered_as_a_person_counts(tmp_path: Path) -> None:
    files = write_files(tmp_path, {"cases.csv": CASES, "survey after.csv": MONKEY_LIST})
    with staged(files, "forms-survey") as export:
        rows = export.rows("survey_answers", "_row", "response_id")
        assert [row for row, _ in rows] == [3, 3, 4, 4]
        assert len({response for _, response in rows}) == 2
        assert not any("2026" in str(response) for _, response in rows)


def test_the_wave_is_in_the_name_of_the_file(tmp_path: Path) -> None:
    later = GOOGLE.replace("I felt safe.", "I have felt safe since.")
    found = answers(tmp_path, later, name="Survey_follow-up 2026.csv")
    assert {row[2] for row in found} == {"follow_up"}
    assert {row[4] for row in found} == {"g10", "h4"}


def test_the_workbook_of_a_form_is_read_with_its_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Form Responses 1"
    sheet.append(["Timestamp", "Case reference", "Role", "I felt safe."])
    sheet.append([AS_OF.replace(month=4, day=1), "RC-1", "Person harmed", "Agree"])
    write_files(tmp_path / "in", {"cases.csv": CASES})
    book.save(tmp_path / "in" / "survey after.xlsx")
    with staged(tmp_path / "in", "forms-survey") as export:
        assert export.rows("survey_answers", "answered_day", "item", "answer") == [("31", "g10", "4")]


@pytest.mark.parametrize("survey", [GOOGLE, MONKEY_LIST, MONKEY_GRID])
def test_nothing_of_it_is_set_aside(tmp_path: Path, survey: str) -> None:
    folder = write_files(tmp_path, {"cases.csv": CASES, "survey after.csv": survey})
    result = check_only(
        IngestRequest(paths=(folder,), programme="tiny", as_of=AS_OF, currency="GBP", mapping="forms-survey")
    )
    assert result.n_quarantined == 0


def test_an_answer_that_is_not_on_the_scale_is_set_aside(tmp_path: Path) -> None:
    survey = GOOGLE.replace('"Strongly agree","Agree"', '"Totally","Agree"')
    folder = write_files(tmp_path, {"cases.csv": CASES, "survey after.csv": survey})
    result = check_only(
        IngestRequest(paths=(folder,), programme="tiny", as_of=AS_OF, currency="GBP", mapping="forms-survey")
    )
    assert "survey_answers.answer.not_in_list" in {count.rule for count in result.findings}


def test_the_one_sheet_and_a_form_go_together(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fill(folder / "cases.xlsx", {**KEPT, "Case number": "RC-1"}, {**KEPT, "Case number": "RC-2"})
    write_files(folder, {"survey after.csv": GOOGLE})
    with staged(folder, "one-sheet+forms-survey") as export:
        # Three answers on the sheet of each case, eight in the form.
        assert len(export.column("survey_answers", "_id")) == 2 * 3 + 8
        assert "payments" in export.told.not_recorded


def test_a_download_with_addresses_is_refused(tmp_path: Path) -> None:
    survey = GOOGLE.replace('"Timestamp"', '"Email Address"')
    folder = write_files(tmp_path, {"cases.csv": CASES, "survey after.csv": survey})
    request = IngestRequest(paths=(folder,), programme="tiny", as_of=AS_OF, mapping="forms-survey")
    with pytest.raises(NotAnonymisedError, match="Email Address"):
        check_only(request)


def test_a_form_in_other_words_is_not_passed_over(tmp_path: Path) -> None:
    survey = "Timestamp,Case reference,Role,Were you happy?\n2026-03-20,RC-1,Supporter,Agree\n"
    with pytest.raises(MappingError, match=r"no header of survey after\.csv is a question"):
        answers(tmp_path, survey)


def test_every_statement_is_a_column_of_its_own() -> None:
    for feed in load_mapping("forms-survey").feeds:
        if feed.answers:
            columns = [normalise_header(rule.source_columns[0]) for _, rule in feed.answers]
            assert len(columns) == len(set(columns))
    asked = {item for feed in load_mapping("forms-survey").feeds for item, _ in feed.answers}
    assert asked == {item.id for item in instrument.ITEMS.values() if set(item.waves) - {Wave.NOT_PROCEEDING}}
