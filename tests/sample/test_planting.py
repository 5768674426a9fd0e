import pandas as pd

from pipelines.sample.planting import Fault, case_of_rows, rows_taken_along, shift_day

TABLES = {
    "cases": pd.DataFrame({"case_id": ["c1", "c2"]}),
    "conferences": pd.DataFrame({"conference_id": ["k1", "k2", "k3"], "case_id": ["c1", "c2", "c2"]}),
    "agreements": pd.DataFrame({"agreement_id": ["a1", "a2"], "conference_id": ["k1", "k3"]}),
    "obligations": pd.DataFrame(
        {"obligation_id": ["o1", "o2", "o3"], "agreement_id": ["a1", "a2", "nobody's"]}
    ),
}


def fault(table: str, row: int) -> Fault:
    return Fault(
        programme="x", kind="bad", table=table, rows=(row,), columns=("case_id",), outcome="quarantined"
    )


def test_rows_find_their_case_through_their_owners() -> None:
    assert case_of_rows(TABLES, "obligations").tolist() == ["c1", "c2", ""]


def test_a_bad_case_takes_along_all_that_hangs_on_it() -> None:
    # Row 2 is the first after the header: case c1, with k1, a1 and o1.
    assert rows_taken_along(TABLES, [fault("cases", 2)]) == {
        "conferences": 1,
        "agreements": 1,
        "obligations": 1,
    }


def test_a_row_bad_in_itself_is_not_counted_as_taken_along() -> None:
    assert rows_taken_along(TABLES, [fault("cases", 2), fault("conferences", 2)]) == {
        "agreements": 1,
        "obligations": 1,
    }


def test_a_row_of_nobody_is_not_taken_along() -> None:
    assert rows_taken_along(TABLES, [fault("obligations", 4)]) == {}


def test_days_and_dates_are_shifted_as_they_stand() -> None:
    assert shift_day("2026-09-30", 2) == "2026-10-02"
    assert shift_day("12", -20) == "-8"
