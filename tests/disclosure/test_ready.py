from pipelines.disclosure.ready import is_cautious


def test_below_twenty_the_interval_leads() -> None:
    assert [is_cautious(n) for n in (10, 19, 20)] == [True, True, False]
