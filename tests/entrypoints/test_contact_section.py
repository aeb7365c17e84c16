"""A bad `[contact]` stops the start with one line."""

import re
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
