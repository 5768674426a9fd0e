"""A verdict on a target comes from the whole interval, never from the middle of it."""

from dataclasses import replace
from datetime import date

from pipelines.disclosure.figures import build_rate
from pipelines.disclosure.targets import add_targets
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import (
    Buckets,
    NoCases,
    PublishedRow,
    PublishedTable,
    Request,
    SetTarget,
    Shown,
    SourceStamp,
    Target,
    TargetVerdict,
)
from pipelines.vocabulary import Dimension

HIGHER = SetTarget(measure="agreement_completion_rate", value=0.95, direction="higher")


def shown(met: int, denominator: int) -> Shown:
    return Shown(
        figure=build_rate(Buckets(met=met, not_met=denominator - met, pending=0, not_applicable=0, unknown=0))
    )


def table(*rows: PublishedRow, **request: object) -> PublishedTable:
    definition = load_catalogue().definition(HIGHER.measure)
    return PublishedTable(
        definition=definition,
        request=replace(Request(measure=HIGHER.measure), **request),  # type: ignore[arg-type]
        basis=definition.basis,
        period_label="2024",
        as_of=date(2026, 9, 30),
        stamp=SourceStamp(kind="warehouse", id="x"),
        rows=rows,
    )


def test_a_target_stands_beside_those_it_is_for_and_its_baseline() -> None:
    by_site = tuple(PublishedRow(by=(("site", site),), cell=shown(990, 1_000)) for site in ("north", "south"))
    targets = [replace(HIGHER, where=((Dimension.SITE, "north"),), baseline="2024")]
    asked: list[Request] = []

    def load(requests: object) -> list[PublishedTable]:
        asked.extend(requests)  # type: ignore[arg-type]
        return [table(PublishedRow(by=(), cell=shown(80, 100)))]

    (found,) = add_targets([table(*by_site, by=(Dimension.SITE,))], targets, load)
    assert [row.target for row in found.rows] == [
        Target(
            value=0.95,
            direction="higher",
            verdict=TargetVerdict.MET,
            baseline_period="2024",
            baseline=shown(80, 100),
        ),
        None,
    ]
    assert [(one.period, one.where) for one in asked] == [("2024", ((Dimension.SITE, "north"),))]


def test_each_currency_has_its_own_baseline() -> None:
    rows = [
        PublishedRow(by=(("currency", code),), cell=shown(n, 100)) for code, n in (("EUR", 60), ("GBP", 80))
    ]
    targets = [replace(HIGHER, baseline="2024")]
    (found,) = add_targets([table(*rows)], targets, lambda requests: [table(*rows)])
    assert [row.target.baseline for row in found.rows if row.target] == [row.cell for row in rows]
    (without,) = add_targets([table(*rows)], targets, lambda requests: [table(rows[0])])
    assert without.rows[1].target is not None
    assert without.rows[1].target.baseline == NoCases()


def test_without_a_baseline_nothing_more_is_asked() -> None:
    one = table(PublishedRow(by=(), cell=shown(990, 1_000)))

    def never(requests: object) -> list[PublishedTable]:
        raise AssertionError("nothing was to be asked")

    (found,) = add_targets([one], [HIGHER], never)
    assert found.rows[0].target == Target(value=0.95, direction="higher", verdict=TargetVerdict.MET)
    assert add_targets([one], [], never) == [one]
    assert add_targets([one], [replace(HIGHER, measure="other", baseline="2024")], never) == [one]
