"""The catalogue can be looked through by any word of a definition."""

from dashboard.widgets.definitions import build_families, find_definitions
from pipelines.publication import Kind
from tests.dashboard.charts.published import make_definition

KEPT = make_definition(Kind.RATE)
SAFE = make_definition(
    Kind.RATE, name="felt_safe_rate", title="Felt safe", statement="I felt <safe>.", family="said"
)


def test_every_word_must_be_found_somewhere() -> None:
    assert find_definitions([KEPT, SAFE], "SAFE felt") == [SAFE]
    assert find_definitions([KEPT, SAFE], "agreement completion") == [KEPT]
    assert find_definitions([KEPT, SAFE], "felt_safe_rate") == [SAFE]
    assert find_definitions([KEPT, SAFE], "kept nonsense") == []


def test_no_word_finds_everything() -> None:
    assert find_definitions([KEPT, SAFE], "  ") == [KEPT, SAFE]


def test_definitions_stand_under_their_family_and_are_escaped() -> None:
    html = build_families([KEPT, SAFE])

    assert html.index("<h3>Agreements</h3>") < html.index("<h3>What people said</h3>")
    assert "I felt &lt;safe&gt;." in html
    assert "<details open>" not in html
    assert "<details open>" in build_families([SAFE], is_open=True)
