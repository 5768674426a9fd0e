"""What somebody should look at, from an exact source only: what is overdue, and answers about safety.

Not an alert system: it knows what the last export held. A row is named by our id, or by the programme's own
reference where the key file beside the warehouse allows it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.supply import Engine
from pipelines.publication import Action, ActionList

_OVERDUE_AGREEMENTS = """
SELECT programme, agreement_id, observed_days - due_now_day AS days
FROM grain_agreement
WHERE status = 'active' AND case_status = 'open' AND is_due_now
ORDER BY days DESC, agreement_id
"""
_OVERDUE_MONEY = """
SELECT programme, obligation_id, days_past_due AS days
FROM grain_obligation
WHERE {arrears_by_age}
ORDER BY days DESC, obligation_id
"""
_SAFEGUARDING = """
SELECT programme, COALESCE(party_id, response_id) AS reference
FROM grain_response
WHERE {safeguarding_signals}
ORDER BY programme, reference
"""
_COUNTED_BY = ("arrears_by_age", "safeguarding_signals")
"""Measures that count what is listed here: their definitions say what it is."""


def _find(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    catalogue = load_catalogue()
    meant = {name: f"({catalogue.find(name).population})" for name in _COUNTED_BY}
    return engine.execute(sql.format(**meant)).fetchall()  # type: ignore[no-any-return]


def read_references(path: Path | None) -> dict[str, str]:
    """Our id → the programme's own reference; empty where there is no key file."""
    if path is None or not path.exists():
        return {}
    from pyarrow.parquet import read_table

    columns = read_table(path, columns=["id", "reference"]).to_pydict()
    return dict(zip(columns["id"], columns["reference"], strict=True))


def load_actions(engine: Engine, references: Mapping[str, str] | None = None) -> ActionList:
    """Answers about safety, then what is longest overdue. `references`: our id → the programme's own."""
    named = references or {}
    safety = [
        Action(
            kind="safeguarding",
            programme=programme,
            reference=named.get(reference, reference),
            days_overdue=None,
            what="Somebody said they felt unsafe, pressured or left worse off.",
        )
        for programme, reference in _find(engine, _SAFEGUARDING)
    ]
    overdue = [
        Action(kind=kind, programme=programme, reference=named.get(id_, id_), days_overdue=days, what=what)
        for kind, what, sql in (
            ("overdue_agreement", "An agreement is overdue.", _OVERDUE_AGREEMENTS),
            ("overdue_restitution", "Restitution is overdue.", _OVERDUE_MONEY),
        )
        for programme, id_, days in _find(engine, sql)
    ]
    overdue.sort(key=lambda action: -(action.days_overdue or 0))
    return ActionList(actions=(*safety, *overdue))
