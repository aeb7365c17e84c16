"""What is heard beside the meaning of a message."""

import pytest

from application.hearing import speaks_of_receipt


@pytest.mark.parametrize(
    "text",
    [
        "segue o comprovante",
        "COMPROVANTES em anexo",
        "comprovante_pix_20261120.pdf",
        "Recibo.jpg",
        "já paguei ontem",
        "ja pago",
        "tá pago",
        "ta pago viu",
        "foi pago",
        "boleto pago",
        "pix feito",
        "fiz o pix",
        "segue o pagamento",
        "pagamento realizado",
        "transferência efetuada",
        "quitado",
    ],
)
def test_words_of_a_payment_made_speak_of_a_receipt(text: str) -> None:
    assert speaks_of_receipt(text)


@pytest.mark.parametrize(
    "text",
    ["", "pago 300 por mês", "quero pagar", "quando eu pago?", "IMG_2026.jpg", "olha meu contracheque", "oi"],
)
def test_words_of_a_payment_to_come_do_not(text: str) -> None:
    assert not speaks_of_receipt(text)
