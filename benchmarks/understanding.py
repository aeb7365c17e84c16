"""How long the offline reader takes: `python -m benchmarks.understanding [arquivo.jsonl …]`.

Reads each labelled message of the tests (or of the files given) several times and prints median and slowest,
in milliseconds of this process's own time, so that busy neighbours do not count.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from adapters.llm.rules.interpreter import RulesInterpreter
from tests.adapters.llm.labelled import HERE, Labelled, labelled

ROUNDS = 5
ENDLESS = (
    "a" * 4096,
    "não tenho " * 410,
    "3x de 200 " * 410,
    "👍" * 4096,
    "10% " * 1024,
    "1," * 2048,
    "sim " * 1024,
)


async def fastest(reader: RulesInterpreter, message: Labelled) -> float:
    """Return the fastest of several readings, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time_ns()
        await reader.read(message.text, message.context)
        times.append((time.process_time_ns() - begun) / 1e6)
    return min(times)


async def measure(paths: list[Path]) -> None:
    """Print the figures of the messages in `paths`, then those of hostile texts."""
    begun = time.perf_counter()
    reader = RulesInterpreter()
    print(f"partida: {1e3 * (time.perf_counter() - begun):.0f} ms")
    messages = [message for path in paths for message in labelled(path)]
    times = {message.text: await fastest(reader, message) for message in messages}
    slowest = max(times, key=lambda text: times[text])
    print(f"{len(times)} mensagens: mediana {statistics.median(times.values()):.3f} ms")
    print(f"a mais lenta: {times[slowest]:.3f} ms ({slowest[:60]!r})")
    for text in ENDLESS:
        message = Labelled(text, messages[0].context, "", {})
        print(f"{text[:12]!r}… de {len(text)} caracteres: {await fastest(reader, message):.3f} ms")


if __name__ == "__main__":
    asyncio.run(measure([Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.jsonl"))))
