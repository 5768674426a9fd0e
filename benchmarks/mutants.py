"""Would a test notice? `python -m benchmarks.mutants`: small changes to `pipelines/disclosure`, one by one.

A seeded sample of comparisons, sums, conditions and numbers is changed in a copy of the project, and the unit
tests of the changed module are run on it. A mutant that no test of its module notices has survived.
"""

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.recording import record, table_lines

ROOT = Path(__file__).parents[1]
MUTATED = Path("pipelines") / "disclosure"
SEED, MUTANTS, PATIENCE, TARGET = 20261128, 400, 600, 0.9
COPIED = ("pipelines", "dashboard", "tests", "benchmarks", "pyproject.toml")

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub,
    ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.And: ast.Or,
    ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: the place of a node in its file's tree, and what becomes of it."""

    file: Path
    place: int
    line: int
    words: str


def list_mutants(file: Path) -> Iterator[Mutant]:
    """Every change there is to one file."""
    for place, node in enumerate(ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))):
        words = _change(node)
        if words:
            yield Mutant(file=file, place=place, line=getattr(node, "lineno", 0), words=words)


def _change(node: ast.AST) -> str:
    """Change a node where it stands, and say what was done; empty for one that is left alone."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        return _swap(node.ops, 0)
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPPED:
        before, node.op = node.op, SWAPPED[type(node.op)]()  # type: ignore[assignment] (each operator has another of its own kind)
        return f"{type(before).__name__} to {type(node.op).__name__}"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
        return f"to {node.value}"
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        number, node.value = node.value, node.value + 1
        return f"{number} to {node.value}"
    if isinstance(node, ast.IfExp | ast.If | ast.While):
        node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
        return "condition turned"
    return ""


def _swap(ops: list[ast.cmpop], at: int) -> str:
    before = ops[at]
    ops[at] = SWAPPED[type(before)]()  # type: ignore[call-overload] (a comparison gives another one)
    return f"{type(before).__name__} to {type(ops[at]).__name__}"


def write(mutant: Mutant, copy: Path) -> None:
    """Put the mutant into the copy."""
    tree = ast.parse((ROOT / mutant.file).read_text(encoding="utf-8"))
    for place, node in enumerate(ast.walk(tree)):
        if place == mutant.place:
            _change(node)
            break
    (copy / mutant.file).write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")


def tests_of(file: Path) -> list[str]:
    """The mirrored tests of a module; of the attacks' seams, all of theirs."""
    room = Path("tests") / ("attacks" if file.parent.name == "attacks" else "disclosure")
    own = room / f"test_{file.stem}.py"
    return [str(own if (ROOT / own).exists() else room)]


def is_killed(mutant: Mutant, copy: Path) -> bool:
    """Do the tests of the module fail with it, or never end?"""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests_of(mutant.file)]
    write(mutant, copy)
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        shutil.copy(ROOT / mutant.file, copy / mutant.file)
    return done.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    parser.add_argument("--minutes", type=float, default=None, help="stop then, and say how many were tried")
    parser.add_argument("--only", nargs="*", default=None, help="names of modules: keys sets …")
    said = parser.parse_args()
    files = sorted(path.relative_to(ROOT) for path in (ROOT / MUTATED).rglob("*.py"))
    chosen = [file for file in files if said.only is None or file.stem in said.only]
    every = [mutant for file in chosen for mutant in list_mutants(file)]
    sample = random.Random(SEED).sample(every, min(said.mutants, len(every)))
    survived, tried, start = [], 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="outcomes-mutants-") as name:
        copy = Path(name)
        for part in COPIED:
            whole = ROOT / part
            shutil.copytree(whole, copy / part) if whole.is_dir() else shutil.copy(whole, copy / part)
        for at, mutant in enumerate(sample, 1):
            if said.minutes is not None and time.monotonic() - start > 60 * said.minutes:
                break
            tried = at
            if not is_killed(mutant, copy):
                survived.append(mutant)
                print(f"survived: {mutant.file}:{mutant.line} {mutant.words}", flush=True)
            print(f"{at}: {at - len(survived)} killed", flush=True)
    killed = 1 - len(survived) / max(1, tried)
    rows = [(str(one.file), one.line, one.words) for one in survived]
    lines = [
        f"{tried} of {len(every)} changes to {', '.join(said.only or ['the whole of it'])}: "
        f"**{killed:.0%}** noticed (target {TARGET:.0%}).",
        "", *table_lines(("survived in", "line", "change"), rows),
    ]  # fmt: skip
    data = {"seed": SEED, "mutants": tried, "of": len(every), "survived": [list(row) for row in rows]}
    record("mutants", "Changes to pipelines/disclosure that a test notices", data, lines)


if __name__ == "__main__":
    main()
