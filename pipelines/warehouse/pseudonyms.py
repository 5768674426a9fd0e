"""The programme's ids become ours, so that a snapshot holds none of theirs.

Our id is the first 16 hex digits of HMAC-SHA256 (RFC 2104) over programme, kind of id and the programme's id,
with a secret that never leaves `keys/`. The same reference always gets the same id, so a re-submission finds
its rows. At ten million ids two collide with a chance of about 3 in a million (n² / 2⁶⁵).
"""

import secrets
from pathlib import Path

from pipelines.errors import WarehouseError
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.durable import write_durably

KEY_BYTES = 32
BLOCK_BYTES = 64
"""Block size of SHA-256, to which HMAC pads its key."""

KINDS = {
    "case_id": "case", "reopened_from": "case",
    "party_id": "party", "supports_party_id": "party", "stands_for_party_id": "party",
    "beneficiary_party_id": "party",
    "person_id": "person",
    "conference_id": "conference", "facilitator": "facilitator",
    "agreement_id": "agreement", "supersedes": "agreement",
    "obligation_id": "obligation", "replaces_obligation_id": "obligation",
    "payment_id": "payment",
    "response_id": "response",
}  # fmt: skip
"""Every id column, and what it points to: two columns that point to the same thing must meet."""


def key_path(warehouse: Path) -> Path:
    """Where the warehouse's secret is, whether it was made yet or not."""
    return warehouse / "keys" / "pseudonym.key"


def read_key(warehouse: Path) -> bytes:
    """The warehouse's secret; made at the first ingest, for its owner alone. Losing it orphans the ids."""
    path = key_path(warehouse)
    if not path.exists():
        if (warehouse / "current.json").exists():
            raise WarehouseError(
                f"{path} is missing, so nothing that comes in can be told to be what is there. "
                "Restore the folder keys/ from a backup."
            )
        path.parent.mkdir(exist_ok=True, mode=0o700)
        write_durably(path, make_key(), mode=0o600)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise WarehouseError(
            f"{path} is damaged: it must hold exactly {KEY_BYTES} bytes. With any other key nothing that "
            "comes in can be told to be what is there. Restore the folder keys/ from a backup."
        )
    return key


def make_key() -> bytes:
    """A new secret."""
    return secrets.token_bytes(KEY_BYTES)


def find_pseudonym(connection: Connection, programme: str, kind: str, reference: str) -> str:
    """Our id of one reference of the programme's. Needs the macro in the connection."""
    found = connection.execute("SELECT pseudonym(?, ?, ?)", [programme, kind, reference]).fetchall()
    return str(found[0][0])


def create_pseudonym_macro(connection: Connection, key: bytes) -> None:
    """Define `pseudonym(programme, kind, reference)` in the build connection. NULL stays NULL."""
    padded = key.ljust(BLOCK_BYTES, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded).hex()
    outer = bytes(byte ^ 0x5C for byte in padded).hex()
    # A temporary macro lives in this connection only: the key is never written into the snapshot.
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO pseudonym(programme, kind, reference) AS "
        "CASE WHEN reference IS NOT NULL THEN "
        f"LEFT(SHA256(UNHEX('{outer}') || UNHEX(SHA256(UNHEX('{inner}') || "
        "ENCODE(programme || CHR(31) || kind || CHR(31) || reference)))), 16) END"
    )
