"""Published tables to draw, made by hand: what each test sees, it can say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from html import unescape

import plotly.graph_objects as go

from pipelines.publication import (
    Buckets,
    Curve,
    CurvePoint,
    Definition,
    Distribution,
    Flow,
    FlowPart,
    Hidden,
    Kind,
    MoneyRate,
    NoCases,
    NotAvailable,
    NotSupplied,
    PairedChange,
    Pathway,
    PathwayStep,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Request,
    Response,
    Shown,
    SourceStamp,
    TooFew,
    TooSoon,
)
from pipelines.vocabulary import Basis, Dimension

SECRET = Buckets(met=7717, not_met=2229, pending=3331, not_applicable=4441, unknown=5551)
"""Numbers that may stand in no figure: those of a rate that was not made."""

NOT_SHOWN: dict[str, PublishedCell] = {
    "hidden": Hidden(words="fewer than 10"),
    "too_few": TooFew(buckets=SECRET, n=9946),
    "too_soon": TooSoon(buckets=SECRET),
    "no_cases": NoCases(),
    "not_supplied": NotSupplied(missing=("agreements.due_day",)),
    "not_available": NotAvailable(),
}
"""One cell of each state but shown."""

IN_PLACE = {
    "hidden": "Hidden to protect people: fewer than 10",
    "too_few": "Too few to rely on",
    "too_soon": "Too soon to say",
    "no_cases": "No cases in this selection",
    "not_supplied": "Not supplied by the programme",
    "not_available": "Not published here",
}


def make_definition(kind: Kind, title: str = "Agreements kept", **changes: object) -> Definition:
    values: dict[str, object] = {
        "name": "agreement_completion_rate",
        "title": title,
        "question": "Were agreements kept?",
        "why": "A promise kept is what was agreed.",
        "kind": kind,
        "unit": "agreement",
        "perspective": "everyone",
        "direction": "higher",
        "basis": Basis.EVENT,
        "bases": (Basis.EVENT,),
        "breakdowns": (Dimension.PROGRAMME, Dimension.PERIOD),
        "buckets": (("met", "completed"), ("not_met", "not completed")),
        "caveats": (),
        "needs": (),
        "source": "case export",
        "owner": "programme",
        "reviewed": date(2026, 11, 22),
        "version": "0123456789ab",
        "family": "agreements",
    }
    return Definition(**{**values, **changes})  # type: ignore[arg-type]


def make_table(
    definition: Definition,
    rows: Iterable[PublishedRow],
    by: tuple[Dimension, ...] = (),
    where: tuple[tuple[Dimension, str], ...] = (),
    stamp: str = "warehouse",
) -> PublishedTable:
    return PublishedTable(
        definition=definition,
        request=Request(measure=definition.name, by=by, where=where, period="last-12-months"),
        basis=definition.basis,
        period_label="12 months to 30 September 2026",
        as_of=date(2026, 9, 30),
        stamp=SourceStamp(kind=stamp, id="s1"),
        rows=tuple(rows),
    )


def one(definition: Definition, cell: PublishedCell) -> PublishedTable:
    """A table that is not broken down."""
    return make_table(definition, [PublishedRow(by=(), cell=cell)])


def broken_down(definition: Definition, by: Dimension, cells: Mapping[str, PublishedCell]) -> PublishedTable:
    rows = [PublishedRow(by=((by.value, code),), cell=cell) for code, cell in cells.items()]
    return make_table(definition, rows, by=(by,))


def rate(met: int, denominator: int, *, half: float = 0.05) -> Rate:
    """A rate with an interval of `half` to each side: the charts draw intervals, they do not make them."""
    value = met / denominator
    low, high = max(0.0, value - half), min(1.0, value + half)
    return Rate(value=value, low=low, high=high, met=met, denominator=denominator)


def money_rate(met_minor: int, denominator_minor: int) -> MoneyRate:
    value = met_minor / denominator_minor
    return MoneyRate(
        value=value,
        low=value - 0.04,
        high=value + 0.04,
        met_minor=met_minor,
        denominator_minor=denominator_minor,
        currency="GBP",
        n=350,
    )


def pathway(*, waiting: int = 0) -> Pathway:
    """925 referrals, of which 550 led to a conference and 508 to an agreement."""
    return Pathway(
        steps=(
            PathwayStep(
                stage="referred",
                label="Referred",
                reached=925,
                left=(("Not accepted: outside the programme's remit", 120), ("Service full", 57)),
                waiting=0,
            ),
            PathwayStep(
                stage="accepted",
                label="Accepted",
                reached=748,
                left=(
                    ("Harmed party chose not to take part", 60 - waiting),
                    ("Responsible party could not be reached", 10),
                    ("Not safe to go on", 5),
                    ("Decision in the justice process", 2),
                    ("Transferred elsewhere", 1),
                    ("Administrative", 1),
                ),
                waiting=waiting,
            ),
            PathwayStep(
                stage="consented",
                label="Both sides chose to take part",
                reached=669,
                left=(("Harmed party withdrew", 119),),
                waiting=0,
            ),
            PathwayStep(
                stage="conference",
                label="Conference held",
                reached=550,
                left=(("Completed without an agreement", 42),),
                waiting=0,
            ),
            PathwayStep(stage="agreement", label="Agreement made", reached=508, left=(), waiting=0),
        )
    )


def curve(*, stops: int = 296, rise: float = 1.0, every: int = 7) -> Curve:
    """600 followed; most meet it within half a year. Nothing is followed after `stops`."""
    points = []
    for day in range(every, stops + 1, every):
        share = rise * 0.86 * (1 - 0.5 ** (max(0, day - 14) / 70))
        half = 0.01 + day / 9000
        points.append(
            CurvePoint(
                day=day,
                share=share,
                low=max(0.0, share - half),
                high=min(1.0, share + half),
                at_risk=600 - 2 * day,
                n_met=round(share * 500),
                n_ended=day // 12,
            )
        )
    return Curve(points=tuple(points), n=600, stops_at_day=stops)


def flow() -> Flow:
    """120,307 agreed, of which 86,127 paid."""
    return Flow(
        total_minor=12_030_700,
        parts=(
            FlowPart(name="paid", label="Paid", amount_minor=8_612_700),
            FlowPart(name="not_yet_due", label="Not yet due", amount_minor=2_338_900),
            FlowPart(name="reduced_or_waived", label="Reduced or waived", amount_minor=183_300),
            FlowPart(name="overdue", label="Overdue", amount_minor=795_800),
            FlowPart(name="ended_unpaid", label="Ended unpaid", amount_minor=100_000),
        ),
        currency="USD",
        n=350,
    )


def answers(*counts: int) -> Distribution:
    five = (counts[0], counts[1], counts[2], counts[3], counts[4])
    return Distribution(counts=five, not_applicable=3, prefer_not=2, blank=1)


def said(statement: str, **cells: PublishedCell | Distribution) -> PublishedTable:
    """The answers to one statement by role."""
    definition = make_definition(Kind.DISTRIBUTION, title=statement, statement=statement, unit="response")
    asked = {"harmed": (409, 651), "responsible": (359, 651), "community": (120, 500)}
    rows = [
        PublishedRow(
            by=((Dimension.ROLE.value, role),),
            cell=Shown(figure=cell) if isinstance(cell, Distribution) else cell,
            response=Response(answered=asked[role][0], asked=asked[role][1]) if role in asked else None,
        )
        for role, cell in cells.items()
    ]
    return make_table(definition, rows, by=(Dimension.ROLE,))


def by_quarter(cells: Mapping[str, PublishedCell], role: str = "") -> list[PublishedRow]:
    group = ((Dimension.ROLE.value, role),) if role else ()
    return [
        PublishedRow(by=(*group, (Dimension.PERIOD.value, code)), cell=cell) for code, cell in cells.items()
    ]


def texts_of(figure: go.Figure) -> str:
    """Every word a reader sees in a figure, wrapped lines joined and markup taken off."""
    notes = [note.text for note in figure.layout.annotations]
    inside = [text for trace in figure.data for text in (trace.text if isinstance(trace.text, tuple) else ())]
    return unescape(re.sub(r"<[^<>]*>", "", " ".join([*notes, *inside])))


def numbers_in(words: str) -> set[str]:
    """Every number of a text, thousands separators and all."""
    return set(re.findall(r"\d+(?:,\d{3})*", words))


def numbers_of(figure: object) -> set[str]:
    """Every number a sentence about a figure may say: its counts, and its shares in whole percent."""
    match figure:
        case bool() | str() | None:
            return set()
        case int():
            return {f"{figure:,}", f"{figure // 100:,}"}
        case float():
            return {str(int(figure * 100 + 0.5)), f"{figure:.0f}"}
        case tuple():
            return set().union(*map(numbers_of, figure))
        case _ if is_dataclass(figure) and not isinstance(figure, type):
            parts = [getattr(figure, field.name) for field in fields(figure)]
            return set().union(*map(numbers_of, parts), _shares_of(figure))
        case _:
            return set()


def _shares_of(figure: object) -> set[str]:
    match figure:
        case Distribution(counts=counts, n=n):
            positive = sum(counts[3:])
            return {str(n), *(str(int(part / n * 100 + 0.5)) for part in (*counts, positive) if n)}
        case PairedChange(n=n):
            return {str(n)}
        case Pathway(steps=steps):
            return {str(int(step.reached / steps[0].reached * 100 + 0.5)) for step in steps}
        case Flow(total_minor=total, parts=parts):
            return {str(int(part.amount_minor / total * 100 + 0.5)) for part in parts}
    return set()
