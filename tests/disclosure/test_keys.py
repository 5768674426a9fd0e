"""The secret: made once, never guessed; the same set draws the same, and nothing else does."""

import hmac
import stat
from pathlib import Path
from statistics import fmean, pstdev

import pytest

from pipelines.disclosure.keys import (
    BELL_ENDS,
    SECRET_VARIABLE,
    Keys,
    read_secret,
    secret_path,
)
from pipelines.disclosure.noise import SLOTS, fill_slots
from pipelines.errors import UsageError, WarehouseError

SECRET = bytes(range(32))
KEYS = Keys(SECRET)


def test_the_secret_is_made_at_the_first_release_and_kept(tmp_path: Path) -> None:
    first = read_secret(tmp_path, {})
    assert len(first) == 32
    assert read_secret(tmp_path, {}) == first
    assert stat.S_IMODE(secret_path(tmp_path).stat().st_mode) == 0o600


def test_the_environment_comes_before_the_file_and_leaves_none(tmp_path: Path) -> None:
    assert read_secret(tmp_path, {SECRET_VARIABLE: SECRET.hex()}) == SECRET
    assert not secret_path(tmp_path).exists()


@pytest.mark.parametrize("text", ["", "5a", "x" * 64, "5a" * 33])
def test_what_is_no_secret_is_refused_without_being_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="64 hex digits") as refused:
        read_secret(tmp_path, {SECRET_VARIABLE: text})
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_damaged_file_is_not_replaced(tmp_path: Path, size: int) -> None:
    secret_path(tmp_path).parent.mkdir()
    secret_path(tmp_path).write_bytes(b"x" * size)
    with pytest.raises(WarehouseError, match="damaged"):
        read_secret(tmp_path, {})
    assert len(secret_path(tmp_path).read_bytes()) == size


def test_a_record_key_is_the_first_eight_bytes_of_the_hmac_of_programme_and_case() -> None:
    own = hmac.digest(SECRET, b"record", "sha256")
    digest = hmac.digest(own, b"elm_park\x1fc1", "sha256")
    assert KEYS.record_key("elm_park", "c1") == int.from_bytes(digest[:8], "big")
    assert KEYS.record_key("elm_park", "c1") == Keys(SECRET).record_key("elm_park", "c1")
    others = {
        KEYS.record_key("elm_park", "c2"),
        KEYS.record_key("oak", "c1"),
        Keys(b"x" * 32).record_key("elm_park", "c1"),
    }
    assert len(others | {KEYS.record_key("elm_park", "c1")}) == 4


def test_everything_in_a_draw_changes_it_and_nothing_else() -> None:
    asked = ("2025Q1", "everybody", 77, 40)
    changed = [("2025Q2", *asked[1:]), ("2025Q1", "met", 77, 40), (*asked[:2], 78, 40), (*asked[:3], 41)]
    assert KEYS.draw(*asked) == Keys(SECRET).draw(*asked)
    assert len({KEYS.draw(*one) for one in (asked, *changed)}) == 5
    assert Keys(b"x" * 32).draw(*asked) != KEYS.draw(*asked)


def test_draws_lie_evenly_in_the_table_and_under_the_bell() -> None:
    draws = [KEYS.draw("p", "s", key, 40) for key in range(4_000)]
    for places in ([draw.first for draw in draws], [draw.second for draw in draws]):
        assert min(places) >= 0
        assert max(places) < SLOTS
        assert fmean(places) == pytest.approx((SLOTS - 1) / 2, rel=0.04)
    bells = [draw.bell for draw in draws]
    assert fmean(bells) == pytest.approx(0, abs=0.06)
    assert pstdev(bells) == pytest.approx(0.99, abs=0.05)
    assert max(map(abs, bells)) == BELL_ENDS


def test_the_table_holds_the_same_moves_in_an_order_only_the_secret_knows() -> None:
    table = KEYS.table(5, 3.0)
    assert sorted(table) == sorted(fill_slots(5, 3.0))
    assert KEYS.table(5, 3.0) == table == Keys(SECRET).table(5, 3.0)
    assert Keys(b"x" * 32).table(5, 3.0) != table != fill_slots(5, 3.0)


def test_a_fingerprint_is_of_the_lines_and_the_secret() -> None:
    own = KEYS.fingerprint([b"a", b"b"])
    assert len(own) == 16
    assert own == KEYS.fingerprint(iter([b"a", b"b"]))
    assert own != KEYS.fingerprint([b"b", b"a"])
    assert own != Keys(b"x" * 32).fingerprint([b"a", b"b"])
