"""The programme's ids become ours, so that a snapshot holds none of theirs.

Our id is the first 16 hex digits of HMAC-SHA256 (RFC 2104) over programme, kind of id and the programme's id,
with a secret that never leaves `keys/`. The same reference always gets the same id, so a re-submission finds
its rows. At ten million ids two collide with a chance of about 3 in a million (n² / 2⁶⁵).
"""

import os
import secrets
from pathlib import Path

from pipelines.warehouse.connection import Connection

KEY_BYTES = 32
BLOCK_BYTES = 64
"""Block size of SHA-256, to which HMAC pads its key."""

KINDS = {
    "case_id": "case", "reopened_from": "case",
    "party_id": "party", "supports_party_id": "party", "stands_for_party_id": "party", "beneficiary_party_id": "party",
    "person_id": "person",
    "conference_id": "conference", "facilitator": "facilitator",
    "agreement_id": "agreement", "supersedes": "agreement",
    "obligation_id": "obligation", "replaces_obligation_id": "obligation",
    "payment_id": "payment",
    "response_id": "response",
}  # fmt: skip
"""Every id column, and what it points to: two columns that point to the same thing must meet."""


def read_key(warehouse: Path) -> bytes:
    """The warehouse's secret; made at the first ingest, readable by its owner alone. Losing it orphans the ids."""
    folder = warehouse / "keys"
    path = folder / "pseudonym.key"
    if not path.exists():
        folder.mkdir(exist_ok=True, mode=0o700)
        temporary = folder / "pseudonym.key.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    return path.read_bytes()


def create_pseudonym_macro(connection: Connection, key: bytes) -> None:
    """Define `pseudonym(programme, kind, reference)` in the build connection. NULL stays NULL."""
    padded = key.ljust(BLOCK_BYTES, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded).hex()
    outer = bytes(byte ^ 0x5C for byte in padded).hex()
    # A temporary macro lives in this connection only: the key is never written into the snapshot.
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO pseudonym(programme, kind, reference) AS CASE WHEN reference IS NOT NULL THEN "
        f"LEFT(SHA256(UNHEX('{outer}') || UNHEX(SHA256(UNHEX('{inner}') || "
        "ENCODE(programme || CHR(31) || kind || CHR(31) || reference)))), 16) END"
    )


def write_references(connection: Connection, warehouse: Path, rows_sql: str) -> None:
    """Add the rows of `rows_sql` to `keys/ids.parquet`: programme, kind, reference (theirs), id (ours).

    Only the action list and the error workbook ever open it. Rows that are there stay: an earlier snapshot may
    be gone back to.
    """
    path = warehouse / "keys" / "ids.parquet"
    temporary = path.with_suffix(".new")
    if path.exists():
        rows_sql = f"{rows_sql} UNION SELECT * FROM read_parquet('{_quoted(path)}')"
    connection.execute(f"COPY ({rows_sql}) TO '{_quoted(temporary)}' (FORMAT parquet)")
    temporary.chmod(0o600)
    temporary.replace(path)


def _quoted(path: Path) -> str:
    # COPY takes no bound values.
    return str(path).replace("'", "''")
