"""The tables inside a definition file that say how a measure of each kind is made."""

from typing import Any

from pipelines.errors import DefinitionError
from pipelines.instrument import ITEMS
from pipelines.measures.definition_keys import Keys
from pipelines.measures.measure import (
    BUCKET_NAMES,
    AmountPart,
    Bucket,
    CountPart,
    CurvePart,
    DaysPart,
    Example,
    Fallback,
    FlowPart,
    FlowPartOf,
    MixPart,
    PathwayPart,
    PathwayStage,
    SurveyPart,
)
from pipelines.measures.survey_parts import roles_asked, roles_asked_any
from pipelines.vocabulary import Dimension, Role, Wave


def read_parts(keys: Keys) -> dict[str, Any]:
    """The parts of a measure that its file holds, by the name of the field they fill."""
    parts = {field: read(keys.table(key)) for key, (field, read) in _PARTS.items() if key in keys}
    return {**parts, "fallbacks": tuple(_read_fallback(one) for one in keys.tables("fallbacks"))}


def _read_fallback(keys: Keys) -> Fallback:
    fallback = Fallback(without=keys.text("without"), words=keys.text("words"))
    keys.refuse_rest()
    return fallback


def _read_buckets(keys: Keys) -> tuple[Bucket, ...]:
    buckets = tuple(_read_bucket(name, keys) for name in keys.names())
    if not buckets or any(not bucket.when for bucket in buckets[:-1]) or buckets[-1].when:
        raise DefinitionError(
            f"{keys.where}: the last bucket, and only the last, takes the rest (otherwise = true)."
        )
    return buckets


def _read_bucket(name: str, keys: Keys) -> Bucket:
    if name not in BUCKET_NAMES:
        raise DefinitionError(f"{keys.place(name)} is no bucket. Allowed: {', '.join(BUCKET_NAMES)}.")
    own = keys.table(name)
    words = own.text("words")
    when = "" if own.value("otherwise", bool, False) else own.text("when")
    own.refuse_rest()
    return Bucket(name=name, words=words, when=when)


def _read_survey(keys: Keys) -> SurveyPart:
    items = keys.several("items", tuple(ITEMS), str, ())
    if not items:
        raise DefinitionError(f"{keys.place('items')} is missing. It lists items of the survey.")
    found = [ITEMS[item] for item in items]
    wave = keys.one_of("wave", tuple(Wave), Wave)
    if not all(wave in item.waves for item in found):
        raise DefinitionError(f"{keys.place('wave')}: not every one of these items is asked in that wave.")
    part = SurveyPart(
        items=items,
        wave=wave,
        roles=keys.several("roles", roles_asked_any(found), Role, roles_asked(found)),
        is_people_only=keys.value("people_only", bool, any(item.is_healing for item in found)),
    )
    keys.refuse_rest()
    return part


def _read_amounts(keys: Keys) -> AmountPart:
    part = AmountPart(**{key: keys.text(key, "") for key in ("numerator", "denominator", "amount")})
    keys.refuse_rest()
    return part


def _read_count(keys: Keys) -> CountPart:
    part = CountPart(**{key: keys.text(key, "") for key in ("distinct", "sum")})
    keys.refuse_rest()
    return part


def _read_curve(keys: Keys) -> CurvePart:
    horizons = keys.value("horizons", list)
    if not horizons or not all(isinstance(day, int) and day > 0 for day in horizons):
        raise DefinitionError(f"{keys.place('horizons')} must be a list of whole days above zero.")
    part = CurvePart(day=keys.text("day"), event=keys.text("event"), horizons=tuple(horizons))
    keys.refuse_rest()
    return part


def _read_days(keys: Keys) -> DaysPart:
    part = DaysPart(value=keys.text("value"), pending=keys.text("pending"))
    keys.refuse_rest()
    return part


def _read_pathway(keys: Keys) -> PathwayPart:
    own = keys.table("stages")
    stages = tuple(_read_stage(name, own.table(name)) for name in own.names())
    part = PathwayPart(stage=keys.text("stage"), reason=keys.text("reason"), stages=stages)
    keys.refuse_rest()
    return part


def _read_stage(name: str, keys: Keys) -> PathwayStage:
    stage = PathwayStage(name=name, words=keys.text("words"), needs=keys.texts("needs"))
    keys.refuse_rest()
    return stage


def _read_flow(keys: Keys) -> FlowPart:
    own = keys.table("parts")
    parts = tuple(_read_flow_part(name, own.table(name)) for name in own.names())
    part = FlowPart(total=keys.text("total"), parts=parts)
    keys.refuse_rest()
    return part


def _read_flow_part(name: str, keys: Keys) -> FlowPartOf:
    part = FlowPartOf(name=name, label=keys.text("words"), amount=keys.text("amount"))
    keys.refuse_rest()
    return part


def _read_mix(keys: Keys) -> MixPart:
    part = MixPart(of=keys.one_of("of", tuple(Dimension), Dimension), distinct=keys.text("distinct", ""))
    keys.refuse_rest()
    return part


def _read_example(keys: Keys) -> Example:
    rows = keys.value("rows", list)
    example = Example(
        words=keys.text("words"),
        rows=tuple(dict(row) for row in rows),
        answer=dict(keys.value("answer", dict)),
        ask=dict(keys.value("ask", dict, {})),
    )
    keys.refuse_rest()
    return example


_PARTS = {
    "buckets": ("buckets", _read_buckets),
    "survey": ("survey", _read_survey),
    "money": ("amounts", _read_amounts),
    "count": ("count", _read_count),
    "curve": ("curve", _read_curve),
    "days": ("days", _read_days),
    "pathway": ("pathway", _read_pathway),
    "flow": ("flow", _read_flow),
    "mix": ("mix", _read_mix),
    "example": ("example", _read_example),
}
