"""A boleto whose numbers disagree does not exist."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.payments.boleto import Boleto, MalformedBoleto
from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary, Payer
from domain.payments.pix import PixCharge

# Santander, from the tests of BoletoNetCore (MIT).
BOLETO = Boleto(
    bank="033-7",
    bank_name="Santander",
    barcode="03397690500002924119123456700000000044560101",
    linha_digitavel="03399.12347 56700.000005 00445.601016 7 69050000292411",
    nosso_numero="000000000445-6",
    document_number="BB874A",
    agency_account="1234 / 1234567",
    wallet="101",
    amount=Decimal("2924.11"),
    due_date=date(2016, 9, 2),
    issued_on=date(2016, 8, 2),
    beneficiary=Beneficiary("Credor de Exemplo Ltda", "11.222.333/0001-81", "Rua Um, 1", "São Paulo/SP"),
    payer=Payer("Maria de Exemplo", "529.982.247-25"),
)


def test_a_boleto_is_unregistered_until_the_bank_knows_it() -> None:
    assert BOLETO.registration == "unregistered"
    assert replace(BOLETO, registration="registered").registration == "registered"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"barcode": BOLETO.barcode[:-1]}, "código de barras"),
        ({"barcode": BOLETO.barcode[:-1] + "X"}, "código de barras"),
        ({"linha_digitavel": BOLETO.linha_digitavel[:-1]}, "linha digitável"),
        ({"linha_digitavel": BOLETO.linha_digitavel[:-1] + "2"}, "linha digitável"),
        ({"linha_digitavel": "1" + BOLETO.linha_digitavel[1:]}, "linha digitável"),
        ({"amount": Decimal("2924.12")}, "valor"),
        ({"amount": Decimal(292411)}, "valor"),
    ],
)
def test_numbers_that_are_cut_or_disagree_name_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedBoleto) as malformed:
        replace(BOLETO, **changes)

    assert malformed.value.field == field


def test_the_linha_digitavel_may_be_written_with_or_without_its_dots_and_spaces() -> None:
    bare = "".join(character for character in BOLETO.linha_digitavel if character.isdigit())

    assert replace(BOLETO, linha_digitavel=bare).barcode == BOLETO.barcode


def test_equal_terms_are_equal_documents() -> None:
    pix = PixCharge(payload="000201", txid="ABC1", amount=BOLETO.amount)

    assert PaymentDocument(1, 3, BOLETO, pix) == PaymentDocument(1, 3, replace(BOLETO), replace(pix))
    assert PaymentDocument(1, 3, BOLETO, pix) != PaymentDocument(2, 3, BOLETO, pix)
