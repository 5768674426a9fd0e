"""Writes the pages that are made from the code: `python -m tests.documents`. A test holds page and code together."""

from pathlib import Path

from pipelines.contract_tables import TABLES
from pipelines.settings import SETTINGS
from pipelines.validation.contract import CONTRACT, column_descriptions

ROOT = Path(__file__).parents[1]

CONTRACT_HEAD = """# The export contract

What a programme hands over, table by table. This page is made from `pipelines/validation/contract`; do not edit it.

An **export** is a folder or a zip of these tables as CSV, or of your own tables with a `mapping.toml`. Beside the data an
optional `export.toml` says what flags would: `programme`, `as_of` (the day the data was extracted), `currency`, `mapping`,
and `not_recorded`, the list of what the programme does not record at all (`"role:harmed"`, `"parties.contacted_day"`).

Only `cases` with `case_id`, `referral_month` (or `referral_date`) and `status` is required. Every other table and column may be
missing: figures that need it then read *not supplied*, never zero.

- A **day** is a whole number of days since the case's referral. A CSV may hold calendar dates instead, as `<name>_date`
  (YYYY-MM-DD): they become days and months while reading, and are dropped.
- **Not known** is written `unknown`, `declined`, `not_asked` or `not_applicable`, or left blank. A code that is not listed is
  refused and reported, never turned into a default.
- Restitution is `restitution_money`. `amount_agreed` is the amount now in force, before anything is waived.

Never hand over names, initials, phone numbers, e-mail or postal addresses, full postcodes, dates of birth, numbers of any register,
facilitators' names, or free text of any kind. An export that holds one is refused whole, before anything is written.

| what may be set | default | what for |
|---|---|---|
{settings}
"""


def contract_page() -> str:
    """docs/contract.md, as the code would have it."""
    settings = "\n".join(f"| `{s.variable}` | {s.default:,} | {s.help} |" for s in SETTINGS)
    return "\n".join([CONTRACT_HEAD.format(settings=settings), *(_table(name) for name in TABLES)])


def _table(name: str) -> str:
    descriptions = column_descriptions(name)
    columns = {column.name: column for column in TABLES[name].columns}
    rows = "\n".join(
        f"| `{column}`{' (required)' if columns[column].required else ''} | {columns[column].type} | {words} |"
        for column, words in descriptions.items()
    )
    doc = (CONTRACT[name].__doc__ or "").strip().splitlines()[-1].strip()
    key = ", ".join(f"`{column}`" for column in TABLES[name].key)
    return f"## {name}\n\n{doc} Key: {key}.\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


PAGES = {"docs/contract.md": contract_page}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (ROOT / page).write_text(write(), encoding="utf-8")
