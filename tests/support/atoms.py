"""A few atoms and the cells they are in, written out: what an attack is made to see."""

from collections.abc import Sequence

import numpy
from scipy.sparse import csr_array

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.told import Told, empty
from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.measured import Place
from pipelines.vocabulary import Dimension


def of_site(site: str) -> Place:
    return "", ((Dimension.SITE, site),)


def of_site_and_harm(site: str, harm: str) -> Place:
    return "", ((Dimension.SITE, site), (Dimension.OFFENCE_CATEGORY, harm))


EVERYBODY: Place = ("", ())


def lay(true: Sequence[Sequence[int]], cells: Sequence[Sequence[int]], places: Sequence[Place]) -> Layout:
    """`true`: one row an atom, one column a part. `cells`: one row a cell, one column an atom."""
    return Layout(
        true=numpy.array(true), cells=csr_array(numpy.array(cells)), places=tuple(places),
        keys=numpy.arange(len(cells), dtype=numpy.uint64), atom_of={at: at for at in range(len(true))},
    )  # fmt: skip


def say(layout: Layout, guesses: Sequence[float | None], off: int = 0) -> View:
    """Everybody's number in each cell, known to be within `off`; hidden where it is None: 0 to 9."""
    told: Told = empty(layout)
    for cell, guess in enumerate(guesses):
        told.is_hidden[cell, -1] = guess is None
        if guess is None:
            told.high[cell, -1] = 9
        else:
            told.low[cell, -1], told.high[cell, -1], told.guess[cell, -1] = guess - off, guess + off, guess
    return View(layout=layout, told=told)
