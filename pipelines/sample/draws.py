"""Seeded chance, the same on every machine.

Only `Generator.random` is used: its stream is fixed by PCG64 and a shift, whereas numpy's named
distributions may change between versions and lean on the machine's own `log` and `exp`. Each stage draws
from a stream of its own, so that a change in one stage leaves the others as they were.
"""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.object_]
Columns = dict[str, NDArray[Any]]
"""Columns to be added to a frame, each as long as it."""
Bound = int | Ints


class Draws:
    """One stream of chance, for one stage of one programme."""

    def __init__(self, seed: int, programme: str, stage: str) -> None:
        words = [seed, crc32(programme.encode()), crc32(stage.encode())]
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))

    def uniform(self, n: int) -> Floats:
        """n numbers from 0 to under 1."""
        return self._generator.random(n)

    def chance(self, probability: float | Floats, n: int) -> Flags:
        """n yes or no, each yes with its probability."""
        return np.asarray(self.uniform(n) < probability)

    def between(self, low: Bound, high: Bound, n: int) -> Ints:
        """n whole numbers from low to high, both included, each as likely."""
        return low + np.floor(self.uniform(n) * (np.asarray(high) - low + 1)).astype(np.int64)

    def skewed(self, low: Bound, high: Bound, n: int) -> Ints:
        """n whole numbers from low to high, most of them near low, as waiting times are."""
        drawn = self.uniform(n)
        return low + np.floor(drawn * drawn * (np.asarray(high) - low + 1)).astype(np.int64)

    def bell(self, n: int) -> Floats:
        """n numbers of mean 0 and variance 1, close to normal: four uniforms added."""
        four = self.uniform(4 * n).reshape(n, 4)
        return np.asarray((four[:, 0] + four[:, 1] + four[:, 2] + four[:, 3] - 2.0) * 1.7320508)

    def pick(self, weights: Mapping[str, float], n: int) -> Codes:
        """n codes, each as often as its weight says."""
        return _codes_at(self.uniform(n), weights)

    def pick_by(self, groups: Codes, tables: Mapping[str, Mapping[str, float]]) -> Codes:
        """One code per row, from the table of the row's own group; every group must have a table."""
        drawn = self.uniform(len(groups))
        picked = np.empty(len(groups), dtype=object)
        for group, weights in tables.items():
            rows = groups == group
            picked[rows] = _codes_at(drawn[rows], weights)
        return picked


def _codes_at(drawn: Floats, weights: Mapping[str, float]) -> Codes:
    edges = np.cumsum(np.array(list(weights.values()), dtype=np.float64))
    places = np.searchsorted(edges[:-1] / edges[-1], drawn, side="right")
    return np.array(list(weights), dtype=object)[places]
