"""What announces work."""

from datetime import timedelta

from adapters.dispatcher.memory import MemoryDispatcher
from adapters.dispatcher.quiet import QuietDispatcher, longest_wait
from adapters.dispatcher.saq import SaqDispatcher
from application.ports.cache import Cache
from application.ports.dispatcher import Dispatcher
from entrypoints.settings import Settings

# Conversations worked at a time. Rules keep the processor busy; who waits for a model does nothing else, and
# must not keep others from their turn's deadline.
_WORKERS = {"rules": 8, "groq": 64}
# On its way over Redis, without the time that is waited for the end of a burst.
_A_NUDGE = timedelta(seconds=1)


def memory(settings: Settings) -> MemoryDispatcher:
    """Return tasks of this very process."""
    return MemoryDispatcher(_WORKERS[settings.providers.llm])


def saq(settings: Settings) -> SaqDispatcher:
    """Return the queue on Redis."""
    return SaqDispatcher(settings.redis.url, _WORKERS[settings.providers.llm])


def quiet(dispatcher: Dispatcher, settings: Settings, cache: Cache) -> QuietDispatcher:
    """Wait for the rest of a burst before announcing it."""
    return QuietDispatcher(dispatcher, settings.contact.quiet_milliseconds / 1000, cache)


def left_to_nudges(settings: Settings) -> timedelta:
    """Return how long a nudge takes at most when nothing is wrong: a sweep before that would break in."""
    return max(_A_NUDGE, timedelta(seconds=longest_wait(settings.contact.quiet_milliseconds / 1000)))
