"""A bad `[contact]` stops the start with one line."""

import re
from datetime import date
from pathlib import Path

import pytest

from entrypoints.settings import config_path, load_settings
from entrypoints.settings_errors import InvalidSetting


@pytest.mark.parametrize("key", ["opening_template", "template_language"])
def test_no_conversation_can_open_without_an_approved_template(tmp_path: Path, key: str) -> None:
    config = tmp_path / "certobot.toml"
    sample = config_path({}).read_text(encoding="utf-8")
    config.write_text(re.sub(f"(?m)^{key} = .*$", f'{key} = ""', sample), encoding="utf-8")
    with pytest.raises(InvalidSetting) as refused:
        load_settings({"CERTOBOT_CONFIG": str(config)})
    assert f"contact.{key} está vazia" in str(refused.value)


def with_local_holidays(tmp_path: Path, written: str) -> dict[str, str]:
    """Write the sample config with these local holidays; return the environment that names it."""
    config = tmp_path / "certobot.toml"
    sample = config_path({}).read_text(encoding="utf-8")
    config.write_text(sample.replace("local_holidays = {}", f"local_holidays = {written}"), encoding="utf-8")
    return {"CERTOBOT_CONFIG": str(config)}


def test_the_holidays_of_a_city_are_those_of_who_lives_there(tmp_path: Path) -> None:
    environ = with_local_holidays(tmp_path, "{ 19 = [2026-12-08], SP = [2026-12-09], todos = [2027-02-09] }")

    rules = load_settings(environ).contact_rules()

    assert rules.local_holidays_of("SP", "19") == {date(2026, 12, 8), date(2026, 12, 9), date(2027, 2, 9)}
    assert rules.local_holidays_of("SP", "11") == {date(2026, 12, 9), date(2027, 2, 9)}
    assert rules.local_holidays_of(None, None) == {date(2027, 2, 9)}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "{ 20 = [2026-12-08] }",
            "contact.local_holidays não pode ser 20; use um DDD, um estado (SP) ou todos",
        ),
        ("{ Campinas = [2026-12-08] }", "contact.local_holidays não pode ser Campinas"),
        ('{ 19 = ["8 de dezembro"] }', "use um dia, como 2026-12-08"),
        ("{ 19 = 2026-12-08 }", "use uma lista entre colchetes"),
    ],
)
def test_a_local_holiday_nowhere_or_on_no_day_is_refused(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        load_settings(with_local_holidays(tmp_path, written))
    assert said in str(refused.value)
