"""No model is asked in tests, but the one on loopback."""

from collections.abc import Iterator

import pytest
from pydantic_ai import models


@pytest.fixture(autouse=True, scope="package")
def no_model_requests() -> Iterator[None]:
    """Forbid what is not allowed for a server of ours."""
    with models.override_allow_model_requests(allow_model_requests=False):
        yield
