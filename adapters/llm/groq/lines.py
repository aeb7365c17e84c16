"""The line to one model: left alone when it fails, is gone, or asks for it."""

from collections.abc import Callable

import structlog

from adapters.circuit_breaker import CircuitBreaker
from adapters.llm.groq.asking import CallFailed
from adapters.llm.groq.config import GroqConfig
from application.ports.model_calls import CallOutcome

log = structlog.get_logger()

# Nothing changes until somebody acts: a key that is refused, a model that is gone.
_NEEDS_SOMEBODY = frozenset({CallOutcome.UNAUTHORIZED, CallOutcome.MODEL_GONE})
_UNTIL_SOMEBODY_ACTED_SECONDS = 60.0
_LONGEST_REST_SECONDS = 300.0
# What says that the service is unwell; a bad answer says nothing of the kind.
_UNWELL = frozenset({CallOutcome.TIMEOUT, CallOutcome.SERVER_ERROR, CallOutcome.UNREACHABLE})


class Line:
    """Tells whether a model may be asked now, by what it answered before; `now` tells monotonic seconds."""

    def __init__(self, model: str, config: GroqConfig, now: Callable[[], float]) -> None:
        self.model = model
        self._circuit = CircuitBreaker(config.circuit_failures, config.circuit_seconds, now)
        self._now = now
        self._rests_until = 0.0
        self._told: CallOutcome | None = None

    def refusal(self) -> CallOutcome | None:
        """Return why it should not be asked now, or None when it may be."""
        if self._now() < self._rests_until:
            return CallOutcome.RESTING
        return None if self._circuit.lets_through() else CallOutcome.CIRCUIT_OPEN

    def answered(self) -> None:
        """Take note of an answer."""
        self._circuit.succeeded()
        self._told = None

    def failed(self, failure: CallFailed) -> None:
        """Take note of a failure."""
        if failure.outcome in _UNWELL:
            self._circuit.failed()
        elif failure.outcome in _NEEDS_SOMEBODY:
            if failure.outcome is not self._told:  # once, not at every call until somebody acts
                log.error("model cannot be asked", model=self.model, reason=failure.outcome)
                self._told = failure.outcome
            self._rest(_UNTIL_SOMEBODY_ACTED_SECONDS)
        if failure.retry_after is not None:
            self._rest(min(failure.retry_after, _LONGEST_REST_SECONDS))

    def _rest(self, seconds: float) -> None:
        self._rests_until = max(self._rests_until, self._now() + seconds)
