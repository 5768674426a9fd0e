"""The two palettes, and what every figure has in common: nothing moves or zooms, all text is readable."""

from dataclasses import dataclass

NARROWEST = 250
"""Pixels a chart gets inside a panel on a screen of 320: no text may clip or overlap from here up."""

SMALL = 13
"""The smallest text in a figure, in pixels."""

FONT = '"Source Sans", "Source Sans 3", sans-serif'
"""The sans that ships with Streamlit: nothing is fetched."""

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "responsive": True,
    "scrollZoom": False,
    "showAxisDragHandles": False,
    "showTips": False,
}
"""How a figure behaves in the browser: no mode bar, no zoom."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one perspective is told apart: by colour, and by dash and marker for who cannot see the colour."""

    colour: str
    dash: str
    marker: str


_SHAPES = {
    "harmed": ("solid", "circle"),
    "responsible": ("dash", "square"),
    "community": ("dot", "diamond"),
    "community_member": ("dot", "diamond"),
    "supporter": ("dashdot", "triangle-up"),
    "harmed_supporter": ("dashdot", "triangle-up"),
    "responsible_supporter": ("longdash", "triangle-down"),
}
"""Dash and marker of each perspective, in the order they always stand: no figure reads as a race."""

PERSPECTIVES = tuple(_SHAPES)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One palette. On `card`, text has contrast 4.5:1 and fills 3:1; an answer's ink 4.5:1 on it (tested)."""

    name: str
    page: str
    card: str
    border: str
    text: str
    muted: str
    accent: str
    context: str
    track: str
    """The rest of a bar's scale: decoration, so faint."""
    harmed: str
    responsible: str
    community: str
    answers: tuple[str, str, str, str, str]
    """Strongly disagree to strongly agree."""
    inks: tuple[str, str, str, str, str]
    """The number inside each answer's segment."""

    def look(self, perspective: str) -> Look:
        """Harmed, responsible, and who belongs to the community; everybody else is drawn in the accent."""
        colour = {"harmed": self.harmed, "responsible": self.responsible}.get(perspective, self.community)
        if perspective not in _SHAPES:
            return Look(colour=self.accent, dash="solid", marker="circle")
        dash, marker = _SHAPES[perspective]
        return Look(colour=colour, dash=dash, marker=marker)


LIGHT = Theme(
    name="light",
    page="#F6F8F7",
    card="#FFFFFF",
    border="#C9D2D0",
    text="#1B2528",
    muted="#56646A",
    accent="#0B6E66",
    context="#6E7B81",
    track="#E7F1F0",
    harmed="#0B6E66",
    responsible="#9A5B0F",
    community="#43309E",
    answers=("#8A4209", "#C9832F", "#87929A", "#4F8FCB", "#1B5693"),
    inks=("#FFFFFF", "#1B2528", "#1B2528", "#1B2528", "#FFFFFF"),
)

DARK = Theme(
    name="dark",
    page="#12181B",
    card="#1A2226",
    border="#3A484E",
    text="#F0F5F5",
    muted="#A9B7BB",
    accent="#43AFA3",
    context="#76858B",
    track="#1F2F31",
    harmed="#7FE0D2",
    responsible="#F0A040",
    community="#A68BF2",
    answers=("#F4BC80", "#A25F22", "#68737A", "#3B79B9", "#A5CDF3"),
    inks=("#12181B", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#12181B"),
)


def theme_of(name: str | None) -> Theme:
    """The palette for what the browser reports; light where it reports nothing."""
    return DARK if name == "dark" else LIGHT


def base_layout(theme: Theme) -> dict[str, object]:
    """What every figure's layout starts from, as a plain dict of its own."""
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": SMALL, "color": theme.text},
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.border,
            "font": {"family": FONT, "size": SMALL, "color": theme.text},
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": False,
        "bargap": 0,
        "barmode": "overlay",
        "uniformtext": {"minsize": SMALL, "mode": "hide"},
    }


def hidden_axis(low: float, high: float) -> dict[str, object]:
    """An axis that only places things: a fixed range from `low` to `high`, nothing drawn."""
    return {"range": [low, high], "visible": False, "fixedrange": True}
