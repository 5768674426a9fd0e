"""From a warehouse to what a reader may see: the exact source, for a programme's own managers.

request ─▶ measures.requests   every name checked, programmes chosen by what they supply
        ─▶ measures.compute    as few scans as possible; counts, never shown
        ─▶ disclosure.tables   every cell through the gate
        ─▶ PublishedTable
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.disclosure.found import Found
from pipelines.disclosure.tables import build_table
from pipelines.disclosure.targets import add_targets
from pipelines.disclosure.variation import check_variation
from pipelines.errors import WarehouseError
from pipelines.measures.actions import load_actions, read_references
from pipelines.measures.answers import AnswerTable, Ask
from pipelines.measures.catalogue import Catalogue, load_catalogue, to_definition
from pipelines.measures.cluster_columns import has_clusters
from pipelines.measures.compute import compute_answers
from pipelines.measures.conferences import CONFERENCES, ask_conferences
from pipelines.measures.facts import load_facts
from pipelines.measures.requests import Facts, Plan, fallback_words, outside_words, plan_request
from pipelines.measures.role_words import WORDS, read_role_words
from pipelines.measures.status import load_status
from pipelines.measures.supply import Engine
from pipelines.measures.survey_response import (
    ATTENDED,
    INVITED,
    ask_attended,
    ask_counted,
    ask_invited,
    ask_unlinked,
    find_not_inviting,
    inviting_programmes,
)
from pipelines.measures.targets import TARGETS, read_targets
from pipelines.publication import (
    ActionList,
    Audience,
    DataStatus,
    Definition,
    PublishedTable,
    Request,
    RoleWord,
    SetTarget,
    SourceStamp,
)
from pipelines.vocabulary import Dimension
from pipelines.warehouse.actions import record
from pipelines.warehouse.references import references_path
from pipelines.warehouse.snapshots import open_in_force

OWN_MEASURES = "measures"
"""The folder in a warehouse with the programme's own definitions."""

_PARTS = (
    "now",
    "before",
    "invited",
    "unlinked",
    "clusters",
    "before_clusters",
    "counted",
    "attended",
    "conferences",
)
"""What the engine may be asked for one table."""


class WarehouseSource:
    """Exact figures from one snapshot. Everything it gives has been through the gate."""

    audience = Audience.MANAGER

    def __init__(
        self,
        engine: Engine,
        snapshot_id: str,
        catalogue: Catalogue | None = None,
        warehouse: Path | None = None,
        targets: Sequence[SetTarget] = (),
    ) -> None:
        """`warehouse` is the folder of the log and of the key file that leads from our ids to the programme's
        own; without one nothing may be exported, and actions carry no reference.
        """
        self.engine = engine
        self._id = snapshot_id
        self.catalogue = catalogue or load_catalogue()
        self._targets = targets
        self._warehouse = warehouse

    @cached_property
    def _facts(self) -> Facts:
        return load_facts(self.engine)

    @cached_property
    def _role_words(self) -> tuple[RoleWord, ...]:
        return read_role_words(self._warehouse / WORDS) if self._warehouse is not None else ()

    @cached_property
    def _stamp(self) -> SourceStamp:
        rows = self.engine.execute("SELECT COALESCE(BOOL_AND(is_sample), FALSE) FROM programmes").fetchall()
        return SourceStamp(kind="warehouse", id=self._id, is_sample=bool(rows[0][0]))

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        """One table for each request, in order. Raises `UsageError` for what may not be asked."""
        return add_targets(self._build_tables(requests), self._targets, self._build_tables)

    def _build_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        for request in requests:
            check_variation(request)
        plans = [plan_request(request, self.catalogue, self._facts) for request in requests]
        asks = {(place, what): ask for place, plan in enumerate(plans) for what, ask in self._asks(plan)}
        answers = dict(zip(asks, compute_answers(self.engine, list(asks.values())), strict=True))
        return [
            build_table(plan, self._found(plan, place, answers), self._stamp)
            for place, plan in enumerate(plans)
        ]

    def _asks(self, plan: Plan) -> list[tuple[str, Ask]]:
        """Everything one table needs of the engine, by what it is for."""
        asks = {"now": plan.ask, "before": plan.ask_before if plan.request.compare else None}
        invited = self.catalogue.find(INVITED)
        if plan.ask is not None and has_clusters(plan.measure):
            # Several answers from one conference are not independent: the interval must know of it.
            asks["clusters"] = replace(plan.ask, with_clusters=True)
            asks["before_clusters"] = (
                replace(asks["before"], with_clusters=True) if asks["before"] is not None else None
            )
        asks["invited"] = ask_invited(plan, invited, self._facts.supply)
        if asks["invited"] is not None and plan.measure.survey is not None:
            asks["unlinked"] = ask_unlinked(asks["invited"], plan.measure.survey, invited)
        others = find_not_inviting(plan, self._facts.supply, has_invited=asks["invited"] is not None)
        if others.counting:
            asks["counted"] = ask_counted(plan, invited, others.counting)
        if others.attending:
            asks["attended"] = ask_attended(plan, self.catalogue.find(ATTENDED), others.attending)
        if plan.request.variation:
            asks["conferences"] = ask_conferences(plan, self.catalogue.find(CONFERENCES))
        return [(what, ask) for what, ask in asks.items() if ask is not None]

    def _found(self, plan: Plan, place: int, answers: Mapping[tuple[int, str], AnswerTable]) -> Found:
        named: dict[str, Any] = {what: answers.get((place, what)) for what in _PARTS}
        n_invited = len(inviting_programmes(plan, self._facts.supply))
        return Found(
            **named,
            fallbacks=(*fallback_words(plan, self._facts.supply), *outside_words(plan, self._facts)),
            n_invited=n_invited,
            invited_totals=self._facts.invited,
            costs=self._facts.costs_in(plan.request.period),
            breaks=_breaks_in(plan, self._facts),
        )

    def load_definitions(self) -> tuple[Definition, ...]:
        """Every measure, in the catalogue's order."""
        return tuple(to_definition(measure) for measure in self.catalogue)

    def load_status(self) -> DataStatus:
        """What the figures stand on."""
        needed = {need for measure in self.catalogue for need in measure.needs}
        status = load_status(self.engine, self._stamp, self._facts.supply, needed)
        return replace(status, role_words=self._role_words, refused=tuple(self.catalogue.refused.values()))

    def load_actions(self) -> ActionList:
        """What is overdue and what people said that needs somebody to look. Not an alert system."""
        references = references_path(self._warehouse) if self._warehouse is not None else None
        return load_actions(self.engine, read_references(references))

    def record_export(self, *, page: str, kind: str, filters: Sequence[str]) -> None:
        """Exact figures leave only with a line in the warehouse's log. Raises `OSError` without one."""
        if self._warehouse is None:
            raise FileNotFoundError("This source has no folder with a log.")
        record(self._warehouse, "export", page=page, kind=kind, filters=", ".join(filters))


def _breaks_in(plan: Plan, facts: Facts) -> dict[str, tuple[tuple[str, str], ...]]:
    """Where the programmes of a figure over time, or of a comparison with the period before, changed how
    they work.
    """
    if plan.ask is None:
        return {}
    if Dimension.PERIOD in plan.ask.by:
        return {name: facts.breaks[name] for name in plan.used if name in facts.breaks}
    before = plan.ask_before if plan.request.compare else None
    if before is None or before.months is None or plan.ask.months is None:
        return {}
    first, last = before.months[0], plan.ask.months[1]
    within = {
        name: tuple(one for one in facts.breaks.get(name, ()) if first < one[0] <= last) for name in plan.used
    }
    return {name: breaks for name, breaks in within.items() if breaks}


class _SharedConnection:
    """One read-only connection for every session of a process: each query has a cursor of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def execute(self, sql: str, parameters: Any = None) -> Any:
        with self._lock:
            cursor = self._connection.cursor()
        return cursor.execute(sql, parameters)


def load_measures(warehouse: Path | None = None) -> Catalogue:
    """The project's measures, and those a warehouse has of its own; of these a bad one is refused.

    Raises `WarehouseError` for a warehouse that is not there.
    """
    if warehouse is not None and not warehouse.is_dir():
        raise WarehouseError(f"There is no warehouse in {warehouse}. Build one with `outcomes ingest`.")
    own = warehouse / OWN_MEASURES if warehouse is not None else None
    return load_catalogue(own if own is not None and own.is_dir() else None)


def open_warehouse(warehouse: Path) -> WarehouseSource:
    """The snapshot in force, and the programme's own measures. Raises `WarehouseError` without one."""
    opened = open_in_force(warehouse)
    if opened is None:
        raise WarehouseError(f"There is no warehouse in {warehouse}. Build one with `outcomes ingest`.")
    snapshot, connection = opened
    catalogue = load_measures(warehouse)
    engine = _SharedConnection(connection)
    programmes = [row[0] for row in engine.execute("SELECT programme FROM programmes").fetchall()]
    targets = read_targets(warehouse / TARGETS, catalogue, programmes)
    return WarehouseSource(engine, snapshot.id, catalogue, warehouse, targets)
