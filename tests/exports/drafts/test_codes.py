from pipelines.contract_tables import TABLES
from pipelines.exports.drafts.codes import own_code, suggest_codes
from pipelines.exports.drafts.facts import ColumnFacts

CASES = TABLES["cases"]


def facts(*labels: str) -> ColumnFacts:
    return ColumnFacts(header="x", values=dict.fromkeys(labels, 5))


def suggested(table: str, column: str, *labels: str) -> dict[str, str]:
    return {one.label: one.code for one in suggest_codes(facts(*labels), TABLES[table].column(column))}


def test_labels_near_and_far() -> None:
    assert suggested("cases", "offence_category", "Robbery", "Retail theft", "Burglery", "Weather") == {
        "Robbery": "robbery",
        "Retail theft": "theft",
        "Burglery": "burglary",
        "Weather": "",
    }


def test_flags_and_unknowns() -> None:
    assert suggested("cases", "complaint", "Y", "N") == {"Y": "yes", "N": "no"}
    assert suggested("parties", "decision", "Yes", "n/a") == {"Yes": "consented", "n/a": "not_applicable"}


def test_a_list_of_the_programmes_own_gets_codes_made_of_its_labels() -> None:
    assert suggested("cases", "site", "North Hub", "Not stated") == {
        "North Hub": "north_hub",
        "Not stated": "declined",
    }
    assert own_code("Küste / Süd") == "kuste_sud"
    assert own_code("北") == "other"
