"""What a snapshot says before any figure: programmes, their dates, what they supply, spent and changed."""

from pipelines.measures.requests import Facts
from pipelines.measures.supply import Engine, load_supply, load_totals
from pipelines.vocabulary import Dimension

COSTS = "costs"
INVITED = "invited"

_PROGRAMMES = "SELECT programme, as_of, currency FROM programmes"
_FIRST_MONTH = "SELECT MIN(referral_month) FROM grain_case"
_VERSIONS = """
SELECT programme, programme_version, MIN(referral_month) AS first_month
FROM grain_case WHERE programme_version <> 'unknown' AND referral_month IS NOT NULL
GROUP BY programme, programme_version ORDER BY programme, first_month, programme_version
"""


_DECLARED = {
    Dimension.SITE: "grain_case",
    Dimension.SEVERITY: "grain_case",
    Dimension.PROGRAMME_VERSION: "grain_case",
    Dimension.GENDER: "grain_party",
    Dimension.ETHNICITY: "grain_party",
    Dimension.FACILITATOR: "grain_conference",
}
"""Where each dimension without a list of its own has its values."""


def load_facts(engine: Engine) -> Facts:
    """Read once a snapshot."""
    programmes = engine.execute(_PROGRAMMES).fetchall()
    currencies = {programme: currency or "" for programme, _, currency in programmes}
    return Facts(
        as_of={programme: as_of for programme, as_of, _ in programmes},
        supply=load_supply(engine),
        costs={
            (programme, period): (amount, currencies[programme])
            for programme, item, period, amount in load_totals(engine)
            if item == COSTS
        },
        breaks=_load_breaks(engine),
        invited=_invited(load_totals(engine)),
        declared={dimension: _values(engine, dimension, grain) for dimension, grain in _DECLARED.items()},
        first_month=engine.execute(_FIRST_MONTH).fetchall()[0][0] or "",
    )


def _values(engine: Engine, dimension: Dimension, grain: str) -> tuple[str, ...]:
    sql = f"SELECT DISTINCT CAST({dimension.value} AS VARCHAR) FROM {grain} ORDER BY 1"  # noqa: S608 - our names
    return tuple(value for (value,) in engine.execute(sql).fetchall() if value is not None)


def _invited(totals: list[tuple[str, str, str, int]]) -> dict[tuple[str, str, str], int]:
    found = {}
    for programme, item, _, amount in totals:
        name, _, asked = item.partition(":")
        if name == INVITED:
            role, _, wave = asked.partition(":")
            found[programme, role, wave] = amount
    return found


def _load_breaks(engine: Engine) -> dict[str, tuple[tuple[str, str], ...]]:
    """The first way of working is no break: there is nothing before it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for programme, version, month in engine.execute(_VERSIONS).fetchall():
        found.setdefault(programme, []).append((month, version))
    ordered = {programme: sorted(found[programme])[1:] for programme in sorted(found)}
    return {programme: tuple(later) for programme, later in ordered.items() if later}
