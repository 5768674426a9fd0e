from dataclasses import replace

from pipelines.disclosure.ready import is_cautious, is_young
from pipelines.measures.catalogue import load_catalogue


def test_below_twenty_the_interval_leads() -> None:
    assert [is_cautious(n) for n in (10, 19, 20)] == [True, True, False]


def test_a_period_in_which_many_wait_is_young() -> None:
    measure = load_catalogue().find("contact_rate")
    assert measure.matures_at == 0.75
    assert is_young(measure, ended=98, pending=77)
    assert is_young(measure, ended=74, pending=26)
    assert not is_young(measure, ended=75, pending=25)
    assert not is_young(measure, ended=0, pending=0)
    due = replace(measure, matures_at=0.0)
    assert not is_young(due, ended=1, pending=99)
    assert is_young(due, ended=0, pending=1)
