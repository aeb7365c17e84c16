"""Faults that can be switched on."""

import time

import httpx
import pytest

from tests.mock_crm.running import MARIA, RunningCrm, a_result

ADDRESS = f"/api/debtors/{MARIA}"


async def statuses(crm: RunningCrm, requests: int) -> list[int]:
    return [(await crm.http.get(ADDRESS)).status_code for _ in range(requests)]


async def test_the_next_requests_fail_as_asked_and_then_it_is_over(crm: RunningCrm) -> None:
    await crm.fails(error_rate=1, status=429, retry_after=7, next_requests=2)

    first = await crm.http.get(ADDRESS)

    assert (first.status_code, first.headers["retry-after"]) == (429, "7")
    assert first.json()["title"] == "Pedidos demais"
    assert await statuses(crm, 2) == [429, 200]


async def test_the_same_seed_fails_the_same_requests(crm: RunningCrm) -> None:
    await crm.fails(error_rate=0.5, seed=3)
    once = await statuses(crm, 12)
    await crm.fails(error_rate=0.5, seed=3)

    assert await statuses(crm, 12) == once
    assert set(once) == {200, 500}


async def test_a_dropped_request_has_no_effect(crm: RunningCrm) -> None:
    await crm.fails(drop_rate=1, next_requests=1)

    with pytest.raises(httpx.RemoteProtocolError):
        await crm.reports()

    assert (await crm.reports()).status_code == 201


async def test_a_request_whose_answer_is_lost_had_its_effect(crm: RunningCrm) -> None:
    await crm.fails(lost_answer_rate=1, next_requests=1)

    with pytest.raises(httpx.RemoteProtocolError):
        await crm.reports()

    kept = await crm.http.get(f"/api/negotiations/results/{a_result()['session_id']}")
    assert kept.status_code == 200
    assert (await crm.reports()).status_code == 200


async def test_latency_delays_the_answer(crm: RunningCrm) -> None:
    await crm.fails(latency_ms=50)
    before = time.monotonic()

    assert await statuses(crm, 1) == [200]

    assert time.monotonic() - before >= 0.05


async def test_only_the_api_is_hit(crm: RunningCrm) -> None:
    await crm.fails(drop_rate=1)

    assert (await crm.http.get("/health")).json() == {"status": "ok"}


@pytest.mark.parametrize("faults", [{"error_rate": 2}, {"status": 200}, {"atraso": 1}])
async def test_an_impossible_fault_is_refused(crm: RunningCrm, faults: dict[str, object]) -> None:
    assert (await crm.http.post("/_faults", json=faults)).status_code in (400, 422)
