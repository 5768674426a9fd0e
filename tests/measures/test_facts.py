"""What a snapshot says before any figure."""

from datetime import date

from pipelines.measures.facts import load_facts
from pipelines.vocabulary import Dimension
from tests.support.grains import AS_OF, build_grains

TOTALS = [
    ("a", "costs", "2025", 10_000),
    ("a", "costs", "all", 30_000),
    ("b", "invited:harmed:after", "all", 40),
]


def test_programmes_what_they_spent_and_whom_they_invited() -> None:
    facts = load_facts(build_grains(supplied={"a": {"cases"}, "b": {"cases"}}, totals=TOTALS, currency="EUR"))
    assert facts.as_of == {"a": AS_OF, "b": AS_OF}
    assert facts.as_of["a"] == date(2026, 9, 30)
    assert facts.costs_in("2025") == {"a": (10_000, "EUR")}
    assert facts.costs_in("2025Q1") == {}
    assert facts.invited == {("b", "harmed", "after"): 40}
    assert "costs" in facts.supply.items["a"]
    assert "invited" in facts.supply.items["b"]


def test_a_new_way_of_working_is_a_break_and_the_first_is_none() -> None:
    rows = [
        {"programme": "a", "programme_version": "one", "referral_month": "2024-01"},
        {"programme": "a", "programme_version": "two", "referral_month": "2025-04", "times": 2},
        {"programme": "a", "programme_version": "unknown", "referral_month": "2023-01"},
        {"programme": "b", "programme_version": "only", "referral_month": "2024-01"},
    ]
    assert load_facts(build_grains(case=rows)).breaks == {"a": (("2025-04", "two"),)}


def test_a_snapshot_of_an_earlier_version_names_no_totals() -> None:
    connection = build_grains(totals=TOTALS)
    connection.execute("DROP TABLE totals")
    assert load_facts(connection).costs == {}


def test_codes_that_programmes_declare_are_those_of_the_data() -> None:
    rows = [{"site": "north", "referral_month": "2024-03"}, {"site": "unknown", "referral_month": "2025-01"}]
    facts = load_facts(build_grains(case=rows, conference=[{"facilitator": "f-one"}]))
    assert facts.declared[Dimension.SITE] == ("north", "unknown")
    assert facts.declared[Dimension.FACILITATOR] == ("f-one",)
    assert facts.first_month == "2024-03"


def test_what_only_a_later_episode_of_a_case_has_is_declared_too() -> None:
    later = {"site": "south", "severity": "serious", "programme": "a", "programme_version": "two"}
    facts = load_facts(
        build_grains(
            case=[
                {"site": "north", "programme": "a", "programme_version": "one", "referral_month": "2024-03"}
            ],
            party=[later | {"case_id": "k1", "referral_month": "2025-04"}],
            response=[{"case_id": None, "site": "unknown"}],
        )
    )
    assert facts.declared[Dimension.SITE] == ("north", "south")
    assert "serious" in facts.declared[Dimension.SEVERITY]
    assert facts.breaks == {"a": (("2025-04", "two"),)}
