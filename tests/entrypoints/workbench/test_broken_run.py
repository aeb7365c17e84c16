"""A process that dies ends the run with one sentence, however many scenarios were waiting for it."""

import gc
import logging
import os

import pytest

from entrypoints.workbench import worker
from entrypoints.workbench.providers import combinations
from entrypoints.workbench.run import RunBroken, run
from entrypoints.workbench.selection import find
from tests.entrypoints.workbench.conftest import Write


def dies(*_case: object, with_pictures: bool) -> None:
    """End the process that plays, as running out of memory would."""
    os._exit(int(with_pictures))


async def test_a_process_that_dies_is_told_once_and_leaves_no_traces(
    write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "played", dies)
    (case,) = find([write("Funcionalidade: f\n  Cenário: c\n    Dado que Maria deve R$ 1,00\n")]).cases
    (settings,), _ = combinations({}, {}, every=False)

    with pytest.raises(RunBroken, match="tente de novo com --jobs 1"):
        await run([case] * 8, [settings], 2, with_pictures=True, tell=lambda _played: None)

    gc.collect()
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []
