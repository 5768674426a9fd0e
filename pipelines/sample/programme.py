"""One programme from its specification to its tables: the stages of a case, called in order."""

from collections.abc import Callable

import pandas as pd

from pipelines.sample.agreements import make_agreements
from pipelines.sample.answers import answer_items
from pipelines.sample.attendance import prepare_parties, seat_parties
from pipelines.sample.cases import refer_cases
from pipelines.sample.closures import close_cases
from pipelines.sample.companions import gather_everybody
from pipelines.sample.conferences import hold_conferences
from pipelines.sample.intake_cells import attendance_cells, case_cells, conference_cells, party_cells
from pipelines.sample.obligations import list_obligations
from pipelines.sample.parties import gather_principals
from pipelines.sample.pathway import decide
from pipelines.sample.payments import list_payments
from pipelines.sample.programmes import ProgrammeSpec
from pipelines.sample.promise_cells import (
    agreement_cells,
    answer_cells,
    invitation_cells,
    obligation_cells,
    payment_cells,
)
from pipelines.sample.records import Cells, Ids, Records, frame_of
from pipelines.sample.survey import Experience, invite_parties, satisfaction

CELLS: dict[str, Callable[[Ids, Records], Cells]] = {
    "cases": case_cells,
    "parties": party_cells,
    "conferences": conference_cells,
    "attendance": attendance_cells,
    "agreements": agreement_cells,
    "obligations": obligation_cells,
    "payments": payment_cells,
    "survey_invitations": invitation_cells,
    "survey_answers": answer_cells,
}


def build_programme(spec: ProgrammeSpec, seed: int) -> dict[str, pd.DataFrame]:
    """Every table this programme hands over, as text in the contract's columns; no faults are in it yet."""
    records = live_programme(spec, seed)
    ids = Ids(spec=spec, referral=records.cases["referral"].to_numpy())
    return {
        table: frame_of(spec, table, cells(ids, records))
        for table, cells in CELLS.items()
        if table not in spec.left_out
    }


def live_programme(spec: ProgrammeSpec, seed: int) -> Records:
    """The typed rows of three years, as far as they had happened by the extraction."""
    cases, principals = decide(spec, *_refer(spec, seed), seed)
    cases, conferences = hold_conferences(spec, cases, seed)
    parties = gather_everybody(spec, cases, conferences, principals, seed)
    parties = prepare_parties(spec, cases, conferences, parties, seed)
    seats = seat_parties(spec, conferences, parties, seed)
    agreements = make_agreements(spec, cases, conferences, seats, seed)
    obligations = list_obligations(spec, cases, parties, agreements, seed)
    cases = close_cases(spec, cases, conferences, agreements, seed)
    lived = Experience(
        spec=spec,
        cases=cases,
        parties=parties,
        conferences=conferences,
        seats=seats,
        agreements=agreements,
        leaning=satisfaction(spec, cases, parties, seed),
    )
    asked = invite_parties(lived, seed)
    return Records(
        cases=cases,
        parties=parties,
        conferences=conferences,
        seats=seats,
        agreements=agreements,
        obligations=obligations,
        payments=list_payments(spec, cases, obligations, seed),
        asked=asked,
        answers=answer_items(lived, asked, seed),
    )


def _refer(spec: ProgrammeSpec, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    cases = refer_cases(spec, seed)
    return cases, gather_principals(spec, cases, seed)
