"""Faults in the tables about who came and who met."""

import pandas as pd

from pipelines.sample.calendar_days import AS_OF
from pipelines.sample.planting import Bed, Fault, shift_day


def closed_before_referral(bed: Bed) -> Fault:
    column = bed.day_column("closed")
    row = bed.choose("cases", lambda cases: _without_conference(bed, cases) & (cases["status"] == "closed"))
    referral = bed.tables["cases"].at[row, "referral_date"] if bed.spec.hands_over_dates else "0"
    bed.write("cases", row, column, shift_day(str(referral), -9))
    if not bed.spec.hands_over_dates:
        bed.write("cases", row, "closed_month", None)
    return bed.fault("closed_before_referral", "cases", [row], [column])


def unlisted_offence(bed: Bed) -> Fault:
    """Of a case that reached a conference, so that much hangs on it."""
    row = bed.choose(
        "cases", lambda cases: (cases["offence_category"] == "assault") & ~_without_conference(bed, cases)
    )
    bed.write("cases", row, "offence_category", "common_assualt")
    return bed.fault("unlisted_code", "cases", [row], ["offence_category"])


def unlisted_decision(bed: Bed) -> Fault:
    row = bed.choose("parties", lambda parties: parties["decision"] == "declined")
    bed.write("parties", row, "decision", "maybe_later")
    return bed.fault("unlisted_code", "parties", [row], ["decision"])


def missing_referral_month(bed: Bed) -> Fault:
    column = "referral_date" if bed.spec.hands_over_dates else "referral_month"
    row = bed.choose("cases", lambda cases: cases["status"] == "closed")
    bed.write("cases", row, column, None)
    return bed.fault("missing_referral_month", "cases", [row], [column])


def duplicate_party(bed: Bed) -> Fault:
    """The same row twice, word for word: the copy goes."""
    row = bed.choose("parties", lambda parties: parties["decision"] == "consented")
    copies = bed.append("parties", bed.tables["parties"].iloc[[row]])
    return bed.fault("duplicate_party_id", "parties", copies, ["party_id"])


def conflicting_party(bed: Bed) -> Fault:
    """One id for two different parties: nothing tells which is right, so neither is used."""
    row = bed.choose(
        "parties", lambda parties: (parties["role"] == "harmed") & (parties["decision"] == "declined")
    )
    other = bed.tables["parties"].iloc[[row]].assign(role="responsible")
    copies = bed.append("parties", other)
    return bed.fault("conflicting_party_id", "parties", [row, *copies], ["party_id"])


def unreadable_held_day(bed: Bed) -> Fault:
    column = bed.day_column("held")
    row = bed.choose("conferences", lambda held: held["result"] == "full_agreement")
    bed.write("conferences", row, column, "2025-02-30" if bed.spec.hands_over_dates else "day 90")
    return bed.fault("unreadable_date", "conferences", [row], [column])


def held_in_the_future(bed: Bed) -> Fault:
    column = bed.day_column("held")
    row = bed.choose("conferences", lambda held: held["result"] == "no_agreement")
    if bed.spec.hands_over_dates:
        bed.write("conferences", row, column, shift_day(AS_OF.isoformat(), 45))
    else:
        bed.write("conferences", row, column, "1900")
        bed.write("conferences", row, "held_month", None)
    return bed.fault("held_after_extraction", "conferences", [row], [column])


def conference_of_two_cases(bed: Bed) -> Fault:
    """One conference held for two cases: its row for the second case gives way to the first."""
    column = bed.day_column("held")
    row = bed.choose("conferences", lambda held: held["result"] == "full_agreement")
    held = bed.tables["conferences"].iloc[[row]]
    day = str(held[column].iloc[0])
    second = bed.choose(
        "cases",
        lambda cases: (
            _without_conference(bed, cases) & (cases["referral_date"] < day) & cases["closed_date"].ge(day)
        ),
    )
    again = held.assign(case_id=str(bed.tables["cases"].at[second, "case_id"]))
    rows = bed.append("conferences", again)
    return bed.fault(
        "conference_of_two_cases", "conferences", rows, ["conference_id", "case_id"], "superseded"
    )


def seat_without_conference(bed: Bed) -> Fault:
    row = bed.choose("attendance", lambda seats: seats["attended"] == "in_person")
    seat = bed.tables["attendance"].iloc[[row]].assign(conference_id=bed.id_of_nobody("c"))
    return bed.fault("orphan", "attendance", bed.append("attendance", seat), ["conference_id"])


def _without_conference(bed: Bed, cases: pd.DataFrame) -> "pd.Series[bool]":
    return ~cases["case_id"].isin(bed.tables["conferences"]["case_id"])
