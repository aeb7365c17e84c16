"""The `http` CRM when the CRM, or whatever stands before it, misbehaves."""

import logging
import time
from pathlib import Path
from typing import override

import pytest

from adapters.cache.memory import MemoryCache
from adapters.crm.http import HttpCrm
from adapters.crm.http_channel import HttpCrmConfig
from application.ports.crm import CrmRejected, CrmUnavailable
from tests.adapters.crm.http_crms import CREDITOR, KEY, MARIA, NO_CONTACT, http_crm, said
from tests.mock_crm.running import TODAY, free_port, running_crm
from tests.mock_crm.scripted import Answer, ScriptedServer


@pytest.mark.parametrize("trouble", [Answer(500), Answer(503), Answer(0), Answer(408), Answer(429)])
async def test_trouble_in_passing_is_got_over(crm: HttpCrm, server: ScriptedServer, trouble: Answer) -> None:
    server.script.extend([trouble, trouble])

    assert await crm.find_debtor(MARIA) is not None
    assert len(server.asked) == 3


@pytest.mark.parametrize("trouble", [Answer(500), Answer(0), Answer(429)])
async def test_trouble_that_stays_is_for_later(crm: HttpCrm, server: ScriptedServer, trouble: Answer) -> None:
    server.otherwise = trouble

    with pytest.raises(CrmUnavailable):
        await crm.find_debtor(MARIA)

    assert len(server.asked) == 3


async def test_nobody_listening_is_for_later() -> None:
    async with http_crm(f"http://127.0.0.1:{free_port()}", attempts=2) as crm:
        with pytest.raises(CrmUnavailable):
            await crm.find_debtor(MARIA)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(401),
        Answer(403),
        Answer(302),
        Answer(200, b"<html>entre com a sua senha</html>", "text/html; charset=utf-8"),
        Answer(404, b"<html>", "text/html"),
        Answer(400, b"<html>", "text/html"),
    ],
)
async def test_an_outcome_is_not_given_up_when_it_was_not_the_crm_that_refused_it(
    crm: HttpCrm, server: ScriptedServer, answer: Answer
) -> None:
    server.script.append(answer)

    with pytest.raises(CrmUnavailable):
        await crm.report(NO_CONTACT)


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_an_outcome_that_the_crm_refuses_is_rejected(
    crm: HttpCrm, server: ScriptedServer, status: int
) -> None:
    server.script.append(said({"detail": "Maria não serve"}, status))

    with pytest.raises(CrmRejected) as caught:
        await crm.report(NO_CONTACT)

    assert caught.value.reason == f"o CRM recusou (HTTP {status})"
    assert len(server.asked) == 1


async def test_an_answer_that_cannot_be_read_is_for_later(crm: HttpCrm, server: ScriptedServer) -> None:
    server.script.append(Answer(200, b'{"cpf": "529'))

    with pytest.raises(CrmUnavailable):
        await crm.find_debtor(MARIA)


async def test_the_wait_that_the_crm_asks_for_is_kept(crm: HttpCrm, server: ScriptedServer) -> None:
    server.script.append(Answer(429, headers=(("retry-after", "1"),)))
    before = time.monotonic()

    await crm.find_debtor(MARIA)

    assert time.monotonic() - before >= 1
    assert len(server.asked) == 2


async def test_a_crm_that_asks_for_a_long_wait_is_left_alone(crm: HttpCrm, server: ScriptedServer) -> None:
    server.otherwise = Answer(503, headers=(("retry-after", "3600"),))

    with pytest.raises(CrmUnavailable):
        await crm.find_debtor(MARIA)

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "headers",
    [
        (("retry-after", "3600"),),
        (("date", "Fri, 20 Nov 2026 15:00:00 GMT"), ("retry-after", "Fri, 20 Nov 2026 16:00:00 GMT")),
    ],
)
async def test_whoever_reports_later_is_told_how_long_the_crm_wants_to_be_left_alone(
    crm: HttpCrm, server: ScriptedServer, headers: tuple[tuple[str, str], ...]
) -> None:
    server.otherwise = Answer(503, headers=headers)

    with pytest.raises(CrmUnavailable) as unavailable:
        await crm.report(NO_CONTACT)

    assert unavailable.value.wait_seconds == 3600
    assert len(server.asked) == 1


async def test_a_moment_that_cannot_be_read_is_no_wait(crm: HttpCrm, server: ScriptedServer) -> None:
    server.script.append(Answer(503, headers=(("retry-after", "amanhã".encode().decode("latin-1")),)))

    await crm.report(NO_CONTACT)

    assert len(server.asked) == 2


async def test_a_crm_slower_than_the_deadline_is_not_waited_for(tmp_path: Path) -> None:
    async with running_crm(tmp_path) as running, http_crm(running.url, deadline_seconds=0.05) as crm:
        await running.fails(latency_ms=300)
        with pytest.raises(CrmUnavailable, match="não respondeu a tempo"):
            await crm.find_debtor(MARIA)


async def test_a_crm_that_keeps_failing_is_left_alone_and_tried_again_later(server: ScriptedServer) -> None:
    now = 100.0
    config = HttpCrmConfig(
        server.url, attempts=1, circuit_failures=2, circuit_seconds=15, first_wait_seconds=0.001
    )
    cache = MemoryCache(now=lambda: now)
    crm = HttpCrm(config, default_creditor=CREDITOR, today=lambda: TODAY, cache=cache, now=lambda: now)
    server.script.extend([Answer(500)] * 3)
    for _ in range(4):
        with pytest.raises(CrmUnavailable):
            await crm.find_debtor(MARIA)
    assert len(server.asked) == 2

    now += 15
    for _ in range(2):
        with pytest.raises(CrmUnavailable):
            await crm.find_debtor(MARIA)
    assert len(server.asked) == 3

    now += 15
    assert await crm.find_debtor(MARIA) is not None
    await crm.report(NO_CONTACT)
    assert len(server.asked) == 5
    await crm.aclose()


async def test_debtor_data_is_kept_a_minute_and_until_an_outcome(server: ScriptedServer) -> None:
    now = 100.0
    config = HttpCrmConfig(server.url, cache_seconds=60)
    cache = MemoryCache(now=lambda: now)
    crm = HttpCrm(config, default_creditor=CREDITOR, today=lambda: TODAY, cache=cache, now=lambda: now)

    async def requests_made() -> int:
        await crm.find_debtor(MARIA)
        return len(server.asked)

    assert [await requests_made(), await requests_made()] == [1, 1]
    now += 60
    assert [await requests_made(), await requests_made()] == [2, 2]
    await crm.report(NO_CONTACT)
    assert [await requests_made(), await requests_made()] == [4, 4]
    await crm.aclose()


async def test_processes_that_share_a_cache_ask_once_and_no_key_in_it_shows_a_cpf(
    server: ScriptedServer,
) -> None:
    cache, config = Watched(), HttpCrmConfig(server.url)
    crms = [HttpCrm(config, default_creditor=CREDITOR, today=lambda: TODAY, cache=cache) for _ in range(2)]

    found = [await crm.find_debtor(MARIA) for crm in crms]

    assert found[0] == found[1]
    assert len(server.asked) == 1
    assert MARIA.digits not in "".join(cache.asked)
    for crm in crms:
        await crm.aclose()


async def test_what_is_spoilt_in_the_cache_is_asked_for_again(server: ScriptedServer) -> None:
    cache = Spoilt()
    crm = HttpCrm(HttpCrmConfig(server.url), default_creditor=CREDITOR, today=lambda: TODAY, cache=cache)

    assert await crm.find_debtor(MARIA) is not None
    assert await crm.find_debtor(MARIA) is not None
    assert len(server.asked) == 2
    await crm.aclose()


class Watched(MemoryCache):
    """A cache of which the keys can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @override
    async def get(self, key: str) -> bytes | None:
        self.asked.append(key)
        return await super().get(key)


class Spoilt(MemoryCache):
    """A cache in which somebody wrote something else."""

    @override
    async def get(self, key: str) -> bytes | None:
        return b'{"cpf": 7'


async def test_nobody_is_told_the_key_or_the_debtor_by_an_error(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.otherwise = Answer(500)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("httpcore").setLevel(logging.WARNING)
        async with http_crm(server.url, api_key=KEY, attempts=3) as crm:
            with pytest.raises(CrmUnavailable) as caught:
                await crm.find_debtor(MARIA)

    told = f"{caught.value!r} {caplog.text} {HttpCrmConfig('http://crm', api_key=KEY)!r}"
    assert KEY not in told
    assert MARIA.digits not in told
