"""Attacks on a release: proof, not promise.

layout, told, view   what is true, what is published of it, and what an attacker makes of that
subtraction (moves), averaging, updates, membership, amounts, reconstruction, plain, packs      the attacks
gates                what each may find at most
suite                all of them on the whole of a release, with their gates
"""

from pipelines.disclosure.attacks.result import AttackResult
from pipelines.disclosure.attacks.suite import attack_release

__all__ = ["AttackResult", "attack_release"]
