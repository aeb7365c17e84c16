"""Which instalment of their agreement a debtor means."""

import pytest

from application.which_installment import which_installment


@pytest.mark.parametrize(
    "text",
    [
        "manda a segunda parcela", "parcela 2", "quero o boleto da 2ª parcela", "a prestação número 2",
        "manda o pix da segunda", "o código da segunda", "quero adiantar a segunda", "posso pagar a segunda?",
        "me manda a segunda via da parcela 2",
    ],
)  # fmt: skip
def test_an_instalment_is_named_by_its_place(text: str) -> None:
    assert which_installment(text, of=3) == 2


@pytest.mark.parametrize(
    "text",
    [
        "manda a segunda via", "segunda eu pago", "pago na segunda", "pode ser segunda-feira",
        "o boleto da segunda via", "o boleto da segunda-feira", "em 2 parcelas", "2x", "parcela 9", "oi",
    ],
)  # fmt: skip
def test_a_second_copy_a_monday_and_a_count_name_none(text: str) -> None:
    assert which_installment(text, of=3) is None


def test_the_last_one_is_named_so() -> None:
    assert which_installment("e a última parcela?", of=4) == 4
    assert which_installment("a última parcela", of=1) is None
