"""What the containers are said to be: their commands, settings and order of start are the program's."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from entrypoints.cli import main
from entrypoints.environment import VARIABLES
from entrypoints.settings import CONFIG_VARIABLE, load_settings
from mock_crm.settings import load_settings as load_crm_settings

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
OURS = ("migrate", "web", "worker", "mock-crm")
GIVEN = {
    "POSTGRES_PASSWORD": "senha-inventada",
    "CERTOBOT_API_KEY": "chave-inventada",
    "CERTOBOT_CRM_API_KEY": "outra-chave-inventada",
}

_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>[^}]*))?\}")
_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of the compose file, by name."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return found


def interpolated(value: str) -> str:
    """What compose makes of a value when `GIVEN` is all that is set."""

    def of(variable: re.Match[str]) -> str:
        if variable["how"] == "-":
            return GIVEN.get(variable["name"], variable["rest"])
        return GIVEN[variable["name"]]

    return _VARIABLE.sub(of, value)


def environment(service: dict[str, Any]) -> dict[str, str]:
    return {name: interpolated(value) for name, value in service["environment"].items()}


def instructions(name: str) -> list[str]:
    """The instructions of the last stage of the Dockerfile that begin with `name`."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    last_stage = re.split(r"^FROM ", dockerfile, flags=re.MULTILINE)[-1]
    return [line.partition(" ")[2].strip() for line in last_stage.splitlines() if line.startswith(f"{name} ")]


def test_the_topology_is_two_web_and_two_worker_processes_over_postgres_and_redis(
    services: dict[str, Any],
) -> None:
    assert set(services) == {"postgres", "redis", *OURS}
    assert services["web"]["deploy"]["replicas"] == 2
    assert services["worker"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_containers_runs_a_command_that_exists(
    services: dict[str, Any], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = services[name]["command"]
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    assert f"certobot {command[0]}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_only_variables_that_mean_something_are_set(services: dict[str, Any], name: str) -> None:
    known = {*VARIABLES, CONFIG_VARIABLE}
    assert set(services[name]["environment"]) <= known


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_the_settings_that_compose_gives_start_certobot(services: dict[str, Any], name: str) -> None:
    config = {CONFIG_VARIABLE: str(ROOT / "certobot.toml")}
    settings = load_settings(environment(services[name]) | config)
    assert settings.providers.dispatcher == "saq"
    assert settings.providers.crm == "http"
    assert settings.http.api_key == GIVEN["CERTOBOT_API_KEY"]
    assert GIVEN["POSTGRES_PASSWORD"] in settings.database.url


def test_certobot_and_the_crm_know_each_other(services: dict[str, Any]) -> None:
    given, web = environment(services["mock-crm"]), environment(services["web"])
    crm = load_crm_settings(given)
    assert web["CERTOBOT_CRM_URL"] == f"http://mock-crm:{crm.port}"
    assert (crm.api_key, crm.certobot_api_key) == (web["CERTOBOT_CRM_API_KEY"], web["CERTOBOT_API_KEY"])
    assert crm.certobot_url == "http://web:8000"
    assert set(given) <= {f"MOCK_CRM_{name}" for name in _crm_names()}


def _crm_names() -> set[str]:
    return {"HOST", "PORT", "API_KEY", "DATA_DIR", "CERTOBOT_URL", "CERTOBOT_API_KEY"}


@pytest.mark.parametrize(
    ("name", "on", "condition"),
    [
        ("migrate", "postgres", "service_healthy"),
        ("web", "migrate", "service_completed_successfully"),
        ("web", "redis", "service_healthy"),
        ("worker", "migrate", "service_completed_successfully"),
        ("worker", "redis", "service_healthy"),
    ],
)
def test_nothing_starts_before_what_it_needs_is_healthy(
    services: dict[str, Any], name: str, on: str, condition: str
) -> None:
    assert services[name]["depends_on"][on]["condition"] == condition
    if condition == "service_healthy":
        assert services[on]["healthcheck"]["test"]


def test_no_secret_is_written_down(services: dict[str, Any]) -> None:
    secrets = {
        f"{service}.{name}": value
        for service, described in services.items()
        for name, value in described.get("environment", {}).items()
        if _SECRET.search(name)
    }
    assert len(secrets) > len(OURS)
    for where, value in secrets.items():
        variable = _VARIABLE.fullmatch(value)
        assert variable is not None, where
        assert variable["how"] == "?" or not variable["rest"], where


def test_no_address_carries_a_written_password(services: dict[str, Any]) -> None:
    passwords = re.findall(
        r"://[^:/\s]+:([^@\s]+)@", _VARIABLE.sub("${}", COMPOSE.read_text(encoding="utf-8"))
    )
    assert passwords
    assert set(passwords) == {"${}"}
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_image_runs_as_somebody_without_rights() -> None:
    [user] = instructions("USER")
    assert user not in {"root", "0"}
    assert any("useradd --system" in line and line.endswith(user) for line in instructions("RUN"))


def test_no_container_of_ours_may_gain_rights_or_become_root(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in services[name]["security_opt"]
        assert "user" not in services[name]


def test_the_image_is_built_from_the_lock_and_its_hashes() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    installs = [line for line in dockerfile.splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps" in installs[1]


def test_the_image_tells_whether_it_lives() -> None:
    [check] = instructions("HEALTHCHECK")
    [variables] = instructions("ENV")
    [port] = re.findall(r"CERTOBOT_HTTP_PORT=(\d+)", variables)
    assert f"http://127.0.0.1:{port}/health/live" in check
    assert instructions("EXPOSE") == [port]


def test_a_worker_answers_where_the_image_asks_whether_it_lives(services: dict[str, Any]) -> None:
    config = {CONFIG_VARIABLE: str(ROOT / "certobot.toml")}
    settings = load_settings(environment(services["worker"]) | config)
    assert [str(settings.http.worker_port)] == instructions("EXPOSE")
    assert not {"ports", "healthcheck"} & set(services["worker"])


def test_what_a_model_and_the_figures_need_can_be_given(services: dict[str, Any]) -> None:
    given = {"CERTOBOT_LLM": "groq", "CERTOBOT_GROQ_API_KEY": "chave", "CERTOBOT_METRICS_TOKEN": "senha"}
    for name in ("web", "worker"):
        passed = services[name]["environment"]
        assert {variable: passed[variable] for variable in given} == {
            variable: f"${{{variable}:-}}" for variable in given
        }


def test_the_image_holds_what_runs_and_nothing_that_is_private() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    taken = {line[1:] for line in ignored if line.startswith("!")}
    assert {"adapters", "application", "domain", "entrypoints", "migrations", "mock_crm"} <= taken
    assert all((ROOT / name).exists() for name in taken)
    assert "**/.env*" in ignored


def _compose_client() -> list[str] | None:
    """How compose is called here, if it is."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker"):
        asked = subprocess.run(["docker", "compose", "version"], capture_output=True, timeout=30, check=False)
        if asked.returncode == 0:
            return ["docker", "compose"]
    return None


def read_by_compose(tmp_path: Path, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the compose client says of the file when `given` is all that is set; skips without one."""
    client = _compose_client()
    if client is None:
        pytest.skip("o cliente do compose não está instalado")
    variables = tmp_path / "variables"
    variables.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    call = [*client, "-f", str(COMPOSE), "--env-file", str(variables), "config"]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)


def test_compose_itself_reads_the_file(tmp_path: Path) -> None:
    read = read_by_compose(tmp_path, GIVEN)
    assert read.returncode == 0, read.stderr
    services = yaml.safe_load(read.stdout)["services"]
    assert set(services) == {"postgres", "redis", *OURS}
    assert GIVEN["POSTGRES_PASSWORD"] in services["web"]["environment"]["CERTOBOT_DATABASE_URL"]


@pytest.mark.parametrize("missing", GIVEN)
def test_compose_asks_for_what_must_be_set(tmp_path: Path, missing: str) -> None:
    read = read_by_compose(tmp_path, {name: value for name, value in GIVEN.items() if name != missing})
    assert read.returncode != 0
    assert f"defina {missing}" in read.stderr
