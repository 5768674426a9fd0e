import hashlib
import hmac
import os
import stat
from pathlib import Path

import duckdb
import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import WarehouseError
from pipelines.warehouse.pseudonyms import KINDS, create_pseudonym_macro, find_pseudonym, key_path, read_key

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


def test_one_reference_is_found_by_hand(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        create_pseudonym_macro(connection, KEY)
        assert find_pseudonym(connection, "a", "case", "17") == pseudonym("a", "case", "17")


def test_a_lost_key_is_not_replaced_by_another(tmp_path: Path) -> None:
    read_key(tmp_path)
    (tmp_path / "current.json").write_text("{}", encoding="utf-8")
    key_path(tmp_path).unlink()
    with pytest.raises(WarehouseError, match="from a backup"):
        read_key(tmp_path)
    assert not key_path(tmp_path).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no POSIX file modes")
def test_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    read_key(tmp_path)
    assert stat.S_IMODE(key_path(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_path(tmp_path).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", KEY[:31], KEY + b"\n"])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    read_key(tmp_path)
    key_path(tmp_path).write_bytes(content)
    with pytest.raises(WarehouseError, match=r"exactly 32 bytes.*from a backup"):
        read_key(tmp_path)
