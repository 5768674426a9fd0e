"""Worked examples: rows completed, repeated and answered, and when an answer is the one an example says."""

from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.grains import Grain
from pipelines.measures.worked_examples import PROGRAMME, agrees, answer_example, create_grain, fill_grain
from pipelines.warehouse.connection import open_scratch


def test_what_a_row_does_not_name_holds_nothing_or_unknown() -> None:
    engine = open_scratch()
    create_grain(engine, Grain.CASE)
    rows = [{"case_status": "open", "times": 2}, {"programme": "hill"}]
    assert fill_grain(engine, Grain.CASE, rows) == {PROGRAMME, "hill"}
    found = engine.execute("SELECT case_id, case_status, site, has_meeting FROM grain_case").fetchall()
    assert found[:2] == [("case_id-1", "open", "unknown", False), ("case_id-2", "open", "unknown", False)]
    fill_grain(engine, Grain.CASE, [])
    assert engine.execute("SELECT COUNT(*) FROM grain_case").fetchall() == [(0,)]


def test_an_example_is_answered_in_its_own_words() -> None:
    measure = load_catalogue().find("agreement_completion_rate")
    assert measure.example is not None
    found = answer_example(open_scratch(), measure)
    assert found is not None
    assert agrees(found, measure.example.answer)
    assert not agrees(found, {**measure.example.answer, "met": 99})


def test_buckets_that_are_empty_need_not_be_said_and_rows_may_stand_in_any_order() -> None:
    assert agrees({"met": 1, "pending": 0}, {"met": 1})
    assert not agrees({"met": 1, "pending": 1}, {"met": 1})
    assert agrees({"rows": [["a", "", 1], ["b", "", 2]]}, {"rows": [["b", "", 2], ["a", "", 1]]})
