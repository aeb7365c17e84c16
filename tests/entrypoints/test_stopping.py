"""A process that is asked to stop is gone soon, whatever it waits for."""

import signal
import subprocess
import sys

import pytest

_WAITS_FOR_EVER = """
import asyncio
from entrypoints.stopping import stop_asked

async def main():
    asked = stop_asked(patience_seconds=0.2)
    print("ready", flush=True)
    await asked.wait()
    {then}

asyncio.run(main())
print("left in order", flush=True)
"""


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("pass", "left in order"),
        ("await asyncio.Event().wait()", "stopped without waiting any longer"),
        ("__import__('time').sleep(60)", "stopped without waiting any longer"),
    ],
)
@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_who_is_asked_to_stop_is_gone_soon(which: signal.Signals, then: str, says: str) -> None:
    with subprocess.Popen(
        (sys.executable, "-c", _WAITS_FOR_EVER.format(then=then)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(which)
        assert says in process.communicate(timeout=20)[0]
        assert process.returncode == 0
