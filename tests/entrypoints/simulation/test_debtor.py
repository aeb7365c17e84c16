"""The debtor decides as a person would: by what fits the purse, in their own words, the same for a seed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from domain.negotiation.offer import PriceList, Terms
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Promise, Reply, ReplyKind
from entrypoints.simulation.conversation import converse
from entrypoints.simulation.debtor import Debtor
from entrypoints.simulation.debtor_case import draw_case
from entrypoints.simulation.persona import load_personas
from entrypoints.simulation.purse import Purse
from tests.entrypoints.simulation.stage import a_stage

TODAY = date(2026, 11, 20)
PRICES = PriceList(Decimal("1000.00"), Policy("teste"))
CASH_800 = PRICES.terms(Decimal("800.00"), 1, TODAY + timedelta(days=5))
EIGHT_OF_100 = PRICES.terms(Decimal("800.00"), 8, TODAY + timedelta(days=5))


def a_debtor(persona: str = "disposto", *, cash: str = "0", monthly: str = "0", in_days: int = 0) -> Debtor:
    """Return a debtor with exactly this money."""
    rng = Random(1)  # noqa: S311 -- a reproducible draw, not a secret
    case = draw_case(rng, "Lojas Aurora S.A.")
    debtor = Debtor.draw(load_personas(names=(persona,))[0], case, rng)
    debtor.purse = Purse(Decimal(cash), Decimal(monthly), TODAY + timedelta(days=in_days), 100)
    return debtor


def a_reply(debtor: Debtor, kind: ReplyKind, terms: Terms | None = None) -> Reply:
    """Return a reply of `kind` to someone who has proven who they are."""
    return Reply(kind, debtor.case.first_name, debt=debtor.case.debt, terms=terms)


def move(debtor: Debtor, reply: Reply) -> str:
    """Return what the debtor means to do."""
    saying = debtor.answers(reply)
    assert saying is not None
    return saying.move


async def test_the_same_seed_tells_the_same_conversation_and_another_seed_another() -> None:
    (persona,) = load_personas(names=("pechincheiro",))

    once, again, other = [await converse(a_stage(), persona, seed) for seed in (7, 7, 8)]

    assert once == again
    assert once.transcript
    assert once.transcript != other.transcript


@pytest.mark.parametrize(
    ("cash", "monthly", "terms", "expected"),
    [
        ("800", "0", CASH_800, "aceita"),
        ("799.99", "0", CASH_800, "pede_desconto"),
        ("0", "100", EIGHT_OF_100, "aceita"),
        ("0", "99.99", EIGHT_OF_100, "pede_desconto"),
        ("800", "0", EIGHT_OF_100, "pede_desconto"),
    ],
)
def test_an_offer_is_accepted_exactly_when_it_fits(
    cash: str, monthly: str, terms: Terms, expected: str
) -> None:
    debtor = a_debtor(cash=cash, monthly=monthly)

    assert move(debtor, a_reply(debtor, ReplyKind.OPENING_OFFER, terms)) == expected


def test_a_fitting_amount_due_too_early_is_answered_with_a_date() -> None:
    debtor = a_debtor(cash="800", in_days=9)

    saying = debtor.answers(a_reply(debtor, ReplyKind.OPENING_OFFER, CASH_800))

    assert saying is not None
    assert saying.move == "pede_data"
    assert "29/11" in saying.text


def test_restated_terms_are_confirmed_and_a_promise_that_can_be_kept_is_made() -> None:
    debtor = a_debtor(cash="800", in_days=20)
    promise = Promise(Decimal("800.00"), TODAY + timedelta(days=20))
    promising = replace(a_reply(debtor, ReplyKind.PROMISE_OFFERED), promise=promise)

    assert move(a_debtor(cash="800"), a_reply(debtor, ReplyKind.CONFIRM_TERMS, CASH_800)) == "confirma"
    assert move(debtor, promising) == "aceita"


def test_of_several_options_the_cheapest_that_fits_is_chosen_by_its_number_of_instalments() -> None:
    debtor = a_debtor(monthly="100")
    options = tuple(PRICES.terms(Decimal("800.00"), count, TODAY) for count in (3, 6, 12))

    saying = debtor.answers(replace(a_reply(debtor, ReplyKind.INSTALLMENT_OPTIONS), options=options))

    assert saying is not None
    assert saying.move == "escolhe"
    assert "12" in saying.text


def test_before_identity_the_digits_of_the_cpf_are_given_even_when_spoken() -> None:
    debtor = a_debtor()
    debtor.answers(None)

    saying = debtor.answers(Reply(ReplyKind.ASK_DIGITS, debtor.case.first_name))

    assert saying is not None
    assert saying.move == "digitos"


def test_patience_ends_with_one_last_word_and_then_silence() -> None:
    debtor = a_debtor("abaixo_do_piso", cash="300")
    debtor.patience = 2
    offer = a_reply(debtor, ReplyKind.FLOOR_HELD, CASH_800)

    said = [debtor.answers(offer) for _ in range(4)]

    assert [saying.move if saying else None for saying in said] == [
        "propoe_total",
        "propoe_total",
        "desiste",
        None,
    ]


def test_proposals_rise_from_the_first_to_the_most_that_can_be_paid() -> None:
    purse = Purse(Decimal(1000), Decimal(0), TODAY, first_ask=70)

    asked = [purse.total_asked(times) for times in range(5)]

    assert asked == [Decimal(700), Decimal(800), Decimal(900), Decimal(1000), Decimal(1000)]


def test_one_who_vanishes_stops_in_the_middle() -> None:
    debtor = a_debtor("some_no_meio", cash="800")
    debtor.vanishes_after = 1

    assert debtor.answers(None) is not None
    assert debtor.answers(a_reply(debtor, ReplyKind.OPENING_OFFER, CASH_800)) is None
