from datetime import date

from pipelines.exports.explained import ColumnUse
from pipelines.exports.tally import Tally, could_be_value, kind_of_value

AS_OF = date(2026, 9, 30)


def kinds(header: str, values: dict[str, int], use: ColumnUse | None = None) -> list[str]:
    tally = Tally(header, use or ColumnUse(), as_of=AS_OF)
    tally.add(values.items())
    return [kind for kind in tally.kinds() if tally.rows_of(kind)]


def test_rows_are_counted_for_each_kind() -> None:
    tally = Tally("Ref", ColumnUse(), as_of=AS_OF)
    tally.add({"a@example.org": 3, "b@example.org": 4, "R1": 100, " ": 7}.items())
    assert tally.rows_of("an e-mail address or account") == 7
    assert tally.rows == 107


def test_what_the_mapping_explains_is_not_tested() -> None:
    explained = ColumnUse(labels=frozenset({"sarah greaves house"}))
    assert kinds("Hub", {"Sarah Greaves House": 5, "Sarah Greaves": 5}, explained) == []
    assert kinds("Hub", {"Sarah Greaves": 5, "James Okafor": 5}, explained) == ["a person's name"]


def test_a_share_of_the_distinct_values_is_asked_for() -> None:
    ids = {f"R{number}": 1 for number in range(20)}
    assert kinds("Ref", ids | {"Bianchi, Casey": 1, "Greaves, Sawyer": 1}) == []
    assert kinds("Ref", {"R1": 1, "Bianchi, Casey": 1, "Greaves, Sawyer": 1}) == ["a person's name"]


def test_old_dates_are_birthdays_and_new_ones_are_not() -> None:
    assert kinds("When", {f"{year}-03-04": 1 for year in range(1990, 1998)}) == ["a date of birth"]
    assert kinds("When", {f"{year}-03-04": 1 for year in range(2019, 2027)}) == []


def test_a_long_label_is_no_free_text() -> None:
    label = "the person did not answer any of the letters"
    assert kinds("Outcome", {label: 50}) == []
    assert kinds("Outcome", {label: 2}) == ["free text"]


def test_a_header_may_itself_be_a_value() -> None:
    assert kind_of_value("casey@example.org") == "an e-mail address or account"
    assert kind_of_value("Q1. Overall I am satisfied with how this was handled") is None
    assert could_be_value("Bianchi, Casey")
    assert not could_be_value("Case Number")
