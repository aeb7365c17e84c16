"""What is heard beside the meaning of a message."""

import pytest

from application.hearing import heard_in_words, speaks_of_receipt, tells_of_despair
from domain.negotiation.understanding import Intent, Understanding


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


@pytest.mark.parametrize(
    "text",
    [
        "sim", "Sim, pode parar", "isso", "isso, some daqui", "isso mesmo", "exato", "é", "é isso",
        "pode parar", "quero", "acho que sim", "sim, não quero mais", "sim, não quero continuar",
        "é de outra pessoa", "SIM!",
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [Intent.ACCEPT, Intent.REJECT, Intent.UNKNOWN])
def test_a_yes_to_the_question_whether_to_end_is_heard_whatever_was_read(text: str, read: Intent) -> None:
    heard = heard_in_words(Understanding(read, firm=False), text, Intent.OPT_OUT)
    assert heard == Understanding(Intent.ACCEPT)


@pytest.mark.parametrize(
    "text",
    [
        "não", "nao, quero resolver", "claro que não", "pera, mudei de ideia", "não quero parar",
        "quero negociar", "eu quero muito resolver isso aí", "quero continuar",
        "vamos seguir", "sim, quero pagar", "aceito", "fechado", "n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [Intent.ACCEPT, Intent.OPT_OUT, Intent.UNKNOWN])
def test_who_wants_to_go_on_says_no_to_it_whatever_was_read(text: str, read: Intent) -> None:
    heard = heard_in_words(Understanding(read, firm=False), text, Intent.OPT_OUT)
    assert heard == Understanding(Intent.REJECT)


@pytest.mark.parametrize(
    "read",
    [
        Understanding(Intent.WRONG_PERSON),
        Understanding(Intent.ASK_DISCOUNT),
        Understanding(Intent.PROPOSE, installments=3),
    ],
)
def test_what_answers_something_else_is_left_alone(read: Understanding) -> None:
    assert heard_in_words(read, "não, isso não, quero outra coisa", Intent.OPT_OUT) == read


def test_where_nothing_was_asked_a_yes_that_holds_back_is_half_a_yes() -> None:
    assert heard_in_words(Understanding(Intent.ACCEPT), "sim, mas depois", None).firm is False


@pytest.mark.parametrize(
    "text",
    [
        "vou me matar por causa disso", "eu me mato", "penso em suicídio", "quero morrer", "melhor morrer",
        "penso em morrer todo dia", "não aguento mais viver assim", "não quero mais viver", "cansei de viver",
        "já não tenho vontade de viver", "não vejo sentido na vida", "vou tirar minha própria vida",
        "dá vontade de acabar com a minha vida", "vou dar um fim na minha vida", "vou me jogar da ponte",
        "minha vida não tem mais sentido", "vou dar um tiro na cabeça", "vou tomar veneno", "vou me enforcar",
    ],
)  # fmt: skip
def test_despair_is_heard(text: str) -> None:
    assert tells_of_despair(text)


@pytest.mark.parametrize(
    "text",
    [
        "esse juros tá me matando", "vou me matar de trabalhar pra pagar", "quase morri de rir",
        "quero morrer de vergonha", "não quero mais viver devendo", "quero acabar com essa dívida",
        "não aguento mais essa dívida", "minha mãe morreu", "custo de vida alto",
        "tô cansado da vida de pobre", "seguro de vida", "sem sentido pagar isso tudo",
    ],
)  # fmt: skip
def test_figures_of_speech_are_no_despair(text: str) -> None:
    assert not tells_of_despair(text)
