from datetime import UTC, datetime

import pytest

from domain.identity.states import UF_OF_AREA_CODE, UFS, state_of, time_zone_of
from domain.shared.phone import Phone

MANAUS_PHONE = Phone.parse("5592999999001")


def test_there_are_27_states_and_67_area_codes_and_each_state_has_one() -> None:
    assert len(UFS) == 27
    assert len(UF_OF_AREA_CODE) == 67
    assert set(UF_OF_AREA_CODE.values()) == UFS


@pytest.mark.parametrize(
    ("code", "uf"),
    [
        ("11", "SP"),
        ("21", "RJ"),
        ("38", "MG"),
        ("55", "RS"),
        ("61", "DF"),
        ("63", "TO"),
        ("81", "PE"),
        ("99", "MA"),
    ],
)
def test_an_area_code_belongs_to_its_state(code: str, uf: str) -> None:
    assert UF_OF_AREA_CODE[code] == uf


@pytest.mark.parametrize("code", ["10", "20", "23", "36", "52", "72", "80", "90"])
def test_codes_that_anatel_never_gave_belong_to_none(code: str) -> None:
    assert code not in UF_OF_AREA_CODE


@pytest.mark.parametrize(
    ("uf", "hours_behind_utc"),
    [("AC", 5), ("AM", 4), ("RO", 4), ("RR", 4), ("MT", 4), ("MS", 4)]
    + [(uf, 3) for uf in sorted(UFS - {"AC", "AM", "RO", "RR", "MT", "MS"})],
)
def test_each_state_keeps_its_legal_hour(uf: str, hours_behind_utc: int) -> None:
    # Decreto 2.784/1913 as amended by Lei 12.876/2013; no daylight saving time since Decreto 9.772/2019.
    local = datetime(2026, 11, 20, 12, tzinfo=UTC).astimezone(time_zone_of(uf, MANAUS_PHONE))

    assert local.hour == 12 - hours_behind_utc


def test_the_state_that_the_creditor_knows_counts_before_the_area_code() -> None:
    assert state_of("SP", MANAUS_PHONE) == "SP"
    assert time_zone_of("SP", MANAUS_PHONE).key == "America/Sao_Paulo"


@pytest.mark.parametrize("uf", [None, "", "XX"])
def test_without_a_state_the_area_code_tells_it(uf: str | None) -> None:
    assert state_of(uf, MANAUS_PHONE) == "AM"
    assert time_zone_of(uf, MANAUS_PHONE).key == "America/Manaus"


@pytest.mark.parametrize("digits", ["12125551234", "5520999999001"])
def test_a_phone_of_nowhere_keeps_the_hour_of_brasilia(digits: str) -> None:
    assert state_of(None, Phone.parse(digits)) is None
    assert time_zone_of(None, Phone.parse(digits)).key == "America/Sao_Paulo"
