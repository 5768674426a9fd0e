"""PRIVACY IS AT STAKE HERE. The one secret behind every published number, and what is drawn from it.

    record_key = first 8 bytes of HMAC-SHA256(K_rec, programme ‖ case)      the same case, the same key
    cell_key   = Σ record_key mod 2⁶⁴                                      a fingerprint of a set of cases
    u          = HMAC-SHA256(K_cell, period ‖ statistic ‖ cell_key ‖ n)    the only randomness there is

The same cases give the same draw on every machine and in every order, so a rebuild is identical to the byte
and asking twice tells nothing; the period is inside, so a later release gives a fresh draw and nothing to
subtract. Whoever has the secret can undo the noise: it is never stored with the data or the release.
"""

import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

from pipelines.disclosure.noise import SLOTS, fill_slots
from pipelines.errors import UsageError, WarehouseError
from pipelines.warehouse.durable import write_durably

SECRET_BYTES = 32
SECRET_VARIABLE = "OUTCOMES_RELEASE_SECRET"
"""64 hex digits; where it is set, no file is read."""

KEY_SPACE = 2**64
_SEPARATOR = "\x1f"


class Draw(NamedTuple):
    """What is drawn for one set of cases: places in the tables, and a number from a bell curve."""

    first: int
    second: int
    bell: float
    """Standard normal, cut off at ±`BELL_ENDS`."""


BELL_ENDS = 3.0
"""Beyond three standard deviations a published amount would be useless, and one in 370 would lie there."""


def secret_path(warehouse: Path) -> Path:
    """Where the secret is kept, beside the warehouse's other keys."""
    return warehouse / "keys" / "release.key"


def read_secret(warehouse: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """The secret from the environment, else from its file, which is made at the first release.

    Raises `UsageError` or `WarehouseError` where it is there but cannot be used.
    """
    named = environment.get(SECRET_VARIABLE)
    if named is not None:
        return _from_hex(named)
    path = secret_path(warehouse)
    if not path.exists():
        path.parent.mkdir(exist_ok=True, mode=0o700)
        write_durably(path, secrets.token_bytes(SECRET_BYTES), mode=0o600)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise WarehouseError(
            f"{path.name} is damaged: it must hold exactly {SECRET_BYTES} bytes. With any other secret a new "
            "release could be subtracted from an earlier one. Restore the folder keys/ from a backup."
        )
    return secret


def _from_hex(text: str) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise UsageError(f"{SECRET_VARIABLE} must be {2 * SECRET_BYTES} hex digits. Nothing was released.")
    return secret


class Keys:
    """What is drawn from one secret. Two releases of one secret draw alike for the same cases and period."""

    def __init__(self, secret: bytes) -> None:
        self._records = hmac.digest(secret, b"record", "sha256")
        self._cells = hmac.digest(secret, b"cell", "sha256")
        self._order = hmac.digest(secret, b"order", "sha256")
        self._known: dict[str, int] = {}
        self._tables: dict[tuple[int, float], tuple[int, ...]] = {}

    def record_key(self, programme: str, case: str) -> int:
        """The key of a case: the same for every measure, so it is made once."""
        named = f"{programme}{_SEPARATOR}{case}"
        if named not in self._known:
            digest = hmac.digest(self._records, named.encode(), "sha256")
            self._known[named] = int.from_bytes(digest[:8], "big")
        return self._known[named]

    def draw(self, period: str, statistic: str, cell_key: int, n: int) -> Draw:
        """The draw of one set of cases for one statistic in one period."""
        message = _SEPARATOR.join((period, statistic, str(cell_key), str(n))).encode()
        u = hmac.digest(self._cells, message, "sha256")
        level = (int.from_bytes(u[4:12], "big") + 0.5) / KEY_SPACE
        bell = NormalDist().inv_cdf(level)
        return Draw(
            int.from_bytes(u[0:2], "big") % SLOTS,
            int.from_bytes(u[2:4], "big") % SLOTS,
            max(-BELL_ENDS, min(BELL_ENDS, bell)),
        )

    def table(self, most: int, variance: float) -> tuple[int, ...]:
        """Place → move: the symmetric table in an order that only the secret knows."""
        asked = (most, variance)
        if asked not in self._tables:
            moves = fill_slots(most, variance)
            label = f"{most}{_SEPARATOR}{variance}{_SEPARATOR}"
            order = sorted(
                range(SLOTS), key=lambda place: hmac.digest(self._order, f"{label}{place}".encode(), "sha256")
            )
            self._tables[asked] = tuple(moves[place] for place in order)
        return self._tables[asked]

    def fingerprint(self, lines: Iterable[bytes]) -> str:
        """16 hex digits that only the holder of the secret can compute: what a manifest says of the data."""
        digest = hmac.new(self._records, digestmod="sha256")
        for line in lines:
            digest.update(line)
        return digest.hexdigest()[:16]
