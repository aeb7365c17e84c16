"""The last reading before a text is sent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application import figures
from application.conduct import names_the_subject
from application.fact_check import Violation, ViolationKind, check_facts, may_precede_identity
from application.figures import FigureKind, figures_in
from application.ports.narrator import Speaker, VoiceContext
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.offer import PriceList
from domain.negotiation.policy import Policy
from domain.negotiation.reply import PaymentInstructions, Promise, Reply, ReplyKind
from domain.shared.money import brl, format_brl

TODAY = date(2026, 11, 20)
SPEAKER = Speaker(
    "Aurora Crédito", "Grupo Aurora", "11.222.333/0001-81", "0800 123 4567", "www.aurora.example.com.br"
)
CONTEXT = VoiceContext(TODAY, "high", SPEAKER, turn=0)
DEBT = DebtAtStake(brl("1000.00"), brl("812.34"), date(2024, 5, 10), "Banco 24 Horas", "cartão final 4471")
PRICES = PriceList(DEBT.balance, Policy(version="2026-11"))
TERMS = PRICES.terms(brl("900.00"), 3, date(2026, 11, 27))
OFFER = Reply(ReplyKind.CONFIRM_TERMS, "Maria", DEBT, TERMS)
STRANGER = Reply(ReplyKind.ASK_DIGITS, "Maria")
GOOD = "Fica R$ 900,00 (10% de desconto) em 3x de R$ 300,00, a primeira na sexta, 27/11. Pode ser?"


def violations(text: str, reply: Reply = OFFER) -> set[tuple[ViolationKind, str]]:
    return {(each.kind, each.found) for each in check_facts(text, reply, CONTEXT)}


def kinds(text: str, reply: Reply = OFFER) -> set[ViolationKind]:
    return {each.kind for each in check_facts(text, reply, CONTEXT)}


def test_a_text_that_states_the_decision_may_go() -> None:
    assert check_facts(GOOD, OFFER, CONTEXT) == ()


@pytest.mark.parametrize("position", [index for index, each in enumerate(GOOD) if each.isdigit()])
@pytest.mark.parametrize("digit", "0123456789")
def test_no_single_digit_can_be_changed(position: int, digit: str) -> None:
    changed = GOOD[:position] + digit + GOOD[position + 1 :]
    assert (changed == GOOD) is (kinds(changed) == set())


@pytest.mark.parametrize(
    "also",
    [
        "São novecentos reais no total.",
        "O total é 900 reais, você economiza cem reais.",
        "Três parcelas de trezentos reais.",
        "São três vezes de R$300.",
        "A primeira vence em 27 de novembro de 2026.",
        "A primeira é no dia 27, sexta-feira.",
        "As outras em 27/12 e 27/01/2027.",
        "Você ganha dez por cento de desconto.",
        "O saldo é R$ 1.000,00, ou R$ 1000.",
        "O original era R$ 812,34, de 10/05/2024.",
        "É o cartão final 4471 do Banco 24 Horas.",
        "Confira em https://www.aurora.example.com.br/ ou no 0800-123-4567, CNPJ 11222333000181.",
        "Mando a segunda via na hora.",
    ],
)
def test_a_fact_may_be_said_in_any_usual_form(also: str) -> None:
    assert violations(f"{GOOD} {also}") == set()


@pytest.mark.parametrize(
    "invented",
    [
        "R$ 899,99", "R$899", "899 reais", "oitocentos e noventa e nove reais", "mil e cem reais",
        "2 mil reais", "R$ 1,5 mil", "899,00", "899 conto", "50 centavos", "R$ 900 e 50 centavos",
        "R$ ８９９", "R$ 8\u200b99", "*R$ 899*", "12%", "12 por cento", "doze por cento", "10,5%",
        "metade do que você deve", "4x", "4 vezes", "quatro parcelas", "em 12 meses", "3x de R$ 900,00",
        "1x de R$ 300,00",
        "28/11", "27/11/2027", "27-10-2026", "2026-11-28", "28 de novembro", "dia 28", "amanhã",
        "depois de amanhã", "segunda, 27/11", "quinta-feira, 27/11", "no domingo", "na segunda", "10/05",
        "bit.ly/x", "https://outro.example.com", "www.aurora.example.com.br/pagar",
        "fale@aurora.example.com.br",
        "(11) 98765-4321", "0800 123 4568", "12.345.678/0001-95",
        "23793.38128 60000.000003 00000.000400 1 84340000090000",
        "uma dúzia", "7",
    ],
)  # fmt: skip
def test_a_figure_that_was_not_decided_is_found_however_it_is_written(invented: str) -> None:
    assert ViolationKind.FIGURE in kinds(f"{GOOD} E também {invented} para você.")


def test_the_finding_quotes_what_was_written() -> None:
    assert violations(f"{GOOD} Ou 450 reais.") == {(ViolationKind.FIGURE, "450 reais")}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Em 3x de R$ 300,00, a primeira na sexta, 27/11.", {"900.00"}),
        ("Fica R$ 900,00 em 3x de R$ 300,00.", {"2026-11-27"}),
        ("Fica R$ 900,00, a primeira na sexta, 27/11.", {"3 x 300.00"}),
        ("Pode ser?", {"900.00", "2026-11-27", "3 x 300.00"}),
        ("Fica R$ 900,00 em 3x de R$ 300,00, a última em 27/01/2027.", {"2026-11-27"}),
    ],
)
def test_an_offer_must_say_total_instalments_and_first_due_date(text: str, missing: set[str]) -> None:
    assert violations(text) == {(ViolationKind.MISSING, each) for each in missing}


def test_every_option_listed_must_be_said_with_its_own_amounts() -> None:
    cash = PRICES.terms(brl("850.00"), 1, date(2026, 11, 27))
    reply = Reply(ReplyKind.INSTALLMENT_OPTIONS, "Maria", DEBT, options=(cash, TERMS))
    listed = "À vista: R$ 850,00. 3x de R$ 300,00: R$ 900,00. Primeiro pagamento em 27/11."
    assert kinds(listed, reply) == set()
    assert violations(listed.replace("À vista: R$ 850,00. ", ""), reply) == {
        (ViolationKind.MISSING, "850.00")
    }
    assert ViolationKind.FIGURE in kinds(listed.replace("3x de R$ 300,00", "3x de R$ 850,00"), reply)


def test_terms_that_cost_more_than_the_balance_must_own_up_to_interest() -> None:
    dear = PriceList(DEBT.balance, Policy(version="2026-11", monthly_interest_percent=Decimal(2)))
    terms = dear.terms(dear.full(10), 10, date(2026, 11, 27))
    amounts = sorted({each.amount for each in terms.installments}, reverse=True)
    groups = [(sum(each.amount == value for each in terms.installments), value) for value in amounts]
    said = " e ".join(f"{count}x de {format_brl(value)}" for count, value in groups)
    text = f"Fica {format_brl(terms.total)} em {said}, a primeira em 27/11."
    reply = replace(OFFER, terms=terms)
    assert violations(text, reply) == {(ViolationKind.MISSING, "juros")}
    assert violations(f"{text} Isso inclui juros.", reply) == set()
    for denied in (
        "sem juros",
        "juros zero",
        "nada de juros",
        "não tem juros",
        "sem nenhum juros",
        "zero juros",
    ):
        assert (ViolationKind.MISSING, "juros") in violations(f"{text} É {denied}.", reply)


def test_a_promise_is_said_with_its_amount_and_date() -> None:
    reply = Reply(
        ReplyKind.PROMISE_OFFERED, "Maria", DEBT, promise=Promise(brl("600.00"), date(2026, 12, 20))
    )
    assert kinds("Anoto R$ 600,00 até domingo, 20/12?", reply) == set()
    assert violations("Anoto?", reply) == {
        (ViolationKind.MISSING, "600.00"),
        (ViolationKind.MISSING, "2026-12-20"),
    }


def test_payment_codes_must_be_exact_and_alone_on_their_lines() -> None:
    line, pix = "00190.50095 40144.816069 06809.350314 3 37370000000100", "000201BR.GOV.BCB.PIX5204R$99"
    payment = PaymentInstructions(brl("300.00"), date(2026, 11, 27), line, pix)
    reply = replace(OFFER, kind=ReplyKind.AGREEMENT_REACHED, payment=payment)
    assert kinds(f"{GOOD[:-1]}.\nBoleto:\n{line}\nPix copia e cola:\n{pix}", reply) == set()
    assert violations(f"{GOOD} Boleto: {line}\n{pix}", reply) == {(ViolationKind.MISSING, "linha digitável")}
    changed = kinds(f"{GOOD}\n{line[:-1]}1\n{pix}", reply)
    assert changed == {ViolationKind.MISSING, ViolationKind.FIGURE}


@pytest.mark.parametrize(
    "harm",
    [
        "É a sua última chance.", "É URGENTE!", "Pague imediatamente.", "Vamos abrir um processo.",
        "Seu nome vai para o SPC.", "O Serasa avisa.", "Você será negativado.", "Não seja caloteiro.",
        "Que vergonha.", "Isso gera penhora.", "O advogado liga.", "Vai a protesto.", "Nome sujo é ruim.",
        "A culpa é sua.", "Corra!", "É só hoje.", "Expira logo.", "Você está inadimplente.",
    ],
)  # fmt: skip
def test_threat_shame_and_hurry_are_never_sent(harm: str) -> None:
    assert ViolationKind.FORBIDDEN_WORD in kinds(f"{GOOD} {harm}")


def test_harmless_words_that_look_alike_may_go() -> None:
    assert kinds(f"{GOOD} Desculpe a demora, que as coisas corram bem. Não volto atrás.") == set()


def test_a_creditor_whose_name_is_a_forbidden_word_may_still_be_named() -> None:
    reply = replace(OFFER, debt=replace(DEBT, creditor="Serasa Limpa Nome"))
    assert kinds(f"{GOOD} É da Serasa Limpa Nome.", reply) == set()
    assert kinds(f"{GOOD} Seu nome vai para o Serasa.", reply) == {ViolationKind.FORBIDDEN_WORD}


@pytest.mark.parametrize(
    "told",
    [
        "sua dívida",
        "um débito",
        "a cobrança",
        "o pagamento",
        "um acordo",
        "o valor",
        "uma negociação",
        "o boleto",
    ],
)
def test_before_identity_the_subject_is_not_told(told: str) -> None:
    assert names_the_subject(told)
    assert ViolationKind.PRIVACY in kinds(f"Oi, Maria! É sobre {told}. Qual o início do seu CPF?", STRANGER)


def test_before_identity_the_three_digits_may_be_asked_for_and_the_official_phone_given() -> None:
    text = "Oi, Maria! Falo pelo Grupo Aurora, 0800 123 4567. Quais os 3 primeiros dígitos do seu CPF?"
    assert kinds(text, STRANGER) == set()
    assert kinds(text.replace("os 3 primeiros", "os três primeiros"), STRANGER) == set()


def test_before_identity_a_name_that_tells_the_subject_is_not_said() -> None:
    assert violations("Sou o assistente da Aurora Crédito.", STRANGER) == {
        (ViolationKind.PRIVACY, "Aurora Crédito")
    }


def test_before_identity_the_site_and_the_cnpj_stay_unsaid_when_no_name_is_discreet() -> None:
    secretive = replace(CONTEXT, speaker=replace(SPEAKER, discreet_name=""))
    found = check_facts("Veja www.aurora.example.com.br, CNPJ 11.222.333/0001-81", STRANGER, secretive)
    assert [each.kind for each in found] == [ViolationKind.FIGURE, ViolationKind.FIGURE]


def test_before_identity_no_amount_may_be_said() -> None:
    assert ViolationKind.FIGURE in kinds("Oi, Maria! São 1000. CPF?", STRANGER)


@pytest.mark.parametrize(
    "lie",
    ["Sou uma pessoa.", "Não sou um robô.", "Não sou robô!", "Sou atendente da loja.", "Meu nome é Carla."],
)
def test_the_bot_never_poses_as_a_person(lie: str) -> None:
    assert ViolationKind.PERSON in kinds(f"{GOOD} {lie}")


def test_the_bot_may_say_what_it_is() -> None:
    text = f"{GOOD} Sou um assistente digital, não sou uma pessoa. Meu nome é Certobot."
    assert kinds(text) == set()


def test_a_text_longer_than_whatsapp_takes_is_refused() -> None:
    padding = "a" * (4096 - len(GOOD))
    assert kinds(GOOD + padding) == set()
    assert check_facts(GOOD + padding + "a", OFFER, CONTEXT) == (Violation(ViolationKind.LENGTH, "4097"),)


def test_offers_come_only_after_identity() -> None:
    assert not may_precede_identity(ReplyKind.OPENING_OFFER)
    assert may_precede_identity(ReplyKind.OPTED_OUT)


@given(st.integers(1, 99_999_999))
def test_every_amount_as_the_bot_writes_it_is_read_back(cents: int) -> None:
    value = Decimal(cents) / 100
    figures = figures_in(f"Fica {format_brl(value)}.", TODAY)
    assert [(each.kind, each.means) for each in figures] == [(FigureKind.AMOUNT, f"{value:.2f}")]


@given(st.integers(1, 99_999_999))
def test_an_amount_outside_the_facts_never_passes(cents: int) -> None:
    value = brl(Decimal(cents) / 100)
    known = {DEBT.balance, DEBT.original_amount, brl("900.00"), brl("300.00"), brl("100.00")}
    assert (ViolationKind.FIGURE in kinds(f"{GOOD} Ou {format_brl(value)}.")) is (value not in known)


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert isinstance(check_facts(text, OFFER, CONTEXT), tuple)


PIECES = (
    "R$ 900,00", "3x de", "27/11", "amanhã", "dia 10", "em x.com/y", "12 por cento", "noventa e nove",
    "metade", "no fim do mês", "sexta-feira", "no sábado", "em dezembro", "3", "2026-12-10", "1.234,56",
    "fulano@x.com", "www.x.com", "até hoje", "dia primeiro", "10 de maio", "um real", "50 centavos",
    "quinhentão", "2 mil", "daqui a 10 dias", "quinto dia útil", "natal", "semana que vem", "10%", "1o dia",
    "(11) 4000-0000", "10.12.2026", "por mês", "duas parcelas", "http://x", "- 3 -", "um terço", "pague hoje",
    "por", "de", "e", "\n", "Maria",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12), st.sampled_from([" ", "", "\n"]))
def test_looking_only_where_something_can_be_found_finds_everything(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    found = figures_in(text, TODAY)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figures, "_may_find", lambda *_: True)
        assert figures_in(text, TODAY) == found
