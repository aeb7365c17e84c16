"""The machine that measures: figures without it say nothing."""

import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil  # type: ignore[import-untyped]

from benchmarks.stage import Program, Stage


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on, and how busy it was before."""

    cores: int
    cpu: str
    memory_gigabytes: float
    system: str
    python: str
    load_before: float

    @classmethod
    def here(cls) -> Self:
        """Return this machine."""
        return cls(
            cores=psutil.cpu_count() or 1,
            cpu=_cpu_model(),
            memory_gigabytes=round(psutil.virtual_memory().total / 2**30, 1),
            system=f"{platform.system()} {platform.release()}",
            python=platform.python_version(),
            load_before=round(os.getloadavg()[0], 2),
        )

    def __str__(self) -> str:
        """Name it in one line."""
        return (
            f"{self.cores} cores ({self.cpu}), {self.memory_gigabytes:g} GB, {self.system}, "
            f"Python {self.python}; load average before: {self.load_before:g}"
        )


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """Processor time used so far: by our programs, by PostgreSQL, and by who measures."""

    app: float
    postgres: float
    bench: float

    @classmethod
    def used(cls, stage: Stage, programs: tuple[Program, ...]) -> Self:
        """Return what is used up to now."""
        app = sum(_seconds(psutil.Process(program.process.pid)) for program in programs)
        return cls(app, _postgres_seconds(stage.folder), _seconds(psutil.Process()))

    def since(self, earlier: "CpuSeconds", each_of: int) -> dict[str, float]:
        """Return milliseconds of each, for each of `each_of` things done since `earlier`."""
        spent = {
            "app": self.app - earlier.app,
            "postgres": self.postgres - earlier.postgres,
            "bench": self.bench - earlier.bench,
        }
        return {name: round(1000 * seconds / max(each_of, 1), 3) for name, seconds in spent.items()}


def _postgres_seconds(folder: Path) -> float:
    total = 0.0
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error, OSError):
            if (process.info["name"] or "").startswith("postgres") and process.cwd().startswith(str(folder)):
                times = process.cpu_times()
                total += times.user + times.system
                # A connection that ended lives on in the account of the server that had forked it.
                total += times.children_user + times.children_system
    return total


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _cpu_model() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
