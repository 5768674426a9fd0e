"""The strip of a headline card: 0 to 100 % with the interval, the estimate and a dotted target.

Plain HTML and CSS, because `st.html` takes svg away. It says nothing the card does not say in words,
so a screen reader passes over it.
"""

from html import escape

from dashboard.charts.theme import DARK, LIGHT
from dashboard.wording import words_in_place
from pipelines.publication import MoneyRate, PublishedCell, Rate, Shown


def _both(name: str) -> str:
    return f"light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)})"


STRIP_CSS = f"""
.ro-strip {{ position: relative; height: 16px; margin: 6px 0; }}
.ro-strip span {{ position: absolute; box-sizing: border-box; }}
.ro-strip-track, .ro-strip-range {{ top: 5px; height: 6px; border-radius: 3px; }}
.ro-strip-track {{ left: 0; right: 0; background: {_both("border")}; }}
.ro-strip-range {{ min-width: 2px; background: {_both("context")}; }}
.ro-strip-value {{ top: 0; width: 4px; height: 16px; margin-left: -2px; background: {_both("accent")}; }}
.ro-strip-target {{ top: 0; height: 16px; margin-left: -1px; border-left: 2px dotted {_both("text")}; }}
.ro-strip.is-cautious .ro-strip-value {{ background: {_both("card")}; border: 1px solid {_both("text")}; }}
.ro-strip-words {{ margin: 6px 0; color: {_both("muted")}; }}
@media (forced-colors: active) {{ .ro-strip span {{ border: 1px solid CanvasText; }} }}
"""
"""To be put once into a page that shows strips."""


def strip_html(cell: PublishedCell, *, target: float | None = None, direction: str = "neither") -> str:
    """The strip of a shown rate; for every other cell the words that stand in its place.

    A measure whose direction is "neither" takes no target, so none is drawn.
    """
    match cell:
        case Shown(figure=Rate() | MoneyRate() as rate, is_cautious=is_cautious):
            parts = [_span("track"), _span("range", left=rate.low, width=rate.high - rate.low)]
            if target is not None and direction != "neither":
                parts.append(_span("target", left=target))
            parts.append(_span("value", left=rate.value))
            cautious = " is-cautious" if is_cautious else ""
            return f'<div class="ro-strip{cautious}" aria-hidden="true">{"".join(parts)}</div>'
        case Shown():
            return ""
    return f'<div class="ro-strip-words">{escape(words_in_place(cell))}</div>'


def _span(name: str, **places: float) -> str:
    style = ";".join(f"{side}:{share * 100:.1f}%" for side, share in places.items())
    return f'<span class="ro-strip-{name}" style="{style}"></span>'
