"""The person who owes: what proves who they are, and how little of them is shown."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.identity.debtor import Debtor
from domain.shared.ids import DebtorId
from tests.domain.identity.contact_case import MARIA

DEBTOR = Debtor(DebtorId(UUID(int=1)), MARIA)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Maria Silva Santos", "Maria"),
        ("  JOÃO  DE SOUZA", "João"),
        ("ana-clara lima", "Ana-Clara"),
        ("d'ávila", "D'Ávila"),
        ("Érica", "Érica"),
    ],
)
def test_the_chat_uses_the_first_name_alone_however_it_was_recorded(name: str, first: str) -> None:
    assert replace(DEBTOR, record=replace(MARIA, name=name)).first_name == first


@pytest.mark.parametrize(
    ("digits", "proven"), [("529", True), ("52998224725", True), ("52", False), ("111", False)]
)
def test_the_first_digits_of_the_cpf_prove_who_it_is(digits: str, proven: bool) -> None:
    assert DEBTOR.proves_identity(digits) is proven


def test_what_the_crm_knows_is_refreshed_and_the_rest_is_kept() -> None:
    known = DEBTOR.known_on_whatsapp_as("BR.123")
    refreshed = known.refreshed(replace(MARIA, name="Maria Santos"))
    assert refreshed.record.name == "Maria Santos"
    assert (refreshed.id, refreshed.whatsapp_user_id) == (DEBTOR.id, "BR.123")


def test_a_debtor_shows_no_name_no_cpf_no_phone_and_no_email() -> None:
    shown = repr(replace(DEBTOR, record=replace(MARIA, email="maria@example.com")))
    for secret in ("Maria", "529", MARIA.phone.digits, "example.com"):
        assert secret not in shown
