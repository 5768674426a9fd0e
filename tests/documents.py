"""Writes the pages that are made from the code: `python -m tests.documents`. A test holds both."""

from pathlib import Path

from pipelines.contract_tables import TABLES
from pipelines.settings import SETTINGS
from pipelines.validation.contract import CONTRACT, column_descriptions

ROOT = Path(__file__).parents[1]

CONTRACT_HEAD = Path(__file__).with_name("contract_head.md").read_text(encoding="utf-8")


def contract_page() -> str:
    """docs/contract.md, as the code would have it."""
    settings = "\n".join(f"| `{s.variable}` | {s.default:,} | {s.help} |" for s in SETTINGS)
    return "\n".join([CONTRACT_HEAD.format(settings=settings), *(_table(name) for name in TABLES)])


def _table(name: str) -> str:
    descriptions = column_descriptions(name)
    columns = {column.name: column for column in TABLES[name].columns}
    rows = "\n".join(
        f"| `{column}`{' (required)' * columns[column].required} | {columns[column].type} | {words} |"
        for column, words in descriptions.items()
    )
    doc = (CONTRACT[name].__doc__ or "").strip().splitlines()[-1].strip()
    key = ", ".join(f"`{column}`" for column in TABLES[name].key)
    return f"## {name}\n\n{doc} Key: {key}.\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


PAGES = {"docs/contract.md": contract_page}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (ROOT / page).write_text(write(), encoding="utf-8")
