"""Remittances, judged by the places that each bank's manual gives for a field; pycobranca writes them."""

from dataclasses import replace as changed
from decimal import Decimal

import pytest
from msgspec.structs import replace

from adapters.payments.bank_files import CnabFiles
from adapters.payments.local_config import LocalPaymentsConfig
from adapters.payments.remittance import LAYOUTS
from application.ports.bank_files import RemittanceImpossible
from application.ports.registrations import KnownBoleto
from domain.shared.money import ZERO
from tests.adapters.payments.bank_accounts import ON, account_at, boletos_of, to

Details = list[str]
# FEBRABAN's places, from 0: due date, amount in cents, and what is asked; these three differ.
_FIELDS_400 = {"due": slice(120, 126), "amount": slice(126, 139), "errand": slice(108, 110)}
_FIELDS_240 = {"due": slice(77, 85), "amount": slice(85, 100), "errand": slice(15, 17)}
_ELSEWHERE = {"070": {"due": slice(187, 195), "amount": slice(195, 209)}}
# Where each bank's manual puts the our-number, from 0.
OUR_NUMBER = {
    ("001", "240"): slice(44, 54),
    ("001", "400"): slice(70, 80),
    ("004", "400"): slice(62, 69),
    ("033", "240"): slice(44, 56),
    ("033", "400"): slice(62, 69),
    ("041", "400"): slice(62, 70),
    ("070", "400"): slice(210, 216),
    ("077", "400"): slice(89, 99),
    ("085", "240"): slice(45, 54),
    ("097", "400"): slice(67, 73),
    ("104", "240"): slice(42, 57),
    ("136", "400"): slice(192, 202),
    ("237", "400"): slice(70, 81),
    ("336", "400"): slice(63, 73),
    ("341", "400"): slice(62, 70),
    ("422", "400"): slice(62, 70),
    ("745", "400"): slice(64, 75),
    ("748", "240"): slice(40, 45),
    ("756", "240"): slice(37, 46),
    ("756", "400"): slice(62, 73),
}
EACH = pytest.mark.parametrize(("bank", "layout"), sorted(OUR_NUMBER), ids="/".join)


def test_every_layout_is_judged() -> None:
    assert OUR_NUMBER.keys() == LAYOUTS.keys()


def field(bank: str, layout: str, name: str) -> slice:
    general = _FIELDS_240 if layout == "240" else _FIELDS_400
    return _ELSEWHERE.get(bank, {}).get(name, general[name])


def details(content: bytes, layout: str) -> Details:
    """Return the lines of the boletos: segment P of CNAB 240, what stands between the ends of CNAB 400."""
    lines = content.decode("ascii").split("\r\n")
    assert lines.pop() == ""
    if layout == "240":
        return [line for line in lines if line[7] == "3" and line[13] == "P"]
    return lines[1:-1]


async def written(bank: str, layout: str) -> tuple[Details, tuple[KnownBoleto, ...]]:
    account = account_at(bank, layout)
    known = await boletos_of(account)
    _, content = CnabFiles(account).remittance(to("register", known), 7, ON)
    return details(content, layout), known


@EACH
async def test_a_remittance_says_number_amount_and_due_date_of_each_boleto(bank: str, layout: str) -> None:
    lines, known = await written(bank, layout)

    assert len(lines) == len(known) == 2
    for line, each in zip(lines, known, strict=True):
        boleto = each.boleto
        assert int(line[OUR_NUMBER[bank, layout]]) == boleto.sequence
        assert int(line[field(bank, layout, "amount")]) == int(boleto.amount * 100)
        due = line[field(bank, layout, "due")]
        assert due in (f"{boleto.due_date:%d%m%y}", f"{boleto.due_date:%d%m%Y}")


@EACH
async def test_every_line_is_as_long_as_the_layout_says(bank: str, layout: str) -> None:
    account = account_at(bank, layout)
    _, content = CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)

    lengths = {len(line) for line in content.decode("ascii").split("\r\n") if line}
    # The DCB header of BRB has 39 characters.
    assert lengths <= ({39, 400} if bank == "070" else {int(layout)})


@EACH
async def test_the_same_boletos_give_the_same_file(bank: str, layout: str) -> None:
    account = account_at(bank, layout)
    known = await boletos_of(account)

    files = [CnabFiles(account).remittance(to("register", known), 7, ON) for _ in range(2)]

    assert files[0] == files[1]


@pytest.mark.parametrize(
    # The layouts of BRB and CrediSIS have no field for it.
    ("bank", "layout"),
    sorted(OUR_NUMBER.keys() - {("070", "400"), ("097", "400")}),
    ids="/".join,
)
async def test_a_boleto_is_registered_and_later_taken_back(bank: str, layout: str) -> None:
    account = account_at(bank, layout)
    files, known = CnabFiles(account), await boletos_of(account)
    assert files.errands == ("register", "cancel")

    told = [*to("register", known[:1]), *to("cancel", known[1:])]
    _, content = files.remittance(told, 7, ON)

    where = field(bank, layout, "errand")
    assert [line[where] for line in details(content, layout)] == ["01", "02"]


async def test_the_file_carries_its_number_in_its_name_as_the_bank_wants_it() -> None:
    for bank, name in (("341", "CB341_0000007.REM"), ("077", "CI400_001_0000007.REM")):
        account = account_at(bank)
        assert CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)[0] == name


async def test_late_charges_are_registered_with_the_boleto() -> None:
    lines, (first, _) = await written("237", "400")

    assert (first.boleto.late_fine_percent, first.boleto.late_interest_percent) == (Decimal(2), Decimal(1))
    assert lines[0][65:70] == "20200"
    # One percent a month of R$ 333,34 is eleven cents a day.
    assert lines[0][160:173] == "0000000000011"


async def test_a_boleto_without_late_charges_asks_for_none() -> None:
    account = account_at("237")
    known = [
        changed(each, boleto=changed(each.boleto, late_fine_percent=ZERO, late_interest_percent=ZERO))
        for each in await boletos_of(account)
    ]

    _, content = CnabFiles(account).remittance(to("register", known), 7, ON)

    line = details(content, "400")[0]
    assert (line[65:70], line[160:173]) == ("00000", "0" * 13)


@pytest.mark.parametrize("field_name", ["payer_address", "payer_city", "payer_state", "payer_zip"])
async def test_an_address_that_is_missing_is_named(field_name: str) -> None:
    account: LocalPaymentsConfig = replace(account_at("341"), **{field_name: ""})

    with pytest.raises(RemittanceImpossible, match=field_name):
        CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)


@pytest.mark.parametrize(
    ("bank", "layout", "needed"),
    [(bank, layout, needed) for (bank, layout), each in LAYOUTS.items() for needed in each.needs],
)
async def test_what_the_file_needs_and_the_boleto_does_not_is_named(
    bank: str, layout: str, needed: str
) -> None:
    account = account_at(bank, layout)
    known = await boletos_of(account)

    with pytest.raises(RemittanceImpossible, match=rf"\[payments\] {needed}: "):
        CnabFiles(replace(account, **{needed: ""})).remittance(to("register", known), 7, ON)


async def test_inter_takes_its_one_agency_for_granted_in_the_file_as_in_the_boleto() -> None:
    account = account_at("077")
    known = await boletos_of(account)

    files = [
        CnabFiles(each).remittance(to("register", known), 7, ON)
        for each in (account, replace(account, agency=""))
    ]

    assert files[0] == files[1]


async def test_a_bank_without_this_layout_says_so() -> None:
    account = replace(account_at("341"), remittance_layout="240")

    with pytest.raises(RemittanceImpossible, match="não há remessa 240 para o banco 341"):
        CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)


async def test_a_boleto_that_the_layout_cannot_say_stops_the_file() -> None:
    account = account_at("422")
    (known, _) = await boletos_of(account)
    nameless = changed(known, boleto=changed(known.boleto, payer=changed(known.boleto.payer, name="")))

    with pytest.raises(RemittanceImpossible, match="nome_sacado"):
        CnabFiles(account).remittance(to("register", [nameless]), 7, ON)
