"""`python -m mock_crm`, as people start and stop it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx
import pytest

from mock_crm.settings import InvalidSettings, load_settings
from tests.mock_crm.running import MARIA, free_port


async def started(folder: Path, **variables: str) -> asyncio.subprocess.Process:
    environment = {"PATH": os.environ["PATH"], "MOCK_CRM_DATA_DIR": str(folder), **variables}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mock_crm",
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    process = await started(tmp_path, MOCK_CRM_PORT=str(port))
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = (await process.stdout.readline()).decode()
        assert line == f"CRM de exemplo no ar em http://127.0.0.1:{port}\n"
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            assert (await http.get(f"/api/debtors/{MARIA}")).status_code == 200
        taken = await started(tmp_path / "outra", MOCK_CRM_PORT=str(port))
        _, complaint = await taken.communicate()
        process.send_signal(signal.SIGTERM)
        rest, errors = await process.communicate()

    assert (process.returncode, rest.decode(), errors.decode()) == (0, "Até logo.\n", "")
    assert taken.returncode == 1
    assert complaint.decode() == (
        f"Não dá para ouvir em 127.0.0.1:{port}; mude MOCK_CRM_PORT ou MOCK_CRM_HOST.\n"
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MOCK_CRM_PORT", "oitenta"),
        ("MOCK_CRM_PORT", "0"),
        ("MOCK_CRM_PORT", "70000"),
        ("MOCK_CRM_CERTOBOT_URL", "certobot:8000"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        load_settings({variable: value})

    assert str(caught.value).startswith(f"{variable}: '{value}' ")
    assert str(caught.value).endswith(".")
