"""From a warehouse to a release: every table of the lattice, protected, attacked, written.

    data         rows of every measure that any programme supplies
    continuity   who is new since the release before; what closed periods keep
    manifest     what the release says of itself
    build        the stages, called in order; a coarser lattice where an attack succeeds

The folder that comes out is the same to the byte for the same data, settings and secret.
"""

from pipelines.releasing.data import ReleaseData

__all__ = ["ReleaseData"]
