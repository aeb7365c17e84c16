"""Every decision explains itself to the operator, in one Portuguese sentence."""

from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args

import pytest

from domain.negotiation.events import (
    ConversationEnded,
    ConversationOpened,
    EndReason,
    Event,
    HardshipTold,
    IdentityMistaken,
    IdentityProven,
    OfferMade,
    OptOutHeard,
    PaymentAskedAgain,
    PromiseMade,
)
from domain.negotiation.explanation import describe, explain
from domain.negotiation.offer import Offer, PriceList
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Promise, Reason
from domain.negotiation.understanding import Intent
from domain.shared.ids import OfferId, agreement_id_of
from domain.shared.money import brl
from tests.domain.negotiation.builders import CONVERSATION, a_negotiation, a_policy, december


def test_a_concession_says_how_much_why_and_the_floor() -> None:
    (made,) = a_negotiation().verified().talk().objects().events
    assert explain(made) == (
        "concedeu 7,5 pontos: objeção de preço; ofertou R$ 825,00 à vista, 17,5% de desconto, "
        "1º vencimento 25/11/2026; piso R$ 600,00"
    )


def test_one_point_is_singular() -> None:
    policy = a_policy(opening_discount_percent=Decimal(36))
    (made,) = a_negotiation().under(policy).verified().talk().objects().events
    assert explain(made).startswith("concedeu 1 ponto: ")


def test_an_offer_that_concedes_nothing_says_nothing_of_points() -> None:
    made = a_negotiation().verified().talk().says(Intent.ASK_INSTALLMENTS).events[0]
    assert explain(made) == (
        "pedido de parcelamento; ofertou R$ 900,00 em 3x, 10% de desconto, 1º vencimento 25/11/2026; "
        "piso R$ 600,00"
    )


def test_terms_with_interest_say_how_much_it_is_beside_the_discount() -> None:
    listed = PriceList(brl("1000.00"), a_policy(monthly_interest_percent=Decimal(2)))
    assert describe(listed.terms(brl("1021.24"), 12, december(1))) == (
        "R$ 1.021,24 em 12x, 10% de desconto, com R$ 121,24 de juros do parcelamento, "
        "1º vencimento 01/12/2026"
    )


def test_terms_without_a_discount_say_nothing_of_one() -> None:
    talk = a_negotiation().with_offer("1000.00", installments=4).talk()
    assert describe(talk.negotiation.offers[-1].terms) == "R$ 1.000,00 em 4x, 1º vencimento 25/11/2026"


def test_a_yes_is_told_twice_over() -> None:
    talk = a_negotiation().verified().talk()
    (restated,) = talk.says(Intent.ACCEPT).events
    reached, ended = talk.says(Intent.ACCEPT).events
    terms = "R$ 900,00 à vista, 10% de desconto, 1º vencimento 25/11/2026"
    assert explain(restated) == f"condições repetidas para confirmação: {terms}"
    assert explain(reached) == f"acordo confirmado: {terms}"
    assert explain(ended) == "conversa encerrada: acordo fechado"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (ConversationOpened(policy_version="2026-11"), "conversa aberta pela política 2026-11"),
        (IdentityProven(attempts=2), "identidade confirmada na tentativa 2"),
        (IdentityMistaken(attempts_left=2), "dígitos do CPF não conferem; restam 2 tentativas"),
        (IdentityMistaken(attempts_left=1), "dígitos do CPF não conferem; resta 1 tentativa"),
        (IdentityMistaken(attempts_left=0), "dígitos do CPF não conferem; não restam tentativas"),
        (HardshipTold(), "relatou dificuldade"),
        (PaymentAskedAgain(), "pediu de novo os dados de pagamento"),
        (OptOutHeard(), "pediu para não receber mensagens, depois do fim da conversa"),
        (
            PromiseMade(
                agreement_id=agreement_id_of(CONVERSATION),
                promise=Promise(brl("900.00"), december(10)),
                original_amount=brl("1000.00"),
                policy_version="2026-11",
            ),
            "promessa de pagar R$ 900,00 em 10/12/2026",
        ),
    ],
)
def test_what_happened_is_one_sentence(event: Event, sentence: str) -> None:
    assert explain(event) == sentence


def test_every_end_has_its_own_words() -> None:
    said = {explain(ConversationEnded(reason=reason, outcome=Outcome.UNSUCCESSFUL)) for reason in EndReason}
    assert len(said) == len(EndReason)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
def test_nothing_happens_that_has_no_sentence_of_its_own(kind: Any) -> None:
    terms = PriceList(brl("1000.00"), a_policy()).terms(brl("900.00"), 1, december(1))
    known = {
        "terms": terms,
        "offer": Offer(OfferId(CONVERSATION), terms, "2026-11"),
        "promise": Promise(brl("900.00"), december(10)),
        "reason": Reason.OPENING if kind is OfferMade else EndReason.AGREED,
        "kind": "reminder",
    }
    event = kind(**{each.name: known.get(each.name, 2) for each in fields(kind)})
    assert "{" not in explain(event)
