"""What a PSP posts when a Pix came in, as Bacen publishes it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.payments.pix_gate import ApiPixGate
from application.ports.webhook_gate import UnreadableBody

SECRET = "um-segredo-inventado"
END_TO_END = "E00000000202611201530abcdefghijk"
TXID = "0A1B2C3D4E5F6071820000000000042"
GATE = ApiPixGate(SECRET)


def a_pix(**changes: Any) -> dict[str, Any]:
    pix = {
        "endToEndId": END_TO_END,
        "txid": TXID,
        "chave": "pix@credor.example",
        "valor": "110.07",
        "horario": "2026-11-21T01:30:00.000Z",
        "infoPagador": "obrigado",
        "devolucoes": [],
    }
    return pix | changes


def a_body(*entries: Any) -> bytes:
    return json.dumps({"pix": entries}).encode()


def test_a_pix_is_a_payment_of_its_charge_on_its_day_in_brazil() -> None:
    (payment,) = GATE.read(a_body(a_pix())).payments

    assert (payment.source, payment.external_id, payment.reference) == ("pix", END_TO_END, END_TO_END)
    assert (payment.amount, payment.paid_on, payment.txid) == (Decimal("110.07"), date(2026, 11, 20), TXID)


@pytest.mark.parametrize(
    "broken",
    [
        {"valor": "0.00"},
        {"valor": "-1.00"},
        {"valor": "NaN"},
        {"valor": "muito"},
        {"endToEndId": ""},
        {"horario": "ontem"},
        {"valor": None},
    ],
)
def test_one_that_is_malformed_does_not_keep_its_siblings_out(broken: dict[str, Any]) -> None:
    notices = GATE.read(a_body(a_pix(**broken), "oi", a_pix()))

    assert len(notices.payments) == 1
    assert notices.skipped == 2


def test_a_pix_without_txid_is_a_payment_of_something_unknown() -> None:
    entry = a_pix()
    del entry["txid"]

    (payment,) = GATE.read(a_body(entry)).payments

    assert payment.txid is None


@pytest.mark.parametrize("body", [b"{}", b'{"evento": "teste_webhook"}', b'{"pix": []}'])
def test_a_psp_may_try_the_address_without_telling_of_any_payment(body: bytes) -> None:
    notices = GATE.read(body)

    assert (notices.payments, notices.skipped) == ((), 0)


@pytest.mark.parametrize("body", [b"", b"oi", b"[]", b'{"pix": {}}', b"\xff", b'{"pix"' * 10_000])
def test_what_is_no_notification_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        GATE.read(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        GATE.read(body)
    except UnreadableBody:
        return


def test_only_who_knows_the_secret_is_let_in() -> None:
    assert GATE.is_authentic(SECRET)
    assert not GATE.is_authentic("outro-segredo-inventado")
    assert not GATE.is_authentic("ç")
    assert not ApiPixGate("").is_authentic("")
