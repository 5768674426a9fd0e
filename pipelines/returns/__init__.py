"""Returns required by law: exact counts for one named recipient, from the warehouse, never from a release.

    pack       what a return asks, one TOML file each in `packs/`, checked against the catalogue
    filling    its lines, each with its exact number or why there is none
    writing    the file that is handed over

A return is not protected. It is written down who got it and on which legal basis, and never what was in it.
"""
