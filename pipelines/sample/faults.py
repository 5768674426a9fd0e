"""Which faults are planted where: a few bad rows of every kind that programmes really hand over."""

from collections.abc import Callable, Mapping
from contextlib import suppress

import pandas as pd

from pipelines.sample import intake_faults as intake
from pipelines.sample import promise_faults as promises
from pipelines.sample.draws import Draws
from pipelines.sample.planting import Bed, Fault, NoRowFitsError
from pipelines.sample.programmes import ProgrammeSpec

Planter = Callable[[Bed], Fault]


def plant_faults(
    spec: ProgrammeSpec, tables: Mapping[str, pd.DataFrame], seed: int
) -> tuple[dict[str, pd.DataFrame], tuple[Fault, ...]]:
    """The tables with this programme's faults in them, and where each is."""
    bed = Bed(spec=spec, draw=Draws(seed, spec.code, "faults"), tables=dict(tables))
    faults = []
    for plant in PLANTED.get(spec.code, PLANTED["riverside"]):
        # A very small programme has no room for every fault.
        with suppress(NoRowFitsError):
            faults.append(plant(bed))
    return bed.tables, tuple(faults)


PLANTED: Mapping[str, tuple[Planter, ...]] = {
    "riverside": (
        intake.closed_before_referral,
        intake.unlisted_offence,
        intake.missing_referral_month,
        intake.duplicate_party,
        intake.conflicting_party,
        intake.unlisted_decision,
        intake.unreadable_held_day,
        intake.conference_of_two_cases,
        intake.seat_without_conference,
        promises.due_before_agreed,
        promises.orphan_obligation,
        promises.unreadable_amount,
        promises.payment_in_another_currency,
        promises.mangled_payment_id,
        promises.item_of_another_role,
        promises.answer_out_of_range,
        promises.second_response,
        promises.second_response,
        promises.second_response,
    ),
    "northfield": (
        intake.closed_before_referral,
        intake.missing_referral_month,
        intake.conflicting_party,
        intake.held_in_the_future,
        promises.due_before_agreed,
        promises.orphan_obligation,
        promises.mangled_obligation_id,
        promises.item_of_another_role,
        promises.answer_out_of_range,
        promises.second_response,
    ),
    "elm_park": (
        intake.unlisted_offence,
        intake.duplicate_party,
        intake.unreadable_held_day,
        promises.due_before_agreed,
        promises.orphan_obligation,
        promises.unreadable_amount,
        promises.payment_in_another_currency,
        promises.item_of_another_role,
        promises.second_response,
    ),
}
"""By programme; one scaled for a benchmark has Riverside's."""
