from datetime import date

import pytest

from pipelines.ledger import Account
from pipelines.results import IngestResult, too_many_faults


def result(*, made: int, quarantined: int) -> IngestResult:
    cases = Account(
        table="cases", made=made, accepted=made - quarantined, quarantined=quarantined, superseded=0
    )
    others = Account(table="parties", made=9, accepted=4, quarantined=5, superseded=0)
    return IngestResult(programme="tiny", as_of=date(2026, 9, 30), accounts=(cases, others))


def test_rows_set_aside_are_added_over_all_tables() -> None:
    assert result(made=10, quarantined=3).n_quarantined == 8


@pytest.mark.parametrize(
    ("made", "quarantined", "is_said"), [(100, 20, False), (100, 21, True), (12, 9, False)]
)
def test_an_export_of_which_much_is_at_fault_is_asked_about(
    made: int, quarantined: int, is_said: bool
) -> None:
    assert bool(list(too_many_faults([result(made=made, quarantined=quarantined)]))) is is_said
