"""One report of the sample's release, made once."""

from pathlib import Path

import pytest

from dashboard.report.build import build_document
from dashboard.report.document import Document
from dashboard.report.settings import ReportSettings
from pipelines.publication import SetTarget, Source
from pipelines.released.source import open_release

SETTINGS = ReportSettings(
    name="Riverside & friends",
    audience="the county fund",
    promised=(
        SetTarget(measure="agreement_completion_rate", value=0.5, direction="higher", baseline="2024"),
    ),
    own_words="It was a <good> year.",
    approved_by="The manager",
)


@pytest.fixture(scope="session")
def released(sample_release: Path) -> Source:
    return open_release(sample_release)


@pytest.fixture(scope="session")
def document(released: Source) -> Document:
    return build_document([released], SETTINGS)
