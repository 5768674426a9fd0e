"""From an export file to a published figure, in this order:

    exports/     read · map · refuse what could name a person
    validation/  the contract (one pandera model a table) and the rules between tables
    quarantine   rows refused, with every rule they break · ledger: what came in, with what counts
    warehouse/   an immutable snapshot of accepted rows, and one grain table for each unit
    measures/    definitions (TOML) + one query builder + statistics: counts, never shown
    disclosure/  one gate: counts become cells that may be shown
    publish      the gate's cells become `PublishedTable`, the only thing a reader ever sees

Read `ingest.py` first, then `publish.py`, then `publication/` (the seam to `dashboard/`).
"""
