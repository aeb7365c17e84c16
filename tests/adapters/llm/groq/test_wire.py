"""Every byte that goes to Groq, read: whom a conversation is about is never in it."""

import re
import unicodedata
from dataclasses import replace

import pytest

from adapters.llm.groq.asking import Prompt
from application.ports.interpreter import ReadingContext, ReadingPhase
from application.ports.recollection import Recollection, Remark
from domain.negotiation.reply import PaymentInstructions, Reason, Reply, ReplyKind
from domain.shared.money import brl
from tests.adapters.contracts.replies import DEBT, FRIDAY, LINHA_DIGITAVEL, SPEAKER, a_context, terms
from tests.adapters.llm.groq.stand import CONVERSATION, MARIA, NEGOTIATING, stand
from tests.adapters.llm.groq_answers import kindly, means
from tests.adapters.llm.groq_server import Asked, Served, says

TOLD = [
    "meu cpf é 529.982.247-25 viu moça, confere aí pra mim se é esse mesmo",
    "anota aí: cinco dois nove nove oito dois dois quatro sete dois cinco, é isso que tu queria né",
    "sou a Maria Aparecida da Silva mesmo, pode falar comigo que eu resolvo isso hoje ainda",
    "maria aparecida da silva falando, o que que tá pegando nessa história toda",
    "me chama no (11) 98765-4321 que esse aqui é do meu filho, ou no 11987654321",
    "manda tudo pra maria.aparecida@example.com que eu vejo com calma depois do serviço",
    "529 982 247 25 tá bom assim pra senhora ou precisa de mais alguma coisa minha",
]
PIX_OF_A_PERSON = "00020126330014br.gov.bcb.pix01115299822472552040000530398654"


def answer(asked: Asked) -> Served:
    return means(intent="ask_details") if asked.reads else says(kindly(asked.draft))


def plain(wire: list[bytes]) -> str:
    """The wire without accents and case, escapes undone."""
    text = b"".join(wire).decode().encode("latin-1", "backslashreplace").decode("unicode_escape")
    return "".join(
        each for each in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(each)
    )


def assert_nobody_is_in(wire: list[bytes]) -> None:
    text = plain(wire)
    bodies = "".join(re.findall(r"\{.*\}", text, re.DOTALL))
    assert bodies
    digits = re.sub(r"\D", "", bodies)
    for secret in ("52998224725", "11987654321", "987654321"):
        assert secret not in digits
    for secret in ("aparecida", "silva", "@example.com", "cinco dois nove"):
        assert secret not in bodies


@pytest.mark.parametrize("phase", ["identification", "negotiation", "agreement", "closed"])
@pytest.mark.parametrize("told", TOLD)
async def test_no_message_carries_out_who_wrote_it(told: str, phase: ReadingPhase) -> None:
    before = (Remark(ours=True, text="Oi, Maria!"), *(Remark(ours=False, text=each) for each in TOLD))
    known = replace(MARIA, remarks=(*before, Remark(ours=True, text="Certo."), Remark(ours=False, text=told)))
    context = ReadingContext(NEGOTIATING.at, phase, NEGOTIATING.offer, CONVERSATION, 3)
    offer = Reply(ReplyKind.CONCESSION, "Maria", DEBT, terms("10", 3), reason=Reason.PRICE_OBJECTION)
    async with stand(answer, recollection=known, sure_from=1.1) as here:
        await here.groq.interpreter.read(told, context)
        await here.groq.narrator.phrase(offer, replace(a_context(3, last=told), conversation_id=CONVERSATION))

    assert [asked.reads for asked in here.server.asked] == [True, False]
    assert_nobody_is_in(here.server.wire)


async def test_no_payment_code_and_no_document_of_anybody_goes_out() -> None:
    debt = replace(DEBT, description="empréstimo de Maria Aparecida da Silva, CPF 529.982.247-25")
    payment = PaymentInstructions(brl("300.00"), FRIDAY, LINHA_DIGITAVEL, PIX_OF_A_PERSON)
    replies = (
        Reply(ReplyKind.AGREEMENT_REACHED, "Maria", debt, terms("10", 3), payment=payment),
        Reply(ReplyKind.DEBT_DETAILS, "Maria", debt),
        Reply(ReplyKind.GENUINE, "Maria", debt),
    )
    said_before = f"Copie:\n{LINHA_DIGITAVEL}\n{PIX_OF_A_PERSON}\nDúvidas: (11) 98765-4321"
    known = replace(
        MARIA, remarks=(Remark(ours=True, text=said_before), Remark(ours=False, text="como pago?"))
    )
    async with stand(answer, recollection=known) as here:
        for reply in replies:
            text = await here.groq.narrator.phrase(
                reply, replace(a_context(3, last=said_before), conversation_id=CONVERSATION)
            )
            if reply.kind is ReplyKind.DEBT_DETAILS:
                assert debt.description in text

    assert len(here.server.asked) == len(replies)
    assert_nobody_is_in(here.server.wire)
    sent = plain(here.server.wire)
    assert "br.gov.bcb.pix" not in sent
    assert LINHA_DIGITAVEL[:11] not in sent
    for contact in (SPEAKER.phone, SPEAKER.site, SPEAKER.document):
        assert contact.lower() not in sent


async def test_the_key_goes_in_the_header_alone_and_shows_nowhere() -> None:
    async with stand(answer) as here:
        await here.groq.interpreter.read(TOLD[0], NEGOTIATING)
        wire = b"".join(here.server.wire)

    assert wire.count(b"gsk_test") == 1
    assert b"Bearer gsk_test" in wire


def test_nothing_that_is_asked_shows_in_a_log() -> None:
    assert "segredo" not in repr(Prompt("leitura.v1", "segredo", "segredo").corrected("segredo", "segredo"))
    assert "SILVA" not in repr(MARIA)
    assert "Oi" not in repr(Recollection((Remark(ours=True, text="Oi"),)))
