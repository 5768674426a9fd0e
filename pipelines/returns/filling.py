"""The lines of a return with their exact numbers. What has no number says why; nothing becomes zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.errors import UsageError
from pipelines.publication import (
    Buckets,
    Count,
    Figure,
    Money,
    MoneyRate,
    NoCases,
    PublishedRow,
    Rate,
    Request,
    Shown,
    Source,
    TooFew,
    TooSoon,
)
from pipelines.returns.pack import Line, ReturnPack
from pipelines.vocabulary import Dimension, minor_units

BY_HAND = "entered by the programme"
NOT_SUPPLIED = "not supplied: no export of the programme holds it"
TOO_FEW = "no amount: it would be of fewer than ten obligations"
TOO_FEW_OF_ONE = "no amount: one of the groups added up has fewer than ten obligations"
NOT_ENTERED = "to be entered by the programme"


@dataclass(frozen=True, kw_only=True)
class FilledLine:
    """One line as it is handed over: its number or words, and where that came from."""

    label: str
    value: int | float | str
    unit: str
    origin: str
    """Measure and version of its definition, or that it was entered by hand."""


def fill_return(
    pack: ReturnPack, source: Source, *, programme: str, period: str, manual: Mapping[str, str]
) -> list[FilledLine]:
    """Every line, in order. `manual` goes before what the file of the return holds.

    Raises `UsageError` for an entry by hand that the return does not ask for.
    """
    for key in manual:
        if key not in pack.manual:
            raise UsageError(f"--manual {key}: this return asks for {', '.join(pack.manual) or 'none'}.")
    entries = {**pack.manual, **manual}
    filled = []
    for line in pack.lines:
        if line.manual:
            entered = entries[line.manual]
            origin = BY_HAND if entered else NOT_ENTERED
            filled.append(FilledLine(label=line.label, value=entered, unit="", origin=origin))
        else:
            filled += _fill(line, source, programme, period)
    return filled


def _fill(line: Line, source: Source, programme: str, period: str) -> list[FilledLine]:
    own = ((Dimension.PROGRAMME, programme),) if programme else ()
    asked = Request(measure=line.measure, where=(*own, *line.where), period=period, basis=line.basis)
    each = [replace(asked, where=(*asked.where, one)) for one in line.summed]
    tables = source.load_tables(each or [asked])
    parts: dict[str, list[PublishedRow]] = {}
    for table in tables:
        for row in table.rows or (PublishedRow(by=(), cell=table.cell),):
            parts.setdefault(dict(row.by).get("currency", ""), []).append(row)
    if len(parts) > 1 and all(isinstance(row.cell, NoCases) for row in parts.get("", [])):
        # A group without a case names no currency, and adds nothing to any.
        parts.pop("", None)
    origin = ", ".join(
        [
            f"{tables[0].definition.name} {tables[0].definition.version}",
            f"{tables[0].basis.value} basis",
            *(f"{name.value} {code}" for name, code in line.summed),
        ]
    )
    return [
        FilledLine(
            label=f"{line.label}, {currency}" if currency else line.label,
            value=_add_up([number_of(line.part, row) for row in rows]),
            unit=_currency_of(rows) if _is_amount(line.part) else "",
            origin=origin,
        )
        for currency, rows in parts.items()
    ]


def _add_up(numbers: Sequence[int | float | str]) -> int | float | str:
    """One number of those that add up to it; where one of them cannot be said, neither can their sum."""
    words = [number for number in numbers if isinstance(number, str)]
    if words:
        return TOO_FEW_OF_ONE if words[0] == TOO_FEW and len(numbers) > 1 else words[0]
    total = sum(number for number in numbers if not isinstance(number, str))
    return total if isinstance(total, int) else round(total, 2)


def _currency_of(rows: Sequence[PublishedRow]) -> str:
    own = [
        dict(row.by).get("currency") or getattr(getattr(row.cell, "figure", None), "currency", "")
        for row in rows
    ]
    return next((currency for currency in own if currency), "")


def number_of(part: str, row: PublishedRow) -> int | float | str:
    """The exact number of a line, also where a chart would show none because it is of few."""
    match row.cell:
        case Shown(figure=figure):
            return _number_of_figure(part, figure)
        case TooFew(buckets=buckets) | TooSoon(buckets=buckets) if buckets is not None:
            return TOO_FEW if _is_amount(part) else _count(part, buckets)
        case TooFew(n=n) if n is not None:
            return TOO_FEW if _is_amount(part) else n
        case NoCases():
            return 0
    return NOT_SUPPLIED


def _number_of_figure(part: str, figure: Figure) -> int | float | str:
    match figure:
        case Count(value=value):
            return value
        case Money(total_minor=total, currency=currency, n=n):
            return total / minor_units(currency) if part == "amount" else n
        case MoneyRate() if part.endswith("_amount"):
            minor = figure.met_minor if part == "met_amount" else figure.denominator_minor
            return minor / minor_units(figure.currency)
        case Rate(buckets=buckets) | MoneyRate(buckets=buckets) if buckets is not None:
            return _count(part, buckets)
    return NOT_SUPPLIED


def _is_amount(part: str) -> bool:
    return part.endswith("amount")


def _count(part: str, buckets: Buckets) -> int:
    in_force = buckets.population - buckets.not_applicable
    return in_force if part == "in_force" else int(getattr(buckets, part))
