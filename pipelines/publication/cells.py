"""The states of a cell, a closed type: zero, hidden and unknown can never be confused."""

from dataclasses import dataclass, field

from pipelines.publication.figures import Figure
from pipelines.publication.rates import Buckets


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A figure that may be read."""

    figure: Figure
    is_cautious: bool = False
    """True where there are too few to lean on it (10 to 19, or fewer than 20 answers): the interval leads."""
    state: str = field(default="shown", init=False)


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Kept back to protect people. `words` may say "fewer than 10" or "all but fewer than 10 of about 60"."""

    words: str = ""
    state: str = field(default="hidden", init=False)


@dataclass(frozen=True, kw_only=True)
class TooFew:
    """Too few to rely on: the parts may be read (by managers), no rate is made of them."""

    buckets: Buckets | None = None
    n: int | None = None
    state: str = field(default="too_few", init=False)


@dataclass(frozen=True, kw_only=True)
class TooSoon:
    """Nobody has been followed long enough yet. Not a zero, not a fall."""

    buckets: Buckets | None = None
    state: str = field(default="too_soon", init=False)


@dataclass(frozen=True, kw_only=True)
class NoCases:
    """The selection holds nothing this measure is about: 0 of 0."""

    buckets: Buckets | None = None
    state: str = field(default="no_cases", init=False)


@dataclass(frozen=True, kw_only=True)
class NotSupplied:
    """The programme does not hand over what this needs. Never zero."""

    missing: tuple[str, ...] = ()
    """What is missing, as `table.column`, `table` or `role:harmed`."""
    state: str = field(default="not_supplied", init=False)


@dataclass(frozen=True, kw_only=True)
class NotAvailable:
    """Not in this release: it was never computed, and cannot be from here."""

    state: str = field(default="not_available", init=False)


PublishedCell = Shown | Hidden | TooFew | TooSoon | NoCases | NotSupplied | NotAvailable
