from pipelines.publish import WarehouseSource
from tests.golden.figures import FILE, golden_text


def test_every_figure_on_the_sample_is_as_reviewed(sample_source: WarehouseSource) -> None:
    expected = FILE.read_text(encoding="utf-8").splitlines()
    found = golden_text(sample_source).splitlines()
    moved = [line for line in found if line not in set(expected)] + [
        line for line in expected if line not in set(found)
    ]
    assert moved == [], "review the change, then run `python -m tests.golden.figures`"
