"""What a run found: figures of this machine, and the ratios that hold on any."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, or the ratio that a promise is about; `holds` is None where nothing is promised."""

    part: str
    what: str
    value: float
    unit: str = ""
    promised: str = ""
    holds: bool | None = None
    detail: dict[str, float] = field(default_factory=dict)

    def shown(self) -> str:
        """Return the value as people read it."""
        if self.unit == "%":
            return f"{self.value:.1f} %"
        digits = 0 if self.value >= 100 else 1 if self.value >= 10 else 2
        return f"{self.value:,.{digits}f} {self.unit}".strip()

    def verdict(self) -> str:
        """Say whether the promise holds."""
        return "" if self.holds is None else "holds" if self.holds else "BROKEN"

    def as_json(self) -> dict[str, Any]:
        """Return it with its detail."""
        return asdict(self)


def at_least(part: str, what: str, value: float, least: float, unit: str = "%") -> Figure:
    """Return a value that must not be lower than `least`."""
    return Figure(part, what, value, unit, f"≥ {least:g} {unit}".strip(), value >= least)


def at_most(part: str, what: str, value: float, most: float, unit: str = "") -> Figure:
    """Return a value that must not be higher than `most`."""
    return Figure(part, what, value, unit, f"≤ {most:g} {unit}".strip(), value <= most)
