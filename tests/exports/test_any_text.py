"""Whatever stands in the cells: the accounts add up, errors are ours, and none of them says a value."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import OutcomesError
from pipelines.exports.anonymity import check_anonymity
from pipelines.exports.files import PARQUET_ENDINGS, TEXT_ENDINGS, WORKBOOK_ENDINGS
from pipelines.exports.mapping import load_mapping
from pipelines.exports.reading import open_staging, read_export
from pipelines.exports.staging import StagedExport, stage_export
from tests.exports.handing_over import AS_OF, write_files
from tests.support.export_formats import FORMATS

COLUMNS = ("case_id", "referral_date", "status", "closed_date", "months_since_harm", "site", "something else")
cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "2026-01-31", "31/01/2026", "open", "-1", "1e9", "=1+1", "Total", "é – x", "\u00a0", "9" * 25]
    ),
)
rows = st.lists(st.tuples(*[cells] * len(COLUMNS)), max_size=6)
delimiters = st.sampled_from([",", ";", "\t"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


def written(table: list[tuple[str, ...]], delimiter: str) -> str:
    def line(row: tuple[str, ...]) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row)

    return "\n".join([line(COLUMNS), *map(line, table)]) + "\n"


def hand_over(content: bytes, name: str) -> StagedExport | OutcomesError:
    """The staged export, or the refusal; anything else that is raised fails the test."""
    with TemporaryDirectory() as folder:
        path = write_files(Path(folder) / "export", {name: content})
        try:
            with read_export([path], programme="tiny", as_of=AS_OF) as export:
                check_anonymity(export, load_mapping(None))
                with open_staging(Path(folder) / "scratch") as staging:
                    told = stage_export(export, load_mapping(None), staging)
                    (made,) = staging.execute("SELECT count(*) FROM made_cases").fetchall()
                    assert made[0] == sum(account.rows_used for account in told.accounts)
                    return told
        except OutcomesError as refused:
            return refused


def with_encoding(text: str, encoding: str) -> bytes:
    return text.encode(encoding, errors="replace")


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows, delimiters, encodings)
def test_any_text_in_the_cells(table: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    told = hand_over(with_encoding(written(table, delimiter), encoding), "cases.csv")
    if isinstance(told, OutcomesError):
        message = str(told)
        values = {cell.strip() for row in table for cell in row if len(cell.strip()) > 5}
        ours = {value for value in values if value in written([], ",")}
        assert not [value for value in values - ours if value in message]
        assert told.exit_code in (2, 3)
    else:
        for account in told.accounts:
            assert account.rows_read == account.rows_used + sum(rows for _, rows in account.left_out)


ENDINGS = (*TEXT_ENDINGS, *WORKBOOK_ENDINGS, *PARQUET_ENDINGS, ".zip")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([f"cases{ending}" for ending in ENDINGS]))
def test_any_bytes_in_the_file(content: bytes, name: str) -> None:
    told = hand_over(content, name)
    assert isinstance(told, OutcomesError)
    assert told.exit_code in (2, 3)


@cache
def sound_file(name: str) -> tuple[str, bytes]:
    """The one file that a format makes of a few sound cases, by name."""
    cases = [["case_id", "referral_month", "status"], *([f"c{n}", "2026-01", "open"] for n in range(20))]
    with TemporaryDirectory() as folder:
        FORMATS[name](Path(folder), {"cases": cases})
        (file,) = Path(folder).iterdir()
        return file.name, file.read_bytes()


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(["workbook", "Parquet", "zip", "workbook in a zip", "CSV with semicolons, UTF-16"]),
    st.floats(0, 0.99),
    st.binary(max_size=8),
)
def test_a_sound_file_cut_off_or_overwritten(name: str, place: float, put: bytes) -> None:
    """Nothing put in its place: the file ends there."""
    file, content = sound_file(name)
    at = int(place * len(content))
    told = hand_over(content[:at] + put + (content[at + len(put) :] if put else b""), file)
    if isinstance(told, OutcomesError):
        assert told.exit_code == 3
    else:
        (account,) = told.accounts
        assert account.rows_read == account.rows_used + sum(rows for _, rows in account.left_out)
