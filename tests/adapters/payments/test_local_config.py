"""A wrong `[payments]` stops the start, and says which field and which rule of the bank."""

from datetime import date

import pytest
from msgspec.structs import replace

from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import InvalidPaymentsConfig, LocalPaymentsConfig
from tests.adapters.payments.agreement import ACCOUNT, a_request, installments

COMPLETE = [
    ACCOUNT,
    LocalPaymentsConfig(bank="001", wallet="17", agreement_number="1234567"),
    LocalPaymentsConfig(bank="1", wallet="17", agreement_number="1234567"),
    LocalPaymentsConfig(bank="033", wallet="101", agreement_number="1234567"),
    LocalPaymentsConfig(bank="104", agency="1234", wallet="14", agreement_number="123456"),
    LocalPaymentsConfig(bank="237", agency="1234", account="1234567", wallet="09"),
    LocalPaymentsConfig(bank="399", account="1234567", wallet="CNR"),
    LocalPaymentsConfig(
        bank="748", agency="0156", branch_post="05", agreement_number="85305", issue_byte="2", wallet="1"
    ),
    LocalPaymentsConfig(bank="756", agency="4277", wallet="1", agreement_number="172278"),
]

BROKEN = [
    ({"bank": "999"}, "bank", "banco '999' não é conhecido"),
    ({"wallet": "139"}, "wallet", "carteira '139' não suportada"),
    ({"agency": ""}, "agency", "agência deve ter no mínimo 1 dígito"),
    ({"account": "567890"}, "account", "conta deve ter no máximo 5 dígitos"),
    ({"account": "5678-9"}, "account", "use só dígitos"),
    ({"bank": "001", "wallet": "17", "agreement_number": "12"}, "agreement_number", "4, 6 ou 7 dígitos"),
    ({"bank": "033", "wallet": "101", "account": ""}, "agreement_number", "código do cedente"),
    ({"bank": "422", "wallet": "1"}, "agency_digit", "dígito da agência"),
    ({"bank": "136", "wallet": "21"}, "account_digit", "dígito da conta"),
    ({"bank": "070", "wallet": "1", "agency": "058"}, "increment", "incremento"),
    ({"bank": "748", "wallet": "1", "agreement_number": "85305"}, "issue_byte", "byte de identificação"),
    (
        {"bank": "748", "wallet": "1", "agreement_number": "85305", "issue_byte": "2"},
        "branch_post",
        "obrigatório para o banco 748",
    ),
    *(
        (
            {"bank": "748", "wallet": "1", "agreement_number": "85305", "branch_post": "05"}
            | {"issue_byte": byte},
            "issue_byte",
            "de 2 a 9",
        )
        for byte in ("0", "1")
    ),
    ({"bank": "756", "wallet": "1"}, "agreement_number", "obrigatório para o banco 756"),
    ({"first_number": "123456789"}, "first_number", "no máximo 8 dígitos"),
    ({"first_number": "1", "last_number": "x"}, "last_number", "use só dígitos"),
    ({"first_number": "10", "last_number": "9"}, "last_number", "não pode ser menor que 10"),
    ({"remittance_layout": "150"}, "remittance_layout", "use 240 ou 400"),
    ({"payer_zip": "0100100"}, "payer_zip", "8 dígitos"),
    ({"payer_state": "São Paulo"}, "payer_state", "sigla de um estado"),
    ({"pix_city": ""}, "pix_city", "obrigatória quando há chave Pix"),
]


@pytest.mark.parametrize("config", COMPLETE, ids=lambda config: f"bank {config.bank}")
def test_a_complete_account_is_accepted(config: LocalPaymentsConfig) -> None:
    LocalIssuer(config)


@pytest.mark.parametrize(
    ("bank", "written", "meant"), [("237", "9", "09"), ("104", "RG", "14"), ("341", "109", "109")]
)
async def test_a_wallet_by_another_name_is_the_same_wallet_and_series(
    bank: str, written: str, meant: str
) -> None:
    account = LocalPaymentsConfig(
        bank=bank, agency="1234", account="12345", wallet=written, agreement_number="123456"
    )
    issuer = LocalIssuer(account)

    (document,) = await issuer.issue(a_request(*installments("1.00")))

    assert document.boleto.wallet == meant
    assert issuer.series(date(2026, 11, 20)).name == f"{bank}-{meant}"


@pytest.mark.parametrize(
    ("account", "last"),
    [
        (LocalPaymentsConfig(bank="341", agency="1", account="1", wallet="109"), 99_999_999),
        (LocalPaymentsConfig(bank="001", wallet="17", agreement_number="1234567"), 9_999_999_999),
        (LocalPaymentsConfig(bank="001", wallet="17", agreement_number="123456"), 99_999),
        (LocalPaymentsConfig(bank="001", wallet="17", agreement_number="1234"), 9_999_999),
    ],
)
def test_a_series_goes_as_far_as_the_bank_has_digits(account: LocalPaymentsConfig, last: int) -> None:
    series = LocalIssuer(account).series(date(2026, 11, 20))

    assert (series.first, series.last) == (1, last)


def test_a_range_that_the_bank_lent_is_the_series() -> None:
    account = replace(ACCOUNT, first_number="4300000", last_number="4309999")

    series = LocalIssuer(account).series(date(2026, 11, 20))

    assert (series.first, series.last) == (4_300_000, 4_309_999)


def test_sicredi_numbers_every_year_anew() -> None:
    account = LocalPaymentsConfig(
        bank="748", agency="0156", branch_post="05", agreement_number="85305", issue_byte="2", wallet="1"
    )
    names = [LocalIssuer(account).series(date(year, 12, 31)).name for year in (2026, 2027)]

    assert names == ["748-1-2026", "748-1-2027"]


@pytest.mark.parametrize(("change", "field", "rule"), BROKEN)
def test_what_the_bank_would_refuse_names_its_field_and_the_rule(
    change: dict[str, str], field: str, rule: str
) -> None:
    with pytest.raises(InvalidPaymentsConfig) as refused:
        LocalIssuer(replace(ACCOUNT, **change))

    assert refused.value.field == field
    assert rule in refused.value.rule
    assert str(refused.value).startswith(f"[payments] {field}: ")


@pytest.mark.parametrize(
    "key",
    [
        "fulano_da_silva.recebedor@example.com",
        "b527c9ac-9cb9-4fe1-a526-2f700fcf8ed7",
        "52998224725",
        "11222333000181",
        "12ABC34501DE35",
        "+5511999990000",
    ],
)
def test_every_kind_of_pix_key_is_accepted(key: str) -> None:
    LocalIssuer(replace(ACCOUNT, pix_key=key))


@pytest.mark.parametrize(
    "key", ["texto-qualquer", "529.982.247-25", "Fulano@Example.com", "11999990000 ", "@", "1"]
)
def test_what_is_no_pix_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidPaymentsConfig) as refused:
        LocalIssuer(replace(ACCOUNT, pix_key=key))

    assert refused.value.field == "pix_key"
