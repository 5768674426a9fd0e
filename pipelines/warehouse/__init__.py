"""The warehouse: immutable snapshots of accepted rows, and one table for each unit a measure counts in.

    connection   the only place an engine is opened
    snapshots    build beside, check, switch a pointer: a crash at any moment leaves the old one whole
    build        text that passed the contract → typed tables · grains.sql → one table per grain
    provenance   programmes, ledger, accounts, quarantine · supplied  what each programme hands over
    earlier      what a partial export does not hold · comparing  what a new snapshot would change
    pseudonyms   the programme's ids become ours (HMAC) · references  the key file that leads back
    upkeep       go back, forget a case, forget old snapshots · actions  what was done, and by whom

A snapshot is never written again once it is finished.
"""
