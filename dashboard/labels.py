"""Codes as the words people see: values of a dimension, units, perspectives, what is not recorded."""

from dashboard.formats import format_quarter, join_words, upper_first
from dashboard.role_words import say
from pipelines.publication import DataStatus
from pipelines.vocabulary import CLOSED_LISTS, Code, Dimension, Unknown

_BESIDE_THE_LISTS: dict[tuple[str, str], str] = {
    (Dimension.HARMED_TOOK_PART, "yes"): "The harmed party took part",
    (Dimension.HARMED_TOOK_PART, "no"): "The harmed party did not take part",
    (Dimension.CONFERENCE_TYPE, "none"): "No conference",
}

_PERSPECTIVES = {
    "harmed": "harmed parties",
    "responsible": "responsible parties",
    "community": "people from the community",
    "supporter": "support people",
    "everyone": "people who took part",
    "harmed_supporter": "harmed parties' support people",
    "responsible_supporter": "responsible parties' support people",
    "community_member": "community members",
}

_PLURALS = {"party": "parties", "case": "cases", "person": "people", "money": "money"}

_MISSING = {
    "person_id": "who is the same person in two cases",
    "site": "the site",
    "contacted_day": "when people were first reached",
    "offered_day": "when a conference was offered",
    "decision": "what people decided",
    "preparation_meetings": "preparation meetings",
    "attended": "who attended",
    "due_day": "when things were due",
    "amount_agreed": "the amount agreed",
    "amount_paid": "what was paid",
    "harmed_informed": "whether the harmed party was told",
    "supporter_named": "whether a supporter was named to help",
    "held_day": "the day of the conference",
    "agreed_day": "the day of the agreement",
    "closed_day": "the day of closing",
    "received_day": "the day of the referral",
    "reopened_from": "which case was opened again",
    "co_facilitated": "whether two people facilitated",
    "risk_assessed": "whether safety was assessed",
    "costs": "what the programme costs",
    "survey_invitations": "who was asked to answer",
    "payments": "payments",
    "paid_day": "the day of a payment",
    "screening": "whether a referral was accepted",
}


def label_of(dimension: Dimension | str, code: str) -> str:
    """The words for one value of a dimension: the vocabulary's label, else the code made readable."""
    if dimension == Dimension.PERIOD:
        return format_quarter(code)
    special = _BESIDE_THE_LISTS.get((str(dimension), code))
    return say(special or _find_label(CLOSED_LISTS.get(str(dimension)), code))


def _find_label(codes: type[Code] | None, code: str) -> str:
    for listed in (codes, Unknown):
        found = next((member.label for member in listed or () if member.value == code), None)
        if found:
            return found
    return _prettify(code)


def _prettify(code: str) -> str:
    return upper_first(code.replace("_", " ").replace("-", " ").strip())


def find_programme_label(code: str, status: DataStatus) -> str:
    """The programme's own name where the status gives one, else its code made readable."""
    return next((choice.label for choice in status.programmes if choice.code == code), _prettify(code))


def perspective_words(code: str) -> str:
    """Whose view it is, in a sentence: "harmed parties"."""
    return say(_PERSPECTIVES.get(code, _prettify(code).lower()))


def perspective_label(code: str) -> str:
    """Whose view it is, beside a row: "Harmed"."""
    if code in ("harmed", "responsible", "community"):
        return code.capitalize()
    return "Supporters" if code == "supporter" else upper_first(perspective_words(code))


def plural_unit(unit: str) -> str:
    """More than one of a measure's unit: "agreements", "parties", "people"."""
    return _PLURALS.get(unit, f"{unit}s" if unit and not unit.endswith("s") else unit)


def missing_in_words(missing: tuple[str, ...]) -> str:
    """What is not supplied (`table.column`, `table` or `role:harmed`), in words."""
    return say(join_words(list(dict.fromkeys(_missing_word(item) for item in missing))))


def _missing_word(item: str) -> str:
    if item.startswith("role:"):
        return perspective_words(item.removeprefix("role:"))
    column = item.rpartition(".")[2]
    return _MISSING.get(column, column.replace("_", " "))
