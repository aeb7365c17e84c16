"""How fast Certobot is, measured on real processes: `python -m benchmarks` (or `make bench`)."""

import argparse
import asyncio
import sys

from benchmarks import parts, report
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.stage import stage

# In the order in which they run: later ones compare themselves with earlier ones.
_PARTS = {
    "a": parts.reference,
    "b": parts.webhook,
    "c": parts.turns,
    "d": parts.latency,
    "f": parts.memory,
    "h": parts.round_trips,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, help="how long each load lasts (10)")
    parser.add_argument("--quick", action="store_true", help="all parts in under a minute; writes no file")
    parser.add_argument("--only", help="the parts to run, as in a,c,d (g runs with c, e with d)")
    parser.add_argument("--scale", type=float, help="how much of 1,000,000 stored messages to store (1)")
    parser.add_argument("--grown", type=int, help="conversations held to see whether memory grows (1000)")
    options = parser.parse_args()
    quick = options.quick
    options.seconds = options.seconds or (1.0 if quick else 10.0)
    options.scale = options.scale or (0.01 if quick else 1.0)
    options.grown = options.grown or (40 if quick else 1000)
    options.only = options.only.split(",") if options.only else list(_PARTS)
    return options


async def _run(options: argparse.Namespace) -> list[Figure]:
    async with stage() as here:
        run = parts.Run(here, options.seconds, options.scale, options.grown)
        for part in _PARTS:
            if part in options.only:
                await _PARTS[part](run)
    return run.figures


def main() -> int:
    """Run what was asked; return 1 when a promise does not hold."""
    options = _options()
    machine = Machine.here()
    print(f"{machine}\n", file=sys.stderr)
    figures = asyncio.run(_run(options))
    print(f"{machine}; {options.seconds:g} s a load, {options.scale:g} of the history")
    print(report.table(figures))
    if not options.quick and options.only == list(_PARTS):
        asked = {"seconds": options.seconds, "scale": options.scale, "grown": options.grown}
        for path in report.write(figures, machine, asked):
            print(f"\nwritten: {path.name}")
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
