"""The promise of the BoletoRenderer port, for what is read on a page and how it fits there."""

import re
from dataclasses import replace

import pytest

from adapters.payments.local_config import LocalPaymentsConfig
from application.ports.boleto_renderer import BoletoRenderer
from domain.payments.party import Beneficiary, Payer
from domain.payments.registration import Registration
from tests.adapters.boleto.drawn import RENDERERS, WITHOUT_PIX, documents_of
from tests.adapters.boleto.pages import symbols, texts, title, written
from tests.adapters.payments.agreement import ACCOUNT, CREDITOR, DEBTOR


@pytest.fixture(params=RENDERERS)
def renderer(request: pytest.FixtureRequest) -> BoletoRenderer:
    return RENDERERS[request.param]()


async def test_a_boleto_that_the_bank_does_not_know_says_so(renderer: BoletoRenderer) -> None:
    (document,) = await documents_of(1)

    (text,) = texts(await renderer.render((document,)))

    assert "Boleto ainda não registrado no banco: ele só pode ser pago depois do registro." in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("sent", "Boleto enviado ao banco para registro"),
        ("rejected", "O banco recusou o registro deste boleto: ele não pode ser pago"),
        ("cancelled", "Boleto cancelado: não pague"),
        ("paid", "Boleto pago: não pague de novo"),
    ],
)
async def test_the_page_says_what_the_bank_last_told(
    renderer: BoletoRenderer, state: Registration, said: str
) -> None:
    (document,) = await documents_of(1)
    told = replace(document, boleto=replace(document.boleto, registration=state))

    (text,) = texts(await renderer.render((told,)))

    assert said in text
    assert "já pode ser pago em qualquer banco" not in text


async def test_a_registered_boleto_no_longer_says_that_it_is_not(renderer: BoletoRenderer) -> None:
    (document,) = await documents_of(1)
    registered = replace(document, boleto=replace(document.boleto, registration="registered"))

    (text,) = texts(await renderer.render((registered,)))

    assert "ainda não registrado" not in text
    assert "Boleto registrado no banco" in text


LONG = Beneficiary(
    name="Fundo de Investimento em Direitos Creditórios Não Padronizados — “Norte & Nordeste” Multissegmento",
    document=CREDITOR.document,
    address="Rua Professora Maria Aparecida de Albuquerque Vasconcelos do Nascimento, 12.345, bloco C, "
    "conjunto 1201, Edifício Comercial Torres do Atlântico",
    city="Vila Bela da Santíssima Trindade/MT, 78245-000",
    phone="0800 123 4567",
    site="negocie.recuperacao-de-creditos-norte-e-nordeste.example.com/acordos",
)


LONGEST = Payer(name="Maria Aparecida da Conceição " * 8, document=DEBTOR.document)


async def test_long_names_stay_inside_the_page_and_keep_the_numbers_beside_them(
    renderer: BoletoRenderer,
) -> None:
    documents = await documents_of(1, beneficiary=LONG, payer=LONGEST)

    pdf = await renderer.render(documents)

    (text,) = texts(pdf)
    assert LONG.document in text
    assert LONGEST.document in text
    assert LONG.site in text
    assert symbols(pdf, 0)["ITF"] == documents[0].boleto.barcode
    assert all(
        box.left > 8 and box.right < 202 and box.bottom > 5 and box.top < 292 for box in written(pdf, 0)
    )


@pytest.mark.parametrize(("creditor", "debtor"), [(CREDITOR, DEBTOR), (LONG, LONGEST)], ids=["usual", "long"])
@pytest.mark.parametrize("account", [ACCOUNT, WITHOUT_PIX], ids=["with Pix", "without Pix"])
async def test_no_text_is_written_over_another(
    renderer: BoletoRenderer, creditor: Beneficiary, debtor: Payer, account: LocalPaymentsConfig
) -> None:
    boxes = written(await renderer.render(await documents_of(1, account, creditor, debtor)), 0)

    assert len(boxes) > 60
    collisions = [(a, b) for index, a in enumerate(boxes) for b in boxes[:index] if a.overlaps(b)]
    assert collisions == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("D’Ávila — “Zé” & Filhos (1) \\ [2]", "D’Ávila — “Zé” & Filhos (1) \\ [2]"),
        ("Joa\u0303o Conceic\u0327a\u0303o", "João Conceição"),
        ("Ana 😀 Souza\n da\tSilva", "Ana Souza da Silva"),
        ("Łukasz Dvořák 日", "?ukasz Dvorák ?"),
    ],
)
async def test_names_come_out_right_or_nearly_whatever_they_are_written_with(
    renderer: BoletoRenderer, given: str, shown: str
) -> None:
    documents = await documents_of(1, payer=Payer(given, DEBTOR.document))

    (text,) = texts(await renderer.render(documents))

    assert shown in text


async def test_the_title_says_whose_boleto_it_is_and_which_part(renderer: BoletoRenderer) -> None:
    one, *_ = await documents_of()

    assert title(await renderer.render((one,))) == f"Boleto de {CREDITOR.name}, parcela 1 de 3"
    assert title(await renderer.render(await documents_of())) == f"Boleto de {CREDITOR.name}, 3 parcelas"


async def test_the_page_holds_no_number_of_another_installment(renderer: BoletoRenderer) -> None:
    first, second, _ = await documents_of()

    (text,) = texts(await renderer.render((first,)))

    assert second.boleto.linha_digitavel not in text
    assert not re.search(r"Parcela [23] de 3", text)
