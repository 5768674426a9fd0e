"""The mutators of the rules between rows and between tables that have a name of their own: three each.

The numbers are those of the copied case: held and agreed on day 84, due on 309, closed on 299, 62.37 owed and
paid, answers before, after and at follow-up.
"""

from collections.abc import Callable

from tests.validation.mutations.cloning import Copy, Row, neighbour

Blamed = list[tuple[str, Row]]
Change = Callable[[Copy], Blamed]


def named_changes() -> dict[str, tuple[Change, ...]]:
    """Rule → its changes."""
    return {
        **{rule: tuple(_in_row(rule, *change) for change in changes) for rule, changes in _ONE_ROW.items()},
        **_LONGER,
    }


def _in_row(rule: str, pick: str, cells: str, *also: str) -> Change:
    """Put cells (`a=1 b=2`) into the first row with `pick`; it breaks `rule`, and `also`."""
    table = rule.partition(".")[0]

    def change(copy: Copy) -> Blamed:
        row = copy.first(table, **_cells(pick, copy))
        row.update(_cells(cells, copy))
        return [(name, row) for name in (rule, *also)]

    return change


def _cells(text: str, copy: Copy) -> Row:
    """`@r1` is this copy's responsible party, `@h1` harmed, `@s1` support person; `@r0` the neighbour's."""
    pairs = (pair.partition("=") for pair in text.split())
    return {name: _named(value, copy) if value.startswith("@") else value for name, _, value in pairs}


def _named(value: str, copy: Copy) -> str:
    of = copy if value.endswith("1") else neighbour()
    roles = {"r": "responsible", "h": "harmed", "s": "supporter"}
    if value[1] in roles:
        return of.first("parties", role=roles[value[1]])["party_id"]
    table, column = {"c": ("cases", "case_id"), "k": ("conferences", "conference_id")}[value[1]]
    return of.rows[table][0][column]


_WAIVED_MORE = "obligations.amount_waived.above_agreed"
_DUE = "agreements.original_due_day.before_agreed"
_EARLY = "survey_answers.answered_day.off_window"
_ROLE = "survey_answers.role.not_the_partys"

_ONE_ROW: dict[str, tuple[tuple[str, ...], ...]] = {
    "cases.closed_day.still_open": (
        ("", "status=open closure_reason="),
        ("", "status=open closure_reason= closed_day="),
        ("", "status=OPEN closure_reason= closed_month="),
    ),
    "cases.closed_day.not_recorded": (
        ("", "closed_day= closed_month="),
        ("", "closed_day= closed_month= closure_reason=other"),
        ("", "closed_day= closed_month= closure_reason=transferred"),
    ),
    "cases.closure_reason.not_recorded": (
        ("", "closure_reason="),
        ("", "closure_reason= stage=post_charge"),
        ("", "closure_reason= complaint=yes"),
    ),
    "parties.supports_party_id.other_case": tuple(
        ("role=supporter", f"supports_party_id=@{who}0") for who in "rhs"
    ),
    "parties.stands_for_party_id.other_case": tuple(
        ("role=supporter", f"stands_for_party_id=@{who}0") for who in "rhs"
    ),
    "attendance.party_id.other_case": tuple((f"party_id=@{who}1", f"party_id=@{who}0") for who in "rhs"),
    "agreements.party_id.not_responsible": (
        ("", "party_id=@h1"),
        ("", "party_id=@s1"),
        ("", "party_id=@h1 status=superseded"),
    ),
    "agreements.agreed_day.before_conference": tuple(("", f"agreed_day={day}") for day in (83, 60, 0)),
    "agreements.due_day.before_agreed": tuple(
        ("", cells) for cells in ("due_day=83", "due_day=-5", "due_day= due_month=2024-08")
    ),
    _DUE: tuple(("", f"original_due_day={day}") for day in (83, 1, -9)),
    "agreements.closed_day.before_agreed": tuple(
        ("", cells) for cells in ("closed_day=83", "closed_day=0", "closed_day= closed_month=2024-08")
    ),
    "obligations.due_day.before_agreed": tuple(
        ("", cells) for cells in ("due_day=83", "due_day=-5", "due_day= due_month=2024-08")
    ),
    _WAIVED_MORE: (
        ("", "amount_waived=62.38"),
        ("", "amount_waived=1000"),
        ("", "amount_agreed= amount_waived=77.34"),
    ),
    "conferences.held_day.not_recorded": tuple(
        ("", f"held_day= held_month= {cells}".strip())
        for cells in ("", "result=partial_agreement", "conference_type=online")
    ),
    "obligations.amount_paid.above_agreed": (
        ("", "amount_paid=62.38"),
        ("", "amount_paid=1000"),
        ("", "amount_waived=0.01 amount_paid=62.37"),
    ),
    "payments.currency.other_than_owed": tuple(
        ("status=bounced", f"currency={currency}") for currency in ("EUR", "usd", "CHF")
    ),
    "payments.paid_day.after_closure": tuple(
        ("status=bounced", cells)
        for cells in ("paid_day=300", "paid_day=841", "paid_day= paid_month=2025-05")
    ),
    "survey_answers.item.not_for_role": (
        ("item=h1a", "item=r1a"),
        ("item=r2", "item=h2b"),
        ("item=c2a", "item=h2b"),
    ),
    "survey_answers.item.not_for_wave": (
        ("item=h1a", "item=g13"),
        ("item=h2a", "item=g13"),
        ("wave=follow_up item=h4", "item=h1a"),
    ),
    "survey_answers.case_id.not_the_partys": (
        ("item=h6c wave=before", "case_id=@c0"),
        ("item=h6c wave=before", "case_id=@c0 answer=not_applicable"),
        ("item=h6c wave=before", "party_id=@h0"),
    ),
    _ROLE: (
        ("item=h6c wave=before", "party_id=@s1"),
        ("item=h6c wave=before", "party_id=@r1"),
        ("item=h6c wave=before", "party_id=@s1 answer=5"),
    ),
}
"""Rule → (which row, what is put into it, what else it breaks)."""


def _closed_before(day: str, month: str) -> Change:
    def change(copy: Copy) -> Blamed:
        case = copy.rows["cases"][0]
        case.update(closed_day=day, closed_month=month)
        late = [("payments.paid_day.after_closure", row) for row in copy.rows["payments"]]
        return [("cases.closed_day.before_conference", case), *late]

    return change


def _second_case(**cells: str) -> Change:
    def change(copy: Copy) -> Blamed:
        return [
            (
                "conferences.conference_id.second_case",
                copy.add("conferences", copy.rows["conferences"][0], case_id=_named("@c0", copy), **cells),
            )
        ]

    return change


def _agreement_elsewhere(**cells: str) -> Change:
    """Its conference is the neighbour's; its promise and payments hang on it."""

    def change(copy: Copy) -> Blamed:
        row = copy.rows["agreements"][0]
        row.update(conference_id=_named("@k0", copy), **cells)
        return [("agreements.party_id.other_case", row)]

    return change


def _unpaid(payment: int, **cells: str) -> Change:
    def change(copy: Copy) -> Blamed:
        cleared = [row for row in copy.rows["payments"] if row["status"] == "cleared"]
        cleared[payment].update(cells)
        tables = ("agreements", "obligations")
        return [(f"{t}.status.completed_with_money_outstanding", copy.rows[t][0]) for t in tables]

    return change


def _not_before_plea(**cells: str) -> Change:
    def change(copy: Copy) -> Blamed:
        copy.rows["cases"][0].update(cells)
        row = copy.first("survey_answers", wave="before", item="h6c")
        row.update(item="r3b", role="responsible", party_id=_named("@r1", copy))
        return [("survey_answers.item.not_before_plea", row)]

    return change


def _off_window(pick: str, day: str) -> Change:
    """Every answer of the response is blamed."""

    def change(copy: Copy) -> Blamed:
        first = copy.first("survey_answers", **_cells(pick, copy))
        rows = [row for row in copy.rows["survey_answers"] if row["response_id"] == first["response_id"]]
        for row in rows:
            row.update(answered_day=day)
        return [("survey_answers.answered_day.off_window", row) for row in rows]

    return change


def _mixed(pick: str, cells: str, *also: str) -> Change:
    """One answer says another thing than the rest of its response: all of it is blamed."""

    def change(copy: Copy) -> Blamed:
        odd = copy.first("survey_answers", **_cells(pick, copy))
        rows = [row for row in copy.rows["survey_answers"] if row["response_id"] == odd["response_id"]]
        odd.update(_cells(cells, copy))
        others = [(rule, odd) for rule in also]
        return [*[("survey_answers.response_id.mixed", row) for row in rows], *others]

    return change


def _without_currency(rule: str, amount: str) -> Change:
    """Neither the rows nor the export say what money this is."""
    table = rule.partition(".")[0]

    def change(copy: Copy) -> Blamed:
        copy.keep_only(table)
        row = copy.plain(table)
        for payment in copy.rows["payments"]:
            payment["currency"] = "" if table == "payments" else payment["currency"]
        row.update({"currency": "", "amount_agreed" if table == "obligations" else "amount": amount})
        copy.rows["obligations"][0]["currency"] = ""
        rows = [row] if table == "obligations" else [copy.rows["obligations"][0], *copy.rows["payments"]]
        return [(f"{'obligations' if 'unit' in one else 'payments'}.currency.not_named", one) for one in rows]

    return change


_NO_CURRENCY = ("obligations.currency.not_named", "payments.currency.not_named")

_LONGER: dict[str, tuple[Change, ...]] = {
    **{rule: tuple(_without_currency(rule, text) for text in ("5", "0", "62.37")) for rule in _NO_CURRENCY},
    "cases.closed_day.before_conference": (
        _closed_before("83", "2024-08"),
        _closed_before("0", "2024-06"),
        _closed_before("", "2024-08"),
    ),
    "conferences.conference_id.second_case": (
        _second_case(),
        _second_case(held_day="85"),
        _second_case(held_day=""),
    ),
    "agreements.party_id.other_case": (
        _agreement_elsewhere(),
        _agreement_elsewhere(status="completed", harmed_informed="yes"),
        _agreement_elsewhere(due_day="", due_month=""),
    ),
    "agreements.status.completed_with_money_outstanding": (
        _unpaid(0, status="pending"),
        _unpaid(1, amount="10.39"),
        _unpaid(2, status="reversed"),
    ),
    "obligations.status.completed_with_money_outstanding": (
        _unpaid(3, status="bounced"),
        _unpaid(4, amount="-10.39"),
        _unpaid(5, amount="0"),
    ),
    "survey_answers.item.not_before_plea": (
        _not_before_plea(),
        _not_before_plea(stage="post_charge"),
        _not_before_plea(stage=""),
    ),
    "survey_answers.answered_day.off_window": (
        _off_window("item=h1a", "700"),
        _off_window("wave=follow_up item=h4", "90"),
        _off_window("item=c1a", "500"),
    ),
    "survey_answers.response_id.mixed": (
        _mixed("item=h1a", "case_id= party_id=@s1 role=harmed", _ROLE),
        _mixed("item=c1a", "wave=follow_up", "survey_answers.item.not_for_wave", _EARLY),
        _mixed("item=r1a", "party_id=@h1", _ROLE),
    ),
}
