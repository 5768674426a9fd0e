from pipelines.contract_tables import TABLES
from pipelines.exports.canonical import canonical_mapping, date_targets


def test_every_contract_table_and_column_has_its_own_name() -> None:
    mapping = canonical_mapping()
    assert [feed.table for feed in mapping.feeds] == list(TABLES)
    for feed in mapping.feeds:
        targets = {rule.target for rule in feed.columns}
        assert set(TABLES[feed.table].column_names) <= targets
        assert all(rule.source_columns == (rule.target,) for rule in feed.columns)


def test_every_day_may_come_as_a_date() -> None:
    assert date_targets(TABLES["cases"]) == ("received_date", "screened_date", "closed_date", "referral_date")
    assert "original_due_date" in date_targets(TABLES["agreements"])
    assert date_targets(TABLES["attendance"]) == ()
