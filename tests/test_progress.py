"""A load tells its stages, and within each the tables with honest counts of rows."""

from pathlib import Path

from pipelines.ingest import STAGES_OF_ALL, STAGES_OF_EACH, IngestRequest, ingest
from pipelines.progress import RowsUnderWay, table_by_table
from tests.support.small_exports import small_rows, write_rows


class Heard:
    """Everything a load says of itself."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.tables: dict[str, list[RowsUnderWay]] = {}

    def __call__(self, stage: str, under_way: RowsUnderWay | None = None, /) -> None:
        if under_way is None:
            self.stages.append(stage)
        else:
            self.tables.setdefault(stage, []).append(under_way)


def test_a_load_tells_every_stage_and_the_rows_of_every_table(tmp_path: Path) -> None:
    heard, rows = Heard(), small_rows(21)
    ingest(IngestRequest(paths=(write_rows(tmp_path / "export", rows),)), tmp_path / "warehouse", heard)
    made = {table: len(several) for table, several in rows.items()}
    assert heard.stages == [*STAGES_OF_EACH, *STAGES_OF_ALL]
    assert heard.tables.keys() == {"mapping", "checking", "building the snapshot"}
    for stage, tables in heard.tables.items():
        assert {one.table: one.rows for one in tables} == made, stage
        if stage != "mapping":
            assert {one.total for one in tables} == {sum(made.values())}
            assert [one.done for one in tables] == [
                sum(before.rows for before in tables[:place]) for place, _ in enumerate(tables)
            ]


def test_a_table_that_did_not_come_in_is_not_told() -> None:
    heard = Heard()
    begin = table_by_table(heard, "checking", {"cases": 2, "parties": 3})
    for table in ("cases", "conferences", "parties"):
        begin(table)
    assert [(one.table, one.done, one.total) for one in heard.tables["checking"]] == [
        ("cases", 0, 5),
        ("parties", 2, 5),
    ]
