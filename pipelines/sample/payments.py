"""Payments on money promises: instalments, bounced and reversed ones, refunds, and what reached people."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Ints
from pipelines.sample.programmes import ProgrammeSpec

SHARE_PAID = {
    "completed": 100,
    "partly_completed": 100,
    "not_completed": 45,
    "active": 60,
    "withdrawn": 35,
    "closed_unknown": 70,
    "superseded": 25,
    "waived": 0,
}
"""Percent of the promise's own `carried` percentage that is paid; all of it where completed."""

INSTALMENTS = {"1": 0.42, "2": 0.2, "3": 0.2, "4": 0.1, "6": 0.08}

BOUNCED, REVERSED, OVERPAID, REFUNDED = 0.02, 0.008, 0.015, 0.5
"""Of instalments: tried once before and bounced, or reversed and paid again. Of promises kept: overpaid;
of those, the excess given back as a negative payment."""


def list_payments(
    spec: ProgrammeSpec, cases: pd.DataFrame, obligations: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """One row per payment or reversal by the extraction; `obligation` is a row number."""
    draw = Draws(seed, spec.code, "payments")
    owing = _owing(draw, obligations)
    paid = _instalments(draw, owing)
    rows = pd.concat([paid, _returned(draw, paid), _excess(draw, owing)], ignore_index=True)
    observed = cases["observed"].to_numpy()[rows["case"]]
    rows = rows[(rows["paid_day"] <= observed) & (rows["minor"] != 0)]
    rows = rows.sort_values(["obligation", "paid_day"], kind="stable", ignore_index=True)
    return rows.assign(**_fates(draw, cases, rows))


def _owing(draw: Draws, obligations: pd.DataFrame) -> pd.DataFrame:
    """Money promises with what is paid in the end, in how many instalments."""
    money = obligations[obligations["unit"] == "money"]
    n = len(money)
    due = (money["agreed_minor"] - money["waived_minor"]).to_numpy()
    fate = money["fate"].to_numpy(dtype=object)
    share = np.array([SHARE_PAID[code] for code in fate], dtype=np.int64)
    nothing = (fate != "completed") & draw.chance(0.35, n)
    part = np.where(fate == "completed", 10_000, share * money["carried"].to_numpy())
    total = np.where(nothing, 0, due * part // 10_000)
    return pd.DataFrame(
        {
            "obligation": money.index,
            "case": money["case"].to_numpy(),
            "total": total,
            "number": np.where(due < 4_000, 1, draw.pick(INSTALMENTS, n).astype(np.int64)),
            "agreed_day": money["agreed_day"].to_numpy(),
            "last_day": money["last_day"].to_numpy(),
            "paid_to": money["paid_to"].to_numpy(dtype=object),
            "is_kept": fate == "completed",
            "is_open": (money["status"] == "active").to_numpy(),
        }
    )


def _instalments(draw: Draws, owing: pd.DataFrame) -> pd.DataFrame:
    """Equal parts that add up to the total to the unit, the last on the promise's last day."""
    number = owing["number"].to_numpy()
    rows = owing.loc[np.repeat(owing.index.to_numpy(), number)].reset_index(drop=True)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(number) - number, number) + 1
    total, k = rows["total"].to_numpy(), rows["number"].to_numpy()
    span = (rows["last_day"] - rows["agreed_day"]).to_numpy()
    return rows.assign(
        minor=total * place // k - total * (place - 1) // k,
        paid_day=rows["last_day"].to_numpy() - span * (k - place) // k,
        status="cleared",
    )


def _returned(draw: Draws, paid: pd.DataFrame) -> pd.DataFrame:
    """Attempts that came to nothing some days before the payment that cleared."""
    drawn = draw.uniform(len(paid))
    kind = np.where(drawn < BOUNCED, "bounced", np.where(drawn < BOUNCED + REVERSED, "reversed", ""))
    early = np.maximum(paid["paid_day"] - draw.between(2, 8, len(paid)), paid["agreed_day"])
    tried = np.flatnonzero(kind != "")
    return paid.assign(status=kind.astype(object), paid_day=early).iloc[tried]


def _excess(draw: Draws, owing: pd.DataFrame) -> pd.DataFrame:
    """Somebody pays a little too much on the last day; half of them get it back within weeks."""
    chosen = owing[owing["is_kept"] & draw.chance(OVERPAID, len(owing)) & (owing["total"] > 0)]
    over = chosen.assign(
        minor=100 * draw.between(1, 12, len(chosen)), paid_day=chosen["last_day"], status="cleared"
    )
    back = over[draw.chance(REFUNDED, len(over))]
    refund = back.assign(minor=-back["minor"], paid_day=back["paid_day"] + draw.between(5, 25, len(back)))
    return pd.concat([over, refund], ignore_index=True)


def _fates(draw: Draws, cases: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Codes | Ints]:
    """The newest payments of promises under way may not have cleared; most money is passed on in weeks."""
    n = len(rows)
    observed = cases["observed"].to_numpy()[rows["case"]]
    day = rows["paid_day"].to_numpy()
    recent = (observed - day <= 7) & rows["is_open"].to_numpy() & (rows["status"] == "cleared").to_numpy()
    status = np.where(recent, "pending", rows["status"]).astype(object)
    passed = day + draw.between(3, 30, n)
    kept_back = (rows["paid_to"] == "harmed").to_numpy() | (status != "cleared") | (rows["minor"] < 0)
    reaches = draw.chance(0.94, n) & ~kept_back & (passed <= observed)
    return {"status": status, "disbursed_day": np.where(reaches, passed, NEVER)}
