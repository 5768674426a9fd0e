"""The export.toml that comes with each programme of the sample."""

from collections.abc import Mapping

from pipelines.contract_tables import CONTRACT_VERSION
from pipelines.sample.calendar_days import AS_OF
from pipelines.sample.programmes import ProgrammeSpec

LABELS: Mapping[str, Mapping[str, str]] = {
    "gender": {"female": "Female", "male": "Male", "non_binary": "Non-binary"},
    "ethnicity": {"asian": "Asian", "black": "Black", "mixed": "Mixed", "white": "White", "other": "Other"},
    "relationship": {
        "stranger": "Stranger",
        "acquaintance": "Acquaintance",
        "schoolmate": "At the same school",
        "neighbour": "Neighbour",
        "family": "Family",
        "former_partner": "Former partner",
        "business": "Business",
    },
    "severity": {"lower": "Lower", "medium": "Medium", "higher": "Higher"},
    "goal": {
        "explain": "To explain",
        "apologise": "To apologise",
        "be_heard": "To be heard",
        "repair": "To put things right",
        "move_on": "To leave it behind",
    },
    "stopped_reason": {
        "distress": "Somebody was distressed",
        "safety": "It was not safe to go on",
        "left_early": "Somebody left early",
    },
}
"""The lists that a programme declares for itself: code and the words people see."""


def export_settings(spec: ProgrammeSpec) -> str:
    """The text of this programme's export.toml."""
    lines = [
        f"contract     = {CONTRACT_VERSION}",
        f'programme    = "{spec.code}"',
        f"as_of        = {AS_OF.isoformat()}",
        f'currency     = "{spec.currency}"',
        "invented     = true",
    ]
    if spec.not_recorded:
        items = ", ".join(f'"{item}"' for item in spec.not_recorded)
        lines.append(f"not_recorded = [{items}]")
    if spec.default_due_days:
        lines += ["", "[default]", f"due_days = {spec.default_due_days}"]
    if spec.costs:
        lines += ["", "[costs]", *(f"{period} = {amount}" for period, amount in spec.costs.items())]
    sites = {site: site.replace("_", " ").capitalize() for site in spec.sites}
    left_out = {column.partition(".")[2] for column in spec.left_out}
    for name, labels in {"site": sites, **LABELS}.items():
        if name in left_out:
            continue
        lines += ["", f"[lists.{name}]", *(f'{code} = "{label}"' for code, label in labels.items())]
    return "\n".join(lines) + "\n"
