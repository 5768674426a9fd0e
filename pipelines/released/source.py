"""The `Source` over a release: every figure is looked up, none is computed from a case.

What the lattice does not hold is *not available in this release*; what it holds and the file does not is
hidden; a period that has not been followed long enough is too soon.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from pipelines.errors import ReleaseError, UsageError
from pipelines.publication import (
    Audience,
    Change,
    Choice,
    DataStatus,
    Definition,
    Distribution,
    Hidden,
    Kind,
    NotAvailable,
    NotSupplied,
    NotSuppliedColumn,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Request,
    Response,
    RoleWord,
    Score,
    Shown,
    SourceStamp,
    Statement,
    TooSoon,
    call_together,
    is_told_by,
    note_changes,
)
from pipelines.released.cells import read_cell, selection_of
from pipelines.released.changes import compare_rates, period_before
from pipelines.released.files import OpenedRelease, open_folder, read_rows
from pipelines.vocabulary import STATISTIC_DIMENSIONS, Dimension, Wave

ALL_TO_DATE = "all"
PROTECTED = (
    "To protect the people behind these figures, numbers are slightly adjusted and rounded, and groups of "
    "fewer than 10 people are never shown, so totals may not add up and very small differences mean nothing."
)
"""Stands on every protected page, report and download."""

PACK = "headlines"
"""The profile of a signed headline pack."""

PROTECTED_AUDIENCES = (Audience.EVALUATOR.value, Audience.FUNDER.value)

_OF_FEW = (Kind.RATE, Kind.COUNT, Kind.DISTRIBUTION, Kind.PATHWAY)
"""Kinds that are kept back without a word for one reason only: fewer than ten."""

Coordinates = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""Statistic, currency, period and selection of a cell."""


def open_release(folder: Path) -> "ReleaseSource":
    """The figures of one release. Raises `ReleaseError` where it is missing, damaged or was changed."""
    return ReleaseSource(open_folder(folder))


class ReleaseSource:
    """Protected figures from a frozen folder."""

    def __init__(self, opened: OpenedRelease) -> None:
        self._opened = opened
        self._manifest = opened.manifest
        self._rows_of: dict[str, dict[Coordinates, dict[str, Any]]] = {}
        if self._manifest.get("audience") not in PROTECTED_AUDIENCES:
            raise ReleaseError(
                "this release is for nobody that can be served. Allowed: evaluator, funder. "
                "No figure is shown."
            )
        self.audience = Audience(self._manifest["audience"])

    @cached_property
    def _stamp(self) -> SourceStamp:
        return SourceStamp(
            kind="release", id=self._manifest["id"], is_sample=bool(self._manifest["is_sample"])
        )

    @cached_property
    def _is_pack(self) -> bool:
        """A signed pack holds what it states: the rest is not hidden in it, it is not there."""
        return bool(self._manifest["profile"] == PACK)

    @cached_property
    def _statement(self) -> Statement | None:
        said = self._manifest.get("statement")
        if said is None:
            return None
        return Statement(recipient=said["recipient"], purpose=said["purpose"], signed_by=said["signed_by"])

    @cached_property
    def _reach(self) -> int:
        """How far two numbers that are the same in truth may lie apart, each moved twice and rounded."""
        policy = self._manifest.get("policy")
        return 0 if policy is None else 3 * (policy["most"] + policy["extra_most"]) + policy["rounding"]

    @cached_property
    def _definitions(self) -> dict[str, Definition]:
        return {definition.name: definition for definition in self._opened.definitions}

    def load_definitions(self) -> tuple[Definition, ...]:
        """Every measure of the release, in the catalogue's order."""
        return self._opened.definitions

    def load_actions(self) -> None:
        """None: a list of cases is for managers."""
        return

    def record_export(self, *, page: str, kind: str, filters: Sequence[str]) -> None:
        """Nothing: what is in a release has been published."""

    def load_status(self) -> DataStatus:
        """What the figures stand on; the ledger and the quarantine stay with the programme."""
        manifest = self._manifest
        lattice = manifest["lattice"]
        return DataStatus(
            stamp=self._stamp,
            as_of=date.fromisoformat(manifest["as_of"]),
            programmes=_choices(manifest["programmes"]),
            offence_categories=_choices(lattice["labels"].get(Dimension.OFFENCE_CATEGORY.value, {})),
            first_month=manifest["first_month"],
            last_month=manifest["last_month"],
            not_supplied=tuple(
                NotSuppliedColumn(programme=programme, item=item)
                for programme, item in manifest["not_supplied"]
            ),
            periods=tuple(Choice(code=code, label=label) for code, label in manifest["periods"]),
            sentence=manifest["sentence"],
            seal=self._opened.sha256,
            statement=self._statement,
            role_words=tuple(
                RoleWord(role=role, one=one, several=several)
                for role, one, several in manifest.get("role_words", ())
            ),
        )

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        """One table for each request, in order. Raises `UsageError` for a measure that is not there."""
        return [self._load(request) for request in requests]

    def _load(self, request: Request) -> PublishedTable:
        definition = self._definitions.get(request.measure)
        if definition is None:
            raise UsageError(
                f"{request.measure} is not a measure of this release. `outcomes measures` lists them all."
            )
        rows = self._called_together(list(self._rows(definition, request)))
        return PublishedTable(
            definition=definition,
            request=request,
            basis=request.basis or definition.basis,
            period_label="all to date" if request.period == ALL_TO_DATE else request.period,
            as_of=date.fromisoformat(self._manifest["as_of"]),
            stamp=self._stamp,
            rows=rows,
            notes=(*self._notes(definition, request), *note_changes([row.change for row in rows])),
        )

    def _called_together(self, rows: Sequence[PublishedRow]) -> tuple[PublishedRow, ...]:
        changes = call_together([row.change for row in rows])
        return tuple(replace(row, change=change) for row, change in zip(rows, changes, strict=True))

    def _notes(self, definition: Definition, request: Request) -> tuple[str, ...]:
        own: Sequence[str] = self._manifest["notes"].get(definition.name, ())
        is_over_time = request.compare or Dimension.PERIOD in request.by
        return (*own, *self._manifest["breaks"]) if is_over_time else tuple(own)

    def _rows(self, definition: Definition, asked: Request) -> Iterator[PublishedRow]:
        request = self._with_default(definition, asked)
        axes = self._axes(definition, request)
        if axes is None:
            yield PublishedRow(by=(), cell=NotAvailable())
            return
        where = {dimension.value: value for dimension, value in request.where}
        for values in product(*axes):
            by = tuple(zip((dimension.value for dimension in request.by), values, strict=True))
            chosen = {**where, **dict(by)}
            period = chosen.pop(
                Dimension.PERIOD.value, "" if request.period == ALL_TO_DATE else request.period
            )
            yield from self._currencies(definition, request, by, chosen, period)

    def _with_default(self, definition: Definition, request: Request) -> Request:
        """A mix without its kinds would be all of everything: some figures are always broken down."""
        asked = (*request.by, *dict(request.where))
        held = self._manifest["measures"].get(definition.name, {}).get("by", ())
        beside = [by for by in map(Dimension, held) if not is_told_by(by, definition.kind, asked)]
        return replace(request, by=(*request.by, *beside))

    def _axes(self, definition: Definition, request: Request) -> list[Sequence[str]] | None:
        """The values of each dimension broken down by; None where the lattice does not hold the question."""
        held = self._manifest["measures"].get(definition.name)
        lattice = self._manifest["lattice"]["values"]
        asked = (*request.by, *(dimension for dimension, _ in request.where))
        of_figure = {dimension for dimension in asked if dimension in STATISTIC_DIMENSIONS}
        narrowed = [d for d in asked if d not in of_figure]
        if request.period != ALL_TO_DATE and Dimension.PERIOD not in asked:
            narrowed.append(Dimension.PERIOD)
        if (
            held is None
            or request.basis not in (None, definition.basis)
            or len(narrowed) > self._manifest["lattice"]["most_at_once"]
            or any(d.value not in lattice and d is not Dimension.PERIOD for d in narrowed)
            or any(value not in lattice.get(d.value, [value]) for d, value in request.where)
            or not self._is_period(request.period)
            or sorted(d.value for d in of_figure) not in held["statistics"]
            or (self._is_pack and any(v not in held["values"].get(d, (v,)) for d, v in request.where))
        ):
            return None
        return [self._values(definition, dimension) for dimension in request.by]

    def _is_period(self, period: str) -> bool:
        return period == ALL_TO_DATE or period in {code for code, _ in self._manifest["periods"]}

    def _values(self, definition: Definition, dimension: Dimension) -> Sequence[str]:
        if dimension is Dimension.PERIOD:
            quarters: Sequence[str] = self._manifest["lattice"]["quarters"]
            return quarters
        if dimension in STATISTIC_DIMENSIONS:
            own: Sequence[str] = self._manifest["measures"][definition.name]["values"][dimension.value]
            return own
        listed: Sequence[str] = self._manifest["lattice"]["values"][dimension.value]
        return listed

    def _currencies(
        self,
        definition: Definition,
        request: Request,
        by: tuple[tuple[str, str], ...],
        chosen: dict[str, str],
        period: str,
    ) -> Iterator[PublishedRow]:
        currencies: Sequence[str] = self._manifest["measures"][definition.name]["currencies"] or [""]
        for currency in currencies:
            cell = self._cell(definition, chosen, period, currency)
            beside = (("currency", currency),) if len(currencies) > 1 else ()
            yield PublishedRow(
                by=(*by, *beside),
                cell=cell,
                change=self._change(definition, chosen, period, currency, cell) if request.compare else None,
                response=self._response(definition, chosen, period, cell),
            )

    def _cell(
        self, definition: Definition, chosen: dict[str, str], period: str, currency: str
    ) -> PublishedCell:
        lacking = self._lacking(definition, chosen)
        if lacking is not None:
            return NotSupplied(missing=tuple(lacking))
        if period and period not in self._manifest["measures"][definition.name]["periods"]:
            return TooSoon()
        statistic = "&".join(
            f"{name}={value}"
            for name, value in sorted(chosen.items())
            if Dimension(name) in STATISTIC_DIMENSIONS
        )
        selection = tuple(
            sorted(pair for pair in chosen.items() if Dimension(pair[0]) not in STATISTIC_DIMENSIONS)
        )
        found = self._of(definition.name).get((statistic, currency, period, selection))
        if found is not None:
            return read_cell(found)
        # An amount, a middle or a curve may be kept back for other reasons than few people.
        return Hidden(words=self._manifest["hidden_words"] if definition.kind in _OF_FEW else "")

    def _lacking(self, definition: Definition, chosen: Mapping[str, str]) -> Sequence[str] | None:
        """What the programme asked for, or every one of them, does not hand over."""
        missing: Mapping[str, Sequence[str]] = self._manifest["measures"][definition.name]["missing"]
        programme = chosen.get(Dimension.PROGRAMME.value)
        if programme is not None:
            return missing.get(programme)
        if len(missing) < len(self._manifest["programmes"]):
            return None
        return list(dict.fromkeys(item for items in missing.values() for item in items))

    def _of(self, measure: str) -> dict[Coordinates, dict[str, Any]]:
        """The rows of a measure, read once; a figure is made of one when it is asked for."""
        if measure not in self._rows_of:
            rows = read_rows(self._opened.folder, measure)
            self._rows_of[measure] = {_coordinates(row): row for row in rows}
        return self._rows_of[measure]

    def _change(
        self,
        definition: Definition,
        chosen: dict[str, str],
        period: str,
        currency: str,
        cell: PublishedCell,
    ) -> Change | None:
        before = period_before(period)
        earlier = self._cell(definition, chosen, before, currency) if before else NotAvailable()
        return compare_rates(cell, earlier)

    def _response(
        self, definition: Definition, chosen: dict[str, str], period: str, figure_cell: PublishedCell
    ) -> Response | None:
        """Who answered, from the release's own response rate of the same wave and people."""
        survey = self._manifest["measures"][definition.name].get("survey")
        rate = self._definitions.get("response_rate")
        if survey is None or rate is None or rate.name not in self._manifest["measures"]:
            return None
        whose = {name: value for name, value in chosen.items() if name in ("role", "perspective")}
        if not whose and len(survey["roles"]) == 1:
            whose = {"role": survey["roles"][0]}
        narrowed = {
            name: value for name, value in chosen.items() if Dimension(name) not in STATISTIC_DIMENSIONS
        }
        cell = self._cell(rate, {**narrowed, **whose, "wave": survey["wave"]}, period, "")
        if isinstance(cell, NotSupplied) and survey["wave"] == Wave.AFTER.value:
            return self._response_of_attended({**narrowed, **whose}, period)
        if not isinstance(cell, Shown) or not isinstance(cell.figure, Rate):
            return None
        asked = cell.figure.denominator
        # Answers that name no party are in the figure and in no invitation; never more than were asked.
        linked, answered = cell.figure.met, _answered(figure_cell)
        return Response(
            answered=min(asked, max(linked, answered)),
            asked=asked,
            is_linked=answered - linked <= self._reach,
        )

    def _response_of_attended(self, chosen: dict[str, str], period: str) -> Response | None:
        """Where nobody says who was invited: of those who took part, and it says so."""
        rate = self._definitions.get("response_of_attended_rate")
        if rate is None or rate.name not in self._manifest["measures"]:
            return None
        cell = self._cell(rate, chosen, period, "")
        if not isinstance(cell, Shown) or not isinstance(cell.figure, Rate):
            return None
        return Response(answered=cell.figure.met, asked=cell.figure.denominator, is_of_attended=True)


def _answered(cell: PublishedCell) -> int:
    """How many answers a shown figure stands on."""
    match cell:
        case Shown(figure=Rate() as rate):
            return rate.denominator
        case Shown(figure=Distribution() | Score() as answers):
            return answers.n
    return 0


def _choices(labels: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=label) for code, label in labels.items())


def _coordinates(row: Mapping[str, Any]) -> Coordinates:
    return row["statistic"], row["currency"], row["period"], selection_of(row)
