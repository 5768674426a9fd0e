from pipelines.contract_tables import TABLES
from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.suggesting import suggest_columns


def sheet(**columns: list[str]) -> SheetFacts:
    facts = tuple(
        ColumnFacts(header=header.replace("_", " "), values={value: values.count(value) for value in values})
        for header, values in columns.items()
    )
    return SheetFacts(file="log.csv", sheet="", columns=facts)


def targets(table: str, **columns: list[str]) -> dict[str, str]:
    return {one.header: one.target for one in suggest_columns(sheet(**columns), TABLES[table]) if one.is_sure}


def test_headers_and_values_must_both_be_alike() -> None:
    dates = [f"{day:02}/03/2026" for day in range(1, 29)]
    assert targets("cases", Ref=[str(n) for n in range(9)], Referred=dates) == {
        "Ref": "case_id",
        "Referred": "referral_date",
    }
    assert targets("cases", Referred=["by phone", "by post"]) == {}


def test_a_key_that_repeats_is_none() -> None:
    (one,) = suggest_columns(sheet(Ref=["A", "A", "B"]), TABLES["cases"])
    assert (one.target, one.confidence < 0.8) == ("case_id", True)


def test_a_name_that_is_not_ours_is_never_certain() -> None:
    (theirs,) = suggest_columns(sheet(Ref=["A", "B"]), TABLES["cases"])
    (ours,) = suggest_columns(sheet(case_id=["A", "B"]), TABLES["cases"])
    assert (theirs.confidence, ours.confidence) == (0.95, 1.0)


def test_ages_in_years_become_bands() -> None:
    (one,) = suggest_columns(sheet(Age=["17", "18", "44"]), TABLES["parties"])
    assert (one.target, one.codes) == ("age_band", ())
