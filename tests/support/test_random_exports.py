"""The random exports really hold the odd combinations they are for."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from hypothesis import HealthCheck, given, seed, settings

from pipelines.contract_tables import TABLES
from tests.support.random_exports import RandomExport, random_exports

Tables = Mapping[str, Sequence[Mapping[str, str]]]


def _parties_in_a_case(tables: Tables, role: str) -> Counter[str]:
    roles = Counter(row["case_id"] for row in tables["parties"] if row["role"] == role)
    return Counter({row["case_id"]: roles[row["case_id"]] for row in tables["cases"]})


def _any(table: str, **values: str) -> Callable[[Tables], bool]:
    return lambda tables: any(
        all(row[name] == value for name, value in values.items()) for row in tables[table]
    )


def _is_answered_twice(tables: Tables) -> bool:
    forms = {
        (row["response_id"], row["party_id"], row["wave"])
        for row in tables["survey_answers"]
        if row["party_id"]
    }
    return max(Counter((party, wave) for _, party, wave in forms).values()) > 1


def _in_two_cases(tables: Tables) -> bool:
    people = {(row["person_id"], row["case_id"]) for row in tables["parties"] if row["person_id"]}
    return max(Counter(person for person, _ in people).values()) > 1


def _is_taken_up_twice(tables: Tables) -> bool:
    earlier = [row["reopened_from"] for row in tables["cases"] if row["reopened_from"]]
    return len(set(earlier)) < len(earlier)


def _is_joint(conferences: Sequence[Mapping[str, str]]) -> bool:
    return len({row["conference_id"] for row in conferences}) < len(conferences)


ODDITIES: dict[str, Callable[[Tables], bool]] = {
    "several responsible parties": lambda tables: max(_parties_in_a_case(tables, "responsible").values()) > 1,
    "several harmed parties": lambda tables: max(_parties_in_a_case(tables, "harmed").values()) > 1,
    "no harmed party": lambda tables: min(_parties_in_a_case(tables, "harmed").values()) == 0,
    "somebody in two cases": _in_two_cases,
    "a stand-in": lambda tables: any(row["stands_for_party_id"] for row in tables["parties"]),
    "one conference for two cases": lambda tables: _is_joint(tables["conferences"]),
    "a surrogate": _any("parties", directness="surrogate"),
    "an organisation harmed": _any("parties", role="harmed", party_type="organisation"),
    "withdrew after consenting": lambda tables: any(
        row["withdrew_day"] and row["decision"] == "consented" for row in tables["parties"]
    ),
    "a reopened case": lambda tables: any(row["reopened_from"] for row in tables["cases"]),
    "a case taken up again twice": _is_taken_up_twice,
    "a closed case": _any("cases", status="closed"),
    "shuttle only": _any("conferences", conference_type="shuttle"),
    "nobody knows how they met": _any("conferences", conference_type="unknown"),
    "a superseded agreement": lambda tables: any(row["supersedes"] for row in tables["agreements"]),
    "waived by the harmed party": _any("agreements", status="waived", waived_by="harmed"),
    "an extension": lambda tables: any(
        row["original_due_day"] and row["due_day"] > row["original_due_day"] for row in tables["agreements"]
    ),
    "no due day": _any("agreements", due_day="", original_due_day=""),
    "a replaced obligation": lambda tables: any(
        row["replaces_obligation_id"] for row in tables["obligations"]
    ),
    "another currency": _any("obligations", currency="EUR"),
    "a refund": lambda tables: any(row["amount"].startswith("-") for row in tables["payments"]),
    "a bounced payment": _any("payments", status="bounced"),
    "only what was paid in all": lambda tables: not tables["payments"],
    "two forms of one party": _is_answered_twice,
    "a form without its case": _any("survey_answers", case_id="", party_id=""),
    "an answer by somebody else": _any("survey_answers", proxy="yes"),
    "an unknown code": _any("agreements", status="unknown"),
}


MOST_TRIES = 20


def test_every_oddity_occurs() -> None:
    """Fifty exports at a time, until all were seen: nearly always the first fifty do."""
    seen: Counter[str] = Counter()

    @settings(max_examples=50, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(random_exports())
    def collect(export: RandomExport) -> None:
        seen.update(name for name, occurs in ODDITIES.items() if occurs(export.tables))

    for number in range(MOST_TRIES):
        seed(number)(collect)()
        if set(ODDITIES) <= set(seen):
            break
    assert set(ODDITIES) - set(seen) == set()


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_exports())
def test_every_row_has_the_columns_of_its_table_and_one_id(export: RandomExport) -> None:
    for name, rows in export.tables.items():
        case = ("case_id",) if name == "conferences" else ()  # one may be held for two
        keys = [tuple(row[column] for column in (*TABLES[name].key, *case)) for row in rows]
        assert len(set(keys)) == len(keys)
        assert all(set(row) <= set(TABLES[name].column_names) for row in rows)
