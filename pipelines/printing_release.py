"""What releasing prints: what the folder holds, and how the attacks on it fared."""

from typing import TYPE_CHECKING

from pipelines.printing import console, print_json, print_table

if TYPE_CHECKING:
    from pipelines.releasing.build import Released
    from pipelines.releasing.headlines import Pack


def print_released(released: "Released", *, as_json: bool) -> None:
    """What a release holds, and how the attacks on it fared."""
    if as_json:
        print_json(
            {
                "release": released.id,
                "folder": str(released.folder),
                "shown": released.n_shown,
                "in_words": released.n_in_words,
                "coarsened": list(released.coarsened),
                "attacks": [vars(attack) for attack in released.attacks],
            }
        )
        return
    console.print(
        f"Released {released.id} in {released.folder}: {released.n_shown:,} figures, and "
        f"{released.n_in_words:,} that say only about how many there are. All else is hidden."
    )
    if released.coarsened:
        console.print(f"To make every attack fail: {', '.join(released.coarsened)}.")
    console.print("Attacks on this release:")
    print_table(
        ("attack", "found", "allowed", "95 %"),
        [
            (
                attack.name,
                f"{attack.figure:.2f}",
                f"{attack.gate:.2f}",
                "" if attack.low == attack.high else f"{attack.low:.2f} to {attack.high:.2f}",
            )
            for attack in released.attacks
        ],
    )


def print_pack(pack: "Pack", *, as_json: bool) -> None:
    """The statement that was signed, and how many headline measures have a number."""
    if as_json:
        print_json({**vars(pack), "folder": str(pack.folder)})
        return
    console.print(f"Wrote pack {pack.id} to {pack.folder}.")
    console.print(f"{pack.n_with_number} of {pack.n_measures} headline measures have a number.")
    console.print(pack.statement)
