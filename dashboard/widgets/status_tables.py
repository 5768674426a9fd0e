"""What the figures stand on, as rows of text: freshness, accounting, refused rows, gaps, files."""

from collections.abc import Sequence

from dashboard.wording import find_programme_label, format_count, format_date, missing_in_words
from pipelines.publication import DataStatus, Definition, QuarantineCount


def list_freshness(status: DataStatus) -> list[dict[str, str]]:
    """One row per programme: how far its data goes."""
    latest = {entry.programme: entry for entry in sorted(status.ledger, key=lambda entry: entry.as_of)}
    return [
        {
            "Programme": programme.label,
            "Data to": format_date(latest[programme.code].as_of) if programme.code in latest else "not known",
            "Files": format_count(sum(entry.programme == programme.code for entry in status.ledger)),
        }
        for programme in status.programmes
    ]


def list_accounts(status: DataStatus) -> list[dict[str, str]]:
    """One row per programme and table: what became of its rows."""
    return [
        {
            "Programme": find_programme_label(account.programme, status),
            "Table": account.table.replace("_", " "),
            "Made": format_count(account.made),
            "Accepted": format_count(account.accepted),
            "Refused": format_count(account.quarantined),
            "Replaced": format_count(account.superseded),
        }
        for account in status.accounts
    ]


def list_quarantine(status: DataStatus) -> list[dict[str, str]]:
    """One row per rule broken, with where; the most rows first."""
    by_rule: dict[tuple[str, str, str], list[QuarantineCount]] = {}
    for count in status.quarantine:
        by_rule.setdefault((count.rule, count.sentence, count.mend), []).append(count)
    worst_first = sorted(by_rule.items(), key=lambda item: -sum(count.rows for count in item[1]))
    return [
        {
            "What is wrong": sentence,
            "Rows": format_count(sum(count.rows for count in counts)),
            "How to mend it": mend,
            "Where": _say_places(counts, status),
            "Rule": rule,
        }
        for (rule, sentence, mend), counts in worst_first
    ]


MOST_PLACES = 3
"""Tables named for one rule, those with the most rows; the error workbook has every row."""


def _say_places(counts: Sequence[QuarantineCount], status: DataStatus) -> str:
    worst_first = sorted(counts, key=lambda count: -count.rows)
    named = [_say_where(count, status) for count in worst_first[:MOST_PLACES]]
    others = len(counts) - len(named)
    return "; ".join([*named, *([f"and {format_count(others)} more tables"] if others else [])])


def _say_where(count: QuarantineCount, status: DataStatus) -> str:
    programme = find_programme_label(count.programme, status)
    return f"{programme}, {count.table.replace('_', ' ')}: {format_count(count.rows)}"


def list_missing(status: DataStatus) -> list[dict[str, str]]:
    """One row per thing a programme does not record."""
    return [
        {
            "Programme": find_programme_label(gap.programme, status),
            "Not recorded": missing_in_words((gap.item,)),
            "In the export": gap.item,
        }
        for gap in status.not_supplied
    ]


def list_completeness(definitions: Sequence[Definition], status: DataStatus) -> list[dict[str, str]]:
    """One row per measure that some programme cannot be counted in: what each of them lacks."""
    lacking = {programme.code: _gaps_of(programme.code, status) for programme in status.programmes}
    rows = []
    for meaning in definitions:
        missing = {code: [need for need in meaning.needs if need in gaps] for code, gaps in lacking.items()}
        if any(missing.values()):
            rows.append(
                {
                    "Measure": meaning.title,
                    **{
                        find_programme_label(code, status): f"[ns] {missing_in_words(tuple(needs))}"
                        if needs
                        else "yes"
                        for code, needs in missing.items()
                    },
                }
            )
    return rows


def _gaps_of(programme: str, status: DataStatus) -> set[str]:
    return {gap.item for gap in status.not_supplied if gap.programme == programme}


def list_ledger(status: DataStatus) -> list[dict[str, str]]:
    """One row per file that came in."""
    return [
        {
            "Programme": find_programme_label(entry.programme, status),
            "File": entry.file,
            "Data to": format_date(entry.as_of),
            "Loaded": entry.loaded_at[:16].replace("T", " "),
            "Rows": format_count(entry.rows_read),
            "Mapping": entry.mapping,
            "Contract": str(entry.contract),
            "Checksum": entry.sha256[:12],
        }
        for entry in status.ledger
    ]
