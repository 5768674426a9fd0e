"""The two sides of a case: who stands for another speaks for the side only where nobody else is on it."""

from pathlib import Path

from pipelines.ingest import IngestRequest, ingest
from tests.support.small_exports import Rows, query, small_rows, write_rows

SIDES = "SELECT both_consented, harmed_ended FROM grain_case ORDER BY ALL"


def with_a_surrogate(*, decision: str, own: str | None) -> Rows:
    """One case whose harmed party said `own` (nobody harmed of its own if None) beside a surrogate."""
    rows = small_rows(1)
    harmed = next(row for row in rows["parties"] if row["role"] == "harmed")
    blank = {"directness": "", "decision": "", "contacted_day": "", "offered_day": ""}
    others = [blank | row for row in rows["parties"] if row is not harmed]
    surrogate = blank | harmed | {"party_id": "s0", "directness": "surrogate", "decision": decision}
    direct = [] if own is None else [blank | harmed | {"decision": own, "contacted_day": ""}]
    kept = {row["party_id"] for row in (*others, *direct)}
    rows["parties"] = [*others, *direct, surrogate]
    rows["attendance"] = [row for row in rows["attendance"] if row["party_id"] in kept]
    return rows


def sides(folder: Path, rows: Rows) -> list[tuple[bool, ...]]:
    warehouse = folder / "warehouse"
    ingest(IngestRequest(paths=(write_rows(folder / "export", rows),)), warehouse, is_confirmed=True)
    return query(warehouse, SIDES)


def test_the_harmed_party_is_the_side_and_a_surrogate_beside_them_is_not(tmp_path: Path) -> None:
    assert sides(tmp_path / "a", with_a_surrogate(own="declined", decision="consented")) == [(False, True)]
    assert sides(tmp_path / "b", with_a_surrogate(own="consented", decision="declined")) == [(True, False)]


def test_where_nobody_else_is_there_a_surrogate_speaks_for_the_side(tmp_path: Path) -> None:
    assert sides(tmp_path, with_a_surrogate(own=None, decision="consented")) == [(True, False)]
