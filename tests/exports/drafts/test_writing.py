import tomllib

from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.planning import plan_sheets
from pipelines.exports.drafts.writing import write_draft

DATES = {f"{day:02}/03/2026": 1 for day in range(1, 29)}


def cases(file: str, first: int = 0, **further: dict[str, int]) -> SheetFacts:
    ids = {f"R{number}": 1 for number in range(first, first + 9)}
    columns = {"Ref": ids, "Referred": DATES, "Status": {"Open": 9}, **further}
    return SheetFacts(
        file=file,
        sheet="",
        columns=tuple(ColumnFacts(header=header, values=values) for header, values in columns.items()),
    )


def test_two_files_of_cases_are_two_feeds() -> None:
    told = tomllib.loads(write_draft(plan_sheets((cases("cases-2025.csv"), cases("cases-2026.csv", 20)))))
    assert [feed["from"] for feed in told["tables"]["cases"]] == ["cases_2025", "cases_2026"]


def test_a_label_no_code_is_near_is_left_for_a_person() -> None:
    draft = write_draft(plan_sheets((cases("cases.csv", Offence={"Theft": 9, "Weather": 8, "Rare": 1}),)))
    assert '"Theft" = "theft"  # 1.00' in draft
    assert '# "Weather" = ""  # no code of ours is near: choose one' in draft
    assert "Rare" not in draft


def test_headers_of_any_kind_stay_toml() -> None:
    odd = cases("cases.csv", **{'Why "closed"?\\n\t': {"Completed": 9}, "[x] = 1": {"1": 5}})
    assert tomllib.loads(write_draft(plan_sheets((odd,))))["tables"]["cases"]["from"] == "cases"
