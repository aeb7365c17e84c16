"""What a model is told of the message that it is to read."""

from collections.abc import Iterator

from adapters.llm.groq.asking import Prompt
from adapters.llm.groq.meaning import SCHEMA
from adapters.llm.groq.pseudonyms import Pseudonyms
from adapters.llm.groq.thread import quoted, said_before
from application.ports.interpreter import OfferInView, ReadingContext, StoryInView
from application.ports.recollection import Recollection
from domain.shared.calendar import business_date
from domain.shared.money import format_brl

_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
_PHASES = {
    "identification": "identification: pedimos os três primeiros dígitos do CPF",
    "negotiation": "negotiation: negociando",
    "agreement": "agreement: repetimos as condições e pedimos um sim",
    "closed": "closed: a conversa já terminou",
}
_MOST_TOKENS = 700  # reasoning is counted among them


def reading_prompt(
    version: str,
    instructions: str,
    text: str,
    context: ReadingContext,
    known: Recollection,
    private: Pseudonyms,
) -> Prompt:
    """Return what is asked of a model about `text`; nothing in it says who the debtor is."""
    day = business_date(context.at)
    lines = [
        f"Data da mensagem: {day} ({_WEEKDAYS[day.weekday()]})",
        f"Fase: {_PHASES[context.phase]}",
        f"Oferta à vista da pessoa: {_offer(context.offer) if context.offer else 'nenhuma'}",
        *_story(context.story),
    ]
    before = list(said_before(known, private))
    if before:
        lines += ["Conversa até aqui:", *before]
    masked = private.mask(text, digits_asked=context.phase == "identification")
    lines += ["Mensagem a ler:", quoted(masked)]
    return Prompt(version, instructions, "\n".join(lines), SCHEMA, _MOST_TOKENS)


def _offer(offer: OfferInView) -> str:
    return f"{format_brl(offer.amount)} em {offer.installments}x"


def _story(story: StoryInView) -> Iterator[str]:
    if story.options:
        yield f"Opções lado a lado: {'; '.join(map(_offer, story.options))}"
    if story.offers_made > 1:
        yield f"Já houve {story.offers_made} ofertas."
    if story.hardship_told:
        yield "A pessoa já contou uma dificuldade."
    if story.times_refused:
        yield f"Já se negou a pagar {story.times_refused} vez(es)."
    if story.asked_for_promise:
        yield "Perguntamos se podemos anotar uma data em que ela pretende pagar."
    if story.asked_for_person:
        yield "Perguntamos se ela quer falar com uma pessoa da equipe."
    if story.asked_to_end:
        yield "Perguntamos se ela quer encerrar a conversa, e por quê."
