"""A bad `[payments]` stops the start with one line: the field, what it says, and the rule."""

from pathlib import Path
from typing import Any

import pytest

from entrypoints.settings import config_path, load_settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.wiring import payments

SAMPLE = config_path({})


def issuer_of(folder: Path, **changes: Any) -> object:
    """Make the issuer of the sample configuration with some lines changed; None leaves one out."""
    head, section = SAMPLE.read_text(encoding="utf-8").split("[payments]")
    lines = [line for line in section.splitlines() if line.partition(" =")[0] not in changes]
    lines += [f"{key} = {value}" for key, value in changes.items() if value is not None]
    path = folder / "certobot.toml"
    path.write_text(head + "[payments]" + "\n".join(lines), encoding="utf-8")
    return payments.local_issuer(load_settings({"CERTOBOT_CONFIG": str(path)}))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"bank": None}, "payments.bank está vazia; é obrigatória."),
        (
            {"bank": '"999"'},
            "payments.bank não pode ser 999; banco '999' não é conhecido; use um de: 001, 004",
        ),
        (
            {"wallet": '"1"'},
            "payments.wallet não pode ser 1; carteira '1' não suportada (use uma de: 104, 109",
        ),
        (
            {"account": '"1234567"'},
            "payments.account não pode ser 1234567; conta deve ter no máximo 5 dígitos.",
        ),
        ({"agency": '"00-57"'}, "payments.agency não pode ser 00-57; use só dígitos"),
        (
            {"agency_digit": '"xx"'},
            "payments.agency_digit não pode ser xx; use o dígito verificador, como 7 ou X",
        ),
        (
            {"account_digit": '"99"'},
            "payments.account_digit não pode ser 99; no Itaú o dígito da conta é um só",
        ),
        ({"payer_state": '"XX"'}, "payments.payer_state não pode ser XX; use a sigla de um estado, como SP"),
        ({"agency": "true"}, "payments.agency não pode ser True; use um texto entre aspas."),
        ({"wallets": '"109"'}, "payments.wallets é desconhecida; quis dizer wallet?"),
        ({"pix_key": '"abc"'}, "payments.pix_key não pode ser abc; use CPF ou CNPJ sem pontuação"),
        ({"pix_city": None}, "payments.pix_city está vazia; é obrigatória quando há chave Pix."),
        ({"last_number": "0"}, "payments.last_number não pode ser 0; não pode ser menor que 1, o primeiro."),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, changes: dict[str, Any], line: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        issuer_of(tmp_path, **changes)

    assert str(refused.value).startswith(f"Configuração: {line}")
    assert "\n" not in str(refused.value)


def test_a_number_may_be_written_without_quotes(tmp_path: Path) -> None:
    assert issuer_of(tmp_path, bank="341", wallet="109", account="12345", first_number="100")
