"""Payments told over HTTP: each counts once, and the agreement shows what they left."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.shared.calendar import business_date
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Certobot
from tests.entrypoints.phone import Phone

PAYMENTS = "/api/v1/payments"


@pytest.fixture
async def agreement_id(certobot: Certobot, maria: Phone, graph: GraphServer) -> str:
    """Maria agreed to three instalments of R$ 300,00."""
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "consigo em 3x", "sim"):
        await maria.says(text)
    return str((await certobot.conversation(conversation_id))["agreement_id"])


async def shown(certobot: Certobot, agreement_id: str) -> dict[str, Any]:
    response = await certobot.http.get(f"/api/v1/agreements/{agreement_id}")
    assert response.status_code == 200, response.text
    return dict(response.json())


async def told(
    certobot: Certobot, expected: int = 201, key: str | None = None, **body: object
) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    response = await certobot.http.post(PAYMENTS, json=body, headers=headers)
    assert response.status_code == expected, response.text
    return dict(response.json())


async def test_a_payment_by_hand_settles_its_instalment_once(certobot: Certobot, agreement_id: str) -> None:
    payment = {"id": "r1", "amount": "300.00", "agreement_id": agreement_id, "installment": 1}

    first = await told(certobot, **payment)
    again = await told(certobot, 200, **payment)

    agreement = await shown(certobot, agreement_id)
    assert (first["status"], again["status"], again["id"]) == ("recorded", "repeated", first["id"])
    assert [each["status"] for each in agreement["installments"]] == ["paid", "open", "open"]
    assert agreement["remaining"] == "600.00"
    assert [each["amount"] for each in agreement["payments"]] == ["300.00"]
    assert agreement["status"] == "active"


async def test_an_idempotency_key_names_a_payment_too(certobot: Certobot, agreement_id: str) -> None:
    payment = {"amount": "100.00", "agreement_id": agreement_id}

    await told(certobot, key="chave", **payment)
    await told(certobot, 200, key="chave", **payment)
    await told(certobot, 409, key="chave", **payment | {"amount": "90.00"})

    assert (await shown(certobot, agreement_id))["paid"] == "100.00"


async def test_twenty_tellings_at_once_count_once(certobot: Certobot, agreement_id: str) -> None:
    payment = {"id": "r1", "amount": "300.00", "agreement_id": agreement_id}

    answers = await asyncio.gather(*(certobot.http.post(PAYMENTS, json=payment) for _ in range(20)))

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert (await shown(certobot, agreement_id))["paid"] == "300.00"


async def test_the_number_of_the_boleto_says_what_was_paid(certobot: Certobot, agreement_id: str) -> None:
    async with certobot.container.uow() as uow:
        documents = await uow.second_copies.history(agreement_id)  # type: ignore[arg-type]
    second = documents[1].document
    assert second.pix is not None

    by_boleto = await told(
        certobot, id="b", source="crm", amount="100.00", nosso_numero=second.boleto.nosso_numero
    )
    by_pix = await told(certobot, id="p", source="crm", amount="200.00", txid=second.pix.txid)

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
    await told(certobot, id="tudo", amount="950.00", agreement_id=agreement_id)

    agreement = await shown(certobot, agreement_id)
    assert (agreement["status"], agreement["remaining"], agreement["overpaid"]) == ("paid", "0.00", "50.00")


async def test_a_payment_of_nothing_known_is_kept_until_somebody_says_what_it_pays(
    certobot: Certobot, agreement_id: str
) -> None:
    payment = {"id": "x", "source": "crm", "amount": "300.00", "txid": "NINGUEM1"}

    assert (await told(certobot, **payment))["status"] == "unmatched"
    waiting = (await certobot.http.get(f"{PAYMENTS}/unmatched")).json()
    placed = await told(certobot, **payment | {"agreement_id": agreement_id, "installment": 3})

    assert [each["external_id"] for each in waiting] == ["x"]
    assert placed["status"] == "recorded"
    assert (await certobot.http.get(f"{PAYMENTS}/unmatched")).json() == []
    assert (await shown(certobot, agreement_id))["installments"][2]["status"] == "paid"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0.00"},
        {"amount": "-1.00"},
        {"amount": "1.001"},
        {"amount": "NaN"},
        {"amount": "9999999999999.00"},
        {"installment": 4},
        {"paid_at": "ontem"},
        {"id": None},
        {"agreement_id": None},
        {"source": "pix"},
        {"surpresa": 1},
    ],
)
async def test_what_is_no_payment_is_refused_in_portuguese(
    certobot: Certobot, agreement_id: str, wrong: dict[str, object]
) -> None:
    payment: dict[str, object] = {"id": "r1", "amount": "300.00", "agreement_id": agreement_id}

    problem = await told(certobot, 422, **payment | wrong)

    assert problem["title"] == "Dados inválidos"
    assert (await shown(certobot, agreement_id))["payments"] == []


async def test_nobody_has_paid_tomorrow(certobot: Certobot, agreement_id: str) -> None:
    tomorrow = business_date(certobot.container.clock().now()) + timedelta(days=1)

    await told(certobot, 422, id="r1", amount="1.00", agreement_id=agreement_id, paid_at=str(tomorrow))


async def test_an_agreement_that_does_not_exist_is_not_found(certobot: Certobot) -> None:
    nobody = "0197c2f4-8a5b-4c6d-9e7f-123456789abc"

    await told(certobot, 404, id="r1", amount="1.00", agreement_id=nobody)


async def test_no_cent_is_lost_on_the_way(certobot: Certobot, agreement_id: str) -> None:
    for number in range(7):
        await told(certobot, id=f"r{number}", amount="142.87", agreement_id=agreement_id)

    agreement = await shown(certobot, agreement_id)
    assert Decimal(agreement["paid"]) + Decimal(agreement["overpaid"]) == Decimal("142.87") * 7
