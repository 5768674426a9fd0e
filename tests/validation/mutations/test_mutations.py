"""Every mutator's fault is found, on the row it was put into and once a rule, and nothing else is."""

import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipelines.checking import check_opened
from pipelines.contract_tables import TABLES
from pipelines.exports.reading import Staging
from pipelines.opening import IngestRequest, open_request
from pipelines.progress import silent
from pipelines.sample import sample_folder
from pipelines.validation.rules import PARENT_QUARANTINED, all_rules
from tests.validation.mutations.cloning import SOURCE, Copy, Row, neighbour, write_table
from tests.validation.mutations.mutators import TWO_WAYS, Mutator, mutators

Finding = tuple[str, str, int]
"""Rule, table, and the row's number in its file."""

NOT_BY_A_ROW = {
    # Said of the export, or by the stages after the rules.
    "cases.not_supplied",
    PARENT_QUARANTINED,
    # Written in capitals before it is looked at, a currency is never what reading writes for no reading.
    "obligations.currency.unreadable",
    "payments.currency.unreadable",
    # What reading says of a date, where its case has none to count from: no text of a cell says it.
    *(rule for rule in all_rules() if rule.endswith(".uncounted")),
}


BATCHES = ("plain", "no_currency", "joined")


@cache
def corpus(batch: str) -> tuple[dict[Finding, Mutator], Counter[Finding], set[Finding]]:
    """(expected → its mutator, found → how often, rows taken along), of a batch's mutators in one export."""
    of_batch = [mutator for mutator in mutators() if mutator.batch == batch]
    changed = [(mutator, Copy(number)) for number, mutator in enumerate(of_batch, start=1)]
    blamed = [(mutator, mutator.change(copy)) for mutator, copy in changed]
    rows: dict[str, list[Row]] = {name: list(neighbour().rows[name]) for name in TABLES}
    for _, copy in changed:
        for name in TABLES:
            rows[name] += copy.rows[name]
    place = {id(row): (name, number) for name in TABLES for number, row in enumerate(rows[name], start=2)}
    expected = {(rule, *place[id(row)]): mutator for mutator, found in blamed for rule, row in found}
    found = _findings(rows, batch)
    along = {finding for finding in found if finding[0] == PARENT_QUARANTINED}
    return dict(expected), Counter({f: n for f, n in found.items() if f not in along}), along


def _findings(rows: dict[str, list[Row]], batch: str) -> Counter[Finding]:
    with TemporaryDirectory() as name:
        folder, scratch = Path(name) / "export", Path(name) / "scratch"
        folder.mkdir()
        scratch.mkdir()
        with zipfile.ZipFile(sample_folder() / SOURCE) as archive:
            settings = archive.read("export.toml").decode("utf-8")
        if batch == "no_currency":
            settings = settings.replace('currency     = "GBP"', "")
        write = write_joined if batch == "joined" else write_plain
        (folder / "export.toml").write_text(write(folder, rows) + settings, encoding="utf-8")
        opened = open_request(IngestRequest(paths=(folder,)))
        with opened.export, check_opened(opened, scratch, silent) as checked:
            return Counter(found for table in TABLES for found in _found_in(checked.staging, table))


def write_plain(folder: Path, rows: dict[str, list[Row]]) -> str:
    """The contract's own tables; what the settings say of them."""
    for table, several in rows.items():
        write_table(folder / f"{table}.csv", several)
    return ""


def write_joined(folder: Path, rows: dict[str, list[Row]]) -> str:
    """Each table as a list of numbers, its columns in a second table: two rows where a cell has two texts."""
    mapping = 'mapping = 1\nname = "joined"\n'
    for table, several in rows.items():
        numbered = [{"n": str(number), **row} for number, row in enumerate(several)]
        write_table(folder / f"{table}.csv", [{"n": row["n"]} for row in numbered])
        write_table(folder / f"{table}_beside.csv", [one for row in numbered for one in _both(row)])
        columns = "".join(f'{name} = "{table}_beside.{name}"\n' for name in several[0])
        mapping += f'[sources.{table}]\n[sources.{table}_beside]\n[tables.{table}]\nfrom = "{table}"\n'
        mapping += f'join = {{ source = "{table}_beside", on = "n" }}\n[tables.{table}.columns]\n{columns}'
    (folder / "joined.toml").write_text(mapping, encoding="utf-8")
    return 'mapping = "joined.toml"\n'


def _both(row: Row) -> list[Row]:
    if not any(TWO_WAYS in cell for cell in row.values()):
        return [row]
    return [{name: cell.split(TWO_WAYS)[end] for name, cell in row.items()} for end in (0, -1)]


def _found_in(staging: Staging, table: str) -> list[Finding]:
    found = staging.execute(
        f"SELECT rule, table_name, _row FROM findings JOIN made_{table} USING (_id) WHERE table_name = ?",
        [table],
    )
    return [(rule, name, row) for rule, name, row in found.fetchall()]


@pytest.mark.parametrize("batch", BATCHES)
def test_recall_and_precision_are_one(batch: str) -> None:
    expected, found, _ = corpus(batch)
    made = [mutator for mutator in mutators() if mutator.batch == batch]
    hit = expected.keys() & found.keys()
    print(
        f"{batch}: {len(made)} mutators of {len({m.rule for m in made})} rules, {len(expected)} findings: "
        f"recall {len(hit) / len(expected):.3f}, precision {len(hit) / len(found):.3f}"
    )
    assert expected.keys() - found.keys() == set(), "not found"
    assert found.keys() - expected.keys() == set(), "found where nothing is wrong"


@pytest.mark.parametrize("batch", BATCHES)
def test_each_row_is_found_once_a_rule(batch: str) -> None:
    _, found, along = corpus(batch)
    assert [finding for finding, times in found.items() if times > 1] == []
    assert along if batch == "plain" else True


def test_every_rule_has_three_mutators() -> None:
    made = Counter(mutator.rule for mutator in mutators())
    few = {rule for rule in all_rules() if made[rule] < 3}
    assert few == NOT_BY_A_ROW
    assert len(mutators()) >= 100
