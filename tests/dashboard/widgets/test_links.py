"""What a link to a view carries."""

from datetime import date

from dashboard.widgets.links import build_query
from pipelines.publication import DataStatus, SourceStamp


def test_a_link_carries_the_filters_and_the_release() -> None:
    status = DataStatus(
        stamp=SourceStamp(kind="release", id="2026Q3"),
        as_of=date(2026, 9, 30),
        programmes=(),
        offence_categories=(),
        first_month="",
        last_month="",
    )

    assert build_query([("period", "12 months"), ("harm", "Theft & fraud")], status) == (
        "period=12+months&harm=Theft+%26+fraud&release=2026Q3"
    )
