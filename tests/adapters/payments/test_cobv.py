"""Pix charges that a PSP keeps, against a PSP that takes nothing but what Bacen publishes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from adapters.payments.cobv import CobvIssuer
from adapters.payments.local import LocalIssuer
from adapters.payments.pix_api import PixApi, PixApiConfig
from application.ports.payment_issuer import IssueRejected, IssuerUnavailable
from tests.adapters.payments.agreement import ACCOUNT, a_request, installments
from tests.adapters.payments.br_code import decode
from tests.adapters.payments.pix_server import CLIENT_ID, CLIENT_SECRET, PixServer, Trouble, running_psp


@pytest.fixture(scope="session")
async def shared_psp() -> AsyncIterator[PixServer]:
    async with running_psp() as psp:
        yield psp


@pytest.fixture
async def psp(shared_psp: PixServer) -> PixServer:
    shared_psp.charges.clear()
    shared_psp.troubles.clear()
    shared_psp.asked.clear()
    shared_psp.with_code, shared_psp.is_old = True, False
    return shared_psp


@pytest.fixture
async def issuer(psp: PixServer) -> AsyncIterator[CobvIssuer]:
    issuer = an_issuer(psp)
    yield issuer
    await issuer.aclose()


def an_issuer(psp: PixServer, **changes: str) -> CobvIssuer:
    api = PixApiConfig(psp.url, f"{psp.url}/oauth/token", CLIENT_ID, CLIENT_SECRET, answer_seconds=2.0)
    return CobvIssuer(LocalIssuer(ACCOUNT), ACCOUNT, PixApi(replace(api, **changes)))  # type: ignore[arg-type]


ONE = a_request(*installments("333.34"))


async def test_each_installment_has_its_charge_at_the_psp(psp: PixServer, issuer: CobvIssuer) -> None:
    documents = await issuer.issue(a_request())

    assert [charge["valor"]["original"] for charge in psp.charges.values()] == ["333.34", "333.33", "333.33"]
    for document, (txid, charge) in zip(documents, psp.charges.items(), strict=True):
        assert document.pix is not None
        assert document.pix.txid == txid
        assert charge["calendario"]["dataDeVencimento"] == document.boleto.due_date.isoformat()
        assert charge["devedor"] == {"nome": document.boleto.payer.name, "cpf": "52998224725"}
        assert charge["chave"] == ACCOUNT.pix_key


async def test_being_late_costs_what_the_policy_says(psp: PixServer, issuer: CobvIssuer) -> None:
    await issuer.issue(replace(ONE, late_fine_percent=Decimal(2), late_interest_percent=Decimal("0.5")))

    (charge,) = psp.charges.values()
    assert charge["valor"]["multa"] == {"modalidade": 2, "valorPerc": "2.00"}
    assert charge["valor"]["juros"] == {"modalidade": 3, "valorPerc": "0.50"}


async def test_without_late_charges_none_are_told(psp: PixServer, issuer: CobvIssuer) -> None:
    await issuer.issue(replace(ONE, late_fine_percent=Decimal(0), late_interest_percent=Decimal(0)))

    (charge,) = psp.charges.values()
    assert charge["valor"].keys() == {"original"}


@pytest.mark.parametrize(("with_code", "is_old"), [(True, False), (False, False), (False, True)])
async def test_the_code_leads_to_the_charge_whether_or_not_the_psp_writes_it(
    psp: PixServer, issuer: CobvIssuer, with_code: bool, is_old: bool
) -> None:
    psp.with_code, psp.is_old = with_code, is_old

    (document,) = await issuer.issue(ONE)

    assert document.pix is not None
    assert "/cobv/" in decode(document.pix.payload)["url"]


@pytest.mark.parametrize("trouble", ["cut before", "cut after", "500", "429", "unreadable"])
async def test_trouble_on_the_way_is_tried_again_and_makes_one_charge(
    psp: PixServer, issuer: CobvIssuer, trouble: Trouble
) -> None:
    psp.troubles.append(trouble)

    with pytest.raises(IssuerUnavailable):
        await issuer.issue(ONE)
    (document,) = await issuer.issue(ONE)
    again = await issuer.issue(ONE)

    assert len(psp.charges) == 1
    assert (document,) == again


async def test_a_charge_that_was_made_for_another_amount_is_not_taken(
    psp: PixServer, issuer: CobvIssuer
) -> None:
    (document,) = await issuer.issue(ONE)
    assert document.pix is not None
    psp.charges[document.pix.txid]["valor"]["original"] = "1.00"

    with pytest.raises(IssueRejected, match="CobVOperacaoInvalida"):
        await issuer.issue(ONE)


async def test_a_token_is_asked_for_once_and_again_when_the_psp_forgot_it(
    psp: PixServer, issuer: CobvIssuer
) -> None:
    before = psp.tokens
    await issuer.issue(a_request())
    assert psp.tokens == before + 1

    psp.troubles.append("token forgotten")
    await issuer.issue(a_request(agreement=2))
    assert len(psp.charges) == 6


async def test_wrong_credentials_are_worth_another_try_and_are_not_repeated(psp: PixServer) -> None:
    stranger = an_issuer(psp, client_secret="outro")

    with pytest.raises(IssuerUnavailable, match="credenciais") as unavailable:
        await stranger.issue(ONE)

    assert "outro" not in str(unavailable.value)
    await stranger.aclose()


async def test_a_cancelled_charge_cannot_be_paid_any_more(psp: PixServer, issuer: CobvIssuer) -> None:
    (document,) = await issuer.issue(ONE)

    for _ in range(2):
        await issuer.cancel(document)

    assert [charge["status"] for charge in psp.charges.values()] == ["REMOVIDA_PELO_USUARIO_RECEBEDOR"]


async def test_a_charge_that_was_never_made_needs_no_cancelling(psp: PixServer, issuer: CobvIssuer) -> None:
    (document,) = await LocalIssuer(ACCOUNT).issue(ONE)

    await issuer.cancel(document)
    await issuer.cancel(replace(document, pix=None))

    assert psp.charges == {}


async def test_a_paid_charge_is_not_cancelled_and_a_person_is_told(
    psp: PixServer, issuer: CobvIssuer
) -> None:
    (document,) = await issuer.issue(ONE)
    assert document.pix is not None
    psp.paid(document.pix.txid)

    with pytest.raises(IssueRejected, match="já foi paga"):
        await issuer.cancel(document)


async def test_a_charge_can_be_read_back(psp: PixServer, issuer: CobvIssuer) -> None:
    (document,) = await issuer.issue(ONE)
    assert document.pix is not None
    psp.paid(document.pix.txid)

    kept = await issuer.read(document.pix.txid)

    assert kept is not None
    assert (kept.status, kept.valor.original) == ("CONCLUIDA", "333.34")
    assert await issuer.read("0" * 26) is None


async def test_the_psp_is_told_where_to_tell_of_payments(psp: PixServer, issuer: CobvIssuer) -> None:
    await issuer.notify_at("https://certobot.example/webhooks/pix/segredo")

    assert psp.webhooks == {ACCOUNT.pix_key: "https://certobot.example/webhooks/pix/segredo"}
    with pytest.raises(IssueRejected, match="WebhookOperacaoInvalida"):
        await issuer.notify_at("http://certobot.example")
