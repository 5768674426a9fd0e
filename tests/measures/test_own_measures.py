"""A programme's own definitions: one that is sound answers like any other, and none can break out.

What is refused is refused when the folder is read, with the file, the key and what is allowed, long before an
engine sees it.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.command import app
from pipelines.errors import DefinitionError
from pipelines.measures.catalogue import conditions_of, load_catalogue
from tests.measures.test_definition_file import BUCKETS, EXAMPLE, HEAD

OURS = '\nneeds = ["agreements.status"]' + HEAD + BUCKETS

MONEY = '\n[money]\nnumerator = "{numerator}"\ndenominator = "{denominator}"\n'

KEYS = {
    "population": 'population = "{sql}"' + OURS,
    "buckets.met": OURS.replace("status = 'completed'", "{sql}"),
    "count.distinct": HEAD.replace('"rate"', '"count"') + EXAMPLE + '[count]\ndistinct = "{sql}"\n',
    "count.sum": HEAD.replace('"rate"', '"count"') + EXAMPLE + '[count]\nsum = "{sql}"\n',
    "money.numerator": HEAD.replace('"rate"', '"money_rate"')
    + BUCKETS
    + MONEY.format(numerator="{sql}", denominator="n_obligations"),
    "money.amount": HEAD.replace('"rate"', '"money"') + EXAMPLE + '[money]\namount = "{sql}"\n',
    "curve.day": HEAD.replace('"rate"', '"curve"')
    + EXAMPLE
    + '[curve]\nday = "{sql}"\nevent = "curve_event"\nhorizons = [90]\n',
    "curve.event": HEAD.replace('"rate"', '"curve"')
    + EXAMPLE
    + '[curve]\nday = "curve_day"\nevent = "{sql}"\nhorizons = [90]\n',
    "days.value": HEAD.replace('"rate"', '"days"') + EXAMPLE + '[days]\nvalue = "{sql}"\npending = "FALSE"\n',
    "days.pending": HEAD.replace('"rate"', '"days"')
    + EXAMPLE
    + '[days]\nvalue = "due_day"\npending = "{sql}"\n',
    "pathway.stage": HEAD.replace('"rate"', '"pathway"')
    + EXAMPLE
    + '[pathway]\nstage = "{sql}"\nreason = "status"\n[pathway.stages.made]\nwords = "Made"\n',
    "ratio.numerator": HEAD.replace('"rate"', '"ratio"')
    + BUCKETS
    + '[ratio]\nof = "quantity"\nnumerator = "{sql}"\ndenominator = "n_obligations"\n',
    "flow.total": HEAD.replace('"rate"', '"flow"')
    + EXAMPLE
    + '[flow]\ntotal = "{sql}"\n[flow.parts.all]\nwords = "All"\namount = "n_obligations"\n',
    "flow.parts.all": HEAD.replace('"rate"', '"flow"')
    + EXAMPLE
    + '[flow]\ntotal = "n_obligations"\n[flow.parts.all]\nwords = "All"\namount = "{sql}"\n',
}
"""Where a definition of an agreement holds SQL, as a file with a place for it."""

ATTEMPTS = {
    "a subquery": "(SELECT COUNT(*) FROM agreements) > 0",
    "a subquery in a list": "status IN (SELECT status FROM agreements)",
    "a subquery that is only tested": "EXISTS (SELECT 1 FROM ledger)",
    "a row of another table": "status = ANY (SELECT programme FROM programmes)",
    "a common table": "(WITH x AS (SELECT 1 AS y) SELECT y FROM x) = 1",
    "a file of text": "(SELECT content FROM read_text('keys/pseudonym.key')) <> ''",
    "a function that reads a file": "read_text('keys/pseudonym.key') IS NULL",
    "a CSV": "(SELECT COUNT(*) FROM read_csv('cases.csv')) > 0",
    "a Parquet file": "(SELECT COUNT(*) FROM 'keys/ids.parquet') > 0",
    "a listing": "(SELECT COUNT(*) FROM glob('*')) > 0",
    "the environment": "getenv('HOME') <> ''",
    "the settings": "current_setting('threads') = 1",
    "the engine's catalogue": "(SELECT COUNT(*) FROM duckdb_tables()) > 0",
    "another table's column": "grain_case.status = 'open'",
    "another database's column": "previous.main.cases.status = 'open'",
    "a star": "*",
    "all columns": "COLUMNS(*) IS NULL",
    "a pragma": "PRAGMA database_list",
    "a setting": "SET threads = 1",
    "an attachment": "ATTACH 'elsewhere.duckdb'",
    "a copy": "COPY agreements TO 'out.csv'",
    "an installation": "INSTALL httpfs",
    "a second statement": "is_due; DROP TABLE agreements",
    "a second statement after a comment": "is_due -- \\n ; DELETE FROM agreements",
    "a closing bracket": "is_due) FROM grain_agreement; SELECT (1",
    "a union": "is_due UNION ALL SELECT TRUE",
    "a comment that hides a bracket": "is_due) -- ",
    "an open comment": "is_due /* ",
    "a comment": "is_due /* always */",
    "a comment to the end": "is_due -- OR TRUE",
    "a window": "SUM(due_day) OVER () > 0",
    "a numbered row": "ROW_NUMBER() OVER (ORDER BY due_day) = 1",
    "an aggregate": "COUNT(*) > 1",
    "an aggregate with a filter": "SUM(due_day) FILTER (WHERE is_due) > 1",
    "a bound value": "status = ?",
    "a numbered value": "status = $1",
    "a lambda": "list_filter([due_day], x -> x > 1) = []",
    "a struct": "{'a': due_day}.a = 1",
    "a list": "[due_day][1] = 1",
    "a pattern": "regexp_matches(party_id, '^a')",
    "a likeness": "party_id LIKE 'a%'",
    "a chance": "random() < 0.5",
    "today": "current_date > '2026-01-01'",
    "text made of columns": "party_id || case_id = 'ab'",
    "a cast to text": "CAST(due_day AS VARCHAR) = '1'",
    "a cast to a struct": "CAST(due_day AS STRUCT(a INTEGER)).a = 1",
    "an unknown column": "name = 'somebody'",
    "a quoted unknown column": "\\\"content\\\" = 'x'",
    "a column of another grain": "person_key = 'somebody'",
    "a hidden row number": "rowid = 1",
    "a macro of the build": "pseudonym('a', 'case', party_id) = 'x'",
    "sleep": "sleep(10) IS NULL",
}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    load_catalogue.cache_clear()


def refusal(folder: Path) -> str:
    """What is said of the one file in the folder; nothing of it is in the catalogue."""
    catalogue = load_catalogue(folder)
    ((file, message),) = catalogue.refused.items()
    shipped = load_catalogue()
    assert {one.name: one.version for one in catalogue} == {one.name: one.version for one in shipped}
    assert message.startswith(file)
    return message


@pytest.mark.parametrize("sql", ATTEMPTS.values(), ids=ATTEMPTS.keys())
@pytest.mark.parametrize("key", ["population", "buckets.met", "count.sum", "days.value"])
def test_no_attempt_gets_past_the_folder(own: Path, key: str, sql: str) -> None:
    (own / "our_own.toml").write_text(KEYS[key].replace("{sql}", sql), encoding="utf-8")
    message = refusal(own)
    assert message.startswith("our_own.toml, ")
    assert key in message.replace(", ", ".")
    assert "Allowed: " in message or "Columns: " in message


@pytest.mark.parametrize("key", KEYS)
def test_every_key_that_holds_sql_is_held_to_it(own: Path, key: str) -> None:
    (own / "our_own.toml").write_text(KEYS[key].replace("{sql}", "(SELECT 1)"), encoding="utf-8")
    assert re.search(rf"^our_own\.toml, {key}.*Allowed: ", refusal(own))


def test_no_key_with_sql_is_left_out_of_these_tests() -> None:
    stems = {".".join(key.split(".")[:2]) for m in load_catalogue() for key, _, _ in conditions_of(m)}
    tried = {".".join(key.split(".")[:2]) for key in KEYS}
    # The same function reads both of each of these pairs.
    alike = {"money.denominator", "pathway.reason", "ratio.denominator"}
    assert {one for one in stems if not one.startswith("buckets.")} - alike <= tried


@pytest.mark.parametrize(
    ("key", "text", "allowed"),
    [
        ("grain", OURS.replace('grain = "agreement"', 'grain = "ledger"'), "case, party, conference"),
        ("grain", OURS.replace('grain = "agreement"', 'grain = "agreement; x"'), "case, party, conference"),
        ("basis", OURS.replace('basis = "event"', 'basis = "today"'), "referral, event, closing"),
        ("direction", OURS.replace('"higher"', '"better"'), "higher, lower, neither"),
        ("breakdowns", OURS.replace("direction", 'breakdowns = ["party_id"]\ndirection'), "programme, site"),
        ("kind", OURS.replace('kind = "rate"', 'kind = "sql"'), "rate, count, days"),
        ("buckets, won", OURS.replace("buckets.met", "buckets.won"), "met, not_met, pending"),
    ],
)
def test_closed_lists_are_closed(own: Path, key: str, text: str, allowed: str) -> None:
    (own / "our_own.toml").write_text(text, encoding="utf-8")
    assert re.search(rf"^our_own\.toml, {key}.*{allowed}", refusal(own))


def test_a_key_that_nobody_reads_is_refused(own: Path) -> None:
    (own / "our_own.toml").write_text('sql = "SELECT 1"' + OURS, encoding="utf-8")
    assert re.search(r"our_own\.toml.*unknown sql", refusal(own))


def test_a_folder_cannot_replace_what_a_shipped_measure_means(own: Path) -> None:
    (own / "agreement_completion_rate.toml").write_text(OURS, encoding="utf-8")
    assert re.search(r"already a measure agreement_completion_rate", refusal(own))


def test_one_of_ones_own_answers_like_any_other(one_case_warehouse: Path) -> None:
    folder = one_case_warehouse / "measures"
    folder.mkdir()
    try:
        ours = OURS.replace(
            "status = 'completed'", "CASE WHEN is_renegotiated THEN FALSE ELSE status = 'completed' END"
        )
        (folder / "kept_as_agreed.toml").write_text(ours, encoding="utf-8")
        asked = ["figures", "kept_as_agreed", "--warehouse", str(one_case_warehouse), "--json"]
        found = json.loads(CliRunner().invoke(app, asked).stdout)
        assert found["measure"] == "kept_as_agreed"
        assert found["rows"] == [
            {"by": {}, "state": "too_few", "n": 1, "met": 1, "not_met": 0, "pending": 0, "not_applicable": 0,
             "unknown": 0, "population": 1},
        ]  # fmt: skip
        listed = CliRunner().invoke(
            app, ["measures", "kept_as_agreed", "--warehouse", str(one_case_warehouse)]
        )
        assert "is_renegotiated" in listed.stdout
    finally:
        (folder / "kept_as_agreed.toml").unlink()
        folder.rmdir()
        load_catalogue.cache_clear()


SUM = '\n[count]\nsum = "{}"\n'
SUMMED = (
    'needs = ["agreements.due_day"]'
    + HEAD.replace('"rate"', '"count"')
    + '[example]\nwords = "1"\nrows = [{ due_day = 1 }]\nanswer = { value = '
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OURS.replace("answer = { met = 1", "answer = { met = 2"), "example.answer: .*It gives met = 1"),
        (OURS.replace("rows = [{ status", "rows = [{ colour = 'red', status"), "example.rows: colour is not"),
        (OURS.replace("rows = [{ status", "rows = [{ times = 0, status"), "example.rows: times is a whole"),
        (OURS.replace("rows = [{ status", "rows = [{ due_day = 'x', status"), "example.rows: no answer"),
        (OURS.replace("[example]", "[example]\nask = { by = ['colour'] }"), "example.ask takes by and where"),
        (
            SUMMED + '9000000000000000000 }\n[count]\nsum = "due_day * 9000000000000000000"\n',
            ": no answer comes of it",
        ),
        (
            SUMMED + '1 }\n[count]\nsum = "1.0 / due_day"\n',
            ": no answer comes.*guard a division",
        ),
        (OURS.replace("status = 'completed'", "COALESCE(status, 'gone') = 'completed'"), "'gone' is no code"),
        (
            OURS.replace("status = 'completed'", "CASE WHEN is_due THEN 'yes' ELSE 'no' END = 'yess'"),
            "'yess' is no code of what it is compared with",
        ),
        (OURS.replace("status = 'completed'", "(COALESCE(status, 'gone')) = 'active'"), "'gone' is no code"),
        (OURS.replace("status = 'completed'", "waived_by = 'harmed'"), 'needs: .*Add "agreements.waived_by"'),
    ],
)
def test_what_would_mislead_or_stop_a_page_is_refused(own: Path, text: str, message: str) -> None:
    (own / "our_own.toml").write_text(text, encoding="utf-8")
    assert re.search(message, refusal(own))


@pytest.mark.parametrize("name", ["period", "month", "cluster", "currency", "kept__met", "site", "due_day"])
def test_a_name_that_queries_need_is_refused(own: Path, name: str) -> None:
    (own / f"{name}.toml").write_text(OURS, encoding="utf-8")
    assert re.search(r"cannot be called|cannot have the name", refusal(own))


def test_one_bad_file_stops_no_other_figure(one_case_warehouse: Path) -> None:
    folder = one_case_warehouse / "measures"
    folder.mkdir()
    try:
        (folder / "kept_as_agreed.toml").write_text(OURS, encoding="utf-8")
        (folder / "not_sound.toml").write_text("title = ", encoding="utf-8")
        asked = ["figures", "kept_as_agreed", "--warehouse", str(one_case_warehouse), "--json"]
        sound = CliRunner().invoke(app, asked)
        assert json.loads(sound.stdout)["measure"] == "kept_as_agreed"
        assert "Not in force: not_sound.toml: this is not TOML" in sound.stderr
        refused = CliRunner().invoke(app, ["figures", "not_sound", "--warehouse", str(one_case_warehouse)])
        assert isinstance(refused.exception, DefinitionError) or refused.exit_code
        listed = CliRunner().invoke(app, ["measures", "--warehouse", str(one_case_warehouse)])
        assert "not_sound.toml" in listed.stderr
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        load_catalogue.cache_clear()


def test_a_pattern_cannot_replace_a_shipped_measure_either(own: Path) -> None:
    shipped = files("pipelines.measures") / "definitions" / "answers.toml"
    (own / "answers.toml").write_bytes(shipped.read_bytes())
    assert re.search("already a measure answers_", refusal(own))
