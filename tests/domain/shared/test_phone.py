"""Phones as WhatsApp writes them, with and without the ninth digit."""

import pytest

from domain.shared.phone import InvalidPhone, Phone


@pytest.mark.parametrize("text", ["5511999990001", "+55 (11) 99999-0001", "55.11.99999.0001"])
def test_a_phone_is_read_with_or_without_punctuation(text: str) -> None:
    assert Phone.parse(text).digits == "5511999990001"


@pytest.mark.parametrize("text", ["", "1234567", "1234567890123456", "55 11 abc", "+55 ١١ 99999-0001"])
def test_what_is_no_phone_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InvalidPhone) as refused:
        Phone.parse(text)
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "variants"),
    [
        ("5511999990001", ("5511999990001", "551199990001")),
        ("551199990001", ("551199990001", "5511999990001")),
        ("551188887777", ("551188887777", "5511988887777")),
        ("551132345678", ("551132345678",)),  # a landline never has a ninth digit
        ("351912345678", ("351912345678",)),  # nor has a phone of Portugal
        ("14155550123", ("14155550123",)),
    ],
)
def test_a_brazilian_mobile_is_known_with_and_without_the_ninth_digit(
    given: str, variants: tuple[str, ...]
) -> None:
    assert Phone.parse(given).variants == variants


def test_each_variant_is_a_variant_of_the_other() -> None:
    phone = Phone.parse("5511999990001")
    assert all(set(Phone.parse(each).variants) == set(phone.variants) for each in phone.variants)


@pytest.mark.parametrize(
    ("digits", "area"),
    [("5511999990001", "11"), ("558532345678", "85"), ("14155550123", None), ("5511", None)],
)
def test_the_area_code_is_that_of_a_brazilian_phone(digits: str, area: str | None) -> None:
    assert Phone(digits).area_code == area


def test_only_the_last_four_digits_are_shown() -> None:
    assert Phone.parse("5511999990001").masked == "****0001"
    assert repr(Phone.parse("5511999990001")) == "Phone(****0001)"
