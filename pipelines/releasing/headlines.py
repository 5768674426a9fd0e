"""The signed headline pack: exact totals of a whole programme for one named recipient.

One pack a year. A year that was given out before is stated again only where nobody or at least ten people in
it changed, and is left out, alone and pooled, where fewer did. The data controller signs a statement of who
gets it and why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.disclosure.counted import count_rows
from pipelines.disclosure.cube import by_currency
from pipelines.disclosure.keys import Keys, read_secret
from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.measured import Measured
from pipelines.disclosure.pack import HEADLINE_ROLES, HEADLINES, PACK_CHANGED, choose_spans, state_exactly
from pipelines.disclosure.protect_counts import FEW
from pipelines.errors import ReleaseError, ReleaseRefusedError
from pipelines.measures.catalogue import to_definition
from pipelines.measures.rows import MONTH, PROGRAMME
from pipelines.publication import Audience, DataStatus, Hidden, PublishedCell, Shown
from pipelines.released.cells import ReleasedCell
from pipelines.released.files import write_release
from pipelines.released.source import PACK
from pipelines.releasing.build import identify
from pipelines.releasing.continuity import LastRelease, PeopleSeen, read_last, write_last
from pipelines.releasing.data import MeasureFacts, MeasureRows, ReleaseData
from pipelines.releasing.manifest import describe_measures
from pipelines.vocabulary import Dimension
from pipelines.warehouse.actions import recorded

if TYPE_CHECKING:
    import pandas

MOST_YEARS = 3
"""The longest span that is pooled."""

SENTENCE = (
    "These are exact totals of the whole programme, given to one named recipient. Groups of fewer than 10 "
    "people, and answers of fewer than 3, are never shown."
)
"""Stands wherever a pack is shown, in the place of the sentence about adjusted numbers."""


@dataclass(frozen=True, kw_only=True)
class PackRequest:
    """Who gets which year's pack, and what for."""

    warehouse: Path
    to: Path
    programme: str
    """The whole of one programme: a pack of several could be subtracted from the pack of one."""
    year: str
    recipient: str
    purpose: str
    signed_by: str


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What became of it."""

    id: str
    folder: Path
    n_measures: int
    n_with_number: int
    """Headline measures with a number in some span of years."""
    statement: str


def build_pack(request: PackRequest, data: ReleaseData) -> Pack:
    """Write the pack of one closed year. Raises `ReleaseError` or `ReleaseRefusedError`."""
    _check(request, data)
    keys, last = Keys(read_secret(request.warehouse)), read_last(request.warehouse)
    years = [one for one in data.lattice().years if one <= request.year]
    lattice = Lattice(values=(), quarters=data.lattice().quarters, years=tuple(years), most_at_once=1)
    found = list(_rows_of(data, request.programme, lattice))
    people = {year: _people_of(found, year, data, lattice) for year in years}
    _refuse_few_changed(request, last, people[request.year])
    few = {year for year in years if _is_few_changed(last, request.programme, year, people[year])}
    spans = [span for span in _spans(years[-MOST_YEARS:]) if not few.intersection(span)]
    cells = [cell for one in found for cell in _state_measure(one, data, lattice, spans, keys)]
    periods = tuple(_label(span) for span in spans)
    facts = {one.measure.name: _facts_of(one, periods).as_json() for one in found}
    statement = _statement(request)
    manifest: dict[str, Any] = {
        **describe_measures(data, _status_of(data.status, request.programme), facts, lattice),
        "profile": PACK,
        "audience": Audience.FUNDER.value,
        "to_date": f"to {request.year}Q4",
        "periods": [[_label(span), _words(span)] for span in reversed(spans)],
        "hidden_words": FEW,
        "sentence": SENTENCE,
        "statement": statement,
        "data": keys.fingerprint(str(number).encode() for year in years for number in sorted(people[year])),
    }
    manifest["id"] = identify(keys, manifest, cells)
    definitions = {measure.name: (to_definition(measure), measure.content) for measure in data.catalogue}
    with recorded(
        request.warehouse, "headlines", release=manifest["id"], recipient=request.recipient,
        purpose=request.purpose, signed_by=request.signed_by,
    ):  # fmt: skip
        stated = {year for span in spans for year in span}
        own = {
            _name(request.programme, year): LastRelease(
                id=manifest["id"], previous=None, to_date=year, people=people[year]
            )
            for year in stated
        }
        write_last(request.warehouse, {**last, **own})
        write_release(request.to, cells, manifest, definitions)
    numbered = {cell.measure for cell in cells if isinstance(cell.cell, Shown)}
    return Pack(
        id=manifest["id"], folder=request.to, n_measures=len(facts), n_with_number=len(numbered),
        statement=statement["words"],
    )  # fmt: skip


def _check(request: PackRequest, data: ReleaseData) -> None:
    signed = {
        "--recipient": request.recipient,
        "--purpose": request.purpose,
        "--signed-by": request.signed_by,
    }
    for option, said in signed.items():
        if not said.strip():
            raise ReleaseError(f"{option} is empty. A pack has a named recipient, and somebody signs for it.")
    programmes = data.facts.supply.programmes
    if request.programme not in programmes:
        raise ReleaseError(
            f"a pack is of one whole programme: name it with --programme. Here: {', '.join(programmes)}."
        )
    years = data.lattice().years
    if request.year not in years:
        raise ReleaseError(
            f"a pack is of a closed year. Closed in this warehouse: {', '.join(years) or 'none yet'}."
        )
    if request.to.exists():
        raise ReleaseError(f"{request.to} is there already. A pack is never changed: name a new folder.")


def _status_of(status: DataStatus, programme: str) -> DataStatus:
    own = tuple(choice for choice in status.programmes if choice.code == programme)
    lacking = tuple(one for one in status.not_supplied if one.programme == programme)
    return replace(status, programmes=own, not_supplied=lacking)


def _name(programme: str, year: str) -> str:
    return f"headlines {programme} {year}"


def _spans(years: Sequence[str]) -> list[tuple[str, ...]]:
    """Each year, then the last two and the last three together."""
    pooled = [tuple(years[-n:]) for n in range(2, len(years) + 1)]
    return [*((one,) for one in years), *pooled]


def _rows_of(data: ReleaseData, programme: str, lattice: Lattice) -> Iterator[MeasureRows]:
    """The headline measures that the programme supplies, with its own rows."""
    for found in data.rows(lattice):
        if found.measure.name in HEADLINES:
            own = found.frame[found.frame[PROGRAMME] == programme]
            facts = replace(_only(found.facts, programme), currencies=_currencies(found, own))
            yield replace(found, frame=own, facts=facts)


def _currencies(found: MeasureRows, own: "pandas.DataFrame") -> tuple[str, ...]:
    """Those of the programme's own sums: another's would read as hidden."""
    return tuple(currency for currency, _ in by_currency(found.measure, own) if currency)


def _people_of(
    found: Sequence[MeasureRows], year: str, data: ReleaseData, lattice: Lattice
) -> frozenset[int]:
    """A fingerprint of each person with a row in the year."""
    seen = PeopleSeen()
    for one in found:
        seen.add(one.measure, one.frame[one.frame[MONTH].str[:4] == year], data.people, lattice)
    return seen.fingerprints()


def _label(span: Sequence[str]) -> str:
    return span[0] if len(span) == 1 else f"{span[0]}-{span[-1]}"


def _words(span: Sequence[str]) -> str:
    return span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}, {len(span)} years"


def _only(facts: MeasureFacts, programme: str) -> MeasureFacts:
    return replace(facts, missing={name: items for name, items in facts.missing.items() if name == programme})


_WHOSE = (Dimension.PERSPECTIVE.value, Dimension.ROLE.value)
"""What one side's answers may be asked by: the same figure under both names."""


def _facts_of(found: MeasureRows, periods: tuple[str, ...]) -> MeasureFacts:
    """A pack states a measure for everybody together, or for the one side that it is about."""
    role = HEADLINE_ROLES.get(found.measure.name, "")
    return replace(
        found.facts,
        periods=periods,
        statistics=tuple((name,) for name in _WHOSE) if role else ((),),
        values=dict.fromkeys(_WHOSE, (role,)) if role else {},
        # What is told apart elsewhere is stated here for everybody: there are no groups to tell it by.
        by=(),
    )


def _state_measure(
    found: MeasureRows, data: ReleaseData, lattice: Lattice, spans: Sequence[tuple[str, ...]], keys: Keys
) -> Iterator[ReleasedCell]:
    """The spans of this pack. Which may stand is decided over every year there is, the earliest first, so
    that no two packs together tell what each keeps back.
    """
    measure, role = found.measure, HEADLINE_ROLES.get(found.measure.name, "")
    statistics = [f"{name}={role}" for name in _WHOSE] if role else [""]
    for currency, of_currency in by_currency(measure, found.frame):
        rows = of_currency[of_currency["role"] == role] if role else of_currency
        counted = count_rows(measure, rows)
        if counted is None or not len(counted.rows):
            continue
        measured = Measured(counted, rows.iloc[counted.rows], data.people, keys, is_capped=False)
        stated: dict[tuple[str, ...], PublishedCell] = {
            span: state_exactly(measure, counts)
            for span in _every_span(lattice.years)
            for counts in measured.count_together(lattice, span, currency)
        }
        kept = choose_spans(stated)
        for span in spans:
            cell = stated.get(span, Hidden(words=FEW))
            shown = cell if span in kept or isinstance(cell, Hidden) else Hidden(words=FOLLOWS)
            if shown == Hidden(words=FEW):
                continue
            for statistic in statistics:
                yield ReleasedCell(
                    measure=measure.name,
                    statistic=statistic,
                    currency=currency,
                    period=_label(span),
                    selection=(),
                    cell=shown,
                )


def _every_span(years: Sequence[str]) -> list[tuple[str, ...]]:
    """Each year, and the two and the three that end with it: what every pack there ever was may state."""
    found = [
        tuple(years[end - n : end]) for end in range(1, len(years) + 1) for n in range(1, MOST_YEARS + 1)
    ]
    return [span for span in dict.fromkeys(found) if span]


FOLLOWS = "kept back: another year's hidden number would follow from it"


def _is_few_changed(
    last: Mapping[str, LastRelease], programme: str, year: str, people: frozenset[int]
) -> bool:
    """Was the year given out before, and did some, but fewer than ten people in it change since?"""
    before = last.get(_name(programme, year))
    if before is None or before.people == people:
        return False
    return len(people - before.people) < PACK_CHANGED.value


def _refuse_few_changed(
    request: PackRequest, last: Mapping[str, LastRelease], people: frozenset[int]
) -> None:
    if _is_few_changed(last, request.programme, request.year, people):
        raise ReleaseRefusedError(
            f"a pack of this year was given out before, and fewer than {PACK_CHANGED.value} people changed "
            "since: the difference would describe them. The pack that is out stays in force."
        )


def _statement(request: PackRequest) -> Mapping[str, str]:
    words = (
        f"The exact headline figures of {request.programme} for {request.year} are given to "
        f"{request.recipient} for this purpose: {request.purpose}. Signed for the data controller by "
        f"{request.signed_by}. They are not to be published beside figures of parts of the programme."
    )
    return {
        "programme": request.programme,
        "recipient": request.recipient,
        "purpose": request.purpose,
        "signed_by": request.signed_by,
        "words": words,
    }
