"""Phrasing with a model: what it may change, what it never can, and what is sent when it fails."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from application.fact_check import check_facts
from application.ports.narrator import VoiceContext
from domain.negotiation.policy import Empathy
from domain.negotiation.reply import PaymentInstructions, Reason, Reply, ReplyKind
from domain.shared.money import brl
from tests.adapters.contracts.replies import (
    DEBT,
    FRIDAY,
    LINHA_DIGITAVEL,
    PIX,
    SPEAKER,
    WITHOUT_DEBT,
    a_context,
    terms,
)
from tests.adapters.llm.groq.stand import CONVERSATION, Stand, stand, voice
from tests.adapters.llm.groq_answers import ATTACKS, TROUBLES, kindly
from tests.adapters.llm.groq_server import Answers, Asked, Served, fails, says

OFFER = Reply(ReplyKind.CONCESSION, "Maria", DEBT, terms("10", 3), reason=Reason.PRICE_OBJECTION)
CHAT = Reply(ReplyKind.SMALL_TALK, "Maria", DEBT)
CONTEXT = replace(a_context(2), conversation_id=CONVERSATION)


async def said(here: Stand, reply: Reply = OFFER, context: VoiceContext = CONTEXT) -> str:
    return await here.groq.narrator.phrase(reply, context)


async def test_a_model_finds_the_words_and_the_facts_stay() -> None:
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        text = await said(here)

    assert "Que bom falar com você." in text
    assert check_facts(text, OFFER, CONTEXT) == ()
    assert here.notes.steps == [("120b", "ok")]
    assert [(call.purpose, call.prompt_version) for call in here.notes.calls] == [("phrase", "fala.v1")]


async def test_it_is_told_what_the_debtor_just_wrote_and_what_we_said_last() -> None:
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        await said(here, context=replace(CONTEXT, last_text="Como posso ajudar?"))

    asked = here.server.asked[0]
    assert "meu marido" in asked.heard
    assert "Como posso ajudar?" in asked.case


@pytest.mark.parametrize(("level", "section"), [("high", "alta"), ("medium", "média"), ("low", "baixa")])
async def test_it_is_told_the_empathy_that_was_set_and_no_other(level: Empathy, section: str) -> None:
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        await said(here, context=replace(CONTEXT, empathy=level))

    instructions = here.server.asked[0].body["messages"][0]["content"]
    assert [line for line in instructions.splitlines() if line.startswith("## Empatia")] == [
        f"## Empatia: {section}"
    ]


async def test_the_codes_to_pay_with_never_reach_a_model_and_stand_alone_below_its_words() -> None:
    payment = PaymentInstructions(brl("300.00"), FRIDAY, LINHA_DIGITAVEL, PIX)
    reply = Reply(
        ReplyKind.AGREEMENT_REACHED, "Maria", DEBT, terms("10", 3), payment=payment, documents_follow=True
    )
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        text = await said(here, reply)

    lines = text.splitlines()
    assert "Que bom falar com você." in text
    assert "linha digitável" in lines[lines.index(LINHA_DIGITAVEL) - 1]
    assert "Pix copia e cola" in lines[lines.index(PIX) - 1]
    assert "PDF" in text
    sent = b"".join(here.server.wire).decode()
    assert LINHA_DIGITAVEL not in sent
    assert PIX not in sent


async def test_the_creditors_contacts_never_reach_a_model_and_are_in_the_text() -> None:
    reply = Reply(ReplyKind.GENUINE, "Maria", DEBT)
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        text = await said(here, reply)

    sent = b"".join(here.server.wire).decode()
    assert "Que bom falar com você." in text
    for contact in (SPEAKER.phone, SPEAKER.site):
        assert contact in text
        assert contact not in sent


@pytest.mark.parametrize("kind", sorted(WITHOUT_DEBT))
async def test_before_identity_only_the_rules_speak(kind: ReplyKind) -> None:
    async with stand(lambda _: says("Você deve R$ 1.000,00 na Lojas Aurora.")) as here:
        text = await said(here, Reply(kind, "Maria", attempts_left=1))

    assert here.server.asked == []
    assert here.notes.steps == [("rules", "spared")]
    assert text == await voice().phrase(Reply(kind, "Maria", attempts_left=1), CONTEXT)


@pytest.mark.parametrize(
    "kind", [ReplyKind.CARE, ReplyKind.LEGAL_RIGHTS, ReplyKind.OPTED_OUT, ReplyKind.ENDING_DOUBTED]
)
async def test_words_that_were_weighed_are_never_found_by_a_model(kind: ReplyKind) -> None:
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        await said(here, Reply(kind, "Maria", DEBT))

    assert here.server.asked == []


def on_top(attack: str) -> Answers:
    return lambda asked: says(f"{attack}\n{asked.draft}")


def in_the_middle(attack: str) -> Answers:
    def answer(asked: Asked) -> Served:
        before, newline, question = asked.draft.rpartition("\n")
        return says(f"{before} {attack}{newline}{question}")

    return answer


def alone(attack: str) -> Answers:
    return lambda _: says(attack)


@pytest.fixture(scope="module")
async def attacked() -> AsyncIterator[Stand]:
    """One server for all attacks, with more to spend than they use up."""
    async with stand(alone(""), conversation_tokens=10**9, conversation_usd=Decimal(1_000)) as here:
        yield here


@pytest.mark.parametrize(
    ("reply", "form"),
    [(OFFER, in_the_middle), (CHAT, on_top), (CHAT, alone)],
    ids=["within an offer", "before a chat", "instead of a chat"],
)
@pytest.mark.parametrize("attack", ATTACKS)
async def test_no_attack_is_ever_sent(
    attacked: Stand, attack: str, reply: Reply, form: Callable[[str], Answers]
) -> None:
    if form is not alone and not ATTACKS[attack]:
        pytest.skip("nothing added is no attack")
    attacked.server.answers = form(ATTACKS[attack])

    assert await said(attacked, reply) == await voice().phrase(reply, CONTEXT)
    assert attacked.notes.steps[-1] == ("rules", "fell_back")


@pytest.mark.parametrize(
    "kind_word",
    [
        "Entendo, Maria, e obrigado por falar com tanta sinceridade.",
        "Poxa, Maria, sei que as coisas andam apertadas aí em casa.",
        "Obrigada por me contar do seu marido, Maria.",
        "Compreendo. Vamos com calma, no seu ritmo.",
        "Que bom que vocês conversaram sobre isso.",
        "Imagino como está puxado por aí, e agradeço a confiança.",
        "Fico feliz de poder ajudar, Maria 🙂",
        "Claro, Maria! Pensei com carinho no que você escreveu.",
        "Sinto muito pela perda do seu emprego, momentos assim são difíceis.",
        "Lamento saber da internação da sua mãe, espero que ela se recupere bem.",
        "Respire fundo, estou aqui para ouvir você sem pressa nenhuma.",
    ],
)
async def test_kind_words_may_be_added(attacked: Stand, kind_word: str) -> None:
    attacked.server.answers = lambda asked: says(f"{kind_word} {asked.draft}")

    assert await said(attacked) == f"{kind_word} {await voice().phrase(OFFER, CONTEXT)}"


async def test_a_text_that_is_refused_is_asked_for_once_more_with_the_reason() -> None:
    def answer(asked: Asked) -> Served:
        return says(kindly(asked.draft) if asked.corrected else f"Fecho por dez reais!\n{asked.draft}")

    async with stand(answer) as here:
        text = await said(here)

    assert "Que bom falar com você." in text
    assert here.notes.steps == [("120b", "guarded"), ("120b", "ok")]
    *_, wrong, objection = here.server.asked[1].body["messages"]
    assert "dez reais" in wrong["content"]
    assert "10 reais" in objection["content"]


def without(part: str) -> Answers:
    return lambda asked: says(asked.draft.replace(part, ""))


async def test_what_the_draft_says_must_be_said() -> None:
    for left_out in ("R$ 900,00", "3x de R$ 300,00", "27/11"):
        async with stand(without(left_out)) as here:
            assert await said(here) == await voice().phrase(OFFER, CONTEXT)
            assert left_out in here.server.asked[0].draft


async def test_a_question_is_neither_lost_nor_added() -> None:
    async with stand(lambda asked: says(asked.draft.rstrip("?") + ".")) as here:
        assert await said(here) == await voice().phrase(OFFER, CONTEXT)
    async with stand(lambda asked: says(f"Tudo bem?\n{asked.draft}")) as here:
        assert await said(here) == await voice().phrase(OFFER, CONTEXT)


async def test_a_hardship_is_received_first_whoever_finds_the_words() -> None:
    told = replace(OFFER, kind=ReplyKind.HARDSHIP_OFFER, acknowledges_hardship=True)
    async with stand(lambda asked: says(asked.draft.partition("\n")[2])) as here:
        assert await said(here, told) == await voice().phrase(told, CONTEXT)


async def test_what_we_said_last_is_not_said_again() -> None:
    async with stand(lambda _: says("Que bom falar com você. Como posso ajudar?")) as here:
        text = await said(
            here, CHAT, replace(CONTEXT, last_text="Que bom falar com você. Como posso ajudar?")
        )

    assert text == await voice().phrase(CHAT, CONTEXT)


async def test_when_the_model_fails_the_fallback_model_finds_the_words() -> None:
    def answer(asked: Asked) -> Served:
        return fails(503) if asked.model.endswith("120b") else says(kindly(asked.draft))

    async with stand(answer) as here:
        assert "Que bom falar com você." in await said(here)

    assert here.notes.steps == [("120b", "server_error"), ("20b", "ok")]


@pytest.mark.parametrize("trouble", sorted(TROUBLES.keys() - {"lento"}))
async def test_whatever_the_trouble_the_rules_phrase_is_sent(trouble: str) -> None:
    async with stand(lambda _: TROUBLES[trouble], turn_seconds=1.0, call_seconds=0.3) as here:
        assert await said(here) == await voice().phrase(OFFER, CONTEXT)

    assert here.notes.steps[-1] == ("rules", "fell_back")
