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
    GapPart,
    MixPart,
    PairedPart,
    PathwayPart,
    PathwayStage,
    RatioPart,
    SurveyPart,
)
from pipelines.measures.survey_parts import roles_asked, roles_asked_any
from pipelines.vocabulary import Dimension, Perspective, Role, Wave


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
    reasons = keys.table("reasons") if "reasons" in keys else None
    named = tuple((name, reasons.text(name)) for name in reasons.names()) if reasons else ()
    part = PathwayPart(stage=keys.text("stage"), reason=keys.text("reason"), stages=stages, reasons=named)
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


RATIOS = ("exposure", "quantity", "overall", "difference")


def _read_ratio(keys: Keys) -> RatioPart:
    part = RatioPart(
        of=keys.one_of("of", RATIOS, str),
        per=keys.value("per", int, 1),
        by=keys.one_of("by", tuple(Dimension), Dimension) if "by" in keys else None,
        numerator=keys.text("numerator", ""),
        denominator=keys.text("denominator", ""),
        parts=keys.value("parts", int, 1),
    )
    keys.refuse_rest()
    if part.of == "quantity" and not (part.numerator and part.denominator):
        raise DefinitionError(f"{keys.where}: a quantity needs a numerator and a denominator.")
    if part.of in ("overall", "difference") and part.by is None:
        raise DefinitionError(f"{keys.place('by')} is missing. It says which groups are compared.")
    return part


def _read_paired(keys: Keys) -> PairedPart:
    item = keys.one_of("item", tuple(ITEMS), lambda name: ITEMS[name])
    waves = tuple(item.waves)
    part = PairedPart(
        item=item.id,
        first=keys.one_of("first", waves, Wave),
        second=keys.one_of("second", waves, Wave),
        roles=item.roles,
    )
    keys.refuse_rest()
    return part


def _read_gap(keys: Keys) -> GapPart:
    sides = tuple(side for side in Perspective if side is not Perspective.EVERYONE)
    part = GapPart(
        first=keys.one_of("first", sides, Perspective), second=keys.one_of("second", sides, Perspective)
    )
    keys.refuse_rest()
    return part


def _read_example(keys: Keys) -> Example:
    rows, answer = keys.value("rows", list), keys.value("answer", dict)
    if not all(isinstance(row, dict) for row in rows):
        raise DefinitionError(f"{keys.place('rows')} must be a list of tables, each a row.")
    if not isinstance(answer.get("rows", []), list):
        raise DefinitionError(f"{keys.place('answer')}.rows must be a list.")
    asked = keys.value("ask", dict, {})
    by, where = asked.get("by", []), asked.get("where", {})
    if not isinstance(where, dict) or not isinstance(by, list) or not all(isinstance(one, str) for one in by):
        raise DefinitionError(f"{keys.place('ask')}: by must be a list of texts, where a table.")
    example = Example(
        words=keys.text("words"), rows=tuple(dict(row) for row in rows), answer=dict(answer), ask=dict(asked)
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
    "ratio": ("ratio", _read_ratio),
    "paired": ("paired", _read_paired),
    "gap": ("gap", _read_gap),
    "example": ("example", _read_example),
}
