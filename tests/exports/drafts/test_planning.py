from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.planning import find_join, plan_sheets

IDS = {f"R{number}": 1 for number in range(9)}
DATES = {f"{day:02}/03/2026": 1 for day in range(1, 29)}


def sheet(file: str, **columns: dict[str, int]) -> SheetFacts:
    facts = (
        ColumnFacts(header=header.replace("_", " "), values=values) for header, values in columns.items()
    )
    return SheetFacts(file=file, sheet="", columns=tuple(facts))


CASES = sheet("Case list.csv", Case_Number=IDS, Referral_Date=DATES, Date_Closed=DATES, Shoe_size={"42": 9})


def test_a_closing_date_tells_the_status_where_nothing_else_does() -> None:
    (plan,) = plan_sheets((CASES,))
    assert (plan.table, plan.source, plan.missing) == ("cases", "case_list", ())
    assert plan.status_from is not None
    assert plan.status_from.header == "Date Closed"
    assert plan.unplaced == ("Shoe size",)


def test_what_every_row_needs_and_nothing_is_like_is_missing() -> None:
    (plan,) = plan_sheets((sheet("cases.csv", Colour={"red": 9}, Shape={"round": 9}),))
    assert plan.missing == ("case_id", "referral_month", "status")


def test_a_second_sheet_of_the_same_rows_is_joined_on_their_key() -> None:
    other = sheet("People.csv", Case_Number=IDS, Charge={"Theft": 9})
    more = sheet("More.csv", Case_Number={f"X{number}": 1 for number in range(9)}, Charge={"Theft": 9})
    cases, same, others = plan_sheets((CASES, other, more))
    assert find_join(cases, same) == "Case Number"
    assert find_join(cases, others) is None


def test_sources_have_names_of_their_own() -> None:
    plans = plan_sheets((CASES, CASES))
    assert [plan.source for plan in plans] == ["case_list", "case_list_2"]
