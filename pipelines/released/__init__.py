"""A release, read: a frozen folder of protected figures, and nothing behind it.

    cells    one cell to one row of `cells.parquet` and back
    files    the folder: manifest, checksums, definitions
    source   the `Source` over it; what the lattice does not hold is never computed

Imports no engine: a process that is given only a release has no way to reach a case.
"""
