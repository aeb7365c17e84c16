"""Boletos and Pix codes that other libraries and official documents publish, issued again here."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pycobranca import Bancos
from pycobranca.pix import PixPayload

from adapters.payments.banks import wallet_named
from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import InvalidPaymentsConfig, LocalPaymentsConfig, pix_text
from application.ports.payment_issuer import IssueRequest, Payable
from tests.adapters.payments.agreement import ACCOUNT, a_request, installments
from tests.adapters.payments.br_code import NotABrCode, decode

DATA = Path(__file__).parents[4] / "shared" / "data"
Vector = dict[str, Any]

# How the publishing libraries name what our account names; the first one that is there is taken.
NAMES = {
    "agency": ("agencia",),
    "account": ("conta", "conta_corrente"),
    "wallet": ("carteiraPadrao", "carteira"),
    "agreement_number": ("convenio", "codigo_beneficiario"),
    "agency_digit": ("digitoAgencia",),
    "account_digit": ("digitoConta", "digito_conta_corrente"),
    "variation": ("variacao",),
    "branch_post": ("posto", "operacaoConta"),
    "issue_byte": ("byte_idt",),
    "portfolio": ("portfolio",),
}
# The wallet that those libraries take when a vector names none.
DEFAULT_WALLET = {
    "001": "18",
    "004": "21",
    "021": "11",
    "033": "102",
    "041": "2",
    "341": "175",
    "399": "CNR",
    "422": "1",
    "745": "3",
    "748": "3",
    "756": "1",
}
UNMAPPABLE = {
    "bol-0454": "a layout of Santander with thirteen digits of our-number",
    "bol-0423": "libraries disagree on the our-number digit of Itaú's wallet 112",
    "bol-0422": "libraries disagree on the our-number digit of Itaú's wallet 112",
    "bol-0346": "its our-number is not of its agreement",
    "bol-0022": "Banco do Brasil with 17 digits of our-number",
    "bol-0251": "Caixa's SINCO, replaced by SIGCB",
    "bol-0241": "its wallet and beneficiary are named another way",
    "bol-0049": "BRB's increment is not given",
    "bol-0486": "its our-number already has year and byte in it",
    "bol-0487": "its our-number already has year and byte in it",
}
COMPARED = {"barcode", "linha_digitavel", "nosso_numero", "nosso_numero_dv"}


def rows(name: str, *kinds: str) -> list[Vector]:
    path = DATA / name
    if not path.exists():
        return []
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if row["kind"] in kinds]


def account_of(vector: Vector) -> LocalPaymentsConfig:
    inputs, bank = vector["inputs"], vector["bank"]
    fields = {
        ours: next((str(inputs[name]) for name in theirs if inputs.get(name)), "")
        for ours, theirs in NAMES.items()
    }
    fields["wallet"] = fields["wallet"].removeprefix("SIG") or DEFAULT_WALLET.get(bank, "")
    match bank:
        case "041":
            # Our-numbers given by us are product 2.
            fields["wallet"] = "2"
        case "077":
            fields["agreement_number"] = inputs["codigo_transmissao"]
        case "748":
            fields["issue_byte"] = fields["issue_byte"] or "2"
        case "756":
            fields["agreement_number"] += inputs.get("codigo_beneficiario_dv", "")
    return LocalPaymentsConfig(bank=bank, **fields)


def is_issuable(vector: Vector) -> bool:
    if vector["id"] in UNMAPPABLE or not COMPARED & vector["expected"].keys():
        return False
    known = {bank.codigo: bank for bank in Bancos.todos()}
    bank = known.get(vector["bank"])
    return bank is not None and wallet_named(bank, account_of(vector).wallet) in bank.carteiras


def request_of(vector: Vector) -> IssueRequest:
    inputs = vector["inputs"]
    due = date.fromisoformat(inputs.get("data_vencimento", "2020-01-02"))
    if "fator" in inputs:
        due = date(1997, 10, 7) + timedelta(days=int(inputs["fator"]))
    our_number = str(inputs.get("nosso_numero") or inputs["sequencial"])
    if vector["bank"] == "001" and len(our_number) == 17:
        our_number = our_number[7:]
    # Vectors of our-numbers alone have no amount; a boleto must have one, and it does not enter the number.
    amount = Decimal(str(inputs["valor"] or 1)).quantize(Decimal("0.01"))
    return a_request(Payable(1, amount, due, int(our_number)), issued_on=issue_date(vector, due))


def issue_date(vector: Vector, due: date) -> date:
    """Sicredi's our-number begins with the year of issue, which some vectors show only there."""
    shown = vector["expected"].get("nosso_numero", "")
    return date(2000 + int(shown[:2]), 1, 1) if vector["bank"] == "748" and shown else due


ISSUABLE = [
    vector for vector in rows("boletos.sample.jsonl", "generate", "nosso_numero") if is_issuable(vector)
]
FACTORS = rows("boletos.sample.jsonl", "fator")
PIX_CODES = rows("pix.sample.jsonl", "decode", "generate", "reject")
PIX_KEYS = rows("pix.sample.jsonl", "key_type")


def name(vector: Vector) -> str:
    return str(vector["id"])


@pytest.mark.skipif(not DATA.exists(), reason="the published samples are not beside this checkout")
def test_the_samples_are_there_and_most_are_used() -> None:
    assert len(ISSUABLE) >= 60
    assert len({vector["bank"] for vector in ISSUABLE}) >= 14
    assert FACTORS
    assert PIX_CODES
    assert PIX_KEYS


@pytest.mark.parametrize("vector", ISSUABLE, ids=name)
async def test_a_published_boleto_is_issued_with_the_same_numbers(vector: Vector) -> None:
    (document,) = await LocalIssuer(account_of(vector)).issue(request_of(vector))

    expected = vector["expected"]
    assert document.boleto.barcode == expected.get("barcode", document.boleto.barcode)
    assert document.boleto.linha_digitavel == expected.get("linha_digitavel", document.boleto.linha_digitavel)
    our_number = bare(document.boleto.nosso_numero)
    assert bare(expected.get("nosso_numero", our_number)).endswith(our_number)
    if "nosso_numero" not in expected:
        assert our_number.endswith(expected.get("nosso_numero_dv", ""))


@pytest.mark.parametrize("vector", FACTORS, ids=name)
async def test_a_published_due_date_gives_its_factor(vector: Vector) -> None:
    due = date.fromisoformat(vector["inputs"]["data_vencimento"])

    (document,) = await LocalIssuer(ACCOUNT).issue(a_request(*installments("1.00", first_due=due)))

    assert document.boleto.barcode[5:9] == vector["expected"]["fator"]


@pytest.mark.parametrize("vector", [v for v in PIX_CODES if v["valid"]], ids=name)
def test_our_second_reader_understands_published_pix_codes(vector: Vector) -> None:
    code, expected = decode(vector["payload"]), vector["decoded"]

    assert code["key"] == (expected["key"] or "")
    assert code["url"] == (expected["url"] or "")
    assert code.get("54") == expected["amount"]
    assert (code["59"], code["60"], code["txid"]) == (expected["name"], expected["city"], expected["txid"])


@pytest.mark.parametrize("vector", [v for v in PIX_CODES if not v["valid"]], ids=name)
def test_our_second_reader_refuses_damaged_pix_codes(vector: Vector) -> None:
    with pytest.raises(NotABrCode):
        decode(vector["payload"])


@pytest.mark.parametrize(
    "vector", [v for v in PIX_CODES if v.get("inputs", {}).get("type") == "static"], ids=name
)
def test_a_published_static_pix_code_is_made_again(vector: Vector) -> None:
    inputs = vector["inputs"]

    payload = PixPayload(
        chave=inputs["pixKey"],
        nome=pix_text(inputs["merchantName"], 25).upper(),
        cidade=pix_text(inputs["merchantCity"], 15),
        txid=inputs["txid"],
        info_adicional=inputs["infoAdicional"],
    )

    assert payload.br_code() == vector["payload"]


@pytest.mark.parametrize("vector", PIX_KEYS, ids=name)
def test_published_pix_keys_are_told_from_other_texts(vector: Vector) -> None:
    assert is_accepted(replace(ACCOUNT, pix_key=vector["text"])) is vector["valid"]


def bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def is_accepted(config: LocalPaymentsConfig) -> bool:
    try:
        LocalIssuer(config)
    except InvalidPaymentsConfig:
        return False
    return True
