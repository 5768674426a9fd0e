"""Warehouses that many tests look at: each is built by the pipeline itself, once a test process."""

import os
from collections.abc import Callable
from copy import copy
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from pipelines.sample import sample_exports, sample_folder

if TYPE_CHECKING:
    from pipelines.disclosure.release_policy import Profile
    from pipelines.publish import WarehouseSource
    from pipelines.releasing.data import ReleaseData


EXPORT_SETTINGS = 'contract = 1\nprogramme = "tiny"\nas_of = 2026-09-30\ncurrency = "GBP"\ninvented = true\n'

ONE_CASE = {
    "cases": "case_id,referral_month,status,screening,offence_category\nk1,2026-01,open,accepted,theft\n",
    "parties": (
        "party_id,case_id,role,party_type,decision,contacted_day,offered_day\n"
        "h1,k1,harmed,person,consented,5,6\nr1,k1,responsible,person,consented,4,6\n"
    ),
    "conferences": (
        "conference_id,case_id,held_day,held_month,conference_type,result\n"
        "f1,k1,30,2026-02,face_to_face,full_agreement\n"
    ),
    "attendance": "conference_id,party_id,attended\nf1,h1,in_person\nf1,r1,in_person\n",
    "agreements": (
        "agreement_id,conference_id,party_id,agreed_day,agreed_month,due_day,status,closed_day\n"
        "a1,f1,r1,30,2026-02,90,completed,80\n"
    ),
    "obligations": (
        "obligation_id,agreement_id,obligation_type,owed_to,unit,amount_agreed,due_day,status,completed_day\n"
        "o1,a1,restitution_money,harmed,money,120.50,90,completed,70\n"
    ),
    "payments": (
        "payment_id,obligation_id,paid_day,paid_month,amount,status\ny1,o1,70,2026-03,120.50,cleared\n"
    ),
    "survey_invitations": "party_id,wave,invited_day,outcome\nh1,after,31,replied\nr1,after,31,no_reply\n",
    "survey_answers": (
        "response_id,item,case_id,party_id,role,wave,answered_day,answer\n"
        "s1,G1,k1,h1,harmed,after,33,5\ns1,G3,k1,h1,harmed,after,33,4\ns1,G10,k1,h1,harmed,after,33,5\n"
    ),
}
"""The smallest whole export: one case with every table."""


def load(warehouse: Path, *exports: Path) -> Path:
    """Ingest exports one after the other. Imported here, so that a test of one room loads no other."""
    from pipelines.ingest import IngestRequest, ingest

    for export in exports:
        ingest(IngestRequest(paths=(export,)), warehouse)
    return warehouse


def write_export(folder: Path, tables: dict[str, str]) -> Path:
    """Put tables of CSV text into a folder as one export of the programme `tiny`."""
    folder.mkdir(parents=True)
    (folder / "export.toml").write_text(EXPORT_SETTINGS, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three invented programmes, loaded once for all processes; each has a copy to put a file into.

    Their ids are the same in every run. Numbers of a release move by what they are of: with other ids it is
    another release, and attacks find another figure on it, now and then above its limit.
    """

    def build(folder: Path) -> Path:
        (folder / "keys").mkdir()
        (folder / "keys" / "pseudonym.key").write_bytes(bytes(range(1, 33)))
        return load(folder, *sample_exports(sample_folder()))

    loaded = once(tmp_path_factory, "sample-warehouse", build)
    return copytree(loaded, tmp_path_factory.mktemp("sample") / "warehouse")


@pytest.fixture(scope="session")
def sample_source(sample_warehouse: Path) -> "WarehouseSource":
    """The exact source on the sample."""
    from pipelines.publish import open_warehouse

    return open_warehouse(sample_warehouse)


@pytest.fixture(scope="session")
def one_case_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case with one row or two in every table."""
    folder = tmp_path_factory.mktemp("one_case")
    return load(folder / "warehouse", write_export(folder / "export", ONE_CASE))


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table handed over with its header and not a single row."""
    folder = tmp_path_factory.mktemp("empty")
    headers = {name: text.splitlines()[0] + "\n" for name, text in ONE_CASE.items()}
    return load(folder / "warehouse", write_export(folder / "export", headers))


RELEASED = (
    "people_taking_part",
    "cases_referred",
    "agreement_completion_rate",
    "choose_again_rate",
    "felt_safe_rate",
    "restitution_collected_rate",
    "restitution_agreed",
    "restitution_flow",
    "paid_in_full_rate",
    "hours_completed",
    "pathway",
    "completion_by_day",
    "referral_to_contact_days",
    "healing_index",
    "answers_g7",
    "response_rate",
    "response_of_attended_rate",
    "safety_event_rate",
    "in_kind_completion_rate",
    "consent_rate",
)
"""One measure of every kind that a release holds, and those of the first page."""

SECRET = "5a" * 32
"""A secret for tests only: with it every draw is the same each time."""


@pytest.fixture(scope="session")
def release_data(sample_source: "WarehouseSource") -> "ReleaseData":
    """What the sample holds for a release of a few measures."""
    from pipelines.measures.catalogue import Catalogue
    from pipelines.releasing.data import ReleaseData

    chosen = {measure.name: measure for measure in sample_source.catalogue if measure.name in RELEASED}
    return ReleaseData(sample_source.engine, Catalogue(chosen), sample_source.load_status())


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Path]) -> Path:
    """What `build` made in a folder of its own, once for all processes of a run: it is only read."""
    root = factory.getbasetemp()
    shared = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    made = shared / f"{name}.path"
    with FileLock(shared / f"{name}.lock"):
        if not made.exists():
            folder = shared / name
            folder.mkdir()
            made.write_text(str(build(folder)), encoding="utf-8")
    return Path(made.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sample_release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A strict release of the sample: a folder."""
    from pipelines.disclosure.release_policy import STRICT

    def build(folder: Path) -> Path:
        return build_one(request.getfixturevalue("release_data"), folder, STRICT)

    return once(tmp_path_factory, "strict-release", build)


@pytest.fixture(scope="session")
def standard_release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for evaluators."""
    from pipelines.disclosure.release_policy import STANDARD

    def build(folder: Path) -> Path:
        return build_one(request.getfixturevalue("release_data"), folder, STANDARD)

    return once(tmp_path_factory, "standard-release", build)


@pytest.fixture(scope="session")
def small_data(release_data: "ReleaseData") -> "ReleaseData":
    """A count and a share: what a test needs that builds a release of its own."""
    return choose_measures(release_data, "cases_referred", "agreement_completion_rate")


def choose_measures(data: "ReleaseData", *names: str) -> "ReleaseData":
    """The same data with a few measures."""
    from pipelines.measures.catalogue import Catalogue

    chosen = copy(data)
    chosen.catalogue = Catalogue({one.name: one for one in data.catalogue if one.name in names})
    chosen.__dict__.pop("measures", None)
    return chosen


def build_one(data: "ReleaseData", folder: Path, profile: "Profile") -> Path:
    """Release into `folder`, whose `keys/` remembers it."""
    from pipelines.releasing.build import ReleaseRequest, build_release

    (folder / "keys").mkdir(exist_ok=True)
    to = folder / profile.name
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)
        build_release(ReleaseRequest(warehouse=folder, to=to, profile=profile), data, lambda stage: None)
    return to
