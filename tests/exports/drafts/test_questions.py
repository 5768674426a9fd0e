from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.questions import answer_codes, question_columns, suggest_items, wave_of
from pipelines.vocabulary import Wave

ANSWERS = {"Agree": 6, "Strongly agree": 5, "N/A": 5}
HEADERS = ("Q1 Overall satisfied", "Q8 Felt safe", "Q9 Felt pressured")


def survey(*headers: str, file: str = "survey.csv") -> SheetFacts:
    columns = (ColumnFacts(header=header, values=ANSWERS) for header in headers)
    role = ColumnFacts(header="Role taken", values={"Harmed": 16})
    return SheetFacts(file=file, sheet="", columns=(role, *columns))


def test_three_columns_of_answers_make_a_survey() -> None:
    assert [facts.header for facts in question_columns(survey(*HEADERS))] == list(HEADERS)
    assert question_columns(survey(*HEADERS[:2])) == ()


def test_each_question_has_its_nearest_item() -> None:
    assert {one.header: one.item for one in suggest_items(survey(*HEADERS), Wave.AFTER)} == {
        "Q1 Overall satisfied": "g1",
        "Q8 Felt safe": "g10",
        "Q9 Felt pressured": "g11",
    }


def test_the_words_of_the_answers_have_codes() -> None:
    assert answer_codes(survey(*HEADERS)) == {"Agree": "4", "Strongly agree": "5", "N/A": "not_applicable"}


def test_the_wave_is_told_by_the_name_or_guessed() -> None:
    assert wave_of(survey(file="Survey (after).csv")) == (Wave.AFTER, True)
    assert wave_of(survey(file="follow-up form.csv")) == (Wave.FOLLOW_UP, True)
    assert wave_of(survey(file="before.csv")) == (Wave.BEFORE, True)
    assert wave_of(survey(file="form.csv")) == (Wave.AFTER, False)
