"""Every measure can be named, and named apart."""

from dashboard.widgets.questions import name_measures
from pipelines.publication import Kind
from tests.dashboard.charts.published import make_definition


def test_measures_that_read_the_same_carry_their_name() -> None:
    same = [make_definition(Kind.RATE, name=name, title="I felt safe.", family="said") for name in ("a", "b")]
    other = make_definition(Kind.RATE)

    assert list(name_measures([*same, other])) == [
        "What people said: I felt safe. (a)",
        "What people said: I felt safe. (b)",
        "Agreements: Agreements kept",
    ]
