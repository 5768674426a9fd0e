"""What a snapshot says before any figure: programmes, their dates, what they supply, spent and changed."""

from pipelines.measures.grains import GRAIN_COLUMNS, Grain
from pipelines.measures.requests import Facts
from pipelines.measures.supply import Engine, load_supply, load_totals
from pipelines.vocabulary import Dimension

COSTS = "costs"
INVITED = "invited"

_PROGRAMMES = "SELECT programme, as_of, currency FROM programmes"
_FIRST_MONTH = "SELECT MIN(referral_month) FROM grain_case"
_VERSIONS = """
SELECT programme, programme_version, MIN(referral_month) AS first_month
FROM ({episodes}) WHERE programme_version <> 'unknown' AND referral_month IS NOT NULL
GROUP BY programme, programme_version ORDER BY programme, first_month, programme_version
"""


_DECLARED = (
    Dimension.SITE,
    Dimension.SEVERITY,
    Dimension.PROGRAMME_VERSION,
    Dimension.GENDER,
    Dimension.ETHNICITY,
    Dimension.FACILITATOR,
)
"""The dimensions without a list of their own: what the data hold is what may be asked for."""


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
        declared={dimension: _values(engine, dimension) for dimension in _DECLARED},
        first_month=engine.execute(_FIRST_MONTH).fetchall()[0][0] or "",
    )


def _values(engine: Engine, dimension: Dimension) -> tuple[str, ...]:
    column = f"CAST({dimension.value} AS VARCHAR) AS value"
    sql = f"SELECT DISTINCT value FROM ({every_grain(column, dimension.value)}) ORDER BY 1"  # noqa: S608 - our names
    return tuple(value for (value,) in engine.execute(sql).fetchall() if value is not None)


def every_grain(columns: str, *needed: str) -> str:
    """The same columns of every grain that has the needed ones, each combination once.

    A case taken up again has its first episode's; parties and agreements have that of their own episode.
    """
    return " UNION ".join(
        f"SELECT {columns} FROM {grain.table} WHERE case_id IS NOT NULL"  # noqa: S608 - our names
        for grain in Grain
        if set(needed) <= set(GRAIN_COLUMNS[grain])
    )


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
    sql = _VERSIONS.format(episodes=every_grain("programme, programme_version, referral_month"))
    found: dict[str, list[tuple[str, str]]] = {}
    for programme, version, month in engine.execute(sql).fetchall():
        found.setdefault(programme, []).append((month, version))
    ordered = {programme: sorted(found[programme])[1:] for programme in sorted(found)}
    return {programme: tuple(later) for programme, later in ordered.items() if later}
