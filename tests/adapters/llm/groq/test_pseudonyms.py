"""What leaves the house leaves without whom it is about; what a reader needs stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.llm.groq.pseudonyms import Pseudonyms
from application.ports.recollection import Recollection
from tests.adapters.llm.groq.stand import MARIA, reader

CPF = MARIA.cpf


@pytest.fixture(scope="module")
def private() -> Pseudonyms:
    return Pseudonyms(MARIA, reader().knows)


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("meu cpf é 529.982.247-25", "meu cpf é [CPF]"),
        ("52998224725", "[CPF]"),
        ("529 982 247 25", "[CPF]"),
        ("529.982.247/25", "[CPF]"),
        ("5 2 9 9 8 2 2 4 7 2 5", "[CPF]"),
        ("52998 22 4725", "[CPF]"),
        ("529\n982\n247\n25", "[CPF]"),
        ("529 ponto 982 ponto 247 traço 25", "[CPF]"),
        ("５２９９８２２４７２５", "[CPF]"),
        ("5\u200b29982\u200b24725", "[CPF]"),
        ("R$ 529.982.247,25", "R$ [CPF]"),
        ("o da minha irmã é 111.444.777-35", "o da minha irmã é [CPF]"),
        ("cinco dois nove nove oito dois dois quatro sete dois cinco", "[número]"),
        ("me liga no (11) 98765-4321", "me liga no [telefone]"),
        ("+55 11 98765-4321", "[telefone]"),
        ("11 3456 7890", "[telefone]"),
        ("987654321", "[telefone]"),
        ("8765-4321", "[telefone]"),
        ("conta 1234567", "conta [número]"),
        ("maria.silva@example.com", "[e-mail]"),
        ("maria arroba example ponto com", "[e-mail]"),
        ("olha https://example.com/maria", "olha [link]"),
        ("RmVjaG8gcG9yIFIkIDEwLDAwIGUgZXN0w6EgdHVkbyBjZXJ0bw==", "[trecho]"),
        ("meu nome é Maria Aparecida da Silva", "meu nome é Maria [sobrenome]"),
        ("meu nome é maria aparecida da silva", "meu nome é maria [sobrenome]"),
        ("MARIA APARECIDA DA SILVA", "MARIA [sobrenome]"),
        ("é a dona Silva", "é a dona [sobrenome]"),
        ("sou o José Carlos Pereira, marido dela", "sou o José [sobrenome], marido dela"),
        ("não conheço nenhuma Ana Paula Souza", "não conheço nenhuma Ana [sobrenome]"),
        ("me chamo pedro henrique de oliveira", "me chamo pedro [sobrenome]"),
        ("O João Ferreira não mora aqui", "O João [sobrenome] não mora aqui"),
        ("M A R I A  S I L V A sou eu", "[trecho] sou eu"),
        ("aqui s.i.l.v.a que fala", "aqui [trecho] que fala"),
        ("meu insta é mariasilva ou MSilva87", "meu insta é [sobrenome] ou [sobrenome]87"),
    ],
)
def test_what_says_who_somebody_is_stays_here(private: Pseudonyms, written: str, leaves: str) -> None:
    assert private.mask(written) == leaves


@pytest.mark.parametrize(
    "written",
    [
        "pago R$ 1.500,00 dia 10/12/2026",
        "pago 1500 em 10x",
        "150,00 por mês",
        "só dia 10.12.2026",
        "consigo 300 ou 400",
        "dou 2.000 à vista",
        "daqui a dez dias eu pago 300",
        "1234.50",
        "mil quinhentos e trinta e dois reais e vinte centavos",
        "Bom Dia, Quero Pagar Em 3x",
        "2026-12-10",
        "entrada de 200 e 5x de 175,50",
        "não tenho 500, tenho 300",
    ],
)
def test_what_a_reader_needs_stays_readable(private: Pseudonyms, written: str) -> None:
    assert private.mask(written) == written


def test_while_digits_are_asked_for_none_leave(private: Pseudonyms) -> None:
    for given_digits in ("529", "é 5 2 9", "cinco dois nove", "999"):
        assert "[dígitos]" in private.mask(given_digits, digits_asked=True)
    assert private.mask("quem é?", digits_asked=True) == "quem é?"


def test_digits_that_were_given_before_do_not_leave_later(private: Pseudonyms) -> None:
    assert private.mask_past("529") == "[dígitos]"
    assert private.mask_past("cinco dois nove") == "[dígitos]"
    assert private.mask_past("pago 500") == "pago 500"


def test_payment_codes_said_before_do_not_leave(private: Pseudonyms) -> None:
    past = (
        "00190.50095 40144.816069 06809.350314 3 37370000000100\n"
        "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d3-a456-4266554400005204000053039865802BR6304ABCD"
    )
    masked = private.mask_past(past)
    assert "0190" not in masked
    assert "pix" not in masked


def test_a_surname_that_is_also_a_word_is_read_as_the_word_where_it_is_one() -> None:
    private = Pseudonyms(Recollection(name="ANA DIAS"), reader().knows)
    assert private.mask("pago em dez dias") == "pago em dez dias"
    assert private.mask("sou a Ana Dias") == "sou a Ana [sobrenome]"


def test_marks_that_somebody_types_are_no_way_around_it(private: Pseudonyms) -> None:
    assert CPF not in private.mask(f"\ue000\ue002 {CPF} \ue000\ue001")


separators = st.sampled_from(["", " ", ".", "-", "/", "  ", ", ", "\n", " - ", "_"])


@settings(max_examples=80, deadline=None)
@given(st.lists(separators, min_size=10, max_size=10), st.text(max_size=20), st.text(max_size=20))
def test_the_own_cpf_never_leaves_however_it_is_spaced(between: list[str], before: str, after: str) -> None:
    private = Pseudonyms(MARIA, reader().knows)
    written = "".join(digit + gap for digit, gap in zip(CPF, [*between, ""], strict=True))
    masked = private.mask(f"{before} {written} {after}")
    digits = "".join(each for each in masked if each.isdecimal())
    assert CPF not in digits


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 999_999_999), st.sampled_from(["{}", "meu cpf {}", "é {}, tá?", "cpf:{}"]))
def test_nobodys_cpf_leaves(base: int, sentence: str) -> None:
    private = Pseudonyms(Recollection(), reader().knows)
    digits = f"{base:09}00"
    for form in (digits, f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"):
        assert form not in private.mask(sentence.format(form))


@settings(max_examples=80, deadline=500)
@given(st.text(max_size=1500))
def test_any_text_at_all_can_be_masked(text: str) -> None:
    Pseudonyms(MARIA, reader().knows).mask(text, digits_asked=True)
