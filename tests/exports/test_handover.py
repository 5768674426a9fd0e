from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import RefusedError, UnreadableError, UsageError
from pipelines.exports.handover import Handover, read_handover

AS_OF = date(2026, 9, 30)


def told(tmp_path: Path, text: str, **flags: object) -> Handover:
    (tmp_path / "export.toml").write_text(text, encoding="utf-8")
    named = {"programme": None, "as_of": None, "currency": None, "mapping": None} | flags
    return read_handover(tmp_path / "export.toml", **named)  # type: ignore[arg-type]


SETTINGS = 'contract = 1\nprogramme = "riverside"\nas_of = 2026-06-30\ncurrency = "GBP"\n'


def test_settings_come_from_the_file_and_flags_win(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS).programme == "riverside"
    merged = told(tmp_path, SETTINGS, programme="other", as_of=AS_OF, currency="USD")
    assert (merged.programme, merged.as_of, merged.currency) == ("other", AS_OF, "USD")


def test_everything_else_that_can_be_said(tmp_path: Path) -> None:
    extra = """
not_recorded = ["role:harmed", "parties.contacted_day"]
[lists.site]
north = "North hub"
[default]
due_days = 180
[survey.invited.harmed]
after = 40
"""
    merged = told(tmp_path, SETTINGS + extra)
    assert merged.not_recorded == ("role:harmed", "parties.contacted_day")
    assert merged.lists == {"site": {"north": "North hub"}}
    assert merged.totals == {"default": {"due_days": 180}, "survey": {"invited": {"harmed": {"after": 40}}}}


@pytest.mark.parametrize(
    ("flags", "flag"), [({"as_of": AS_OF}, "--programme"), ({"programme": "x"}, "--as-of")]
)
def test_what_is_missing_is_asked_for_by_its_flag(flags: dict[str, object], flag: str) -> None:
    named = {"programme": None, "as_of": None, "currency": None, "mapping": None} | flags
    with pytest.raises(UsageError, match=flag):
        read_handover(None, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("flags", "flag"),
    [({"programme": "River Side"}, "--programme"), ({"currency": "pounds"}, "--currency")],
)
def test_flags_of_another_shape_are_refused(flags: dict[str, object], flag: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=flag):
        told(tmp_path, SETTINGS, **flags)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("contract = 2", "contract must be 1"),
        ("program = 'x'", "Did you mean 'programme'"),
        ("as_of = '2026-06-30'\nprogramme = 'x'", "--as-of must be a day"),
        ("programme = 5", "programme must be text"),
        (SETTINGS + "not_recorded = ['parties.contactd_day']", "Did you mean 'parties.contacted_day'"),
        (SETTINGS + "[lists.colour]\nred = 'Red'", "no such key"),
        (SETTINGS + "lists = 5", "must be a table"),
        (SETTINGS + "default = 5", "export.toml: default must be a table"),
        *(
            (
                SETTINGS + f"[default]\ndue_days = {days}",
                "export.toml: default.due_days must be a whole number",
            )
            for days in ("0", "-30", "3651", "90.5", "'90'", "true", "[90]")
        ),
    ],
)
def test_a_key_that_is_not_allowed_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises((RefusedError, UsageError), match=message):
        told(tmp_path, text)


def test_settings_that_are_no_toml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="not valid TOML"):
        told(tmp_path, "programme = ")


def test_a_mapping_named_in_the_settings_lies_beside_them(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS + 'mapping = "ours.toml"\n').mapping == str(tmp_path / "ours.toml")
    assert told(tmp_path, SETTINGS + 'mapping = "community-court"\n').mapping == "community-court"
    assert told(tmp_path, SETTINGS, mapping="elsewhere.toml").mapping == "elsewhere.toml"


def test_an_export_may_say_that_it_is_partial(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS).is_partial is False
    assert told(tmp_path, SETTINGS + "partial = true\n").is_partial is True
    with pytest.raises(RefusedError, match="partial must be true or false"):
        told(tmp_path, SETTINGS + 'partial = "yes"\n')
