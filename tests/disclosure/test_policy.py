"""Every number has a reason and a source, and each is what the words around it say."""

from pipelines.disclosure import policy


def test_every_number_has_its_reason_and_source() -> None:
    for threshold in policy.EXACT_POLICY:
        assert threshold.reason.endswith(".")
        assert threshold.source.endswith(".")
        assert threshold.value > 0


def test_the_reliability_rules() -> None:
    assert (policy.TOO_FEW.value, policy.CAUTIOUS.value, policy.CURVE_AT_RISK.value) == (10, 20, 10)
    assert policy.FACILITATOR.value == 20
    assert (policy.LOW_RESPONSE_PERCENT.value, policy.NO_VERDICT_RESPONSE_PERCENT.value) == (50, 30)
