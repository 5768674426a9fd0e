"""Releases in which every figure was drawn anew: what a report may say of any release, it says of these."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from pipelines.publication import Count, Figure, Hidden, MoneyRate, Rate, Shown
from pipelines.released.cells import ReleasedCell, from_row
from pipelines.released.files import open_folder, read_every_row, write_release
from pipelines.released.source import ReleaseSource, open_release


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """How a release is drawn: how many stand behind a figure, and what share of cells is hidden."""

    seed: int
    most: int
    hidden: float


def draw_release(original: Path, folder: Path, drawn: Drawn, **changes: Any) -> ReleaseSource:
    """A release beside the original with the same questions and other answers; `changes` to its manifest."""
    opened = open_folder(original)
    manifest: Mapping[str, Any] = {
        name: value for name, value in opened.manifest.items() if name not in ("format", "checksums", "seal")
    }
    chance = random.Random(drawn.seed)
    cells = [_draw(from_row(row), chance, drawn) for row in read_every_row(original)]
    definitions = {definition.name: (definition, b"") for definition in opened.definitions}
    to = folder / f"drawn-{drawn.seed}"
    write_release(to, cells, {**manifest, **changes}, definitions)
    return open_release(to)


def _draw(released: ReleasedCell, chance: random.Random, drawn: Drawn) -> ReleasedCell:
    if chance.random() < drawn.hidden:
        return replace(released, cell=Hidden(words="fewer than 10"))
    if not isinstance(released.cell, Shown):
        return released
    return replace(released, cell=Shown(figure=_draw_figure(released.cell.figure, chance, drawn.most)))


def _draw_figure(figure: Figure, chance: random.Random, most: int) -> Figure:
    """Another rate with its own interval, another count; shapes stay: their parts must add up."""
    match figure:
        case Rate():
            of = chance.randint(10, most)
            met = chance.randint(0, of)
            ends = binomtest(met, of).proportion_ci(method="wilson")
            return replace(
                figure, value=met / of, low=float(ends.low), high=float(ends.high), met=met, denominator=of
            )
        case MoneyRate():
            whole = chance.randint(1_000, 100 * most)
            of, met = whole * 100, chance.randint(0, whole) * 100
            value = met / of
            return replace(
                figure,
                value=value,
                low=value * chance.random(),
                high=value + (1 - value) * chance.random(),
                met_minor=met,
                denominator_minor=of,
            )
        case Count():
            return Count(value=chance.randint(2, most) * 5)
        case _:
            return figure
