import hashlib
import hmac
import os
import stat
from pathlib import Path

import duckdb
import pytest

from pipelines.contract_tables import TABLES
from pipelines.warehouse.pseudonyms import KINDS, create_pseudonym_macro, read_key, write_references

KEY = bytes(range(32))


def pseudonym(programme: str, kind: str, reference: str | None) -> str | None:
    with duckdb.connect() as connection:
        create_pseudonym_macro(connection, KEY)
        return connection.execute("SELECT pseudonym(?, ?, ?)", [programme, kind, reference]).fetchall()[0][0]


def test_it_is_hmac_sha256_as_the_standard_library_computes_it() -> None:
    expected = hmac.new(KEY, "riverside\x1fcase\x1fÄ-17".encode(), hashlib.sha256).hexdigest()[:16]
    assert pseudonym("riverside", "case", "Ä-17") == expected


def test_programme_and_kind_keep_equal_references_apart() -> None:
    ours = {pseudonym("a", "case", "1"), pseudonym("b", "case", "1"), pseudonym("a", "party", "1")}
    assert len(ours) == 3


def test_nothing_stays_nothing() -> None:
    assert pseudonym("a", "case", None) is None


def test_every_id_column_of_the_contract_is_re_keyed() -> None:
    ids = {column.name for table in TABLES.values() for column in table.columns if column.type == "id"}
    assert ids == set(KINDS)


def test_the_key_is_made_once(tmp_path: Path) -> None:
    assert read_key(tmp_path) == read_key(tmp_path)
    assert len(read_key(tmp_path)) == 32


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no POSIX file modes")
def test_key_and_references_are_the_owners_alone(tmp_path: Path) -> None:
    read_key(tmp_path)
    with duckdb.connect() as connection:
        write_references(
            connection, tmp_path, "SELECT 'p' AS programme, 'case' AS kind, 'r' AS reference, 'x' AS id"
        )
    for name in ("pseudonym.key", "ids.parquet"):
        assert stat.S_IMODE((tmp_path / "keys" / name).stat().st_mode) == 0o600
