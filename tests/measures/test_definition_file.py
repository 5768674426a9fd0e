"""One definition file to a measure: what is wrong is named by file and key."""

import hashlib
from importlib.resources import files

import pytest

from pipelines.errors import DefinitionError
from pipelines.instrument import ITEMS
from pipelines.measures.answers import Ask, RateAnswer
from pipelines.measures.catalogue import check_measure, load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.definition_file import read_definition
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.publication import Buckets, Kind
from pipelines.vocabulary import Basis, Dimension, Perspective, Role, Wave
from tests.support.grains import build_grains

HEAD = """
title = "Agreements kept"
question = "Were they kept?"
why = "It matters."
family = "agreements"
kind = "rate"
unit = "agreement"
grain = "agreement"
direction = "higher"
basis = "event"
source = "a test"
owner = "a test"
reviewed = 2026-11-22
"""
EXAMPLE = """
[example]
words = "1 of 2 was completed: 1 / 2."
rows = [{ status = "completed" }, { status = "active" }]
answer = { met = 1, not_met = 1 }
"""
BUCKETS = f"""{EXAMPLE}
[buckets.met]
words = "completed"
when = "status = 'completed'"
[buckets.not_met]
words = "the rest"
otherwise = true
"""
SURVEY = HEAD.replace('grain = "agreement"', 'grain = "response"')


def read(text: str) -> Measure:
    (measure,) = read_definition("own_rate", text.encode(), file="own_rate.toml")
    return measure


def refuse(text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=f"^own_rate.toml.*{message}"):
        read(text)


def test_a_rate() -> None:
    measure = read(HEAD + BUCKETS)
    assert (measure.name, measure.kind, measure.grain) == ("own_rate", Kind.RATE, Grain.AGREEMENT)
    assert [bucket.name for bucket in measure.buckets] == ["met", "not_met"]
    assert measure.perspective is Perspective.EVERYONE
    assert measure.bases == (Basis.EVENT,)


def test_the_version_is_of_the_bytes() -> None:
    text = HEAD + BUCKETS
    assert read(text).version == hashlib.sha256(text.encode()).hexdigest()[:12]
    assert read(text).version != read(text + "\n").version


def test_every_dimension_of_the_grain_unless_the_file_names_fewer() -> None:
    every = read(HEAD + BUCKETS).breakdowns
    assert {Dimension.SITE, Dimension.AGE_BAND, Dimension.PERIOD} <= set(every)
    assert Dimension.ROLE not in every
    assert read('breakdowns = ["site"]' + HEAD + BUCKETS).breakdowns == (Dimension.SITE,)


def test_the_default_basis_is_always_one_of_the_bases() -> None:
    assert read('bases = ["referral"]' + HEAD + BUCKETS).bases == (Basis.EVENT, Basis.REFERRAL)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "not TOML"),
        (HEAD.replace('unit = "agreement"', "") + BUCKETS, "unit is missing"),
        (HEAD.replace('"higher"', '"up"') + BUCKETS, "direction must be one of higher, lower, neither"),
        (HEAD.replace('grain = "agreement"', 'grain = "client"') + BUCKETS, "grain must be one of case"),
        (HEAD.replace("2026-11-22", '"soon"') + BUCKETS, "reviewed must be a date"),
        ("colour = 1" + HEAD + BUCKETS, "unknown colour"),
        ('breakdowns = ["role"]' + HEAD + BUCKETS, "breakdowns must be one of"),
        (HEAD + '[buckets.good]\nwords = "x"\notherwise = true', "good is no bucket. Allowed: met"),
        (HEAD + '[buckets.met]\nwords = "x"\nwhen = "is_due"', "the last bucket, and only the last"),
        (HEAD + "[buckets]", "the last bucket, and only the last"),
        (SURVEY + '[survey]\nwave = "after"', "items is missing"),
        (SURVEY + '[survey]\nitems = ["h6b"]\nwave = "after"', "not every one of these items"),
        (SURVEY + '[survey]\nitems = ["h1a"]\nwave = "after"\nroles = ["community"]', "roles must be one of"),
        (
            HEAD + '[curve]\nday = "curve_day"\nevent = "curve_event"\nhorizons = []',
            "horizons must be a list",
        ),
        (HEAD + '[ratio]\nof = "luck"', "of must be one of exposure, quantity, overall"),
        (HEAD + '[ratio]\nof = "quantity"', "a quantity needs a numerator and a denominator"),
        (HEAD + '[ratio]\nof = "overall"', "by is missing. It says which groups"),
        (SURVEY + '[paired]\nitem = "h1a"\nfirst = "before"\nsecond = "after"', "first must be one of after"),
        (
            SURVEY + '[gap]\nfirst = "harmed"\nsecond = "everyone"',
            "second must be one of harmed, responsible",
        ),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    refuse(text, message)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(DefinitionError, match="UTF-8"):
        read_definition("own", b"\xff\xfe", file="own.toml")


def test_a_survey_rate_gets_its_population_buckets_needs_and_words_from_the_items() -> None:
    measure = read(SURVEY + '[survey]\nitems = ["h1a", "h1b"]\nwave = "after"')
    assert measure.population == "role IN ('harmed') AND wave = 'after' AND NOT is_off_window"
    assert [bucket.name for bucket in measure.buckets] == ["not_applicable", "unknown", "met", "not_met"]
    assert measure.needs == ("survey_answers", "survey_answers.h1a", "survey_answers.h1b")
    assert measure.statement == f"{ITEMS['h1a'].statement} · {ITEMS['h1b'].statement}"


def test_an_item_of_healing_is_about_people() -> None:
    measure = read('population = "is_linked"' + SURVEY + '[survey]\nitems = ["h6a"]\nwave = "after"')
    assert measure.population.endswith("AND is_person AND (is_linked)")
    assert measure.survey is not None
    assert measure.survey.roles == (Role.HARMED,)


def test_a_pattern_makes_one_measure_for_each_item_and_wave() -> None:
    text = SURVEY.replace('"rate"', '"distribution"').replace('"Agreements kept"', '"{statement}"')
    text += 'item = "each"\n[example]\nwords = "w"\nrows = [{ item = "5" }]\nanswer = {}'
    measures = {measure.name: measure for measure in read_definition("said", text.encode(), file="said.toml")}
    assert len(measures) == sum(len(item.waves) for item in ITEMS.values())
    later = measures["said_g10_follow_up"]
    assert later.title == "I have felt safe since."
    assert later.survey is not None
    assert later.survey.wave is Wave.FOLLOW_UP
    assert measures["said_h6c_before"].perspective is Perspective.HARMED
    assert measures["said_c2a"].perspective is Perspective.COMMUNITY
    assert measures["said_c1a"].perspective is Perspective.EVERYONE
    example = measures["said_g10"].example
    assert example is not None
    assert example.rows[0]["g10"] == "5"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (HEAD.replace('"rate"', '"ratio"') + '[ratio]\nof = "exposure"' + EXAMPLE, "buckets"),
        (
            SURVEY.replace('"rate"', '"gap"') + '[gap]\nfirst = "harmed"\nsecond = "community"' + EXAMPLE,
            "survey",
        ),
        ("concordance = true" + SURVEY + BUCKETS.replace("status = 'completed'", "TRUE"), "survey"),
    ],
)
def test_parts_that_mean_nothing_without_another(text: str, missing: str) -> None:
    with pytest.raises(DefinitionError, match=rf"needs \[{missing}\] too"):
        check_measure(read(text), file="own_rate.toml")


def test_the_guide_shows_a_definition_that_is_one() -> None:
    guide = (files("pipelines.measures") / "definitions" / "README.md").read_text(encoding="utf-8")
    text = guide.split("```toml\n")[1].split("```")[0]
    measure = read(text)
    check_measure(measure, file="README.md")
    for kind in Kind:
        assert f"| {kind.value} |" in guide
    (table,) = compute_answers(
        build_grains(agreement=measure.example.rows if measure.example else ()),
        [Ask(measure=measure, basis=measure.basis)],
    )
    assert table.rows[0].answer == RateAnswer(
        buckets=Buckets(met=1, not_met=1, pending=1, not_applicable=0, unknown=0)
    )


def test_a_definition_may_be_like_another_and_is_another_version_when_that_is() -> None:
    like = 'like = "kept"' + HEAD.replace('"rate"', '"ratio"') + EXAMPLE + '[ratio]\nof = "exposure"\n'
    base = ('needs = ["agreements.status"]' + HEAD + BUCKETS).encode()
    (found,) = read_definition("own_ratio", like.encode(), file="own_ratio.toml", shipped={"kept": base})
    assert [bucket.name for bucket in found.buckets] == ["met", "not_met"]
    assert "agreements.status" in found.needs
    shipped = {"kept": base.replace(b"completed", b"active")}
    (other,) = read_definition("own_ratio", like.encode(), file="own_ratio.toml", shipped=shipped)
    assert other.version != found.version
    with pytest.raises(DefinitionError, match=r"own_ratio\.toml, like must be the name of one"):
        read_definition("own_ratio", like.encode(), file="own_ratio.toml")


def test_a_ratio_of_rates_sorts_as_the_rate_does() -> None:
    catalogue = load_catalogue()
    for ratio, rate in (
        ("entry_rate_ratio", "acceptance_rate"),
        ("completion_rate_ratio", "case_completion_rate"),
    ):
        assert catalogue.find(ratio).buckets == catalogue.find(rate).buckets
        assert catalogue.find(ratio).population == catalogue.find(rate).population


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("rows = [1]\nanswer = {}", "rows must be a list of tables"),
        ("rows = []\nanswer = { rows = 3 }", r"answer\.rows must be a list"),
        ("rows = []\nanswer = {}\nask = { by = 3 }", "ask: by must be a list of texts"),
        ('rows = []\nanswer = {}\nask = { by = [["site"]] }', "ask: by must be a list of texts"),
        (
            'rows = []\nanswer = {}\nask = { where = ["site"] }',
            "ask: by must be a list of texts, where a table",
        ),
    ],
)
def test_an_example_of_another_shape_is_named(wrong: str, message: str) -> None:
    rest = BUCKETS.removeprefix(EXAMPLE)
    refuse(f'{HEAD}[example]\nwords = "None."\n{wrong}\n{rest}', message)
