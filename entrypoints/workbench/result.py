"""What became of one scenario: what was said, what was offered, and where it went wrong."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from entrypoints.workbench.case import Case

Status = Literal["passou", "falhou", "não rodou"]
Who = Literal["pessoa", "certobot", "documento", "tempo", "aviso"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing that happened in the conversation; `name` is who wrote."""

    who: Who
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferMade:
    """One offer, in BRL; `floor` is the least that the policy allowed for it."""

    total: Decimal
    installments: int
    discount_percent: Decimal
    floor: Decimal
    policy_version: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a scenario failed: what was expected on which line, what was found, what Certobot had said."""

    line: int
    sentence: str
    expected: str
    found: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario, played; `statuses` go with the lines of the case."""

    case: Case
    providers: str
    seconds: float
    statuses: tuple[Status, ...]
    failure: Failure | None = None
    bubbles: tuple[Bubble, ...] = ()
    offers: tuple[OfferMade, ...] = ()
    outcomes: tuple[str, ...] = ()
    policy: str = ""
    line_seconds: tuple[float, ...] = ()
    files: dict[int, bytes] = field(default_factory=dict)
    pictures: dict[int, tuple[bytes, ...]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether everything that the scenario expects happened."""
        return self.failure is None
