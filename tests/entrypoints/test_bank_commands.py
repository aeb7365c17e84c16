"""`certobot remessa`, `retorno` and `extrato`, as a person at the creditor's runs them every day."""

from argparse import Namespace
from functools import partial
from pathlib import Path

import pytest

from domain.shared.ids import TenantId
from entrypoints import runtime
from entrypoints.commands import bank_files
from entrypoints.commands.bank_files import FileUnusable, extrato, remessa, retorno
from entrypoints.settings import Settings
from tests.adapters.payments.test_returns import a_return
from tests.adapters.payments.test_statement import an_entry, an_ofx
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Start
from tests.entrypoints.test_bank_and_psp import agrees, bank_settings

__all__ = ["bank_settings"]


@pytest.fixture(autouse=True)
def of_this_tenant(monkeypatch: pytest.MonkeyPatch, tenant: TenantId) -> None:
    """The commands work for the tenant of the test."""
    monkeypatch.setattr(bank_files, "running", partial(runtime.running, tenant=tenant))


async def test_a_day_of_files(
    start: Start,
    bank_settings: Settings,
    graph: GraphServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with start(bank_settings) as certobot:
        await agrees(certobot, graph)

    for _ in range(2):
        await remessa(bank_settings, Namespace(number=None, rejected=False, output=tmp_path / "remessas"))
    file = tmp_path / "remessas" / "CB341_0000001.REM"
    assert capsys.readouterr().out.splitlines() == [
        f"Remessa 1: 3 boleto(s) em {file}. Envie este arquivo ao banco.",
        "O banco já foi avisado de todos os boletos.",
        "A última foi a remessa 1; para gravá-la de novo: remessa --number 1.",
    ]
    first = file.read_bytes()
    file.unlink()
    await remessa(bank_settings, Namespace(number=1, output=tmp_path / "remessas"))
    assert file.read_bytes() == first
    capsys.readouterr()

    answer = tmp_path / "CB2011.RET"
    told = (a_return(1, "06", paid="30612"), a_return(2, "03"), a_return(3, "06"))
    for content in (*told, a_return(77, "06", paid="1")):
        answer.write_bytes(content)
        await retorno(bank_settings, Namespace(file=answer))
    assert capsys.readouterr().out.splitlines() == [
        "linha 1: 109/00000001-6; pago; R$ 306,12 em 11/12/2026",
        "1 linha(s) no retorno: 1 pago(s).",
        "linha 1: 109/00000002-4; recusado; Entrada rejeitada",
        "1 linha(s) no retorno: 1 recusado(s).",
        "linha 1: 109/00000003-2; pago; o banco não disse quanto ou quando: registre com o comando pagamento",
        "1 linha(s) no retorno: 1 pago(s).",
        "linha 1: não é de um boleto nosso",
        "1 linha(s) no retorno: nada sobre boletos nossos.",
    ]

    statement = tmp_path / "extrato.ofx"
    statement.write_bytes(an_ofx(an_entry("300.00", "COBRANCA 00000003")))
    for _ in range(2):
        await extrato(bank_settings, Namespace(file=statement))
    assert capsys.readouterr().out.splitlines() == [
        "20/11/2026: R$ 300,00; registrado",
        "1 crédito(s) no extrato: 1 registrado(s), 0 já conhecido(s).",
        "20/11/2026: R$ 300,00; já se sabia",
        "1 crédito(s) no extrato: 0 registrado(s), 1 já conhecido(s).",
    ]


async def test_a_file_that_is_not_there_and_a_remittance_that_never_was_are_named(
    bank_settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(FileUnusable, match=r"nada\.ret não pôde ser lido"):
        await retorno(bank_settings, Namespace(file=tmp_path / "nada.ret"))
    with pytest.raises(FileUnusable, match="Não há remessa com o número 9"):
        await remessa(bank_settings, Namespace(number=9, output=tmp_path))
