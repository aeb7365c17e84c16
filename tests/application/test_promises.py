"""What no text may add to what was decided, said in a hundred ways; and what a kind voice may well say."""

from dataclasses import replace
from pathlib import Path

import pytest

from application.fact_check import ViolationKind, check_facts
from domain.negotiation.reply import Reply, ReplyKind
from tests.application.test_fact_check import CONTEXT, GOOD, OFFER, STRANGER

SAID = Path(__file__).parent / "said"
ASKS = "Oi, Maria! Para continuar, me diz os 3 primeiros números do seu CPF?"


def lines(name: str) -> list[str]:
    """The sentences of a file, without its comments."""
    text = (SAID / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("kind", [ReplyKind.OPENING_OFFER, ReplyKind.CONFIRM_TERMS])
def test_nothing_is_promised_threatened_or_asked_beyond_the_decision(kind: ReplyKind) -> None:
    reply = replace(OFFER, kind=kind)
    assert check_facts(GOOD, reply, CONTEXT) == ()

    let_through = [
        text
        for added in lines("depois_da_identidade.txt")
        for text in (f"{GOOD} {added}", f"{added}\n{GOOD}")
        if not check_facts(text, reply, CONTEXT)
    ]

    assert let_through == []


def test_before_identity_nothing_tells_what_it_is_about() -> None:
    assert check_facts(ASKS, STRANGER, CONTEXT) == ()

    let_through = [
        added
        for added in lines("antes_da_identidade.txt")
        if not check_facts(f"{ASKS} {added}", STRANGER, CONTEXT)
    ]

    assert let_through == []


@pytest.mark.parametrize(
    "kindly",
    [
        "Entendo que o momento está apertado, e agradeço por me contar.",
        "Sinto muito pelo que você está passando.",
        "Podemos ajustar com calma, no seu tempo.",
        "Se preferir, a gente vê outra forma de pagar.",
        "Me conta: cabe no seu bolso?",
        "Quer que eu mande o boleto e o Pix por aqui?",
        "Não consigo baixar mais do que isso.",
        "Nunca peço senha nem código.",
        "Fico feliz em ajudar, Maria!",
        "Faz sentido para você?",
        "Espero que a sua família esteja bem.",
        "Obrigado pela paciência, vamos achar um caminho juntos.",
        "Esse é o menor valor que posso oferecer.",
        "Posso confirmar assim?",
        "A primeira parcela vence na sexta, 27/11.",
        "Pode ser assim para você?",
        "Sem problema, a gente conversa com calma.",
        "Pode deixar, eu explico tudo.",
        "Sei que as coisas estão complicadas por aí.",
        "Fique à vontade para pensar, estou por aqui.",
        "Agradeço a confiança, Maria, e o seu tempo.",
        "Se ficar pesado, me avisa e a gente conversa.",
        "Sei o quanto pesa ficar sem trabalho.",
        "Espero que a sua mãe melhore logo.",
        "Sou um assistente digital e cuido disso com você.",
        "Se não reconhecer algo, é só me dizer.",
        "Obrigado por me contar como está o seu mês.",
        "Vamos com calma, passo a passo.",
        "O boleto e o Pix chegam por aqui mesmo.",
    ],
)
def test_a_kind_voice_may_say(kindly: str) -> None:
    assert check_facts(f"{kindly} {GOOD}", OFFER, CONTEXT) == ()


def test_what_was_agreed_may_be_said_only_once_it_is() -> None:
    said = f"Acordo fechado! {GOOD}"
    agreed = replace(OFFER, kind=ReplyKind.AGREEMENT_REACHED)

    assert check_facts(said, agreed, CONTEXT) == ()
    assert ViolationKind.PROMISE in {each.kind for each in check_facts(said, OFFER, CONTEXT)}


def test_to_deny_something_first_does_not_let_a_promise_through() -> None:
    said = f"Não se preocupe com nada, Maria, porque a sua dívida já está quitada. {GOOD}"

    assert check_facts(said, OFFER, CONTEXT)


def test_a_name_in_another_language_is_a_name() -> None:
    named = replace(
        CONTEXT, speaker=replace(CONTEXT.speaker, name="Pay For You", discreet_name="Pay For You")
    )
    reply = Reply(ReplyKind.GENUINE, "Will", OFFER.debt)

    assert check_facts("Aqui é o assistente da Pay For You, Will.", reply, named) == ()


def test_one_instalment_is_not_said_of_three() -> None:
    assert ViolationKind.FIGURE in {
        each.kind for each in check_facts(f"{GOOD} Em parcela única.", OFFER, CONTEXT)
    }
    assert ViolationKind.FIGURE in {
        each.kind for each in check_facts(f"{GOOD} De uma vez só.", OFFER, CONTEXT)
    }
