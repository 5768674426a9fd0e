"""The second opinion on what people said, on tables small enough to count by eye."""

from tests.support.second_opinion import Tally, breakdown, second_opinion
from tests.support.tiny_tables import ONE_CASE, make_response, make_rows


def test_response_rate_by_role_and_wave() -> None:
    tables = {
        **ONE_CASE,
        "survey_invitations": make_rows(
            "survey_invitations",
            {"party_id": "p1"},
            {"party_id": "p2"},
            {"party_id": "p1", "wave": "follow_up", "outcome": "undelivered"},
        ),
        "survey_answers": [
            *make_response("r1", party_id="p1", G1="4", G2="prefer_not"),
            *make_response("r2", party_id="p2", role="responsible", G1="prefer_not"),  # nothing usable
        ],
    }
    assert breakdown(tables, "response_rate", "role", "wave") == {
        ("harmed", "after"): Tally(met=1),
        ("responsible", "after"): Tally(not_met=1),
        ("harmed", "follow_up"): Tally(not_met=1),
    }


def test_top_two_boxes_of_valid_answers() -> None:
    answers = ("5", "4", "3", "1", "not_applicable", "prefer_not")
    rows = [row for n, answer in enumerate(answers) for row in make_response(f"r{n}", G1=answer, G3="5")]
    tables = {**ONE_CASE, "survey_answers": [*rows, *make_response("r9", G3="2", case_id=None)]}
    assert second_opinion(tables, "overall_satisfaction_rate") == Tally(
        met=2, not_met=2, not_applicable=1, unknown=2
    )
    assert second_opinion(tables, "choose_again_rate") == Tally(met=6, not_met=1)
    # without its case r9 stays in the total and leaves the breakdown
    assert breakdown(tables, "choose_again_rate", "offence_category") == {("theft",): Tally(met=6)}


def test_a_benefit_of_several_parts() -> None:
    forms = [
        ("4", "5"),
        ("4", "not_applicable"),
        ("5", "3"),
        ("2", None),
        ("not_applicable", "not_applicable"),
    ]
    rows = [row for n, (a, b) in enumerate(forms) for row in make_response(f"r{n}", H1a=a, H1b=b)]
    tables = {**ONE_CASE, "survey_answers": rows}
    assert second_opinion(tables, "benefit_h1_rate") == Tally(met=2, not_met=1, not_applicable=1, unknown=1)


def test_healing_is_asked_of_people_and_only_inside_the_window() -> None:
    tables = {
        **ONE_CASE,
        "parties": make_rows("parties", {}, {"party_type": "organisation"}, {}, {}),
        "attendance": make_rows("attendance", *({"party_id": f"p{n}"} for n in range(1, 5))),
        "survey_answers": [
            *make_response("r1", party_id="p1", H6a="5"),  # day 15: five days after the conference
            *make_response("r2", party_id="p2", H6a="5"),  # a shop does not heal
            *make_response("r3", party_id="p3", H6a="5", proxy="yes"),
            *make_response("r4", party_id="p4", H6a="1", day=25),  # fifteen days after
        ],
    }
    assert second_opinion(tables, "benefit_h6_rate") == Tally(met=1)


def test_the_latest_complete_form_stays() -> None:
    tables = {
        **ONE_CASE,
        "survey_answers": [
            *make_response("r1", party_id="p1", G1="1", G3="1", day=11),
            *make_response("r2", party_id="p1", G1="5", G3="5", day=12),
            *make_response("r3", party_id="p1", G1="1", day=13),  # latest, but half of it
            *make_response("r4", G1="2"),  # without a party nobody knows whose it is
            *make_response("r5", G1="2"),
        ],
    }
    assert second_opinion(tables, "overall_satisfaction_rate") == Tally(met=1, not_met=2)
    assert second_opinion(tables, "choose_again_rate") == Tally(met=1, unknown=2)
