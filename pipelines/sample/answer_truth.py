"""How everybody would have answered: for each item and perspective, percent from 1 to 5.

Those who do answer are a little more satisfied, because less satisfied people answer less often.
"""

from collections.abc import Mapping

Shares = tuple[float, float, float, float, float]
"""Percent of answers 1, 2, 3, 4 and 5; they add up to 100."""

RESPECTED: Mapping[str, Shares] = {
    "harmed": (3, 4, 8, 33, 52),
    "responsible": (1, 3, 7, 33, 56),
    "community": (2, 5, 9, 34, 50),
}
HEARD: Mapping[str, Shares] = {
    "harmed": (2, 4, 10, 36, 48),
    "responsible": (2, 4, 9, 40, 45),
    "community": (2, 4, 9, 36, 49),
}
FAIR: Mapping[str, Shares] = {
    "harmed": (4, 6, 11, 37, 42),
    "responsible": (5, 8, 13, 36, 38),
    "community": (4, 9, 17, 35, 35),
}
HEALING: Mapping[str, Shares] = {
    "harmed": (8, 11, 19, 38, 24),
    "responsible": (4, 10, 17, 39, 30),
    "community": (3, 7, 22, 37, 31),
}
SATISFIED: Mapping[str, Shares] = {
    "harmed": (2, 3, 5, 34, 56),
    "responsible": (2, 4, 9, 40, 45),
    "community": (2, 4, 9, 39, 46),
}
SAFE: Mapping[str, Shares] = {
    "harmed": (2, 3, 7, 32, 56),
    "responsible": (1, 3, 7, 36, 53),
    "community": (1, 2, 6, 34, 57),
}
OWNED: Mapping[str, Shares] = {
    "harmed": (5, 9, 15, 40, 31),
    "responsible": (1, 3, 9, 39, 48),
    "community": (3, 7, 15, 42, 33),
}
UNWANTED: Mapping[str, Shares] = {
    "harmed": (64, 25, 6, 3, 2),
    "responsible": (55, 29, 9, 5, 2),
    "community": (68, 24, 5, 2, 1),
}
TOLD: Mapping[str, Shares] = {
    "harmed": (10, 14, 12, 34, 30),
    "responsible": (5, 10, 15, 40, 30),
    "community": (6, 12, 20, 37, 25),
}

_FAMILY_ITEMS: tuple[tuple[Mapping[str, Shares], str], ...] = (
    (RESPECTED, "g7 g8 r4a f1a f1b v1 v2"),
    (HEARD, "h1a h2a h2b h3a h4 h5 r2 r4b r5a f1c f3b f4 g9 c1a v3"),
    (FAIR, "g4 g5 g6 h1b r5b r5c c2a f2 f3a"),
    (HEALING, "h6a h6b h3b g14 g16 c3a c1b"),
    (SATISFIED, "g1 g2 g3"),
    (SAFE, "g10"),
    (OWNED, "h7 r1a r1b r1c r3a r3b r3c r5d g15 c2b c3b"),
    (UNWANTED, "g11 g12"),
    (TOLD, "g13 r6 c2c"),
)
FAMILIES: Mapping[str, Mapping[str, Shares]] = {
    item: shares for shares, items in _FAMILY_ITEMS for item in items.split()
}
"""Every item but H6c, by its id."""

STILL_AFFECTED: Mapping[str, Shares] = {
    "before": (8, 14, 18, 33, 27),
    "after": (17, 27, 20, 23, 13),
    "follow_up": (29, 30, 17, 16, 8),
}
"""H6c, the one item asked of harmed parties in three waves: what happened affects them less and less."""

BEFORE_SHIFT = -0.35
"""Standard deviations: what is asked before and again later starts lower."""


def shares_of(item: str, perspective: str, wave: str) -> Shares:
    """Percent of everybody who would give each answer to this item in this wave."""
    return STILL_AFFECTED[wave] if item == "h6c" else FAMILIES[item][perspective]
