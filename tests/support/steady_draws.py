"""Random examples that depend on nothing but the test: the same ones in every run, on every machine.

Hypothesis now and then draws a number that it found in the modules that happen to be loaded, which differ
with what ran before. A search that must find the same each time goes without.
"""

from typing import Any

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

STEADY = "steady"
"""The backend's name in `settings(backend=...)`; see "Alternative backends" in Hypothesis's documentation."""


class SteadyProvider(HypothesisProvider):
    """Draws at random only."""

    def _maybe_draw_constant(self, *args: Any, **options: Any) -> None:
        return None


AVAILABLE_PROVIDERS[STEADY] = f"{__name__}.SteadyProvider"
