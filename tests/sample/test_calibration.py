"""The sample's figures lie near the published ones that its truth is calibrated to. Counted here by hand."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.records import Records

Programmes = Mapping[str, Records]
MEETINGS = ("face_to_face", "online", "circle")


def pooled(records: Programmes, table: str) -> pd.DataFrame:
    return pd.concat([getattr(rows, table).assign(programme=code) for code, rows in records.items()])


def matured(rows: Records) -> pd.DataFrame:
    """Agreements whose first due day has come, without those that are not applicable or of unknown result."""
    made = rows.agreements
    case = rows.cases.loc[made["case"]]
    first = np.minimum(made["original_due_day"], made["due_day"])
    first = np.where(first == NEVER, made["agreed_day"] + 365, first)
    let_go = ((made["status"] == "waived") & (made["waived_by"] == "harmed")) | (
        (made["status"] == "withdrawn") & (made["withdrawn_by"] == "harmed")
    )
    left_open = (made["status"] == "active") & (case["status"] == "closed").to_numpy()
    apart = let_go | made["status"].isin(["superseded", "closed_unknown"]) | left_open
    return made[(first <= case["observed"].to_numpy()) & ~apart]


def share_agreeing(records: Programmes, item: str, role: str, wave: str = "after") -> float:
    answers = pooled(records, "answers")
    asked = answers[(answers["item"] == item) & (answers["role"] == role) & (answers["wave"] == wave)]
    valid = asked[asked["answer"].isin(["1", "2", "3", "4", "5"])]
    return float(valid["answer"].isin(["4", "5"]).mean())


def test_pathway(records: Programmes) -> None:
    rows = records["riverside"]
    settled = rows.cases[rows.cases["observed"] > 300]
    met = rows.conferences.loc[rows.conferences["kind"].isin(MEETINGS), "case"]
    assert (settled["screening"] == "accepted").mean() == pytest.approx(0.81, abs=0.03)
    assert settled.index.isin(met).mean() == pytest.approx(0.59, abs=0.04)
    assert settled.index.isin(rows.agreements["case"]).mean() == pytest.approx(0.55, abs=0.04)


def test_agreements_kept(records: Programmes) -> None:
    due = pd.concat([matured(rows) for rows in records.values()])
    assert (due["status"] == "completed").mean() == pytest.approx(0.785, abs=0.025)


def test_promises_are_mixed_as_umbreit_counted(records: Programmes) -> None:
    bundles = pooled(records, "agreements")["bundle"].value_counts(normalize=True)
    assert bundles["money"] == pytest.approx(56 / 128, abs=0.05)
    assert bundles["service"] == pytest.approx(22 / 128, abs=0.04)
    assert bundles["apology"] == pytest.approx(25 / 128, abs=0.04)


def test_restitution_collected(records: Programmes) -> None:
    rows = records["riverside"]
    due = rows.obligations[
        (rows.obligations["unit"] == "money") & (rows.obligations["agreement"].isin(matured(rows).index))
    ]
    cleared = rows.payments[rows.payments["status"] == "cleared"]
    paid = cleared.groupby("obligation")["minor"].sum().reindex(due.index).fillna(0)
    owed = due["agreed_minor"] - due["waived_minor"]
    assert np.minimum(paid, owed).sum() / owed.sum() == pytest.approx(0.72, abs=0.05)


@pytest.mark.parametrize(
    ("role", "rate"), [("harmed", 0.63), ("responsible", 0.55), ("supporter", 0.47), ("community", 0.47)]
)
def test_response_rates(records: Programmes, role: str, rate: float) -> None:
    asked = pooled(records, "asked")
    asked = asked[(asked["wave"] == "after") & (asked["role"] == role) & (asked["outcome"] != "")]
    assert (asked["outcome"] == "replied").mean() == pytest.approx(rate, abs=0.05)


def test_answers_are_warm_about_respect_and_cooler_about_healing(records: Programmes) -> None:
    assert 0.86 <= share_agreeing(records, "g1", "harmed") <= 0.95
    assert share_agreeing(records, "g7", "harmed") == pytest.approx(0.86, abs=0.04)
    assert share_agreeing(records, "g7", "responsible") == pytest.approx(0.91, abs=0.04)
    assert share_agreeing(records, "h6a", "harmed") == pytest.approx(0.64, abs=0.05)


def test_what_happened_affects_people_less_and_less(records: Programmes) -> None:
    before, after, later = (
        share_agreeing(records, "h6c", "harmed", wave) for wave in ("before", "after", "follow_up")
    )
    assert before > after > later


def test_less_satisfied_people_answer_less_often(records: Programmes) -> None:
    rows = records["riverside"]
    asked = rows.asked[(rows.asked["wave"] == "after") & (rows.asked["outcome"] != "")]
    spirit = rows.cases["spirit"].loc[asked["case"]].to_numpy()
    replied = (asked["outcome"] == "replied").to_numpy()
    assert spirit[replied].mean() > spirit[~replied].mean()


def test_answers_of_one_conference_resemble_each_other(records: Programmes) -> None:
    answers = records["riverside"].answers
    answers = answers[(answers["item"] == "g1") & answers["answer"].isin(["1", "2", "3", "4", "5"])]
    score = answers["answer"].astype(int)
    pairs = (
        answers.assign(rest=score - score.mean())
        .groupby("case")["rest"]
        .agg(["sum", "count", lambda x: (x**2).sum()])
    )
    pairs = pairs[pairs["count"] > 1].set_axis(["sum", "count", "squares"], axis=1)
    # Mean product of two different answers of one conference, over the variance: the intra-class correlation.
    together = (pairs["sum"] ** 2 - pairs["squares"]).sum() / (pairs["count"] * (pairs["count"] - 1)).sum()
    assert 0.04 < together / score.var() < 0.3


def test_the_youngest_quarter_is_not_finished(records: Programmes) -> None:
    cases = records["riverside"].cases
    assert (cases.loc[cases["observed"] < 90, "status"] == "open").mean() > 0.5
    assert (cases.loc[cases["observed"] > 700, "status"] == "open").mean() < 0.06
