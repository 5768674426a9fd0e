"""Second opinion: what people said, one loop for each measure of `survey.md`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tests.support.opinion_records import TOOK_PART, Fact, Records, Row, case_months, key

VALID = ("1", "2", "3", "4", "5")
HARMED, RESPONSIBLE = ("harmed",), ("responsible",)
COMMUNITY = ("supporter", "community")
EVERYONE = (*HARMED, *RESPONSIBLE, *COMMUNITY)
WINDOWS = {"before": (None, 0), "after": (0, 14), "follow_up": (90, 183)}
# Reading: three months are 90 days and six are 183; before is up to the day itself. Inclusive at both ends.


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A survey figure: who is asked, in which wave, and the items that are its parts."""

    roles: tuple[str, ...]
    items: tuple[str, ...]
    wave: str = "after"
    is_healing: bool = False


STATEMENTS = {
    "overall_satisfaction_rate": Statement(roles=EVERYONE, items=("g1",)),
    "choose_again_rate": Statement(roles=EVERYONE, items=("g3",)),
    "felt_safe_rate": Statement(roles=EVERYONE, items=("g10",)),
    "benefit_h1_rate": Statement(roles=HARMED, items=("h1a", "h1b")),
    "benefit_h2_rate": Statement(roles=HARMED, items=("h2a", "h2b")),
    "benefit_h3_rate": Statement(roles=HARMED, items=("h3a", "h3b")),
    "benefit_h4_rate": Statement(roles=HARMED, items=("h4",)),
    "benefit_h5_rate": Statement(roles=HARMED, items=("h5",)),
    "benefit_h6_rate": Statement(roles=HARMED, items=("h6a",), is_healing=True),
    "benefit_r1_rate": Statement(roles=RESPONSIBLE, items=("r1a", "r1b", "r1c")),
    "benefit_r2_rate": Statement(roles=RESPONSIBLE, items=("r2",)),
    "benefit_r3_rate": Statement(roles=RESPONSIBLE, items=("r3a", "r3b", "r3c")),
    "benefit_r4_rate": Statement(roles=RESPONSIBLE, items=("r4a", "r4b")),
    "benefit_r5_rate": Statement(roles=RESPONSIBLE, items=("r5a", "r5b", "r5c", "r5d")),
    # Reading: "every part of one wave": C1b and C2c are asked months later and are figures of their own.
    "benefit_c1_rate": Statement(roles=(*HARMED, *COMMUNITY), items=("c1a",)),
    "benefit_c2_rate": Statement(roles=COMMUNITY, items=("c2a", "c2b")),
    "benefit_c3_rate": Statement(roles=COMMUNITY, items=("c3a", "c3b"), wave="follow_up"),
    "aim_f1_rate": Statement(roles=EVERYONE, items=("f1a", "f1b", "f1c")),
    "aim_f2_rate": Statement(roles=EVERYONE, items=("f2",)),
    "aim_f3_rate": Statement(roles=EVERYONE, items=("f3a", "f3b")),
    "aim_f4_rate": Statement(roles=EVERYONE, items=("f4",)),
    "recommend_rate": Statement(roles=EVERYONE, items=("g2",)),
    "process_fair_rate": Statement(roles=EVERYONE, items=("g4",)),
    "result_fair_rate": Statement(roles=EVERYONE, items=("g6",)),
    "respect_rate": Statement(roles=EVERYONE, items=("g7",)),
    "impartial_rate": Statement(roles=EVERYONE, items=("g8",)),
    "knew_what_to_expect_rate": Statement(roles=EVERYONE, items=("g9",)),
    "felt_safe_since_rate": Statement(roles=EVERYONE, items=("g10",), wave="follow_up"),
    "goals_met_rate": Statement(roles=EVERYONE, items=("g16",)),
    "told_of_completion_rate": Statement(roles=HARMED, items=("g13",), wave="follow_up"),
    "apology_sincere_rate": Statement(roles=HARMED, items=("g15",)),
    "accountability_seen_rate": Statement(roles=HARMED, items=("h7",)),
    "recovery_rate": Statement(roles=HARMED, items=("h6a",), is_healing=True),
    "peace_rate": Statement(roles=HARMED, items=("h6b",), wave="follow_up", is_healing=True),
    "help_to_complete_rate": Statement(roles=RESPONSIBLE, items=("r6",), wave="follow_up"),
    "non_response_bounds": Statement(roles=EVERYONE, items=("g3",)),
    "non_response_bounds_safe": Statement(roles=EVERYONE, items=("g10",)),
}


@dataclass(frozen=True, kw_only=True)
class Response:
    """All answers of one filled-in form."""

    programme: str
    id: str
    case: Row | None
    party: Row | None
    role: str
    wave: str
    answered_day: int | None
    answered_month: str | None
    is_proxy: bool
    answers: dict[str, str | None]

    @property
    def n_answered(self) -> int:
        return sum(answer in (*VALID, "not_applicable", "prefer_not") for answer in self.answers.values())

    @property
    def is_usable(self) -> bool:
        return any(answer in VALID for answer in self.answers.values())

    @property
    def is_person(self) -> bool:
        kind = self.party.get("party_type") if self.party else None
        return not self.is_proxy and kind not in {"organisation", "public_body"}


def survey_rate(records: Records, statement: Statement) -> Iterator[Fact]:
    """Top two boxes of valid answers, from the forms kept and answered inside their window."""
    for response in kept_responses(records):
        if response.wave != statement.wave or response.role not in statement.roles:
            continue
        if is_off_window(records, response) or (statement.is_healing and not response.is_person):
            continue  # organisations and proxies are out of healing items
        yield Fact(
            programme=response.programme,
            case=response.case,
            months=answer_months(records, response),
            role=response.role,
            wave=response.wave,
            bucket=_bucket(response, statement),
        )


def _bucket(response: Response, statement: Statement) -> str:
    answers = [response.answers.get(item) for item in statement.items]
    if all(answer == "not_applicable" for answer in answers):
        return "not_applicable"
    # Reading: a part left blank, or not said, makes the whole incomplete, even where another part was
    # refused.
    if any(answer not in (*VALID, "not_applicable") for answer in answers):
        return "unknown"
    return "met" if all(answer in {"4", "5", "not_applicable"} for answer in answers) else "not_met"


def replies(records: Records) -> Iterator[Fact]:
    for fact, invitation in zip(response_rate(records), records.rows("survey_invitations"), strict=True):
        left = (invitation.get("outcome") or "unknown") if fact.bucket == "not_met" else None
        yield replace(fact, bucket="met", value=("answered" if left is None else "invited", left))


def response_rate(records: Records) -> Iterator[Fact]:
    # Reading: refused, undelivered and unanswered invitations are set apart in words but all were invited.
    # A form that gave way to a later one no longer counts, so the usable answer must be in the one kept.
    answered = {
        (response.programme, response.party["party_id"], response.wave)
        for response in kept_responses(records)
        if response.party is not None and response.is_usable and not is_off_window(records, response)
    }
    for invitation in records.rows("survey_invitations"):
        party = records.parties[key(invitation, "party_id")]
        case = records.case_of(party)
        one = (invitation["programme"], invitation["party_id"], invitation["wave"])
        yield Fact(
            programme=invitation["programme"],
            case=case,
            months={**response_months(records, case, party), "activity": invitation.get("invited_month")},
            role=party["role"],
            wave=invitation["wave"],
            bucket="met" if one in answered else "not_met",
        )


def read_responses(records: Records) -> list[Response]:
    forms: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in records.rows("survey_answers"):
        forms[key(row, "response_id")].append(row)
    return [_read_response(records, rows) for rows in forms.values()]


def _read_response(records: Records, rows: list[Row]) -> Response:
    first = rows[0]
    party = records.parties.get(key(first, "party_id")) if first.get("party_id") else None
    owner = first if first.get("case_id") else party
    return Response(
        programme=first["programme"],
        id=first["response_id"],
        case=records.case_of(owner) if owner else None,
        party=party,
        role=first["role"],
        wave=first["wave"],
        answered_day=max(
            (row["answered_day"] for row in rows if row["answered_day"] is not None), default=None
        ),
        answered_month=min(
            (row["answered_month"] for row in rows if row.get("answered_month")), default=None
        ),
        is_proxy=any(row.get("proxy") == "yes" for row in rows),
        answers={row["item"].lower(): row.get("answer") for row in rows},
    )


def kept_responses(records: Records) -> list[Response]:
    """The latest complete form of each (case, party, role, wave), read once."""
    if "responses" not in records.read:
        records.read["responses"] = _keep_responses(records)
    found: list[Response] = records.read["responses"]
    return found


def _keep_responses(records: Records) -> list[Response]:
    groups: dict[tuple[str | None, ...], list[Response]] = defaultdict(list)
    for response in read_responses(records):
        # Reading: two forms without a party may be two people, so neither is a duplicate of the other.
        party = response.party["party_id"] if response.party else f"form {response.id}"
        case = response.case["case_id"] if response.case else None
        groups[response.programme, case, party, response.role, response.wave].append(response)
    return [_latest_complete(group) for group in groups.values()]


def _latest_complete(responses: list[Response]) -> Response:
    # Reading: complete is answering as many items as the fullest of its duplicates.
    fullest = max(response.n_answered for response in responses)
    complete = [response for response in responses if response.n_answered == fullest]
    return max(complete, key=lambda one: (one.answered_day is not None, one.answered_day or 0, one.id))


def is_off_window(records: Records, response: Response) -> bool:
    # Reading: without a day, a conference or a window nothing can be said, and the answer stays in.
    conference = last_conference(records, response.case, response.party)
    if conference is None or conference["held_day"] is None or response.answered_day is None:
        return False
    first, last = WINDOWS.get(response.wave, (None, None))
    days = response.answered_day - conference["held_day"]
    return (first is not None and days < first) or (last is not None and days > last)


def last_conference(records: Records, case: Row | None, party: Row | None) -> Row | None:
    """The last conference or exchange the party took part in, in person, online or in writing."""
    attended = [
        records.conference_of(row, records.case_of(party) if party else None)
        for row in (records.attendance_of.get(key(party, "party_id"), []) if party else [])
        if row["attended"] in TOOK_PART
    ]
    # Reading: without a record of the party at one, "the conference" can only be the last of its case.
    held = attended or (records.exchanges(case) if case else [])
    return max(held, key=_held, default=None)


def _held(conference: Row) -> tuple[bool, int, str]:
    day = conference["held_day"]
    return day is not None, day or 0, conference["conference_id"]


def response_months(records: Records, case: Row | None, party: Row | None) -> dict[str, str | None]:
    conference = last_conference(records, case, party)
    months = case_months(case) if case else {}
    return {**months, "event": conference.get("held_month") if conference else None}


def answer_months(records: Records, response: Response) -> dict[str, str | None]:
    months = response_months(records, response.case, response.party)
    return {**months, "activity": response.answered_month}


SURVEY_LOOPS: dict[str, Callable[[Records], Iterable[Fact]]] = {
    name: partial(survey_rate, statement=statement) for name, statement in STATEMENTS.items()
}
