"""How long the fault suite runs, and with which seed."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long` and `--seed`, for `pytest tests/faults`."""
    parser.addoption("--long", action="store_true", help="the long form: more conversations, more faults")
    parser.addoption("--seed", type=int, default=1, help="which faults happen when")


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed; without the option, always the same."""
    return int(request.config.getoption("--seed", default=1))


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether the long form was asked for."""
    return bool(request.config.getoption("--long", default=False))
