"""Survey invitations and answers for a random export."""

from hypothesis import strategies as st

from pipelines.vocabulary import InvitationOutcome
from tests.support.random_draft import MAIN, Draft, OpenedCase

NO_ROW = "no row"
ANSWERS = ("1", "3", "4", "5", "4", "5", "not_applicable", "prefer_not", "unknown", "", NO_ROW)

GENERAL = (
    *(*[f"G{number}" for number in range(1, 13)], "G16", "V1", "V2"),
    *("F1a", "F1b", "F1c", "F2", "F3a", "F3b", "F4"),
)
HARMED = (
    *("H1a", "H1b", "H2a", "H2b", "H3a", "H3b", "H4", "H5", "H6a", "H6c", "H7"),
    *("C1a", "G14", "G15"),
)
RESPONSIBLE = (
    *("R1a", "R1b", "R1c", "R2", "R3a", "R3b", "R3c", "R4a", "R4b", "R5a", "R5b", "R5c", "R5d"),
    "V3",
)
COMMUNITY = ("C1a", "C2a", "C2b")
AFTER = {
    "harmed": HARMED + GENERAL,
    "responsible": RESPONSIBLE + GENERAL,
    "supporter": COMMUNITY + GENERAL,
    "community": COMMUNITY + GENERAL,
}
LATER = {
    "harmed": ("H4", "H6b", "H6c", "C1b", "G10", "G12", "G13", "G16"),
    "responsible": ("R6", "G10", "G12", "G16"),
    "supporter": ("C1b", "C2c", "C3a", "C3b", "G10", "G12", "G16"),
    "community": ("C1b", "C2c", "C3a", "C3b", "G10", "G12", "G16"),
}
EARLIER = {"harmed": ("H6c",), "supporter": ("C3a", "C3b"), "community": ("C3a", "C3b")}
ITEMS = {"before": EARLIER, "after": AFTER, "follow_up": LATER}


def draw_answers(draft: Draft, case: OpenedCase) -> None:
    """Invitations and forms of the parties of one case, and perhaps a form that nobody can place."""
    for party in case.parties:
        for wave in [wave for wave, of_roles in ITEMS.items() if party["role"] in of_roles]:
            if draft.chance():
                outcome = draft.pick((*InvitationOutcome.codes(), ""))
                draft.add("survey_invitations", party_id=party["party_id"], wave=wave, outcome=outcome)
            for _ in range(draft.count(2)):
                _draw_form(draft, case, party["role"], wave, party_id=party["party_id"])
    if draft.rarely():
        role = draft.pick(("harmed", "responsible", "supporter"))
        places = (case.id, "") if draft.programme == MAIN else (case.id,)
        _draw_form(draft, case, role, "after", case_id=draft.pick(places))


def _draw_form(
    draft: Draft, case: OpenedCase, role: str, wave: str, *, party_id: str = "", case_id: str | None = None
) -> None:
    about = {
        "response_id": draft.next_id("survey_answers"),
        "case_id": draft.pick((case.id, "")) if case_id is None else case_id,
        "party_id": party_id,
        "role": role,
        "wave": wave,
        "answered_day": draft.maybe_day(0, case.followed),
        "proxy": draft.pick(("", "no", "yes", "unknown")),
    }
    items = ITEMS[wave][role]
    answers = draft.draw(st.lists(st.sampled_from(ANSWERS), min_size=len(items), max_size=len(items)))
    for item, answer in zip(items, answers, strict=True):
        if answer != NO_ROW:
            draft.add("survey_answers", **about, item=item, answer=answer)


def recorded_answers(draft: Draft) -> None:
    """Everybody in the first case filled in both forms, item by item, in time."""
    for party in draft.tables["parties"]:
        for wave, day in (("before", 10), ("after", 25), ("follow_up", 130)):
            response_id = draft.next_id("survey_answers")
            for item in ITEMS[wave].get(party["role"], ()):
                draft.add(
                    "survey_answers", response_id=response_id, case_id=party["case_id"],
                    party_id=party["party_id"], role=party["role"], wave=wave, item=item, answer="4",
                    answered_day=day, proxy="no",
                )  # fmt: skip
