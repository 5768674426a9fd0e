"""What the figures stand on: the ledger, what became of every row, what is not recorded. No case's value."""

from collections.abc import Iterable
from datetime import date

from pipelines.measures.facts import every_grain
from pipelines.measures.supply import Engine, Supply
from pipelines.publication import (
    Choice,
    DataStatus,
    LedgerEntry,
    NotSuppliedColumn,
    QuarantineCount,
    SourceStamp,
    TableAccount,
)
from pipelines.validation.rules import all_rules
from pipelines.vocabulary import OffenceCategory

_MONTHS = f"SELECT MIN(referral_month), MAX(referral_month) FROM ({every_grain('referral_month')})"  # noqa: S608 - our names
_LEDGER = """
SELECT programme, file, sha256, as_of, CAST(loaded_at AS VARCHAR), mapping, contract, rows_read
FROM ledger ORDER BY loaded_at, programme, file
"""
_ACCOUNTS = """
SELECT programme, table_name, made + more, accepted + more, quarantined, superseded
FROM (SELECT *, COALESCE(kept, 0) - COALESCE(forgotten, 0) AS more FROM accounts)
ORDER BY programme, table_name
"""
"""What a partial export did not hold was kept, and counts with what came in; what was forgotten does not."""

_QUARANTINE = """
SELECT programme, table_name, rule, COUNT(*) AS n FROM quarantine
WHERE NOT is_warning GROUP BY programme, table_name, rule ORDER BY n DESC, programme, table_name, rule
"""


EXACT = (
    "These are exact figures for the programme's own managers. Small numbers can give a person away: do not "
    "publish them. A release holds figures that can be given to others."
)
"""Stands on every page of exact figures."""


def load_status(engine: Engine, stamp: SourceStamp, supply: Supply, needed: Iterable[str]) -> DataStatus:
    """Read once a snapshot. `needed` is what some measure stands on; of `a | b` either is enough."""
    as_of = dict(engine.execute("SELECT programme, as_of FROM programmes").fetchall())
    first, last = engine.execute(_MONTHS).fetchall()[0]
    latest = max(as_of.values(), default=date.min)
    return DataStatus(
        stamp=stamp,
        as_of=latest,
        programmes=tuple(Choice(code=name, label=_readable(name)) for name in supply.programmes),
        offence_categories=_offence_categories(engine),
        first_month=first or "",
        last_month=last or "",
        ledger=tuple(_ledger_entry(row) for row in engine.execute(_LEDGER).fetchall()),
        accounts=tuple(
            TableAccount(
                programme=p, table=t, made=made, accepted=kept, quarantined=refused, superseded=older
            )
            for p, t, made, kept, refused, older in engine.execute(_ACCOUNTS).fetchall()
        ),
        quarantine=tuple(_quarantine_count(*row) for row in engine.execute(_QUARANTINE).fetchall()),
        sentence=EXACT,
        not_supplied=tuple(
            NotSuppliedColumn(programme=programme, item=item)
            for programme in supply.programmes
            for item in supply.missing(programme, sorted(needed))
        ),
    )


def _readable(code: str) -> str:
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def _offence_categories(engine: Engine) -> tuple[Choice, ...]:
    found = {row[0] for row in engine.execute(every_grain("offence_category")).fetchall()}
    return tuple(Choice(code=code.value, label=code.label) for code in OffenceCategory if code.value in found)


def _ledger_entry(row: tuple[str, str, str, date, str, str, int, int]) -> LedgerEntry:
    programme, file, sha256, as_of, loaded_at, mapping, contract, rows_read = row
    return LedgerEntry(
        programme=programme,
        file=file,
        sha256=sha256,
        as_of=as_of,
        loaded_at=loaded_at,
        mapping=mapping or "",
        contract=contract,
        rows_read=rows_read,
    )


def _quarantine_count(programme: str, table: str, rule_id: str, rows: int) -> QuarantineCount:
    rule = all_rules().get(rule_id)
    return QuarantineCount(
        programme=programme,
        table=table,
        rule=rule_id,
        sentence=rule.sentence if rule else rule_id,
        mend=rule.mend if rule else "",
        rows=rows,
    )
