"""Figures of many parts as tables for people."""

from pipelines.printing_figures import chart_table, in_words, percent, split_row


def test_a_curve_is_read_out_at_days_people_ask_for() -> None:
    points = [
        {"day": 20, "share": 0.1, "low": 0.05, "high": 0.2, "at_risk": 40, "met": 4, "ended": 0},
        {"day": 100, "share": 0.5, "low": 0.4, "high": 0.6, "at_risk": 20, "met": 20, "ended": 3},
    ]
    line, [(_, rows)] = split_row({"state": "shown", "n": 40, "stops_at_day": 110, "points": points})
    assert line == {"state": "shown", "n": 40, "stops_at_day": 110}
    assert rows[0] == (30, "10.0 %", "5.0 % to 20.0 %", 40, 4, 0)
    assert [row[0] for row in rows] == [30, 60, 90, 110]
    assert rows[-1][1] == "50.0 %"


def test_of_a_released_curve_nothing_is_printed_between_its_steps() -> None:
    points = [
        {"day": 0, "share": 0.0, "low": 0.0, "high": 0.0, "at_risk": 120, "met": None, "ended": None},
        {"day": 90, "share": 0.2, "low": 0.1, "high": 0.3, "at_risk": 75, "met": 20, "ended": None},
    ]
    _, [(_, rows)] = split_row({"state": "shown", "n": 120, "stops_at_day": 90, "points": points})
    assert [row[0] for row in rows] == [0, 90]


def test_a_pathway_says_of_whom_each_share_is() -> None:
    steps = [
        {"label": "Referred", "reached": 10, "waiting": 1, "left": [{"reason": "Duplicate", "n": 1}]},
        {"label": "Held", "reached": 8, "waiting": 0, "left": [], "of_entering": 0.8, "of_referred": 0.8},
    ]
    _, [(header, rows)] = split_row({"state": "shown", "steps": steps})
    assert header[2:4] == ("of those entering", "of all referred")
    assert rows == [("Referred", 10, "", "", 1, "1 duplicate"), ("Held", 8, "80.0 %", "80.0 %", 0, "")]


def test_a_flow_is_its_parts() -> None:
    _, [(_, rows)] = split_row({"total": 4.0, "parts": [{"name": "paid", "label": "Paid", "amount": 4.0}]})
    assert rows == [("Paid", 4.0)]


def test_what_has_parts_is_spelled_out() -> None:
    assert in_words({"answered": 3, "of": {"a": [1, 2]}, "not_linked": None}) == (
        "answered 3, of a 1, 2, not linked "
    )
    assert percent(0.94737) == "94.7 %"


def test_a_chart_is_a_table_or_the_reason_why_there_is_none() -> None:
    assert chart_table({"chart": "none", "why": "Too little."}) == "Too little."
    points = [{"quarter": "2025Q3", "value": 5, "outside": False}, {"quarter": "2025Q4", "value": 6, "n": 9}]
    header, rows = chart_table({"chart": "XmR", "points": points})
    assert header == ("quarter", "value", "outside", "n")
    assert rows == [("2025Q3", 5, False, ""), ("2025Q4", 6, "", 9)]


def test_a_rate_is_said_in_percent_with_what_it_could_be_and_who_answered() -> None:
    buckets = {"met": 90, "not_met": 5, "pending": 3, "not_applicable": 10, "unknown": 2, "population": 110}
    response = {"answered": 90, "asked": 200, "linked": False, "of": "attended"}
    row = {"state": "shown", "value": 0.9474, "low": 0.8856, "high": 0.9762, **buckets, "method": "Wilson"}
    row["could_be"] = [0.9, 0.95]
    line, _ = split_row({**row, "response": response, "cautious": True})

    assert (line["share"], line["95 % interval"]) == ("94.7 %", "88.6 % to 97.6 %")
    assert line["could be"] == "90.0 % to 95.0 %", "90 of 100, and all but the 5"
    assert line["response"] == "90 of 200 who took part answered, answers not linked to who was asked"
    assert (line["caution"], line["pending"], "method" in line) == ("few", 3, False)


def test_a_ratio_of_rates_is_no_percentage() -> None:
    row = {"state": "shown", "value": 1.04, "low": 0.96, "high": 1.12, "numerator": 81, "per": 1}
    line, _ = split_row({**row, "overall": {"met": 276, "denominator": 344}})
    assert (line["value"], line["everybody"]) == (1.04, "276 of 344")
    done, _ = split_row(row)
    assert done["share"] == "104.0 %"


def test_a_change_a_target_and_an_adjusted_p_are_said_in_words() -> None:
    row = {"state": "shown", "value": 0.8, "low": 0.7, "high": 0.9, "met": 80, "p_adjusted": 0.0312}
    change = {"verdict": "up", "difference": 0.032, "low": 0.004, "high": 0.06}
    target = {"value": 0.8, "direction": "higher", "verdict": "too_close"}
    line, _ = split_row({**row, "change": change, "target": target})
    assert line["change"] == "Up, by +3.2 points (+0.4 to +6.0)"
    assert line["target"] == "Too close to call: 80.0 % or more"
    assert line["p"] == "0.031"

    exact = {**change, "verdict": "no_clear_change", "p": 0.0731}
    baseline = {"period": "2024", "state": "shown", "value": 0.712}
    line, _ = split_row({**row, "change": exact, "target": {**target, "baseline": baseline}})
    assert line["change"] == "No clear change, by +3.2 points (+0.4 to +6.0, p 0.073)"
    assert line["target"] == "Too close to call: 80.0 % or more, from 71.2 % in 2024"

    few = {"period": "2024", "state": "too_few"}
    lower = {**target, "direction": "lower", "verdict": "missed", "baseline": few}
    line, _ = split_row({**row, "change": {"verdict": "no_earlier"}, "target": lower})
    assert line["change"] == "No earlier period to compare"
    assert line["target"] == "Target missed: 80.0 % or less, from too few in 2024"
