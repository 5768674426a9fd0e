"""How wide a text will be, and where to break it, so that nothing clips on a phone.

The server does not know the width of a screen, so every text is broken for the narrowest one it must fit.
"""

from dashboard.charts.theme import SMALL

_WIDTHS = {
    "il,.:;'|’": 0.26,
    " frtj()[]{}-/!I·": 0.35,
    'csz"?*': 0.46,
    "mMW%@": 0.83,
    "wGHNOQDU": 0.68,
}
"""Advance widths of Source Sans in em, rounded up by group; every other character is taken as 0.58."""

_OTHERS = 0.58
_SPACE = 0.2
_BOLD = 1.06


def measure_text(text: str, size: int = SMALL, *, bold: bool = False) -> float:
    """Pixels that `text` takes on one line; a little more than it really does."""
    em = sum(_SPACE if letter == " " else _width_of(letter) for letter in text)
    return em * size * (_BOLD if bold else 1)


def _width_of(letter: str) -> float:
    return next((width for letters, width in _WIDTHS.items() if letter in letters), _OTHERS)


def wrap_text(text: str, width: float, size: int = SMALL, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` pixels, broken at spaces; a longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
