"""What language models did, to be looked at."""

from collections import deque

from application.ports.model_calls import ModelCall

_MOST = 100_000


class MemoryModelCalls:
    """Implements ModelCalls; `calls` are those recorded, oldest first, the oldest of very many forgotten."""

    def __init__(self) -> None:
        self.calls: deque[ModelCall] = deque(maxlen=_MOST)

    def record(self, call: ModelCall) -> None:
        """Keep it."""
        self.calls.append(call)
