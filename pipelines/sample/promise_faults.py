"""Faults in the tables about promises and answers."""

from pipelines.sample.planting import Bed, Fault, shift_day


def due_before_agreed(bed: Bed) -> Fault:
    column, agreed = bed.day_column("due"), bed.day_column("agreed")
    row = bed.choose(
        "agreements",
        lambda made: (
            made[column].notna() & made[bed.day_column("original_due")].isna() & made["supersedes"].isna()
        ),
    )
    bed.write("agreements", row, column, shift_day(str(bed.tables["agreements"].at[row, agreed]), -12))
    if not bed.spec.hands_over_dates:
        bed.write("agreements", row, "due_month", None)
    return bed.fault("due_before_agreed", "agreements", [row], [column, agreed])


def orphan_obligation(bed: Bed) -> Fault:
    row = bed.choose("obligations", lambda rows: rows["obligation_type"] == "apology_written")
    ids = {"obligation_id": bed.id_of_nobody("o"), "agreement_id": bed.id_of_nobody("a")}
    orphan = bed.tables["obligations"].iloc[[row]].assign(**ids)
    return bed.fault("orphan", "obligations", bed.append("obligations", orphan), ["agreement_id"])


def unreadable_amount(bed: Bed) -> Fault:
    row = bed.choose("obligations", lambda rows: rows["obligation_type"] == "restitution_money")
    bed.write("obligations", row, "amount_agreed", "1200 approx")
    return bed.fault("unreadable_amount", "obligations", [row], ["amount_agreed"])


def payment_in_another_currency(bed: Bed) -> Fault:
    row = bed.choose("payments", lambda rows: rows["status"] == "cleared")
    bed.write("payments", row, "currency", "USD")
    return bed.fault("another_currency", "payments", [row], ["currency"])


def mangled_payment_id(bed: Bed) -> Fault:
    row = bed.choose("payments", lambda rows: rows["status"] == "cleared")
    bed.write("payments", row, "payment_id", "1.11E+08")
    return bed.fault("mangled_id", "payments", [row], ["payment_id"])


def mangled_obligation_id(bed: Bed) -> Fault:
    row = bed.choose("obligations", lambda rows: rows["obligation_type"] == "community_service")
    bed.write("obligations", row, "obligation_id", "1.11E+08")
    return bed.fault("mangled_id", "obligations", [row], ["obligation_id"])


def item_of_another_role(bed: Bed) -> Fault:
    row = bed.choose(
        "survey_answers", lambda answers: (answers["item"] == "r2") & answers["party_id"].notna()
    )
    extra = bed.tables["survey_answers"].iloc[[row]].assign(item="h1a")
    return bed.fault(
        "item_of_another_role", "survey_answers", bed.append("survey_answers", extra), ["item", "role"]
    )


def answer_out_of_range(bed: Bed) -> Fault:
    row = bed.choose(
        "survey_answers", lambda answers: (answers["item"] == "g9") & answers["party_id"].notna()
    )
    bed.write("survey_answers", row, "answer", "9")
    return bed.fault("answer_out_of_range", "survey_answers", [row], ["answer"])


def second_response(bed: Bed) -> Fault:
    """The same person answers the same wave again four days later: the later one stands."""
    answers = bed.tables["survey_answers"]
    column = bed.day_column("answered")
    row = bed.choose(
        "survey_answers",
        lambda frame: (frame["item"] == "g1") & frame["party_id"].notna() & frame[column].notna(),
    )
    first = answers[answers["response_id"] == answers.at[row, "response_id"]]
    day = shift_day(str(answers.at[row, column]), 4)
    again = first.assign(**{"response_id": bed.id_of_nobody("r"), column: day})
    bed.append("survey_answers", again)
    rows = [int(place) for place in first.index]
    return bed.fault("second_response", "survey_answers", rows, ["response_id"], "superseded")
