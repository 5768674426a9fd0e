"""Every error a person can meet, with the exit code the command returns for it.

A message says where, what, what is allowed and what to do. It never holds a value from a case.
"""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 40
"""Longer lists bury the sentence they are in."""


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """' Did you mean "x"?' or nothing."""
    near = get_close_matches(word, tuple(allowed), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """' Did you mean "x"?' or nothing, then what is allowed."""
    options = tuple(allowed)
    meant = did_you_mean(word, options)
    if len(options) > MOST_LISTED:
        return f"{meant} Allowed: {', '.join(options[:MOST_LISTED])} … ({len(options)} in all)."
    return f"{meant} Allowed: {', '.join(options)}."


class OutcomesError(Exception):
    """Something the reader can act on. Printed as one plain sentence, never as a traceback."""

    exit_code = 1


class UsageError(OutcomesError):
    """The command was called in a way it does not allow (a missing flag, an unknown measure)."""

    exit_code = 2


class RefusedError(OutcomesError):
    """The input was refused whole: not anonymised, unreadable, or it breaks the contract."""

    exit_code = 3


class NotAnonymisedError(RefusedError):
    """The export holds something that could name a person. Nothing of it was written."""


class UnreadableError(RefusedError):
    """A file cannot be read as what it claims to be."""


class MappingError(RefusedError):
    """A mapping file names something that does not exist. The message names file and key."""


class DefinitionError(RefusedError):
    """A measure definition is not allowed. The message names file, key and what is allowed."""


class WarehouseError(RefusedError):
    """The warehouse folder is missing, damaged or in use by another ingest."""


class ReleaseError(RefusedError):
    """A release is missing, damaged, of another version, or would be written over."""


class ReleaseRefusedError(OutcomesError):
    """An attack on the release succeeded, so it was not written."""

    exit_code = 4


class QuarantinedError(OutcomesError):
    """With `--strict`: the export was loaded, and some of its rows were quarantined."""

    exit_code = 5
