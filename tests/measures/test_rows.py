"""Rows for whoever attacks or perturbs a release: who is in which case, and whose case it is."""

from pipelines.measures.rows import read_cases, read_people
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


def test_every_case_is_some_programmes() -> None:
    cases = read_cases(build_grains(case=[{"case_id": "c1"}]))
    assert cases.to_numpy().tolist() == [["c1", PROGRAMME]]
