"""An export of survey answers of any size, with a known number of bad rows."""

from pathlib import Path

ITEMS = 10
N_BAD = 200
SETTINGS = 'contract = 1\nprogramme = "bench"\nas_of = 2026-09-30\ncurrency = "GBP"\ninvented = true\n'


def write_answers(folder: Path, n_answers: int) -> Path:
    """An export of cases, two parties each, and ten answers a party; 200 answers break a rule each."""
    import duckdb

    folder.mkdir(parents=True)
    (folder / "export.toml").write_text(SETTINGS, encoding="utf-8")
    n_cases = n_answers // ITEMS // 2
    items = ", ".join(f"'{item}'" for item in _asked_of_both())
    step = n_answers // N_BAD
    tables = {
        "cases": f"""SELECT printf('k-%07d', i) AS case_id, printf('%d-%02d', 2023 + i % 3, 1 + i % 12)
            AS referral_month, 'theft' AS offence_category, 'closed' AS status, 'completed' AS closure_reason
            FROM range({n_cases}) AS t(i)""",
        "parties": f"""SELECT printf('p-%07d', i) AS party_id, printf('k-%07d', i // 2) AS case_id,
            CASE WHEN i % 2 = 0 THEN 'harmed' ELSE 'responsible' END AS role, 'person' AS party_type,
            'consented' AS decision FROM range({2 * n_cases}) AS t(i)""",
        "survey_answers": f"""SELECT printf('r-%07d', i // {ITEMS}) AS response_id,
            ([{items}])[1 + i % {ITEMS}] AS item, printf('k-%07d', i // {2 * ITEMS}) AS case_id,
            CASE WHEN i % {step} = 7 AND i // {step} % 2 = 0 THEN 'nobody'
                 ELSE printf('p-%07d', i // {ITEMS}) END AS party_id,
            CASE WHEN i // {ITEMS} % 2 = 0 THEN 'harmed' ELSE 'responsible' END AS role, 'after' AS wave,
            30 + i // {ITEMS} % 200 AS answered_day,
            CASE WHEN i % {step} = 7 AND i // {step} % 2 = 1 THEN '9'
                 ELSE CAST(1 + hash(i) % 5 AS VARCHAR) END AS answer
            FROM range({n_answers}) AS t(i)""",
    }
    with duckdb.connect() as connection:
        for name, sql in tables.items():
            connection.execute(f"COPY ({sql}) TO '{folder / name}.csv' (HEADER)")
    return folder


def _asked_of_both() -> list[str]:
    from pipelines.instrument import ITEMS as ALL
    from pipelines.vocabulary import Role, Wave

    both = [
        one.id
        for one in ALL.values()
        if {Role.HARMED, Role.RESPONSIBLE} <= set(one.roles) and Wave.AFTER in one.waves
    ]
    assert len(both) >= ITEMS
    return both[:ITEMS]
