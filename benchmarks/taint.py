"""Is every number on every page one that was published? `python -m benchmarks.taint` walks all of them.

Both profiles of a release of everything in the invented sample: every page as it opens, with each file
that can be made of it, each filter value alone, and two hundred pairs drawn by lot. The code is that of
`tests/dashboard/test_taint.py`.
"""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from benchmarks.recording import record, table_lines
from pipelines.disclosure.release_policy import STANDARD, STRICT
from pipelines.publish import open_warehouse
from pipelines.releasing.data import ReleaseData
from pipelines.sample import sample_exports, sample_folder
from tests.conftest import build_one, load
from tests.support.taint import DECLARED, View, draw_pairs, find_tainted, list_views

N_PAIRS = 200


def build_releases(folder: Path) -> dict[str, Path]:
    """A strict and a standard release of everything in the sample."""
    source = open_warehouse(load(folder / "warehouse", *sample_exports(sample_folder())))
    data = ReleaseData(source.engine, source.catalogue, source.load_status())
    built = {}
    for profile in (STRICT, STANDARD):
        (folder / profile.name).mkdir()
        built[profile.name] = build_one(data, folder / profile.name, profile)
    return built


def walk(views: list[View], release: Path) -> list[str]:
    """What is tainted in these views, each finding once."""
    return list(dict.fromkeys(found for view in views for found in find_tainted(view, release)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=N_PAIRS)
    parser.add_argument("--alone", type=int, default=None, help="only so many of the single views")
    parser.add_argument("--seed", type=int, default=20261128)
    said = parser.parse_args()
    # Streamlit says with every run that there is no server: that is how these runs are meant.
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    rows, findings = [], list[str]()
    with tempfile.TemporaryDirectory(prefix="outcomes-taint-") as folder:
        for name, release in build_releases(Path(folder)).items():
            alone = list_views(release)[: said.alone]
            pairs = draw_pairs(release, said.pairs, said.seed)
            found = [walk(alone, release), walk(pairs, release)]
            rows += [
                (name, "each alone", len(alone), len(found[0])),
                (name, "pairs", len(pairs), len(found[1])),
            ]
            findings += [*found[0], *found[1]]
    lines = [
        "Numbers on a page, in its charts, its tables and its files that are in no cell of the release.",
        "",
        *table_lines(("profile", "filters", "views", "tainted"), rows),
        "",
        "What is declared to be no figure of anybody:",
        "",
        *(f"- {reason}" for _, reason in DECLARED),
        *(f"\n{finding}" for finding in findings),
    ]
    data = {"pairs": said.pairs, "seed": said.seed, "views": [list(row) for row in rows], "found": findings}
    record("taint", "One gate: every number on every page", data, lines)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
