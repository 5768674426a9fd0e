"""A programme's own words stand wherever ours would: on every page, in every file, in the report."""

import json
import re
from pathlib import Path

import pytest

from dashboard.report.build import build_document
from dashboard.report.making import FORMS
from dashboard.report.settings import ReportSettings
from dashboard.role_words import OURS, in_role_words, say, speak
from pipelines.publication import Request, RoleWord
from pipelines.released.cells import from_row
from pipelines.released.files import open_folder, read_every_row, write_release
from pipelines.released.source import ReleaseSource, open_release
from tests.support.seen import read_seen
from tests.support.taint import EVERY_PAGE, View, run_view

WORDS = (
    RoleWord(role="harmed", one="person harmed", several="people harmed"),
    RoleWord(role="responsible", one="person who caused harm", several="people who caused harm"),
)
OUR_WORDS = re.compile("|".join(words for role in ("harmed", "responsible") for words in OURS[role]), re.I)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Harmed parties said", "People harmed said"),
        ("the harmed party withdrew", "the person harmed withdrew"),
        ("harmed parties' answers", "people harmed's answers"),
        ("harmed party\u2019s", "person harmed\u2019s"),
        ("Responsible party chose", "Person who caused harm chose"),
        ("a support person", "a support person"),
        ("unharmed parties", "unharmed parties"),
    ],
)
def test_case_number_and_possession_are_kept(ours: str, theirs: str) -> None:
    with in_role_words(WORDS):
        assert say(ours) == theirs
    assert say(ours) == ours


@pytest.fixture(scope="module")
def spoken(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's release as a programme with words of its own would have made it."""
    opened = open_folder(sample_release)
    own = {
        name: value for name, value in opened.manifest.items() if name not in ("format", "checksums", "seal")
    }
    definitions = {definition.name: (definition, b"") for definition in opened.definitions}
    to = tmp_path_factory.mktemp("spoken") / "release"
    words = [[one.role, one.one, one.several] for one in WORDS]
    cells = [from_row(row) for row in read_every_row(sample_release)]
    write_release(to, cells, {**own, "role_words": words}, definitions)
    return to


def test_a_source_speaks_as_its_programme_and_counts_as_before(spoken: Path, sample_release: Path) -> None:
    source = open_release(spoken)
    assert source.load_status().role_words == WORDS
    request = Request(measure="pathway", period="2025")
    [theirs], [ours] = (
        speak(source).load_tables([request]),
        open_release(sample_release).load_tables([request]),
    )
    assert "Person harmed" in json.dumps(theirs, default=lambda one: getattr(one, "__dict__", str(one)))
    assert numbers(theirs) == numbers(ours)
    assert isinstance(speak(open_release(sample_release)), ReleaseSource)


def numbers(value: object) -> list[str]:
    return re.findall(r"\b\d+\b", repr(getattr(value, "rows", value)))


@pytest.mark.parametrize("suffix", FORMS)
def test_the_report_has_none_of_our_words_left(suffix: str, spoken: Path) -> None:
    document = build_document([open_release(spoken)], ReportSettings(name="Riverside"))
    words = " ".join(FORMS[suffix].read_words(FORMS[suffix].write(document)))
    assert "people harmed" in words.lower()
    assert not OUR_WORDS.search(words), OUR_WORDS.findall(words)


def show_spoken(page: str) -> None:
    from importlib import import_module

    from dashboard.role_words import in_role_words, speak
    from tests.support.taint import SERVED

    source = SERVED["source"]
    with in_role_words(source.load_status().role_words):
        import_module(f"dashboard.app_pages.{page}").show(speak(source))


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_page_and_no_file_of_it_has_our_words_left(page: str, spoken: Path) -> None:
    file = "" if page in ("about_data", "methods") else "xlsx"
    script = run_view(View(page=page, file=file), open_release(spoken), show_spoken)
    seen = read_seen(script)
    assert seen
    # Where a measure comes from is a citation: its words are others'.
    cited = [meaning.source for meaning in open_release(spoken).load_definitions()]
    for one in seen:
        words = " ".join(str(value) for value in vars(one).values())
        for citation in cited:
            words = words.replace(citation, "")
        found = OUR_WORDS.search(words)
        assert not found, words[max(0, found.start() - 90) :][:200]
