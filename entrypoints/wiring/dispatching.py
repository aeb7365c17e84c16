"""What announces work."""

from adapters.dispatcher.memory import MemoryDispatcher
from adapters.dispatcher.quiet import QuietDispatcher
from adapters.dispatcher.saq import SaqDispatcher
from application.ports.dispatcher import Dispatcher
from entrypoints.settings import Settings

# Conversations worked at a time. Rules keep the processor busy; who waits for a model does nothing else, and
# must not keep others from their turn's deadline.
_WORKERS = {"rules": 8, "groq": 64}


def memory(settings: Settings) -> MemoryDispatcher:
    """Return tasks of this very process."""
    return MemoryDispatcher(_WORKERS[settings.providers.llm])


def saq(settings: Settings) -> SaqDispatcher:
    """Return the queue on Redis."""
    return SaqDispatcher(settings.redis.url, _WORKERS[settings.providers.llm])


def quiet(dispatcher: Dispatcher, settings: Settings) -> QuietDispatcher:
    """Wait for the rest of a burst before announcing it."""
    return QuietDispatcher(dispatcher, settings.contact.quiet_milliseconds / 1000)
