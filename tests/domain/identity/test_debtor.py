"""The person who owes: what proves who they are, and how little of them is shown."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.identity.debtor import Debtor
from domain.shared.ids import DebtorId
from domain.shared.phone import Phone
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


NEW_PHONE = Phone.parse("5521988880000")


def test_a_debtor_is_written_to_on_the_phone_of_the_crm() -> None:
    assert DEBTOR.whatsapp_phone == MARIA.phone


def test_a_debtor_who_moved_is_written_to_on_the_new_number_as_long_as_the_crm_has_the_old_one() -> None:
    moved = DEBTOR.known_on_whatsapp_as("BR.1").moved_on_whatsapp(NEW_PHONE, "BR.2")
    assert (moved.whatsapp_phone, moved.whatsapp_user_id) == (NEW_PHONE, "BR.2")
    corrected = moved.refreshed(replace(MARIA, phone=Phone.parse("5531977770000")))
    assert corrected.whatsapp_phone.digits == "5531977770000"


def test_the_ninth_digit_does_not_hide_that_a_debtor_moved() -> None:
    moved = DEBTOR.moved_on_whatsapp(NEW_PHONE, None)
    other_form = next(form for form in MARIA.phone.variants if form != MARIA.phone.digits)
    refreshed = moved.refreshed(replace(MARIA, phone=Phone(other_form)))
    assert refreshed.whatsapp_phone == NEW_PHONE
    assert moved.whatsapp_user_id is None


def test_a_new_user_id_alone_moves_no_phone() -> None:
    changed = DEBTOR.moved_on_whatsapp(None, "BR.2")
    assert (changed.whatsapp_phone, changed.whatsapp_user_id) == (MARIA.phone, "BR.2")


def test_a_debtor_shows_no_name_no_cpf_no_phone_and_no_email() -> None:
    shown = repr(replace(DEBTOR, record=replace(MARIA, email="maria@example.com")))
    for secret in ("Maria", "529", MARIA.phone.digits, "example.com"):
        assert secret not in shown
