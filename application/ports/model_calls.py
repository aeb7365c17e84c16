"""What each call of a language model cost, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol

from domain.shared.ids import ConversationId

CallPurpose = Literal["read", "phrase"]

# The model of the steps that no model took.
RULES = "rules"


class CallOutcome(StrEnum):
    """What became of one step; all but `ok` and `spared` say why the next one had to be taken."""

    OK = "ok"
    SPARED = "spared"  # the rules were sure: no model was asked
    FELL_BACK = "fell_back"  # no model gave what may be used: the rules did the work
    # the model was asked in vain
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    UNAUTHORIZED = "unauthorized"
    MODEL_GONE = "model_gone"
    BAD_REQUEST = "bad_request"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"
    REFUSED = "refused"
    GUARDED = "guarded"  # it answered, and the guard let nothing of the answer through
    # the model was not asked at all
    CIRCUIT_OPEN = "circuit_open"
    RESTING = "resting"  # it asked to be left alone for a while
    BUSY = "busy"
    NO_TIME = "no_time"
    CONVERSATION_BUDGET = "conversation_budget"
    DAY_BUDGET = "day_budget"


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One step of reading or phrasing: a model's answer, its failure, or the rules doing without it.

    `started_at` is aware; tokens are zero where none were counted; `cost` is in USD. `conversation_id` is
    None outside conversations (`certobot understand`).
    """

    purpose: CallPurpose
    model: str
    prompt_version: str
    started_at: datetime
    latency: timedelta
    outcome: CallOutcome
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)
    conversation_id: ConversationId | None = None


class ModelCalls(Protocol):
    """Takes note of every step; a turn never waits for it."""

    def record(self, call: ModelCall) -> None:
        """Take note of `call` at once, without waiting and without ever failing."""
