"""What the figures stand on, from a warehouse the pipeline built."""

from pathlib import Path

from pipelines.publish import WarehouseSource, open_warehouse


def test_the_sample(sample_source: WarehouseSource) -> None:
    status = sample_source.load_status()
    assert [choice.code for choice in status.programmes] == ["elm_park", "northfield", "riverside"]
    assert status.programmes[0].label == "Elm park"
    assert status.as_of.isoformat() == "2026-09-30"
    assert (status.first_month, status.last_month) == ("2023-10", "2026-09")
    assert [choice.code for choice in status.offence_categories][:2] == ["assault", "serious_violence"]
    assert {entry.programme for entry in status.ledger} == {"elm_park", "northfield", "riverside"}
    assert all(
        len(entry.sha256) == 64 and entry.rows_read for entry in status.ledger if entry.file.endswith("csv")
    )
    assert status.stamp.is_sample


def test_every_row_is_accounted_for(sample_source: WarehouseSource) -> None:
    accounts = sample_source.load_status().accounts
    assert accounts
    for one in accounts:
        assert one.made == one.accepted + one.quarantined + one.superseded


def test_the_quarantine_says_how_to_mend_it(sample_source: WarehouseSource) -> None:
    quarantine = sample_source.load_status().quarantine
    assert [one.rows for one in quarantine] == sorted((one.rows for one in quarantine), reverse=True)
    assert all(one.sentence.endswith(".") and one.mend for one in quarantine)


def test_what_is_not_supplied_is_named(sample_source: WarehouseSource) -> None:
    assert ("elm_park", "cases.reopened_from") in {
        (one.programme, one.item) for one in sample_source.load_status().not_supplied
    }


def test_an_empty_warehouse_has_a_status(empty_warehouse: Path) -> None:
    status = open_warehouse(empty_warehouse).load_status()
    assert (status.first_month, status.last_month, status.offence_categories) == ("", "", ())
    assert [choice.code for choice in status.programmes] == ["tiny"]
