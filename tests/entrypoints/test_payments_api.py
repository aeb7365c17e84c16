"""Payments told over HTTP: each counts once, and the agreement shows what they left."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.negotiation.negotiation import Status
from domain.negotiation.offer import Installment
from domain.shared.calendar import business_date
from domain.shared.ids import AgreementId
from entrypoints.settings import Settings
from tests.adapters.contracts.kept import a_conversation, a_document, an_agreement, saved
from tests.entrypoints.conftest import Certobot, Start

PAYMENTS = "/api/v1/payments"


@pytest.fixture
async def certobot(start: Start, mock_settings: Settings) -> AsyncIterator[Certobot]:
    """The program, with nobody on the telephone."""
    async with start(mock_settings) as program:
        yield program


@pytest.fixture
async def agreement_id(certobot: Certobot) -> str:
    """Three instalments of R$ 300,00, the first in ten days."""
    uow, now = certobot.container.uow, certobot.container.clock().now()
    negotiation = await a_conversation(uow)
    due = [business_date(now) + timedelta(days=10 + 30 * number) for number in range(3)]
    agreement = replace(
        an_agreement(negotiation),
        total=Decimal("900.00"),
        installments=tuple(Installment(n, Decimal("300.00"), day) for n, day in enumerate(due, 1)),
        reached_at=now,
    )
    await saved(uow, negotiation, status=Status.COMPLETED, agreement_id=agreement.id)
    async with uow() as work:
        await work.agreements.add(agreement)
        await work.agreements.add_documents(agreement.id, [a_document(n) for n in (1, 2)])
        await work.commit()
    return str(agreement.id)


async def shown(certobot: Certobot, agreement_id: str) -> dict[str, Any]:
    """The agreement as the API shows it."""
    response = await certobot.http.get(f"/api/v1/agreements/{agreement_id}")
    assert response.status_code == 200, response.text
    return dict(response.json())


async def told(
    certobot: Certobot, payment: dict[str, object], expected: int = 201, key: str | None = None
) -> dict[str, Any]:
    """Tell of a payment; the answer."""
    headers = {"Idempotency-Key": key} if key else {}
    response = await certobot.http.post(PAYMENTS, json=payment, headers=headers)
    assert response.status_code == expected, response.text
    return dict(response.json())


async def test_a_payment_by_hand_settles_its_instalment_once(certobot: Certobot, agreement_id: str) -> None:
    payment: dict[str, object] = {
        "id": "r1",
        "amount": "300.00",
        "agreement_id": agreement_id,
        "installment": 1,
    }

    first = await told(certobot, payment)
    again = await told(certobot, payment, 200)

    agreement = await shown(certobot, agreement_id)
    assert (first["status"], again["status"], again["id"]) == ("recorded", "repeated", first["id"])
    assert [each["status"] for each in agreement["installments"]] == ["paid", "open", "open"]
    assert agreement["remaining"] == "600.00"
    assert [each["amount"] for each in agreement["payments"]] == ["300.00"]
    assert agreement["status"] == "active"


async def test_an_idempotency_key_names_a_payment_too(certobot: Certobot, agreement_id: str) -> None:
    payment: dict[str, object] = {"amount": "100.00", "agreement_id": agreement_id}

    await told(certobot, payment, key="chave")
    await told(certobot, payment, 200, key="chave")
    await told(certobot, payment | {"amount": "90.00"}, 409, key="chave")

    assert (await shown(certobot, agreement_id))["paid"] == "100.00"


async def test_twenty_tellings_at_once_count_once(certobot: Certobot, agreement_id: str) -> None:
    payment = {"id": "r1", "amount": "300.00", "agreement_id": agreement_id}

    answers = await asyncio.gather(*(certobot.http.post(PAYMENTS, json=payment) for _ in range(20)))

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert (await shown(certobot, agreement_id))["paid"] == "300.00"


async def test_the_number_of_the_boleto_says_what_was_paid(certobot: Certobot, agreement_id: str) -> None:
    async with certobot.container.uow() as uow:
        documents = await uow.second_copies.history(AgreementId(UUID(agreement_id)))
    second = documents[1].document
    assert second.pix is not None
    by_number: dict[str, object] = {"id": "b", "source": "crm", "nosso_numero": second.boleto.nosso_numero}

    by_boleto = await told(certobot, by_number | {"amount": "100.00"})
    by_pix = await told(certobot, {"id": "p", "source": "crm", "txid": second.pix.txid, "amount": "200.00"})

    assert [(each["agreement_id"], each["installment"]) for each in (by_boleto, by_pix)] == [
        (agreement_id, 2)
    ] * 2
    assert [each["status"] for each in (await shown(certobot, agreement_id))["installments"]] == [
        "open",
        "paid",
        "open",
    ]


async def test_paying_everything_settles_the_agreement_and_what_is_too_much_is_shown(
    certobot: Certobot, agreement_id: str
) -> None:
    await told(certobot, {"id": "tudo", "amount": "950.00", "agreement_id": agreement_id})

    agreement = await shown(certobot, agreement_id)
    assert (agreement["status"], agreement["remaining"], agreement["overpaid"]) == ("paid", "0.00", "50.00")


async def test_a_payment_of_nothing_known_is_kept_until_somebody_says_what_it_pays(
    certobot: Certobot, agreement_id: str
) -> None:
    payment: dict[str, object] = {"id": "x", "source": "crm", "amount": "300.00", "txid": "NINGUEM1"}

    assert (await told(certobot, payment))["status"] == "unmatched"
    waiting = (await certobot.http.get(f"{PAYMENTS}/unmatched")).json()
    placed = await told(certobot, payment | {"agreement_id": agreement_id, "installment": 3})

    assert [each["external_id"] for each in waiting] == ["x"]
    assert placed["status"] == "recorded"
    assert (await certobot.http.get(f"{PAYMENTS}/unmatched")).json() == []
    assert (await shown(certobot, agreement_id))["installments"][2]["status"] == "paid"


WRONG: tuple[dict[str, object], ...] = (
    {"amount": "0.00"},
    {"amount": "-1.00"},
    {"amount": "1.001"},
    {"amount": "NaN"},
    {"amount": "9999999999999.00"},
    {"amount": None},
    {"installment": 4},
    {"installment": 0},
    {"paid_at": "ontem"},
    {"paid_at": "1026-12-01"},
    {"id": None},
    {"id": " "},
    {"agreement_id": None},
    {"agreement_id": "um"},
    {"source": "pix"},
    {"surpresa": 1},
)


async def test_what_is_no_payment_is_refused_in_portuguese_and_leaves_nothing(
    certobot: Certobot, agreement_id: str
) -> None:
    payment: dict[str, object] = {"id": "r1", "amount": "300.00", "agreement_id": agreement_id}

    for wrong in WRONG:
        assert (await told(certobot, payment | wrong, 422))["title"] == "Dados inválidos", wrong

    assert (await shown(certobot, agreement_id))["payments"] == []


async def test_nobody_has_paid_tomorrow(certobot: Certobot, agreement_id: str) -> None:
    tomorrow = business_date(certobot.container.clock().now()) + timedelta(days=1)

    payment: dict[str, object] = {"id": "r1", "amount": "1.00", "agreement_id": agreement_id}

    await told(certobot, payment | {"paid_at": str(tomorrow)}, 422)


async def test_an_agreement_that_does_not_exist_is_not_found(certobot: Certobot) -> None:
    nobody = "0197c2f4-8a5b-4c6d-9e7f-123456789abc"

    await told(certobot, {"id": "r1", "amount": "1.00", "agreement_id": nobody}, 404)


async def test_no_cent_is_lost_on_the_way(certobot: Certobot, agreement_id: str) -> None:
    for number in range(7):
        await told(certobot, {"id": f"r{number}", "amount": "142.87", "agreement_id": agreement_id})

    agreement = await shown(certobot, agreement_id)
    assert Decimal(agreement["paid"]) + Decimal(agreement["overpaid"]) == Decimal("142.87") * 7
