from pathlib import Path

import pytest

from pipelines.errors import OutcomesError
from pipelines.ledger import Account, LedgerRow, check_accounts, read_accounts
from pipelines.quarantine import settle_fates
from tests.support.staged_rows import stage_rows


def test_every_row_made_is_accounted_for(tmp_path: Path) -> None:
    staging = stage_rows(tmp_path, {"cases": [{"case_id": "c1"}, {"case_id": "c2"}, {"case_id": "c3"}]})
    staging.execute("INSERT INTO findings VALUES ('cases', 0, 'a.rule', 'status')")
    staging.execute("INSERT INTO superseded VALUES ('cases', 2)")
    settle_fates(staging, programme="mine", warnings=frozenset(), present=["cases"])
    accounts = read_accounts(staging, ["cases"])
    assert accounts == [Account(table="cases", made=3, accepted=1, quarantined=1, superseded=1)]
    check_accounts(accounts, [])


def test_a_lost_row_stops_everything() -> None:
    lost = Account(table="cases", made=3, accepted=1, quarantined=1, superseded=0)
    with pytest.raises(OutcomesError, match="cases were lost"):
        check_accounts([lost], [])


def test_a_row_lost_while_reading_stops_everything() -> None:
    row = LedgerRow(file="cases.csv", sha256="0", rows_read=10, rows_used=8, left_out=(("totals row", 1),))
    with pytest.raises(OutcomesError, match=r"cases\.csv were lost"):
        check_accounts([], [row])
    check_accounts(
        [], [LedgerRow(file="a", sha256="0", rows_read=9, rows_used=8, left_out=(("totals row", 1),))]
    )


def test_rows_kept_from_before_a_part_are_counted_apart(tmp_path: Path) -> None:
    staging = stage_rows(tmp_path, {"cases": [{"case_id": f"c{i}"} for i in range(4)]})
    staging.execute("UPDATE made_cases SET _id = _id - 2")
    staging.execute(
        "INSERT INTO findings VALUES ('cases', -1, 'a.rule', 'status'), ('cases', 1, 'a.rule', 'status')"
    )
    settle_fates(staging, programme="mine", warnings=frozenset(), present=["cases"])
    accounts = read_accounts(staging, ["cases"])
    assert accounts == [Account(table="cases", made=2, accepted=1, quarantined=1, superseded=0, kept=1)]
    check_accounts(accounts, [])
