"""Rows for whoever protects or attacks a release: of a measure, who is in which case, and whose it is."""

from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.rows import RowsAsk, read_people, read_rows
from pipelines.vocabulary import Dimension
from tests.support.grains import PROGRAMME, build_grains


def test_people_are_known_again_across_cases() -> None:
    engine = build_grains(
        party=[
            {"case_id": "c1", "party_id": "p1", "person_key": "ann", "role": "harmed"},
            {"case_id": "c2", "party_id": "p2", "person_key": "ann", "role": "supporter"},
        ]
    )
    people = read_people(engine)
    assert people.to_numpy().tolist() == [
        ["c1", "p1", "ann", "harmed"],
        ["c2", "p2", "ann", "supporter"],
    ]


def ask(name: str, *dimensions: Dimension) -> RowsAsk:
    measure = load_catalogue().find(name)
    return RowsAsk(measure=measure, basis=measure.basis, dimensions=dimensions, programmes=(PROGRAMME,))


def test_one_row_for_each_row_of_the_population_with_its_bucket() -> None:
    party = {"role": "harmed", "is_reached": True, "is_offered": True, "referral_month": "2025-07"}
    engine = build_grains(
        party=[
            {**party, "case_id": "c1", "party_id": "p1", "decision": "consented"},
            {**party, "case_id": "c1", "party_id": "p2", "decision": "declined"},
            {"case_id": "c2", "party_id": "p3", "role": "harmed"},  # not reached: not in the population
        ]
    )
    found = read_rows(engine, ask("consent_rate", Dimension.ROLE))
    assert list(found.columns) == ["case", "party", "programme", "month", "role", "consent_rate", "belongs"]
    assert found["party"].tolist() == ["p1", "p2"]
    assert found["consent_rate"].tolist() == [0, 1]
    assert set(found["month"]) == {"2025-07"}


def test_a_grain_without_parties_has_none_and_a_mix_its_kind() -> None:
    conferences = [{"conference_type": "face_to_face"}, {"conference_type": "letter"}]
    found = read_rows(build_grains(conference=conferences), ask("face_to_face_share"))
    assert found["party"].isna().all()
    assert found["mix"].tolist() == ["face_to_face", "letter"]


def test_an_answer_without_a_party_is_its_own_and_money_has_its_currency() -> None:
    answer = {"role": "harmed", "wave": "after", "is_person": True, "g1": "5"}
    engine = build_grains(
        response=[
            {**answer, "response_id": "r1", "party_id": None},
            {**answer, "response_id": "r2", "party_id": "p2"},
        ],
        obligation=[
            {
                "obligation_type": "restitution_money",
                "unit": "money",
                "currency": "GBP",
                "paid_minor": 6000,
                "party_id": "p1",
            }
        ],
    )
    assert read_rows(engine, ask("overall_satisfaction_rate"))["party"].tolist() == ["r1", "p2"]
    assert read_rows(engine, ask("restitution_paid"))["currency"].tolist() == ["GBP"]
