"""The warehouse: immutable snapshots of accepted rows, and one table for each unit a measure counts in.

    connection   the only place an engine is opened
    snapshots    build beside, check, switch a pointer: a crash at any moment leaves the old one whole
    pseudonyms   the programme's ids become ours (HMAC), and the key file that leads back
    tables.sql   text that passed the contract → typed tables · grains.sql → one table per grain
"""
