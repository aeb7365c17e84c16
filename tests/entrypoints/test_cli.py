"""The `certobot` command as a person types it: real processes, real output."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from entrypoints.cli import main
from tests.entrypoints.conftest import MARIA, free_port

CERTOBOT = str(Path(sys.executable).with_name("certobot"))
NOBODY = "11111111-2222-4333-8444-555555555555"
SCRIPT = "oi\n529\ntem desconto?\nconsigo em 3x\nsim\nmanda o boleto de novo\n"


def certobot(*arguments: str, script: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        (CERTOBOT, *arguments),
        input=script,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that PostgreSQL may enter under its own user, as it may not enter pytest's."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "falta comando"),
        (("conversar",), "não existe o comando conversar"),
        (("start",), "falta --cpf"),
        (("start", "--cpf", "111"), "CPF inválido"),
        (("chat", "--cor"), "não conheço --cor"),
    ],
)
def test_a_wrong_call_is_answered_in_one_portuguese_line(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert says in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("CERTOBOT_WHATSAPP", "zap", "CERTOBOT_WHATSAPP não pode ser zap; use mock ou cloud_api"),
        (
            "CERTOBOT_WHATSAPP_API_VERSION",
            "25/0",
            "CERTOBOT_WHATSAPP_API_VERSION não pode ser 25/0; use algo",
        ),
        ("CERTOBOT_WHATSAPP_PHONE_NUMBER_ID", "+55 11", "use o id do número, que não é o telefone"),
        ("CERTOBOT_WHATSAPP_ACCESS_TOKEN", "EAAG x", "use o token como a Meta o mostra"),
        ("CERTOBOT_HTTP_PORT", "oitenta", "CERTOBOT_HTTP_PORT não pode ser oitenta; use um número inteiro"),
        ("CERTOBOT_CONFIG", "/nao/existe.toml", "CERTOBOT_CONFIG não pode ser /nao/existe.toml"),
        ("CERTOBOT_REDIS_URL", "http://aqui", "CERTOBOT_REDIS_URL não pode ser o que está lá; use redis://"),
        ("CERTOBOT_DISPATCHER", "saq", "CERTOBOT_REDIS_URL"),
        ("CERTOBOT_CRM_FILE", "/nao/existe.csv", "CERTOBOT_CRM_FILE não pode ser /nao/existe.csv"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line(
    data_dir: Path, variable: str, value: str, says: str
) -> None:
    done = certobot("doctor", CERTOBOT_DATA_DIR=str(data_dir), **{variable: value})
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_doctor_says_what_works_and_what_is_not_for_production(data_dir: Path, database_url: str) -> None:
    done = certobot("doctor", CERTOBOT_DATABASE_URL=database_url, CERTOBOT_DATA_DIR=str(data_dir))
    assert done.returncode == 0, done.stderr
    assert "✓ CRM: memory, 120 devedores" in done.stdout
    assert "! WhatsApp simulado" in done.stdout


def test_replay_says_when_nothing_failed_and_refuses_what_is_no_conversation(
    data_dir: Path, database_url: str
) -> None:
    done = certobot("replay", "--list", CERTOBOT_DATABASE_URL=database_url, CERTOBOT_DATA_DIR=str(data_dir))
    assert (done.returncode, done.stdout) == (0, "Nada falhou de vez.\n"), done.stderr
    unknown = certobot("replay", "--conversation", NOBODY, CERTOBOT_DATABASE_URL=database_url)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "não há conversa com este identificador" in unknown.stderr
    wrong = certobot("replay", "--conversation", "maria")
    assert wrong.returncode == 2
    assert "maria não é o identificador de uma conversa" in wrong.stderr


def test_understand_reads_and_writes_the_lines_of_the_contract() -> None:
    lines = [
        {"text": "consigo uns 250 por mes", "at": "2026-11-20T10:00:00-03:00"},
        {"text": "529", "at": "2026-11-20T10:00:00-03:00", "phase": "identification"},
    ]
    done = certobot(
        "understand", script="\n".join(json.dumps(line) for line in lines) + "\nisto não é JSON\n"
    )
    assert done.returncode == 0, done.stderr
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == {"intent": "propose", "slots": {"amount": "250.00", "amount_is": "installment"}}
    assert second == {"intent": "identify", "slots": {"cpf_digits": "529"}}
    assert "linha 3" in third["erro"]


def test_a_whole_conversation_runs_unattended_in_the_terminal(data_dir: Path) -> None:
    done = certobot("chat", script=SCRIPT, CERTOBOT_DATA_DIR=str(data_dir))
    assert done.returncode == 0, done.stderr
    assert "3x de R$" in done.stdout
    assert "-- fim: successful" in done.stdout
    carne, second_copy = sorted((data_dir / "documentos").iterdir(), key=lambda file: file.stat().st_mtime)
    assert (carne.name[:5], second_copy.name[:6]) == ("carne", "boleto")
    assert all(document.read_bytes().startswith(b"%PDF") for document in (carne, second_copy))
    assert "529.982" not in done.stderr
    assert "Maria" not in done.stderr


@contextmanager
def _serving(port: int, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `certobot serve` with everything embedded until left."""
    environment = os.environ | {
        "CERTOBOT_HTTP_PORT": str(port),
        "CERTOBOT_DATA_DIR": str(data_dir),
        "CERTOBOT_CONFIG": str(data_dir / "certobot.toml"),
    }
    process = subprocess.Popen((CERTOBOT, "serve"), env=environment)
    try:
        _wait_until_ready(port)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) in {0, -signal.SIGKILL}


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("o servidor não ficou pronto")


def _texts(port: int, conversation: str) -> list[str]:
    view = httpx.get(f"http://127.0.0.1:{port}/api/v1/conversations/{conversation}").json()
    return [message["text"] for message in view["messages"] if message["direction"] == "outbound"]


def _says(port: int, conversation: str, text: str) -> str:
    before = len(_texts(port, conversation))
    url = f"http://127.0.0.1:{port}/simulador/api/conversations/{conversation}/messages"
    assert httpx.post(url, json={"text": text}).status_code == 202
    deadline = time.monotonic() + 15
    while len(texts := _texts(port, conversation)) == before:
        assert time.monotonic() < deadline, "não houve resposta"
        time.sleep(0.02)
    return texts[-1]


def test_after_kill_9_the_same_port_and_folder_go_on_where_they_were(data_dir: Path) -> None:
    config = Path("certobot.toml").read_text(encoding="utf-8").replace("enforce = true", "enforce = false")
    (data_dir / "certobot.toml").write_text(config, encoding="utf-8")
    port = free_port()
    with _serving(port, data_dir) as first:
        opened = httpx.post(f"http://127.0.0.1:{port}/api/v1/conversations", json={"cpf": MARIA})
        conversation = opened.json()["id"]
        _says(port, conversation, "oi")
        assert "R$ 900,00" in _says(port, conversation, "529")
        first.kill()
        first.wait(10)
    with _serving(port, data_dir):
        assert "3x de R$ 300,00" in _says(port, conversation, "em 3x")
        assert _says(port, conversation, "sim").endswith(".pdf")
